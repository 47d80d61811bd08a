"""The trustee's page in a real browser."""
