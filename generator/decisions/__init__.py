"""What came of a survey: the page that tells employees what was found, decided, and not done for now.

It says nothing of the contributions that the release does not say. Below the site, which has the page too.
"""
