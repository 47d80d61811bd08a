"""Sealing and opening ballots. Imports ``cryptography``, so it runs on a computer and never in a browser."""
