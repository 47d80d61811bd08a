"""How far one outcome can be trusted, and what coalitions can compute from a release, by simulation.

``python -m simulation`` draws people who answer the twelve questions on two days, has ``classify`` judge
their sheets, and writes ``simulation/figures.json`` and the tables in ``docs/instrument.md``. Then it draws
campaigns, decides what coalitions can compute from a release, and writes ``simulation/coalitions.json`` and
the tables in ``docs/coalitions.md``. It is seeded: the same command gives the same figures. The assumptions,
each with its reason, are in ``assumptions.py``. None of them comes from people who answered these questions:
nobody has yet.

Imports ``questionnaire``, ``harness.marks`` and numpy; nothing that is shipped imports it.
"""
