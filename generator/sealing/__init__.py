"""The sealed urn on the trustee's side: the key that opens it. Nothing in here runs in a browser."""
