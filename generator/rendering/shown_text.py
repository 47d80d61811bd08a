"""The text of a page as a script in it reads it: the ``textContent`` of its ``<main>``."""

from __future__ import annotations

from html.parser import HTMLParser


def shown_text(body: str) -> str:
    """Return the ``textContent`` of the ``<main>`` in ``body`` where scripts run.

    A browser then takes what stands in ``<noscript>`` for text, tags included, and leaves out what stands in
    ``<template>``.
    """
    reader = _MainReader()
    reader.feed(body)
    reader.close()
    return "".join(reader.texts)


class _MainReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._within = False
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._within |= tag == "main"
        self._templates += tag == "template"
        if tag == "noscript":
            self.set_cdata_mode(tag)

    def handle_endtag(self, tag: str) -> None:
        self._within &= tag != "main"
        self._templates -= tag == "template"

    def handle_data(self, data: str) -> None:
        if self._within and not self._templates:
            self.texts.append(data)
