"""Pictures of every page and state of the example sites, for looking at: ``make pictures``.

Not a test: nothing is compared. The pictures go to ``pictures/``, which is not committed; a chosen few,
named in ``chosen``, go to ``docs/pictures``.
"""
