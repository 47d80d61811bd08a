"""The handbook for facilitators as a page: every chapter of ``docs/handbuch`` in one file. German."""
