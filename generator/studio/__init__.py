"""The studio: the page with which a facilitator makes a site without a terminal.

Its Python runs in the browser and in ``lastbild serve``. It works on a folder with a site.toml and the files
that this names, and may import everything that makes a site, but no command and no preview.
"""
