"""The studio: the facilitator's page, and the desk in Python behind it.

``files`` puts the page together. The desk edits a folder with site.toml and the files that it names, and
shows every page of the site (``frames``, in each of its ``states``). It runs in the browser, or in
``lastbild serve``. May import the rest of ``generator`` that a browser can run.
"""
