"""Saving again and again: what is kept of the last build never shows in the next one."""

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
from generator.preview.board.files import board_files
from generator.preview.build import Preview
from generator.preview.server import InMemoryFiles
from generator.site import files as site_files_module
from generator.site import pages as pages_module
from generator.site.files import configured_site_files, site_files
from generator.site.pages import SurveyParts
from generator.site.part_cache import PartCache, content_digest
from harness import sites
from harness.sources import copied
from questionnaire.faults import InputError

COLOURS = ("#7a1f3d", "#16697a", "#e0a100", "#111111", "#fdfdfd", "teal")


@dataclass
class House:
    """A site.toml on somebody's desk, and the templates and languages beside it, between two saves."""

    folder: Path
    sources: Path  # where templates and languages are
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
        """Write site.toml as things stand, and return its path."""
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


def add(house: House, number: int) -> None:
    """Another survey, or one more of the same name, which is a fault."""
    house.surveys.insert(number % 2, f"team-{number}")


def delete(house: House, number: int) -> None:
    """One survey less; the last one may go, which is a fault."""
    if house.surveys:
        house.surveys.pop(number % len(house.surveys))


def turn(house: House, _: int) -> None:
    """The surveys in another order: the first no longer is."""
    house.surveys.reverse()


def speak(house: House, number: int) -> None:
    """Languages that come, go and change places."""
    known = (("de", "en"), ("en", "de"), ("de",), ("de", "de-leicht"), ("en",), ("de-leicht", "en", "de"))
    house.languages = known[number % len(known)]


def entitle(house: House, number: int) -> None:
    """A new title for one survey; now and then the one that another has, which is a fault."""
    if house.surveys:
        house.titles[house.surveys[number % len(house.surveys)]] = f"Titel {number % 4}"


def colour(house: House, number: int) -> None:
    """Another colour for one survey."""
    if house.surveys:
        house.colours[house.surveys[number % len(house.surveys)]] = COLOURS[number % len(COLOURS)]


def paint(house: House, number: int) -> None:
    """Another colour for all that have none of their own, perhaps the one that another has."""
    house.primary = COLOURS[number % len(COLOURS)]


def sign(house: House, number: int) -> None:
    """A text of all."""
    house.footer = f"Fuß {number}"


def collect(house: House, number: int) -> None:
    """Another way to collect."""
    house.mode = ("off", "paper", "open", "slips")[number % 4]


def bring(house: House, _: int) -> None:
    """A logo, or none."""
    house.logo = not house.logo


def mistake(house: House, number: int) -> None:
    """A number that can be no headcount, or one that can."""
    house.headcount = 0 if number % 2 else 60


PAGES = ("base", "index", "_result", "_glyph", "overview", "imprint", "paper", "text", "board", "board_state")


def template(house: House, number: int) -> None:
    """A template says something more."""
    file = house.sources / "site_templates" / "pages" / f"{PAGES[number % len(PAGES)]}.html.j2"
    _append(file, f"<!-- {number} -->\n")


def breakage(house: House, number: int) -> None:
    """A template that is none, and whole again at the next such save."""
    file = house.sources / "site_templates" / "pages" / f"{PAGES[number % len(PAGES)]}.html.j2"
    text, broken = file.read_text("utf-8"), "{% if %}"
    file.write_text(text.removesuffix(broken) if text.endswith(broken) else text + broken, "utf-8")


def prose(house: House, number: int) -> None:
    """A page of prose has one section more."""
    _append(house.sources / "languages" / "de" / "privacy.md", f"\n## Abschnitt {number}\n")


def style(house: House, number: int) -> None:
    """A style, and a drawing."""
    templates = house.sources / "site_templates"
    _append(templates / "styles" / "base.css", f"/* {number} */\n")
    drawing = templates / "pictures" / "headwind.svg"
    text = re.sub(r'stroke-width="\d+"', f'stroke-width="{number}"', drawing.read_text("utf-8"), count=1)
    drawing.write_text(text, "utf-8")


def word(house: House, number: int) -> None:
    """A wording of the language file; an empty one is a fault."""
    file = house.sources / "languages" / "de" / "survey.toml"
    said = "" if number == 0 else f"Los {number}"
    file.write_text(re.sub(r'(?m)^start = ".*"$', f'start = "{said}"', file.read_text("utf-8")), "utf-8")


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


EDITS: tuple[Callable[[House, int], None], ...] = (
    *(add, delete, turn, speak, entitle, colour, paint, sign, collect, bring, mistake),
    *(template, breakage, prose, style, word),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for templates and languages that may be edited."""
    return tmp_path_factory.mktemp("desk")


def full(config: Path) -> dict[str, bytes]:
    """Return the site that a first build would make, once its board can be made, too."""
    site = load.load_site(config)
    files = site_files(site)
    board_files(site, files)
    return files


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@example([(colour, 0), (paint, 0)])  # a look of its own that all the others now have, too
@example([(speak, 4), (word, 0)])  # a fault in German where the site speaks English only
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, len(PAGES) - 1)), min_size=1, max_size=6))
def test_whatever_is_saved_the_preview_shows_what_a_full_build_makes(
    desk: Path, edits: list[tuple[Callable[[House, int], None], int]]
) -> None:
    """Byte for byte, with nothing of a survey or a language that is gone; a fault leaves the last site."""
    with tempfile.TemporaryDirectory() as scratch, copied(desk):
        house, out, shown = House(Path(scratch), desk), Path(scratch) / "dist", InMemoryFiles()
        preview = Preview(house.save(), out, board=shown)
        preview.build()
        for edit, number in edits:
            edit(house, number)
            config, before, sheets = house.save(), sites.contents(out), shown.files
            try:
                whole = full(config)
            except (InputError, TemplateError) as fault:
                with pytest.raises(type(fault), match=re.escape(str(fault))):
                    preview.build()
                assert sites.contents(out) == before
                assert shown.files is sheets
            else:
                preview.build()
                assert sites.contents(out) == {**whole, output.MANIFEST: output.manifest(whole)}


def test_only_what_changed_is_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two surveys, the one whose title changes is made anew; the other's file is the same one."""
    made: list[str] = []
    pages = pages_module.survey_pages

    def counting(parts: SurveyParts, *rest: Any) -> object:  # noqa: ANN401 (passed on as it came)
        made.append(parts.survey.folder)
        return pages(parts, *rest)

    monkeypatch.setattr(site_files_module, "survey_pages", counting)
    house, out = House(tmp_path, tmp_path), tmp_path / "dist"
    preview = Preview(house.save(), out)
    preview.build()
    file = out / "sued" / "index.html"
    number, dates = file.stat().st_ino, file.stat().st_mtime_ns
    house.titles["nord"] = "Anders"
    house.save()
    preview.build()
    assert made == ["nord/", "sued/", "nord/"]
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (number, dates)


def test_what_is_kept_is_one_build_only() -> None:
    """What the last build did not ask for is forgotten, and comes back only by being made anew."""
    made: list[str] = []

    def make(name: str) -> dict[str, bytes]:
        made.append(name)
        return {name: b""}

    memory = PartCache()
    for names in ("ab", "a", "ab"):
        with memory.build():
            for name in names:
                assert memory.get_or_make(name, name, partial(make, name)) == {name: b""}
    assert made == ["a", "b", "b"]


def test_a_build_that_fails_forgets_nothing() -> None:
    """The next save builds upon the last build that came to its end."""
    memory = PartCache()
    with memory.build():
        memory.get_or_make("a", 1, dict)
    with suppress(LookupError), memory.build():
        memory.get_or_make("a", 2, lambda: {"a": b"half"})
        raise LookupError
    with memory.build():
        assert memory.get_or_make("a", 1, lambda: {"a": b"anew"}) == {}


def test_a_digest_tells_names_and_contents(tmp_path: Path) -> None:
    """Another name, another text, another folder: another digest; Python's own copies do not count."""
    file = tmp_path / "inner" / "a.txt"
    file.parent.mkdir()
    file.write_text("one", "utf-8")
    seen = {content_digest(tmp_path)}
    file.write_text("two", "utf-8")
    seen.add(content_digest(tmp_path))
    file = file.rename(file.with_name("b.txt"))
    seen.add(content_digest(tmp_path))
    (tmp_path / "inner" / "__pycache__").mkdir()
    (tmp_path / "inner" / "__pycache__" / "b.pyc").write_bytes(b"")
    seen.add(content_digest(tmp_path))
    file.rename(tmp_path / "b.txt")
    seen.add(content_digest(tmp_path))
    assert len(seen) == 4


def test_a_plan_without_memory_is_the_same(tmp_path: Path) -> None:
    """``lastbild build`` keeps nothing and makes the same files."""
    config = House(tmp_path, tmp_path).save()
    assert configured_site_files(config) == site_files(load.load_site(config), cache=PartCache())
