"""The whole generator for a browser: what the studio and the count load into a worker of their own.

- ``files``: all of it by name, each file made once
- ``worker``: the worker's script, with Pyodide's own JavaScript in front
- ``library``, ``packages``: the standard library and packages of others, as byte code (``byte_code``)
- ``sources``: the generator itself, as sources, with the runtime that it puts into every site

Unlike the survey's runtime nothing is trimmed by what was seen in use: a facilitator may ask for anything
that the generator can do. Only what no browser can do is left out.
"""
