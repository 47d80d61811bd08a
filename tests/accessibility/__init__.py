"""Accessibility, each promise of the accessibility statement kept by a test, in a real browser."""
