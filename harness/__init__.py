"""The shared tools of tests and benchmarks: browsers, servers, databases and sites to try the product with.

The harness imports the product; only tests and benchmarks import the harness. It promises nothing by itself:
promises are in ``tests``, measurements in ``benchmarks``, and neither imports from the other.

``python -m harness.browsers``, ``harness.axe``, ``harness.postgresql`` and ``harness.hosting`` install what a
machine lacks; each is quick where nothing is missing.
"""
