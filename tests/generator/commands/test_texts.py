"""``lastbild texts``: every text of the pages with its key, its words, its place, and whether it may go."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.configuration.text_overrides import REPLACEABLE
from harness import sites
from questionnaire import language_schema, survey_texts

OWN = (
    '[texts.de]\nend.title = "Wir danken Ihnen"\npage.start_lead = "Kurz."\n'
    '[texts.en]\nend.title = "We thank you"\npage.start_lead = "Short."\n'
)
KEYS = set(language_schema.flatten(survey_texts.load("de")))


def texts(folder: Path, *options: str, text: str = sites.COMPLETE + OWN) -> Result:
    """Run the command on a site with own words."""
    path = sites.write(folder, text)
    return CliRunner().invoke(main, ["texts", "--config", str(path), *options], catch_exceptions=False)


def test_every_text_is_listed_in_the_languages_of_the_site(tmp_path: Path) -> None:
    """Those to replace come first; own words are marked; the others stand below their reason."""
    told = texts(tmp_path, "--lang", "de").stdout
    shown = {line.split()[0] for line in told.splitlines() if line.startswith("  ") and line[2] != " "}
    assert shown >= KEYS
    assert told.startswith("Diese Texte dürfen Sie ersetzen")
    assert "  end.title (Schluss: Überschrift)\n    de, Ihre Worte: Wir danken Ihnen\n" in told
    assert "    en, Ihre Worte: We thank you\n" in told
    assert told.index("end.title") < told.index("Lässt sich nicht ändern") < told.index("items.A1")


def test_only_those_to_replace(tmp_path: Path) -> None:
    """Twelve, and no reason why not."""
    told = texts(tmp_path, "--replaceable").stdout
    assert all(f"  {key} (" in told for key in REPLACEABLE)
    assert "expected no change" not in told.lower()
    assert "items.A1" not in told


def test_other_languages_than_those_of_the_site(tmp_path: Path) -> None:
    """Somebody looks at the plain German before adding it; one that there is not is a fault."""
    told = texts(tmp_path, "--language", "de-leicht", "--replaceable").stdout
    assert "    de-leicht: " in told
    assert "    de: " not in told
    refused = texts(tmp_path, "--language", "fr")
    assert refused.exit_code == 1
    assert '--language = "fr"' in refused.stderr


@pytest.mark.parametrize("columns", ["40", "80"])
def test_it_fits_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """No line is wider, but for a word that has no place to break."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = texts(tmp_path, "--replaceable").stdout.splitlines()
    assert all(len(line) <= int(columns) or " " not in line.strip() for line in lines)


def test_a_table_for_a_spreadsheet(tmp_path: Path) -> None:
    """A line for each text; a second run replaces it, and somebody else's file stays."""
    out = tmp_path / "texts.csv"
    assert texts(tmp_path, "--out", str(out), "--lang", "de").exit_code == 0
    assert texts(tmp_path, "--out", str(out), "--lang", "de", "--language", "de").exit_code == 0
    assert texts(tmp_path, "--out", str(out), "--lang", "de").exit_code == 0
    head, *rows = csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig")), delimiter=";")
    assert head == ["Name", "wo er steht", "de", "en", "eigene Worte in", "darf ersetzt werden"]
    assert {row[0] for row in rows} == KEYS
    by_key = {row[0]: row for row in rows}
    assert by_key["end.title"][1:] == [
        "Schluss: Überschrift",
        "Wir danken Ihnen",
        "We thank you",
        "de en",
        "ja",
    ]
    assert "nicht ändern" in by_key["items.A1"][-1]
    out.write_text("my own notes", "utf-8")
    assert texts(tmp_path, "--out", str(out)).exit_code == 1
    assert out.read_text("utf-8") == "my own notes"


def test_a_page_to_read(tmp_path: Path) -> None:
    """Every key with its words; it is one file that loads nothing, and what people wrote is text in it."""
    out = tmp_path / "texts.html"
    evil = sites.COMPLETE + '[texts.de]\nend.title = "<script>x</script>"\n'
    for _ in range(2):
        done = texts(tmp_path, "--out", str(out), text=evil)
        assert done.stdout == f"Wrote {out}: {len(KEYS)} texts\n"
    page = out.read_text("utf-8")
    assert all(f'id="{key}"' in page for key in KEYS)
    assert "<script" not in page
    assert "&lt;script&gt;x" in page
    assert "src=" not in page
    assert "href=" not in page
    assert "Content-Security-Policy" in page


def test_a_site_with_faults_is_listed_and_one_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Whoever mistyped a key looks for the right one; a file that is no TOML has its line."""
    faulty = sites.COMPLETE + '[texts.de]\npage.start_titel = "Neu"\n'
    assert texts(tmp_path, "--replaceable", text=faulty).exit_code == 0
    broken = texts(tmp_path, text="[site\n")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("site.toml: line 1: ")
    odd = texts(tmp_path, "--out", str(tmp_path / "texts.pdf"))
    assert odd.exit_code == 2
    assert ".csv" in odd.stderr
