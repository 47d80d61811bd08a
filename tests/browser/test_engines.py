"""The employee's journey in three engines and every language of the example site, watched on the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.survey import language_path
from harness.dishonest_files import false_files
from harness.engines.relay import INTRANET, Passed, Relay
from harness.engines.visit import Visit, visiting
from harness.engines.window import Engine
from harness.misbehaving import Trouble, misbehaving
from harness.organisation import Organisation, organisation
from harness.paths import EXAMPLE
from harness.polling import until
from harness.sites import contents
from harness.two_faced import from_the_second_on, two_faced
from questionnaire import ITEM_IDS, contribution, survey_texts
from questionnaire.language_folder import Tree

pytestmark = pytest.mark.browser

CONFIG = load.load_surveys(EXAMPLE)[0].config
LANGUAGES = CONFIG.site.languages
# Gegenwind, little influence of one's own; a cause of Zwickmühle and an influence of Dauerlächeln besides.
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the example site."""
    return str(request.param)


@pytest.fixture
def visit(engine: Engine, real_address: str, language: str) -> Iterator[tuple[Visit, Relay]]:
    """A person in front of the start page, and all traffic of the browser."""
    with visiting(engine, real_address + language_path(CONFIG, language)) as opened:
        yield opened


def assert_private(visit: Visit, passed: list[Passed], site: str) -> None:
    """The browser asked only for files of the site, reported no error and stored nothing."""
    assert [
        request for request in passed if request.method != "GET" or not request.url.startswith(site)
    ] == []
    assert [request.url for request in passed if request.status >= 400] == []
    assert visit.window.complaints() == []
    assert not any(visit.stored().values())


def assert_at_start(visit: Visit) -> None:
    """The start page, and no trace of an answer, a result or a code in the document."""
    visit.wait_for("#start")
    assert_nothing_left(visit)


def assert_nothing_left(visit: Visit) -> None:
    """No answer, no result and no code is shown or in the document."""
    assert not visit.visible("#result")
    assert visit.count("#result > *") == 0
    assert visit.count("#survey input:checked") == 0
    assert visit.text("#send-preview") == ""


def assert_complete(person: Visit, words: Tree) -> None:
    """Every part of the result for ``SHEET`` in its order and in words, with no digit."""
    headwind = words["constellations"]["A"]
    assert person.attribute("#result", "data-outcome") == "A"
    assert person.text("#result h1").strip() == headwind["name"]
    headings = person.window.evaluate(
        "[...document.querySelectorAll('#result h2')].map((heading) => heading.textContent.trim())"
    )
    keys = ("job", "first_step", "perception", "cause", "influence", "path")
    expected = [words["result"][key] for key in keys]
    assert [key for heading in headings for key in expected if heading.endswith(key)] == expected
    text = person.of(
        "#result",
        "(it = it.cloneNode(true), it.querySelector('[data-contacts]').remove(), it.textContent)",
    )
    text = " ".join(text.split())
    for sentence in (*headwind["portrait"], *headwind["path"]["SB"]["steps"], *words["result"]["limits"]):
        assert " ".join(sentence.partition("{")[0].split()) in text  # whom a step names, the site says
    assert not re.search(r"\d", text)


def test_by_mouse_to_the_complete_result_a_conversation_and_delete(
    visit: tuple[Visit, Relay], real_address: str, language: str
) -> None:
    """Each chapter opens, each answer leads on; Python classifies, and the result is complete.

    A step to take along becomes a text that can be changed. Nothing leaves the origin or stays: deleting asks
    once and says that it is done.
    """
    person, wire = visit
    words = survey_texts.load(language)
    person.take_by_mouse(SHEET)
    assert_complete(person, words)
    assert CONFIG.collection.seal, "the example is sealed"
    person.wait_for_text("#seal-contents", contribution.body("A-SB"))
    assert not person.visible("#send-preview")
    assert not any("sealed_contribution" in request.url for request in wire.passed)
    assert any("pyodide.wasm." in request.url for request in wire.passed), "the wire saw no runtime"
    assert not any("whole.wasm." in request.url for request in wire.passed), (
        "Python lacked something: make runtime"
    )
    assert_conversation(person, words)
    person.action("delete")
    person.action("delete-now")
    person.wait_for("#closing")
    assert words["end"]["deleted"] in person.text("#closing")
    assert_nothing_left(person)
    person.action("restart")
    assert_at_start(person)
    assert_private(person, wire.passed, real_address)


def assert_conversation(person: Visit, words: Tree) -> None:
    """A step that is ticked opens half a page about it, and the person can write there."""
    assert not person.visible("#conversation")
    person.window.click('#result label:has([name="step"][value="A-a"])')
    person.wait_for("#conversation-text")
    assert words["constellations"]["A"]["path"]["SB"]["say"][0] in person.text("#conversation-text")
    person.window.click("#conversation-text")
    length = len(person.text("#conversation-text"))
    for key in ("1", "2", "3", "4"):
        person.window.press(key)
    until(lambda: len(person.text("#conversation-text")) == length + 4, "four digits are written")
    assert "1234" in person.text("#conversation-text")


def test_by_keyboard_to_the_same_result_and_back(engine: Engine, real_address: str) -> None:
    """Nobody needs a mouse; the browser's back button then shows the start page and no answers."""
    with visiting(engine, real_address) as (person, wire):
        person.wait_for_python()  # WebKit skips a result that comes ten seconds after the last key
        person.take_by_keyboard(SHEET)
        assert person.attribute("#result", "data-outcome") == "A"
        person.window.back()
        assert_at_start(person)
        assert_private(person, wire.passed, real_address)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An open survey, its collector running."""
    with organisation(tmp_path_factory.mktemp("engines") / "o", "open") as company, company.collector():
        yield company


def test_what_is_shown_is_what_the_collector_receives(engine: Engine, opened: Organisation) -> None:
    """Byte for byte, and without a trace of the sender; the page says that it arrived."""
    with visiting(engine, opened.address) as (person, wire):
        person.take_by_mouse(SHEET)
        person.wait_for_text("#send-preview", '{"code":"A-SB"}')
        shown = person.text("#send-preview")
        assert [request for request in wire.passed if request.method != "GET"] == []
        person.action("send")
        person.wait_for_text("#contribution-state", survey_texts.load("de")["contribute"]["sent"])
        [sent] = [request for request in wire.passed if request.method == "POST"]
        assert sent.body == shown.encode()
        assert sent.status == 204
        assert sent.url == f"http://127.0.0.1:{opened.port}/v1/surveys/probe/codes"
        assert not {"cookie", "referer", "authorization"} & set(sent.headers)
        assert person.window.complaints() == []
        assert not any(person.stored().values())


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
def test_without_https_every_engine_notices_a_damaged_part(
    engine: Engine, real_built: Path, times: int | None
) -> None:
    """Without HTTPS a page has no SHA-256: damaged once, a part is fetched again; always, no result comes."""
    trouble = Trouble("corrupt", frozenset({"runtime/pyodide.wasm.05.zip", "runtime/app.zip"}), times=times)
    with misbehaving(real_built) as server:
        address = server.address(trouble).replace("127.0.0.1", INTRANET)
        with visiting(engine, address) as (person, _):
            assert not person.window.evaluate("isSecureContext || Boolean(crypto.subtle)")
            if times:
                person.take_by_mouse(SHEET)
                assert person.attribute("#result", "data-outcome") == "A"
            until(lambda: person.attribute("html", "data-python") != "loading", "it is known how it ends")
            assert person.attribute("html", "data-python") == ("ready" if times else "failed")
            assert person.attribute("html", "data-reason") == (None if times else "file")
    assert all(trouble.asked[path] > 1 for path in trouble.paths)


def test_no_engine_runs_what_it_has_not_checked(engine: Engine, real_built: Path) -> None:
    """Every file is answered honestly once. Later answers would tell the server that they run: none does."""
    honest = contents(real_built)
    with two_faced(honest, false_files(honest), from_the_second_on) as server:
        with visiting(engine, server.address) as (person, _):
            person.take_by_mouse(SHEET)
            assert person.attribute("#result", "data-outcome") == "A"
            person.window.goto(f"{server.address}?again")
            until(lambda: person.attribute("html", "data-python") == "failed", "the false files are noticed")
        assert server.lied, "the server never had a second chance"
        assert server.leaked == []


def test_the_observers_see_what_they_are_there_for(engine: Engine, real_address: str) -> None:
    """They notice a request to another origin, a violation of the policy, and stored data."""
    with visiting(engine, real_address) as (person, wire):
        person.window.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
        until(
            lambda: any("connect-src" in complaint for complaint in person.window.complaints()),
            "the violation is told",
        )
        person.window.evaluate("document.cookie = 'a=b'")
        assert person.stored()["cookies"] == "a=b"
        person.window.goto("http://elsewhere.example/")
        until(lambda: [r for r in wire.passed if "elsewhere" in r.url], "the request is seen")
