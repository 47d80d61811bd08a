"""The count: ballots from the box become a report in a browser, without any server.

``heaps`` are the ballots as somebody types them in, ``box`` all of them with the rules of a count, ``desk``
answers the page, ``parcel`` carries the survey into it. ``site_templates/count`` is the page.
"""
