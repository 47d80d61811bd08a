"""The trustee's page: makes the key of a sealed survey and opens its urn, in a browser, without any server.

``desk`` answers the page, ``key_copy`` is the sheet to print, ``single_file`` writes the page as one file.
``site_templates/trustee`` is the page: it alone handles the key, by libraries.
"""
