<<<<<<< HEAD
"""The studio: its frames, its desk, its page."""
=======
"""Tests of ``generator.studio``."""
>>>>>>> lead
