"""The style of a brand: colours that stay readable; logo, icon and fonts, each checked before use.

May import ``questionnaire.faults`` and nothing of the generator; knows no configuration, page or command.
"""
