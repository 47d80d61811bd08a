"""Leaves out the parts of Pyodide that no visit uses; README.md: why, how, and how to renew them."""
