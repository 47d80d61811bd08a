"""The report, and the commands between a survey's site and its report."""
