"""How a site is built."""
