"""The Python that runs in the browser, in CPython."""
