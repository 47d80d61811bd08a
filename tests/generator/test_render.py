"""Rendering is quick by what it remembers, and what it remembers never shows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.rendering.markdown import markdown, scrolling_tables
from generator.rendering.templates import Renderer
from harness.sources import copied

LINES = (
    *("## Titel", "##ohne", " ## eingerückt", "# Eins", "Titel", "---", "===", ""),
    *("- Punkt", "  - innen", "1. eins", "> Zitat", ">", "Text", "Text\\", "    Code", "  zwei"),
    *(
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
        "```",
        "~~~",
        "[x]: https://a.example",
        "[x]",
        "[x]: b 'c",
        "*x",
    ),
    *("x*", "`x", "x`", "<div>", "\t", "a  ", "\r## b"),
)


@given(st.lists(st.sampled_from(LINES), max_size=12))
@example(["```", "## Titel", "```"])
@example(["[x]", "## Titel", "[x]: https://a.example"])
def test_sections_rendered_apart_are_the_whole(lines: list[str]) -> None:
    """Whatever stands before and after a heading, the HTML is that of the text in one piece."""
    text = "\n".join(lines)
    whole = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(text)
    assert markdown(text) == scrolling_tables(whole)


def test_an_edited_template_is_compiled_anew(tmp_path: Path) -> None:
    """Another text with the same size and the same date, too: what counts is the content."""
    with copied(tmp_path) as sources:
        template = sources / "site_templates" / "pages" / "text.html.j2"
        template.write_text("one", "utf-8")
        date = template.stat().st_mtime
        first = Renderer()
        assert first.page("text.html.j2", {}) == b"one"
        template.write_text("two", "utf-8")
        assert template.stat().st_size == len("one")
        assert date <= template.stat().st_mtime
        assert first.page("text.html.j2", {}) == b"one"
        assert Renderer().page("text.html.j2", {}) == b"two"
        template.write_text("one", "utf-8")
        assert Renderer().page("text.html.j2", {}) == b"one"
