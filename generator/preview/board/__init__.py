"""The brand board: every page and state of a site on one sheet, for whoever looks after the brand.

``states`` says which states there are and what each shows, ``brand`` what colours and fonts a brand has,
``files`` makes the files of the board. They exist in the preview only, never in
``dist/``. May import the rest of ``generator`` and ``questionnaire``.
"""
