"""The printable sheet of slips."""
