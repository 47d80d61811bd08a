"""The studio's page: as facilitators fill it in, with the desk in a browser and in ``serve``."""
