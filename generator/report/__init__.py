"""The report to the organisation: a small site made from the release, and from nothing else.

``findings`` puts a release (``questionnaire.release_file``) into words and
pictures, ``waves`` compares it with an earlier one, ``deck`` makes the slides of the workshop, ``files``
renders the pages. None of them ever sees a count: only ``questionnaire.disclosure`` does.
"""
