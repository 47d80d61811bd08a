"""Leaves out of Pyodide what no visit uses. README.md: why, how, and how to renew it (``make runtime``)."""
