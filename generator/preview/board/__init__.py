"""The brand board: every page and state of a site on one sheet, for those who look after the brand.

``states`` lists the states and their contents, ``brand`` the colours and fonts of a brand. ``sheets`` draws
the sheets, ``frames`` the pages in their frames, and ``files`` puts all of it together. The board exists in
the preview only, never in ``dist/``. May import the rest of ``generator`` and ``questionnaire``.
"""
