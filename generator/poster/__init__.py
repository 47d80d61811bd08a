"""The poster with its QR code and the invitation, made from the same configuration as the site."""
