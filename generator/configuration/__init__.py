"""``site.toml``: its keys as typed values, its surveys one by one, and every check; all faults at once.

May import ``generator.brand`` and ``questionnaire``; knows nothing of pages or commands.
"""
