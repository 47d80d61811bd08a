"""The report to the organisation: a small site made of what was released, and of nothing else.

``stored`` turns a release into the bytes of report.json and back, ``findings`` puts it into words and
pictures, ``plan`` renders the pages. None of it ever sees a count: only ``questionnaire.disclosure`` does.
"""
