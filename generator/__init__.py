"""How the site is built: commands, configuration, rendering, and the browser runtime it ships.

May import ``questionnaire`` and the libraries named in pyproject.toml; never ``pyodide_app`` or
``collector``. Data flows one way: site.toml -> config -> plan (every file in memory) -> output.
"""

__version__ = "0.1.0"
