"""``lastbild serve``: the site while it is being made, a board of all its states, a collector to try."""
