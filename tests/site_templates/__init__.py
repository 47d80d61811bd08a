"""Templates, styles and scripts: what they agree on, found without a browser."""
