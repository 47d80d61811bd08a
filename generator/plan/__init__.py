"""The page of the action plan: decisions that answer a report, written in a browser without any server.

``desk`` answers the page, ``page`` renders it, ``single_file`` writes it as one file, ``python_parts`` are
the few parts of Python inside it. ``site_templates/plan`` is the page.
"""
