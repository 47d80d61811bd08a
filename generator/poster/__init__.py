"""The poster with its QR code and the invitation text: planned from the same configuration as the site."""
