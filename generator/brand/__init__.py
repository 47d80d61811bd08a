"""What a brand looks like: colours that stay readable, and logo, icon and fonts that are read safely.

May import ``questionnaire.faults`` and nothing of the generator; knows no configuration, page or command.
"""
