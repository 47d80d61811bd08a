"""The count's page in a real browser."""
