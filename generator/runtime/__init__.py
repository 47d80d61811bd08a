"""The browser runtime: Pyodide and PyScript from npm, compiled and trimmed once, then part of every site.

- ``store``: every file of the runtime, in memory; the rest of the generator imports only this module
- ``prepare``: makes these files in a checkout (a wheel carries them), with ``bundling``
- ``app``, ``app_archive``: the Python modules that run in the browser, as sources
- ``brotli``: what Python in a browser needs to pack a font; for the studio alone
- ``npm``: finds node and npm, installs the packages, runs our node scripts
- ``file_cache``, ``archive``: files that are made once; zip files whose bytes are always the same
- ``trimming/``: leaves out the parts of Pyodide that no visit uses; its README says how to renew it
"""


class PreparationError(Exception):
    """The runtime could not be prepared; the message says what is missing and what to do."""
