"""The command that lists every text of the pages, and which of them may be replaced: texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.language import listing, spoken
from generator.commands.options import config_option, exit_1_on_faults

if TYPE_CHECKING:
    from generator.studio.overridable import Row

_MARK = b"lastbild texts"  # in a page of ours


@click.command()
@config_option
@click.option(
    "--language",
    "codes",
    multiple=True,
    metavar="CODE",
    help="A language to list, such as de; may be given again.  [default: those of the site]",
)
@click.option("--replaceable", is_flag=True, help="List only the texts that you may replace.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the list into this file instead: a page to read (.html) or a table (.csv).",
)
@exit_1_on_faults
def texts(config_path: Path, codes: tuple[str, ...], out: Path | None, *, replaceable: bool) -> None:
    """List every text of the pages: its key, its words, where it is seen, whether you may replace it.

    Your own words for a key stand in site.toml, under [texts.de] for German and so on. The studio of
    `lastbild serve` shows the key of each text that you point at.
    """
    from generator.studio import overridable

    values = _values(config_path)
    shown = _known(codes) or overridable.site_languages(values)
    rows = overridable.text_rows(values, shown, spoken())
    listed = [row for row in rows if not (replaceable and row["locked"])]
    if out is None:
        click.echo("\n".join(_lines(listed)))
        return
    contents, mark = _file(out, listed, shown)
    from generator import output_file

    output_file.write_file(contents, out, mark)
    click.echo(_("Wrote {path}: {count} texts").format(path=out, count=len(listed)))


def _values(config_path: Path) -> dict[str, Any]:
    """Return what the file says, also with faults of meaning; raises ``InputError`` if it is no TOML."""
    from dataclasses import replace

    from generator.studio import document
    from generator.studio.workspace import Workspace
    from questionnaire.faults import InputError

    workspace = Workspace.around(config_path)
    text, fault = document.read(workspace.read())
    if fault:
        raise InputError([replace(fault, file=config_path.name)])
    return document.parsed(text)


def _known(codes: Sequence[str]) -> list[str]:
    """Return the languages ``codes``, each once; raises ``InputError`` for one that there is not."""
    from questionnaire import language_folder
    from questionnaire.faults import COMMAND_LINE, Fault, InputError, nearest

    known = language_folder.available()
    unknown = [code for code in codes if code not in known]
    faults = [
        Fault(
            "configuration.unknown_language",
            "--language",
            code,
            {"known": tuple(known), "meant": nearest(code, known)},
            file=COMMAND_LINE,
        )
        for code in unknown
    ]
    if faults:
        raise InputError(faults)
    return list(dict.fromkeys(codes))


def _parts(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return ``rows`` by what may be done with them: those to replace first, the others by their reason."""
    replaceable = _("You may replace these texts, in site.toml under [texts.de] and so on")
    parts: dict[str, list[Row]] = {}
    for row in rows:
        reason = str(row["locked"] or "").partition(";")[0]  # then come hints for one fault
        parts.setdefault(reason[:1].upper() + reason[1:] or replaceable, []).append(row)
    return parts


def _words(row: Row, code: str) -> str:
    """Return the present words of a text: the site's own, if it has some."""
    return str(row["own"].get(code) or row["texts"][code])


# ---- in the terminal --------------------------------------------------------------------------------------


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    from shutil import get_terminal_size

    width = max(get_terminal_size().columns, 20)
    for number, (title, part) in enumerate(_parts(rows).items()):
        if number:
            yield ""
        yield click.wrap_text(click.style(title, bold=True), width)
        for row in part:
            yield ""
            yield click.wrap_text(f"{row['key']} ({row['where']})", width, "  ", "  ")
            for code in row["texts"]:
                yield _in_a_language(row, code, width)


def _in_a_language(row: Row, code: str, width: int) -> str:
    named = _("{language}, your words").format(language=code) if code in row["own"] else code
    lines = [f"{named}: {_words(row, code)}".strip(), ""]
    indented = (click.wrap_text(line, width, "    ", "      ") for line in lines[0].split("\n"))
    return "\n".join(indented)


# ---- in a file --------------------------------------------------------------------------------------------


def _file(out: Path, rows: Sequence[Row], codes: Sequence[str]) -> tuple[bytes, bytes]:
    """Return the contents for ``out`` and the mark by which a later one knows that it is ours."""
    ending = out.suffix.lower()
    if ending == ".csv":
        return _table(rows, codes)
    if ending in (".html", ".htm"):
        return _page(rows), _MARK
    expected = _("expected a name that ends in .html or .csv")
    raise click.BadParameter(expected, param_hint="--out")


def _table(rows: Iterable[Row], codes: Sequence[str]) -> tuple[bytes, bytes]:
    """Return a table as a German or an English spreadsheet opens it, and its head."""
    import csv
    import io

    head = [_("key"), _("where it is seen"), *codes, _("your own words in"), _("may be replaced")]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if spoken() == "de" else ",")
    writer.writerow(head)
    for row in rows:
        words = (_words(row, code) for code in codes)
        writer.writerow([row["key"], row["where"], *words, " ".join(row["own"]), row["locked"] or _("yes")])
    return text.getvalue().encode("utf-8-sig"), text.getvalue().partition(codes[0])[0].encode("utf-8-sig")


def _page(rows: Sequence[Row]) -> bytes:
    from importlib.resources import files

    from markupsafe import Markup

    from generator.rendering.inline import digest
    from generator.rendering.stylesheets import compact
    from generator.rendering.templates import environment
    from generator.studio.naming import language_called

    style = compact((files("site_templates") / "texts" / "texts.css").read_text("utf-8"))
    called = {code: language_called(code) for row in rows[:1] for code in row["texts"]}
    parts = [
        {"title": title, "rows": [{**row, "words": _words_of(row, called)} for row in part]}
        for title, part in _parts(rows).items()
    ]
    lead = _("{count} texts in {languages}. Search for words of a page to find their key.")
    named = listing([each["name"] for each in called.values()])
    given = {
        "lang": spoken(),
        "title": _("The texts of the pages"),
        "lead": lead.format(count=len(rows), languages=named),
        "own": _("your words"),
        "parts": parts,
        "style": Markup(style),  # noqa: S704 (our own file)
        "style_hash": digest(style),
    }
    return environment("texts").get_template("texts.html.j2").render(given).strip().encode()


def _words_of(row: Row, called: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    return [
        {"name": each["name"], "tag": each["tag"], "text": _words(row, code), "own": code in row["own"]}
        for code, each in called.items()
    ]
