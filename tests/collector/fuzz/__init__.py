"""Generated requests against the collector, each with a model's word for what it must count and answer.

Three generators: the OpenAPI description (``described``), a grammar of requests inside this process
(``grammar``, ``in_process``), and bytes on the connections of a real server (``raw_bytes``). Run all of them
for a long time with ``make fuzz``; the tests run a short slice of each.
"""
