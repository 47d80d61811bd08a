"""Every page that the generator writes is valid HTML, and every style valid CSS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.campaign.files import campaign_files
from generator.configuration import load
from generator.configuration.survey import Site, Survey
from generator.decisions.folder import folder_files
from generator.decisions.page import DecidedSurvey
from generator.handbook.page import handbook_page
from generator.poster.decisions import decision_posters
from generator.poster.files import poster_files
from generator.rendering.wordings import load_wordings
from generator.report.files import report_files
from generator.site.files import configured_site_files, site_files
from generator.slips.sheet import slip_sheet
from generator.studio.frames import Frames
from harness import sites, validity
from harness.decided_plans import plan_of
from harness.paths import EXAMPLES
from harness.releases import EVERYTHING, PARTLY, RELEASES, saved
from questionnaire import slips
from questionnaire.disclosure import Release, Withheld, release

SLIPS = [slips.draw(lambda below, start=start: start % below) for start in range(1, 4)]  # type: ignore[misc]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that commands make of both examples, a survey in every mode, kiosk or not, and the handbook."""
    return {
        **{f"{name}/{file}": made for name in ("hafenkontor", "lumo") for file, made in _of_example(name)},
        **dict(_in_every_mode(tmp_path_factory.mktemp("modes"))),
        "handbuch.html": handbook_page(),
    }


def _of_example(name: str) -> Iterator[tuple[str, bytes]]:
    path = EXAMPLES / name / "site.toml"
    site = load.load_site(path)
    built = site_files(site)
    yield from built.items()
    yield from poster_files(path, "A3").items()
    yield from ((f"campaign/{name}", contents) for name, contents in campaign_files(path).items())
    yield from _in_frames(site)
    for survey in site.surveys:
        yield from _after_the_survey(survey)


def _in_frames(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield what the studio shows in its frames: dark and other languages would be the same again."""
    frames = Frames()
    language = site.first.config.site.languages[0]
    for survey in site.surveys:
        for page in frames.page_list(site, "de"):
            html = frames.page_html(site, page["id"], survey.folder, language, "light")
            yield f"{survey.folder}frame-{page['id']}.html", html.encode()


def _after_the_survey(survey: Survey) -> Iterator[tuple[str, bytes]]:
    yield f"{survey.folder}slips.html", slip_sheet(survey.config, SLIPS, survey.brand_files)
    for name, counts in {"whole": EVERYTHING, "partly": PARTLY, "withheld": {"A-ST": 3}}.items():
        released = saved(survey.config, release(counts))
        before = RELEASES["everything"] if name == "partly" else None
        made = report_files(survey.config, survey.brand_files, released, before=before)
        yield from ((f"{survey.folder}report-{name}/{file}", contents) for file, contents in made.items())
        yield from _what_came_of_it(survey, release(counts), f"{survey.folder}decisions-{name}/")


def _what_came_of_it(survey: Survey, result: Release | Withheld, folder: str) -> Iterator[tuple[str, bytes]]:
    plan = plan_of(survey.config.survey.id, result=result)
    decided = DecidedSurvey(survey, plan, load_wordings(survey.config))
    made = {**folder_files(decided, {}), **decision_posters(decided, "A4")}
    yield from ((f"{folder}{file}", contents) for file, contents in made.items())


def _in_every_mode(folder: Path) -> Iterator[tuple[str, bytes]]:
    for mode in ("off", "paper", "open", "slips"):
        for kiosk in ("true", "false"):
            text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
            path = sites.write(
                folder / f"{mode}-{kiosk}", text.replace("[site]\n", f"[site]\nkiosk = {kiosk}\n")
            )
            built = configured_site_files(path)
            yield from ((f"{mode}, kiosk {kiosk}/{name}", contents) for name, contents in built.items())


def test_every_page_and_style_is_valid(files: dict[str, bytes]) -> None:
    """Survey, texts, paper, imprint, overview, poster, slips, report, slides, guide, campaign, frames."""
    pages = {name.rsplit("/", 1)[-1].removesuffix(".html") for name in files if name.endswith(".html")}
    assert {"index", "paper", "method", "privacy", "imprint", "accessibility"} <= pages
    assert {"slips", "poster-de", "workshop", "agenda", "frame-result-m"} <= pages
    assert validity.faults(files) == []


# An error planted in the survey's page (text, replacement), and a part of the fault that tells it.
PLANTED = {
    "an attribute that this element never has": (
        'type="radio"',
        'type="radio" autocomplete="off"',
        'autocomplete attribute cannot be used on <input type="radio"> (valid-autocomplete)',
    ),
    "an id that another element has": ('id="survey"', 'id="start"', 'Duplicate ID "start" (no-dup-id)'),
    "an element that is not closed": ("</form>", "", "Unclosed element '<form>' (close-order)"),
    "an element where the standard has none": (
        "<legend ",
        "<h4>Frage</h4><legend ",
        "<legend> must be used before <h4> in this context (element-permitted-order)",
    ),
    "a reference to nothing": (
        'aria-labelledby="sends-title"',
        'aria-labelledby="title"',
        "(no-missing-references)",
    ),
    "a style without one of the function's arguments": (
        "<style>",
        "<style>p { margin: clamp(1rem, 3rem) }",
        "margin: clamp(1rem, 3rem): clamp(1rem,3rem) is invalid",
    ),
    "a style that is wrong only by the variable in it": (
        "<style>",
        "<style>p { --wide: 3rem; color: var(--wide) }",
        "Mismatch",
    ),
    "a property that does not exist": ("<style>", "<style>p { colour: red }", "Unknown property `colour`"),
    "a style that is not CSS": ("<style>", "<style>p { margin 1rem }", "Colon is expected"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_an_error_is_told_with_its_page(files: dict[str, bytes], what: str) -> None:
    """The check tells each kind of error, with the page it is on; the page had none before."""
    text, planted, fault = PLANTED[what]
    page = files["hafenkontor/index.html"]
    assert text.encode() in page
    told = validity.faults({"index.html": page.replace(text.encode(), planted.encode(), 1)})
    assert any(each.startswith("index.html") and fault in each for each in told), told
