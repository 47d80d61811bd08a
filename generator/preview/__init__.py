"""``lastbild serve``: a preview of the site, and a collector to try."""
