"""How far one result can be trusted, by simulation: the figures of the method page and of ``docs/instrument.md``.

``python -m simulation`` draws people who answer the twelve questions twice, has ``questionnaire.classify`` judge
their sheets, and writes ``simulation/figures.json`` and the tables in ``docs/instrument.md``. It is seeded: the
same command gives the same figures. The assumptions, each with its reason, are in ``simulation/assumptions.py``;
none of them comes from people who answered these questions, because nobody has yet.

Imports ``questionnaire`` and numpy; nothing that is shipped imports it.
"""
