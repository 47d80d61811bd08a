"""The files for web servers, tried in the servers themselves."""
