"""``lastbild serve``: a preview of the site, a board of all its states, and a collector to try."""
