"""The house itself: its imports, its committed files, its handbook, its messages."""
