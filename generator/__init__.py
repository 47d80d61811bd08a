"""The ``lastbild`` commands, and everything they make: sites, slips, reports, posters.

Data flows one way. ``configuration`` reads site.toml and returns its surveys; ``site``, ``report``,
``poster`` and ``slips`` render every file in memory; ``output`` writes the finished folder. ``runtime``
prepares the Python that runs in the browser, ``preview`` serves a site while somebody edits it.

May import ``questionnaire`` and the libraries named in pyproject.toml, never ``pyodide_app``; only
``organisation`` and ``commands`` import ``collector``.
"""

__version__ = "0.1.0"
