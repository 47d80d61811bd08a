"""The studio's page: filled in, read and used by facilitators, with the desk in a browser and in ``serve``."""
