<<<<<<< HEAD
"""The studio: the facilitator's page, and the desk in Python behind it.

``files`` puts the page together. The desk edits a folder with site.toml and the files that it names, and shows
every page of the site. It runs in the browser, or in ``lastbild serve``. May import the rest of ``generator``
that a browser can run.
=======
"""The studio: the page with which a facilitator makes a site without a terminal.

Its Python runs in the browser and in ``lastbild serve``. It works on a folder with a site.toml and the files
that this names, and may import everything that makes a site, but no command and no preview.
>>>>>>> lead
"""
