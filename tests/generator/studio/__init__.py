"""The studio: its frames, its desk, its page."""
