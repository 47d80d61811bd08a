"""The browser runtime: Pyodide and PyScript from npm, compiled and trimmed once, then shipped.

``app`` finds the Python that runs in the browser, ``prepare`` makes the runtime from the npm packages
(a checkout only), ``store`` hands both to the generator as plain files in memory.
"""
