"""The report's site: what was released, in words, and the measures that follow from it, structure first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report import release_file
from generator.report.files import report_files
from harness import language_files, sites
from harness.markup import Element, Page, policy, resolved
from harness.releases import BRAND, PAGES, RELEASES, TITLE, configured, released, report, saved, within
from questionnaire import CONSTELLATIONS, language_folder, measures, survey_texts
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.faults import InputError
from questionnaire.measures import KINDS


@pytest.fixture(params=RELEASES, scope="module")
def result(request: pytest.FixtureRequest) -> Release:
    """One release with everything, and one in which most is merged."""
    return RELEASES[request.param]


@pytest.fixture(scope="module")
def planned(config: Config, result: Release) -> dict[str, bytes]:
    """Every file of the report of ``result``."""
    return report_files(config, BrandFiles(), saved(config, result))


def test_a_report_has_a_page_in_each_language_and_its_data(planned: dict[str, bytes]) -> None:
    """The first language at the root, the other in a folder; style and drawings; no script, no runtime."""
    named = {name for name in planned if not name.startswith("assets/")}
    workshop = {f"{folder}{page}" for folder in ("", "en/") for page in ("workshop.html", "agenda.html")}
    assert named == {*PAGES.values(), *workshop, "report.json", "report.csv"}
    assert not any(name.endswith(".js") for name in planned)
    for language, name in PAGES.items():
        assert Page(planned[name]).all("html")[0]["lang"] == language
        assert survey_texts.load(language)["constellations"]["A"]["name"] in planned[name].decode()


def test_planning_twice_gives_the_same_bytes(
    config: Config, result: Release, planned: dict[str, bytes]
) -> None:
    """The same release is the same report, file by file, in the same order."""
    assert list(report_files(config, BrandFiles(), saved(config, result)).items()) == list(planned.items())


def test_the_data_beside_the_report_are_exactly_the_release(
    config: Config, result: Release, planned: dict[str, bytes]
) -> None:
    """Whoever downloads them gets what the page shows and no more."""
    assert planned["report.json"] == release_file.dump(saved(config, result))
    assert planned["report.csv"] == release_file.table(result)


@pytest.mark.parametrize("language", PAGES)
def test_every_constellation_that_is_shown_has_its_measures(
    result: Release, planned: dict[str, bytes], language: str
) -> None:
    """Structural decisions first, then training, then accompaniment: every text of every measure, in order.

    Where no influence is described, one text takes the place of the measures of training.
    """
    said = measures.load(language)
    page = Page(planned[PAGES[language]])
    shown = {category for category, _ in result.types.shares}
    for constellation in CONSTELLATIONS:
        texts = within(page, id=f"measures-{constellation}")
        if constellation not in shown:
            assert texts == []
            continue
        expected: list[str] = []
        for kind in KINDS:
            expected.append(said.texts[f"{kind}_title"])
            if kind == "training" and (constellation, result) in WITHOUT_TRAINING:
                expected.append(said.texts["no_training"])
                continue
            for measure in said.measures[constellation][kind]:
                title, what, who, sign = astuple(measure)
                labels = (f"{said.texts[f'{key}_label']}:" for key in ("who", "sign"))
                expected += [title, what, next(labels), who, next(labels), sign]
        words = survey_texts.load(language)["constellations"][constellation]
        assert texts == [words["name"], words["essence"], *expected]


WITHOUT_TRAINING = [("B", RELEASES["everything"]), ("A", RELEASES["partly"])]


def test_where_influence_is_described_training_is_never_replaced(config: Config) -> None:
    """The text that training is not the lever stands once for each constellation without influence."""
    missing = measures.load("de").texts["no_training"]
    for name, times in (("everything", 1), ("partly", 1)):
        assert [text.text for text in report(config, RELEASES[name]).texts].count(missing) == times
    by_type = released({"A": 20, "B": 20, "M": 5})
    assert missing not in [text.text for text in report(config, by_type).texts]


REASONS = [{"A-ST": 9}, {"A-ST": 400}, {"B-B": 98, "M": 2}, {"N": 4, "M": 4}, {}]


def test_a_withheld_report_is_the_same_whatever_the_reason(config: Config) -> None:
    """Too few, all alike, two who differ: every file byte for byte, with an earlier wave or without."""
    results = [release(counts) for counts in REASONS]
    assert set(results) == {Withheld()}
    plans = [report_files(config, BrandFiles(), saved(config, one)) for one in results]
    befores: tuple[Release | Withheld, ...] = (*RELEASES.values(), Withheld())
    plans += [
        report_files(config, BrandFiles(), saved(config, Withheld()), before=before) for before in befores
    ]
    assert all(list(one.items()) == list(plans[0].items()) for one in plans)


@pytest.mark.parametrize("language", PAGES)
def test_a_withheld_report_shows_no_pattern_at_all(config: Config, language: str) -> None:
    """The text that nothing is shown, and nothing that a release would bring along."""
    page = Page(report_files(config, BrandFiles(), saved(config, Withheld()))[PAGES[language]])
    texts = measures.load(language).texts
    assert within(page, id="withheld") == [texts["withheld_title"], texts["withheld"]]
    sections = [section.get("id") or section.get("class") for section in page.all("section")]
    assert sections == ["frame", "withheld", None]
    assert [e for e in page.elements if re.search("figure|glyph|share", e.attributes.get("class", ""))] == []
    main = " ".join(text.text for text in page.texts)
    for words in (survey_texts.load(language)["constellations"][c]["name"] for c in CONSTELLATIONS):
        assert words not in main


def test_a_release_does_not_say_that_something_is_withheld(planned: dict[str, bytes]) -> None:
    """The two pages have nothing in common that could be confused."""
    assert within(Page(planned["index.html"]), id="withheld") == []


NUMBERS_ALLOWED = re.compile(r"§ 87\b|ISO 10075\b")


@pytest.mark.parametrize("language", PAGES)
def test_no_share_is_a_number(result: Release, planned: dict[str, bytes], language: str) -> None:
    """No digit and no percentage on the page, but for how many contributed, rounded down, and two names."""
    page = Page(planned[PAGES[language]])
    people = measures.load(language).texts["people"].format(number=result.contributions)
    shown = [NUMBERS_ALLOWED.sub("", text.text.replace(people, "")) for text in page.texts]
    assert [text for text in shown if re.search(r"[\d%‰]|\bProzent\b|\bper ?cent\b", text)] == []
    assert sum(people in text.text for text in page.texts) == 1
    assert "style" not in {name for element in page.elements for name in element.attributes}


def figures(page: Page, of: str) -> Iterator[str]:
    """Yield the class of every figure inside the first element called ``of``."""
    html = [element for element in page.elements if element.tag == of or "figure " in _class(element)]
    start = next(place for place, element in enumerate(html) if element.tag == of)
    yield from (_class(element) for element in html[start + 1 :] if element.tag == "span")


def _class(element: Element) -> str:
    return element.attributes.get("class", "")


def test_every_share_is_twenty_figures_that_are_not_read_aloud(planned: dict[str, bytes]) -> None:
    """Figures are for the eye; a screen reader hears the words beside them."""
    page = Page(planned["index.html"])
    pictures = [element for element in page.elements if _class(element) == "figures"]
    assert all(picture.attributes["aria-hidden"] == "true" for picture in pictures)
    single = list(figures(page, "dl"))
    assert len(single) == 20 * len(pictures) > 20
    assert set(single) <= {"figure filled", "figure perhaps", "figure open"}
    assert len([text for text in page.texts if text.within(**{"class": "share"})]) == len(pictures)


@pytest.mark.parametrize("language", PAGES)
def test_there_is_no_ranking(result: Release, planned: dict[str, bytes], language: str) -> None:
    """Pattern, tensions and measures keep the order A B C D, then several, none, all others."""
    page, said = Page(planned[PAGES[language]]), measures.load(language).texts
    constellations = survey_texts.load(language)["constellations"]
    names = [constellations[c]["name"] for c in CONSTELLATIONS]
    shown = [category for category, _ in result.types.shares]
    order = dict(zip("ABCDMN", [*names, said["mixed_title"], said["none_title"]], strict=True))
    rest = [said["rest"]] if result.types.rest else []
    pattern = [text.text for text in page.texts if text.within(**{"class": "pattern"})]
    assert [text for text in pattern if text in {*order.values(), *rest}] == [order[c] for c in shown] + rest
    rows = [t.text for t in page.texts if t.inside[-1].attributes.get("scope") == "row"]
    assert rows == names
    sections = [
        e.attributes["id"] for e in page.elements if e.attributes.get("id", "").startswith("measures-")
    ]
    assert sections == [f"measures-{c}" for c in CONSTELLATIONS if c in shown]
    assert [b for b in ("M", "N") if within(page, id=f"outcome-{b}")] == [b for b in "MN" if b in shown]


def test_tensions_are_shown_only_where_levers_are(config: Config) -> None:
    """Without levers there is no empty picture of them."""
    assert within(report(config, released({"A": 20, "B": 20, "M": 5})), id="tensions") == []
    texts = within(report(config, RELEASES["partly"]), id="tensions")
    hidden = measures.load("de").texts["tension_hidden"]
    assert texts.count(hidden) == 3 + 2 + 3  # B and D have nothing, C has its perception


def test_a_report_is_closed_in_itself(planned: dict[str, bytes]) -> None:
    """No other server is named or may be reached, no code stands in a page, every link leads somewhere."""
    for name, contents in planned.items():
        if name.endswith((".html", ".css", ".svg")):
            found = set(re.findall(r"(?:https?:)?//[\w.-]+\.[^\s\"'<>]+", contents.decode("utf-8")))
            assert found <= {"http://www.w3.org/2000/svg"}, name
    for name in PAGES.values():
        page = Page(planned[name])
        allowed = policy(page)
        assert (allowed["default-src"], allowed["connect-src"]) == ("'none'", "'self'")
        assert (allowed["base-uri"], allowed["form-action"]) == ("'none'", "'none'")
        assert page.all("script") + page.all("style") + page.all("form") == []
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        references = [e.attributes[a] for e in page.elements for a in ("href", "src") if a in e.attributes]
        assert {"report.json", "report.csv", *PAGES.values()} <= {resolved(name, r) for r in references}
        for reference in references:
            assert (reference[1:] in ids) if reference[0] == "#" else (resolved(name, reference) in planned)


def test_names_that_look_like_html_are_shown_and_not_obeyed(planned: dict[str, bytes]) -> None:
    """Brand and title are escaped wherever they stand."""
    for name in PAGES.values():
        texts = [text.text for text in Page(planned[name]).texts]
        assert any(BRAND in text for text in texts)
        assert TITLE in texts
        assert b"<script" not in planned[name]
        assert b"<em>" not in planned[name]


def test_the_logo_stands_in_the_report_too(tmp_path: Path) -> None:
    """A report looks like the survey it belongs to."""
    (tmp_path / "logo.svg").write_text(sites.LOGO, "utf-8")
    settings, brand = configured(tmp_path, ("[brand]\n", '[brand]\nlogo = "logo.svg"\n'))
    files = report_files(settings, brand, saved(settings, Withheld()))
    sources = [image["src"] for image in Page(files["en/index.html"]).all("img")]
    assert [resolved("en/index.html", source) in files for source in sources] == [True]
    assert sites.LOGO.encode() in files.values()


def test_all_faults_of_all_its_languages_are_told_at_once(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its file and key, before any page is made."""
    released, folder = saved(config, Withheld()), language_files.copied(tmp_path)
    language_files.rewrite(folder / "de" / "workshop.toml", (r"(?s)^decided = .*?$", 'decided = " "'))
    language_files.rewrite(folder / "en" / "measures.toml", (r"^who_label = .*$", ""))
    language_files.rewrite(folder / "en" / "survey.toml", (r"^start = .*$", ""))
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError) as refused:
        report_files(config, BrandFiles(), released)
    assert [str(fault) for fault in refused.value.faults] == [
        "languages/de/workshop.toml: slides.talk.decided: is ' '; expected a text that is not empty",
        "languages/en/survey.toml: page.start: is missing; expected a text",
        "languages/en/measures.toml: report.who_label: is missing; expected a text",
    ]


@pytest.mark.parametrize(
    ("languages", "pages"),
    [
        (["de", "en", "de-leicht"], {"index.html": "de", "en/index.html": "en"}),
        (["de-leicht", "en", "de"], {"index.html": "en", "de/index.html": "de"}),
        (["de-leicht"], {"index.html": "de"}),
    ],
)
def test_the_report_is_in_the_languages_that_have_measures(
    tmp_path: Path, languages: list[str], pages: dict[str, str]
) -> None:
    """A site in Leichte Sprache has a report all the same, at the root; no link leads to nowhere."""
    title = ", ".join(f'{language} = "Titel {language}"' for language in languages)
    settings, logo = configured(
        tmp_path,
        ('languages = ["de", "en"]', f"languages = {languages}"),
        ('title = "Wie geht es uns am Telefon?"', f"title = {{ {title} }}"),
    )
    files = report_files(settings, logo, saved(settings, Withheld()))
    assert {name for name in files if name.endswith("index.html")} == set(pages)
    for name, language in pages.items():
        page = Page(files[name])
        assert page.all("html")[0]["lang"] == language
        linked = {
            resolved(name, link["href"]): link["hreflang"] for link in page.all("a") if "hreflang" in link
        }
        assert linked == (pages if len(pages) > 1 else {})
        shown = language if language in languages else languages[0]
        assert f"Titel {shown}" in [text.text for text in page.texts]


def test_a_language_without_any_measures_is_told(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the language nor the one it is a variant of: the error names the file that is missing."""
    folder = language_files.copied(tmp_path)
    for code in measures.available():
        (folder / code / "measures.toml").unlink()
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError) as refused:
        report_files(config, BrandFiles(), saved(config, Withheld()))
    (fault,) = refused.value.faults
    expected = "is missing; expected the measures and the texts of the report"
    assert str(fault) == f"languages/de/measures.toml: file: {expected}"
