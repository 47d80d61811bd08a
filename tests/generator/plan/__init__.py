"""The page of the action plan."""
