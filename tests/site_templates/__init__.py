"""Templates, styles and scripts: the names that they share, checked without a browser."""
