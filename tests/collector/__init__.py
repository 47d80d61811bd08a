"""The collector: one contract for both databases, what the file tells, and HTTP at its worst."""
