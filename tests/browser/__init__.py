"""Journeys in a real browser, one person after the other."""
