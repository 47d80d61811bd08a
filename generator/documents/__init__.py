"""An action plan as documents that an office works with: Word, Excel, PowerPoint, and CSV.

``content`` gathers what they say, in one language, from the plan and its release and from nothing else;
``docx``, ``xlsx`` and ``pptx`` write it, ``files`` makes all of them. Only this room imports python-docx,
openpyxl and python-pptx; it never runs in a browser.
"""
