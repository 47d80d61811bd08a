"""How far one outcome can be trusted, by simulation: figures for the method page and ``docs/instrument.md``.

``python -m simulation`` draws people who answer the twelve questions on two days, has ``classify`` judge
their sheets, and writes ``simulation/figures.json`` and the tables in ``docs/instrument.md``. It is seeded:
the same command gives the same figures. The assumptions, each with its reason, are in ``assumptions.py``.
None of them comes from people who answered these questions: nobody has yet.

Imports ``questionnaire``, ``harness.marks`` and numpy; nothing that is shipped imports it.
"""
