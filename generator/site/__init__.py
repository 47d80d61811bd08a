"""The files of one site, gathered in memory before anything is written."""
