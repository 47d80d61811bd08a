"""The Python that runs in the browser: thin glue from the page to ``questionnaire``.

``answering`` is plain Python and tested in CPython; ``browser`` is the outermost module and the only
one that may import ``js``, ``pyodide`` or ``polyscript``. May import ``questionnaire``, nothing else.
"""
