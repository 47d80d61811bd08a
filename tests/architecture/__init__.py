"""The house itself: who imports whom, what is committed."""
