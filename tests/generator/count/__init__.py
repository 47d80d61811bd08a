"""The count: heaps, the box, the desk, and the report that is the command line's."""
