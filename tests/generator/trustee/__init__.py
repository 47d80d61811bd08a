"""The trustee's page: its desk, its words, the file."""
