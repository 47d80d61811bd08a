"""Attacks on anonymity and integrity: each succeeds on a naive variant first, and then meets the product.

One file a family. What each attack found is declared beside it (``attack``), checked by the test, and written
into ``docs/threat-model.md`` by ``python -m tests.attacks``.
"""
