"""Rendering is quick by what it remembers, and what it remembers never shows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from generator.rendering.markdown import in_one_piece, markdown
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
    assert markdown(text) == in_one_piece(text)[0]


def test_a_table_in_a_section_scrolls_and_names_its_rows_and_columns() -> None:
    """The section's heading names the region; each column and row has its header, aligned or not."""
    table = "| a | b |\n|--:|---|\n| 1 | 2 |\n"
    right = 'style="text-align:right"'
    assert markdown(f"## Eins\n\n## Zwei\n\n{table}\nText\n") == (
        '<h2 id="section-1">Eins</h2>\n<h2 id="section-2">Zwei</h2>\n'
        '<div class="scroll" role="region" aria-labelledby="section-2" tabindex="0"><table>\n'
        f'<thead>\n<tr>\n<th {right} scope="col">a</th>\n<th scope="col">b</th>\n</tr>\n</thead>\n'
        f'<tbody>\n<tr>\n<th {right} scope="row">1</th>\n<td>2</td>\n</tr>\n</tbody>\n</table></div>\n'
        "<p>Text</p>\n"
    )


def test_several_tables_in_a_section_have_names_of_their_own() -> None:
    """Each region is named by the section's heading and the table's first header."""
    html = markdown("## Eins\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nText\n\n| c | d |\n|---|---|\n| 3 | 4 |\n")
    for number, header in ((1, "a"), (2, "c")):
        name = f"section-1-table-{number}"
        assert html.count(f'role="region" aria-labelledby="section-1 {name}"') == 1
        assert f'<th scope="col" id="{name}">{header}</th>' in html


def test_a_table_before_the_first_section_stays_as_it_is() -> None:
    """No heading could name its region, so it is no region."""
    assert "<div" not in markdown("| a |\n|---|\n| 1 |\n\n## Eins\n")


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
