"""The page of the action plan in a real browser."""
