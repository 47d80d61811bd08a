"""Building again at every save: parts of the last build never show where the next one differs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from generator import output
from generator.configuration import load
from generator.preview.build import Preview
from generator.site import files as site_files_module
from generator.site import pages as pages_module
from generator.site.files import configured_site_files, site_files
from generator.site.pages import SurveyParts
from generator.site.part_cache import PartCache, content_digest
from harness import sites
from harness.examples import examples
from harness.sources import copied
from questionnaire.faults import InputError

COLOURS = ("#7a1f3d", "#16697a", "#e0a100", "#111111", "#fdfdfd", "teal")


@dataclass
class EditedSite:
    """A site.toml, templates and languages that somebody edits, as they are between two saves."""

    folder: Path
    sources: Path  # the folder of templates and languages
    languages: tuple[str, ...] = ("de", "en")
    surveys: list[str] = field(default_factory=lambda: ["nord", "sued"])
    titles: dict[str, str] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    primary: str = COLOURS[-1]
    footer: str = "Fuß"
    mode: str = "off"
    logo: bool = False
    headcount: int = 60

    def save(self) -> Path:
        """Write site.toml with the present values, and return its path."""
        brand = f'{sites.BRAND}primary = "{self.primary}"\nfooter = "{self.footer}"\n'
        brand += 'logo = "logo.svg"\n' if self.logo else ""
        (self.folder / "logo.svg").write_text(sites.LOGO.replace('r="3"', f'r="{len(self.titles)}"'), "utf-8")
        site = f"[site]\nlanguages = {list(self.languages)}\n"
        collection = f'[collection]\nmode = "{self.mode}"\nurl = "https://umfrage.example/"\n'
        return sites.write(self.folder, "".join((site, brand, *map(self._survey, self.surveys), collection)))

    def _survey(self, name: str) -> str:
        days = "opens = 2027-01-11\ncloses = 2027-01-29\n"
        title = self.titles.get(name, f"Befragung {name}")
        table = f'[[surveys]]\nid = "{name}"\ntitle = "{title}"\nheadcount = {self.headcount}\n{days}'
        colour = self.colours.get(name)
        return table + (f'[surveys.brand]\nprimary = "{colour}"\n' if colour else "")


def add(edited: EditedSite, number: int) -> None:
    """Add a survey, or one more with the same id, which is a fault."""
    edited.surveys.insert(number % 2, f"team-{number}")


def delete(edited: EditedSite, number: int) -> None:
    """Delete a survey; without any survey, that is a fault."""
    if edited.surveys:
        edited.surveys.pop(number % len(edited.surveys))


def turn(edited: EditedSite, _: int) -> None:
    """Reverse the order of the surveys: another one is the first."""
    edited.surveys.reverse()


def speak(edited: EditedSite, number: int) -> None:
    """Add, remove or reorder languages."""
    known = (("de", "en"), ("en", "de"), ("de",), ("de", "de-leicht"), ("en",), ("de-leicht", "en", "de"))
    edited.languages = known[number % len(known)]


def entitle(edited: EditedSite, number: int) -> None:
    """Give one survey a new title; now and then that of another, which is a fault."""
    if edited.surveys:
        edited.titles[edited.surveys[number % len(edited.surveys)]] = f"Titel {number % 4}"


def colour(edited: EditedSite, number: int) -> None:
    """Give one survey another colour."""
    if edited.surveys:
        edited.colours[edited.surveys[number % len(edited.surveys)]] = COLOURS[number % len(COLOURS)]


def paint(edited: EditedSite, number: int) -> None:
    """Give all surveys without a colour another one, perhaps that of another survey."""
    edited.primary = COLOURS[number % len(COLOURS)]


def sign(edited: EditedSite, number: int) -> None:
    """Change the footer, which all surveys share."""
    edited.footer = f"Fuß {number}"


def collect(edited: EditedSite, number: int) -> None:
    """Change the mode of collection."""
    edited.mode = ("off", "paper", "open", "slips")[number % 4]


def bring(edited: EditedSite, _: int) -> None:
    """Add the logo, or remove it."""
    edited.logo = not edited.logo


def mistake(edited: EditedSite, number: int) -> None:
    """Set the headcount to an impossible number, or to a possible one."""
    edited.headcount = 0 if number % 2 else 60


PAGES = ("base", "index", "_result", "_glyph", "overview", "imprint", "paper", "text")


def template(edited: EditedSite, number: int) -> None:
    """Add a comment to a template."""
    file = edited.sources / "site_templates" / "pages" / f"{PAGES[number % len(PAGES)]}.html.j2"
    _append(file, f"<!-- {number} -->\n")


def breakage(edited: EditedSite, number: int) -> None:
    """Break a template, or repair it if it is broken."""
    file = edited.sources / "site_templates" / "pages" / f"{PAGES[number % len(PAGES)]}.html.j2"
    text, broken = file.read_text("utf-8"), "{% if %}"
    file.write_text(text.removesuffix(broken) if text.endswith(broken) else text + broken, "utf-8")


def prose(edited: EditedSite, number: int) -> None:
    """Add a section to a page of prose."""
    _append(edited.sources / "languages" / "de" / "privacy.md", f"\n## Abschnitt {number}\n")


def style(edited: EditedSite, number: int) -> None:
    """Change a stylesheet and a drawing."""
    templates = edited.sources / "site_templates"
    _append(templates / "styles" / "base.css", f"/* {number} */\n")
    drawing = templates / "pictures" / "headwind.svg"
    text = re.sub(r'stroke-width="\d+"', f'stroke-width="{number}"', drawing.read_text("utf-8"), count=1)
    drawing.write_text(text, "utf-8")


def word(edited: EditedSite, number: int) -> None:
    """Change a wording of the language file; an empty one is a fault."""
    file = edited.sources / "languages" / "de" / "survey.toml"
    wording = "" if number == 0 else f"Los {number}"
    file.write_text(re.sub(r'(?m)^start = ".*"$', f'start = "{wording}"', file.read_text("utf-8")), "utf-8")


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


EDITS: tuple[Callable[[EditedSite, int], None], ...] = (
    *(add, delete, turn, speak, entitle, colour, paint, sign, collect, bring, mistake),
    *(template, breakage, prose, style, word),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for templates and languages that the edits change."""
    return tmp_path_factory.mktemp("desk")


def full(config_path: Path) -> dict[str, bytes]:
    """Return the files of a build without a cache."""
    return site_files(load.load_site(config_path))


@settings(max_examples=examples(0.08), suppress_health_check=[HealthCheck.too_slow])
@example([(colour, 0), (paint, 0)])  # a colour of its own that all the others now have, too
@example([(speak, 4), (word, 0)])  # a fault in German, while the site is in English only
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, len(PAGES) - 1)), min_size=1, max_size=6))
def test_whatever_is_saved_the_preview_shows_what_a_full_build_makes(
    desk: Path, edits: list[tuple[Callable[[EditedSite, int], None], int]]
) -> None:
    """Byte for byte, without files of a deleted survey or language; after a fault, the last site stays."""
    with tempfile.TemporaryDirectory() as scratch, copied(desk):
        edited, out = EditedSite(Path(scratch), desk), Path(scratch) / "dist"
        preview = Preview(edited.save(), out)
        preview.build()
        for edit, number in edits:
            edit(edited, number)
            config_path, before = edited.save(), sites.contents(out)
            try:
                whole = full(config_path)
            except (InputError, TemplateError) as fault:
                with pytest.raises(type(fault), match=re.escape(str(fault))):
                    preview.build()
                assert sites.contents(out) == before
            else:
                preview.build()
                assert sites.contents(out) == {**whole, output.MANIFEST: output.manifest(whole)}


def test_only_what_changed_is_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If one of two surveys gets a new title, it is rendered again; the other's file stays the same file."""
    rendered: list[str] = []
    pages = pages_module.survey_pages

    def counting(parts: SurveyParts, *rest: Any) -> object:  # noqa: ANN401 (passed on as it came)
        rendered.append(parts.survey.folder)
        return pages(parts, *rest)

    monkeypatch.setattr(site_files_module, "survey_pages", counting)
    edited, out = EditedSite(tmp_path, tmp_path), tmp_path / "dist"
    preview = Preview(edited.save(), out)
    preview.build()
    file = out / "sued" / "index.html"
    number, dates = file.stat().st_ino, file.stat().st_mtime_ns
    edited.titles["nord"] = "Anders"
    edited.save()
    preview.build()
    assert rendered == ["nord/", "sued/", "nord/"]
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (number, dates)


def test_what_is_kept_is_one_build_only() -> None:
    """A part that the last build did not use is forgotten, and has to be made again."""
    names_made: list[str] = []

    def make(name: str) -> dict[str, bytes]:
        names_made.append(name)
        return {name: b""}

    cache = PartCache()
    for names in ("ab", "a", "ab"):
        with cache.build():
            for name in names:
                assert cache.get_or_make(name, name, partial(make, name)) == {name: b""}
    assert names_made == ["a", "b", "b"]


def test_a_build_that_fails_forgets_nothing() -> None:
    """The next build uses the parts of the last build that succeeded."""
    cache = PartCache()
    with cache.build():
        cache.get_or_make("a", 1, dict)
    with suppress(LookupError), cache.build():
        cache.get_or_make("a", 2, lambda: {"a": b"half"})
        raise LookupError
    with cache.build():
        assert cache.get_or_make("a", 1, lambda: {"a": b"anew"}) == {}


def test_a_digest_tells_names_and_contents(tmp_path: Path) -> None:
    """Another name, text or folder gives another digest; byte code does not count."""
    file = tmp_path / "inner" / "a.txt"
    file.parent.mkdir()
    file.write_text("one", "utf-8")
    digests = {content_digest(tmp_path)}
    file.write_text("two", "utf-8")
    digests.add(content_digest(tmp_path))
    file = file.rename(file.with_name("b.txt"))
    digests.add(content_digest(tmp_path))
    (tmp_path / "inner" / "__pycache__").mkdir()
    (tmp_path / "inner" / "__pycache__" / "b.pyc").write_bytes(b"")
    digests.add(content_digest(tmp_path))
    file.rename(tmp_path / "b.txt")
    digests.add(content_digest(tmp_path))
    assert len(digests) == 4


def test_a_plan_without_memory_is_the_same(tmp_path: Path) -> None:
    """``lastbild build``, which has no cache, makes the same files."""
    config_path = EditedSite(tmp_path, tmp_path).save()
    assert configured_site_files(config_path) == site_files(load.load_site(config_path), cache=PartCache())
