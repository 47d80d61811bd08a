"""Pictures of every page and state of the example sites, for people to look at: ``make pictures``.

Not a test: nothing compares them. The pictures go to ``pictures/``, which is not committed; the few that
``chosen`` names go to ``docs/pictures``.
"""
