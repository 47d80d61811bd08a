"""The cost of the page in a browser, beside other pages that ask the same twelve questions.

``sites`` writes the pages, ``network`` serves them over a line, ``slowing`` makes the browser slow, ``visit``
opens them; a chapter each: ``first_question``, ``python_ready``, ``slow``, ``answering``, ``weight``.
"""
