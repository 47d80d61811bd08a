"""What every page in one file has in common: all of Python inside it, and nothing that it could ask for.

``python_parts`` are Python's parts, ``licences`` whose works they are, ``frame`` what surrounds them.
``generator.count``, ``generator.trustee`` and ``generator.plan`` make such pages.
"""
