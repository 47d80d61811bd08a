"""The page: what it says, what it lets others say, and what a collector's answer can do to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Error, Page, Route, expect

from generator import output
from generator.site.files import configured_site_files
from harness import markup, sites, stub_python
from harness.altered_sites import altered
from harness.journey import Journey
from harness.polling import until
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts
from tests.attacks.attack import Found, attack

GERMAN = '[site]\nlanguages = ["de"]\n' + sites.SMALLEST
EXPECTED = survey_texts.expected()
# Texts on which a free choice rests, in the mouth of somebody who wants none.
TURNED_ROUND = {
    "contribute.title": "Beitragen ist Pflicht",
    "contribute.intro": ["Ihre Leitung sieht, ob Sie beitragen."],
    "contribute.send": "Für mich behalten",
    "contribute.keep": "Beitragen",
    "invitation.body": ["Die Teilnahme ist Pflicht."],
    "invitation.slip": "Schreiben Sie Ihren Namen auf den Zettel.",
    "poster.bring_slip": "Bringen Sie Ihren Zettel und Ihren Ausweis mit.",
    "page.start_facts": ["Ihre Antworten werden gespeichert", "Ihre Leitung liest mit"],
    "page.how": ["Alles wird aufgezeichnet."],
    "page.idle_text": "Ihre Antworten bleiben für die Nächsten stehen.",
}
# What an earlier version protected, by a list of what may not be replaced.
_FORBIDDEN = [
    "items.*",
    "scale.*",
    "lenses.*",
    "language.*",
    "dates.*",
    "constellations.*",
    "levers.*",
    "outcomes.*",
    "people.*",
    "picture.*",
    "page.promises",
    "page.promises_collecting",
    "page.sends_*",
    "page.never*",
    "who_sees.*",
    "page.leaving*",
    "paper.yours_*",
    "poster.promises",
    "conversation.note",
    "conversation.copied",
    "end.keep",
    "end.delete*",
    "end.report",
    "contribute.meaning*",
    "contribute.preview",
    "contribute.before",
    "contribute.sent",
    "contribute.kept*",
    "contribute.failed_*",
    "contribute.slip_*",
    "paper.ballot.*",
]


def with_texts(texts: Mapping[str, object]) -> str:
    """Return a German site.toml that replaces ``texts``."""
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in texts.items())
    return f"{GERMAN}[texts.de]\n{''.join(lines)}"


@attack(
    family="page",
    attacker="manager",
    wants="turn consent round: the button that sends reads “keep to myself”, contributing is compulsory",
    naive="A list of texts that may not be replaced forgets some of those that a choice rests on: 10 of 10.",
    product="A list of the few that may be replaced, and no other is built: 0 of 10.",
)
def test_consent_turned_round(tmp_path: Path, found: Found) -> None:
    """Each text by which somebody consents, promises or chooses, replaced in site.toml."""
    passed = [key for key in TURNED_ROUND if not any(fnmatchcase(key, taboo) for taboo in _FORBIDDEN)]
    lines = sites.faults(sites.write(tmp_path, with_texts(TURNED_ROUND)))
    refused = [
        key
        for key in TURNED_ROUND
        if any(sites.unplaced(line).startswith(f"site.toml: texts.de.{key}") for line in lines)
    ]
    number = len(TURNED_ROUND)
    found(f"{len(passed)} of {number}", f"{number - len(refused)} of {number}")


@attack(
    family="page",
    attacker="manager",
    wants="write into the welcome that taking part is compulsory",
    naive="Whoever words the page can say so in the welcome: 1 of 1 pages says it.",
    product=(
        "So can whoever words the welcome here: 1 of 1; the texts of consent, promise and choice beside it"
        " stay as they are."
    ),
    told={
        "docs/privacy.md": "can say anything that words can say",
        "questionnaire/languages/de/privacy.md": "schreibt Ihre Organisation selbst",
        "questionnaire/languages/en/privacy.md": "Your organisation writes the title",
        "questionnaire/languages/de-leicht/privacy.md": "Ihr Arbeitgeber schreibt die Überschrift",
    },
)
def test_a_compulsory_welcome(tmp_path: Path, found: Found) -> None:
    """No check can read a facilitator's mind; but the promises stand on the same page."""
    lie = "Die Teilnahme ist Pflicht."
    naive = f"<p class='lead'>{lie}</p>"
    page = configured_site_files(sites.write(tmp_path, with_texts({"page.start_lead": lie})))[
        "index.html"
    ].decode()
    words = survey_texts.load("de")["page"]
    assert all(promise in page for promise in (*words["promises"], *words["start_facts"]))
    found(f"{int(lie in naive)} of 1", f"{int(lie in page)} of 1")


PAYLOAD = "<img src=x onerror=alert(1)>"
WITH_PAYLOAD = f"""\
[site]
languages = ["de"]
[brand]
name = "Muster {PAYLOAD}"
footer = "Foot {PAYLOAD}"
imprint = "Imprint {PAYLOAD}"
privacy = "Privacy {PAYLOAD}"
accessibility = "Access {PAYLOAD}"
[[contacts]]
label = "Label {PAYLOAD}"
note = "Note {PAYLOAD}"
[survey]
id = "muster"
title = "Title {PAYLOAD}"
headcount = 100
opens = 2027-01-11
closes = 2027-01-29
report_place = "Place {PAYLOAD}"
[collection]
mode = "paper"
"""


@attack(
    family="page",
    attacker="developer",
    wants="run a script by markup in any text of site.toml",
    naive="Texts put between tags, and Markdown with HTML in it: 9 of 9 texts become an element that runs.",
    product="Every text is escaped, Markdown has no HTML, and the policy runs nothing: 0 of 9.",
)
def test_markup_in_every_text(tmp_path: Path, found: Found) -> None:
    """The same picture that runs a script, in each text that a facilitator writes; [texts] refuses tags."""
    texts = [line.split(' = "')[1].rstrip('"') for line in WITH_PAYLOAD.splitlines() if PAYLOAD in line]
    naive = [MarkdownIt("commonmark").render(text) for text in texts]
    files = configured_site_files(sites.write(tmp_path, WITH_PAYLOAD))
    pages = [contents for name, contents in files.items() if name.endswith(".html")]
    assert all(any(text.split()[0].encode() in page for page in pages) for text in texts)
    found(
        f"{sum(map(_acting, naive))} of {len(texts)}",
        f"{sum(_acting(page.decode()) for page in pages)} of {len(texts)}",
    )


def _acting(html: str) -> int:
    """Return how many elements act by an attribute such as ``onerror``."""
    names = (name for element in markup.Page(html.encode()).elements for name in element.attributes)
    return sum(name.startswith("on") for name in names)


# What a collector says -> status and body.
NONSENSE: dict[str, tuple[int, str]] = {
    "the name of a JavaScript function": (400, '{"error":"constructor"}'),
    "the name of what every object descends from": (400, '{"error":"__proto__"}'),
    "the name of another function": (400, '{"error":"toString"}'),
    "null": (400, "null"),
    "a number": (409, "5"),
    "a list": (409, '{"error":["used"]}'),
    "an object": (409, '{"error":{"a":1}}'),
    "a slip's trouble where there are no slips": (409, '{"error":"used"}'),
    "a selector that does not parse": (400, '{"error":"\\"] *"}'),
    "HTML": (502, "<!doctype html><script>alert(1)</script>"),
    "HTML in JSON": (400, '{"error":"<img src=x onerror=alert(1)>"}'),
    "nothing": (500, ""),
    "five million letters": (400, '{"error":"' + "x" * 5_000_000 + '"}'),
    "a success with words": (200, '{"error":"sent"}'),
    "another place": (307, ""),
    "a status of no kind": (299, "{}"),
}


@pytest.fixture(scope="module")
def naive_survey(survey: dict[str, bytes]) -> dict[str, bytes]:
    """The same site, which looks up its words by whatever the collector says."""
    return altered(
        survey,
        "assets/site.js",
        {
            r'await (\w+)\.json\(\)\.catch\(\(\)=>null\),(\w+)=\w+\.get\((\w+)\?\.error\)\?\?"";'
            r'return [\w$]+\(\w+\)\?\w+:"failed_other"': (
                "await t.json().catch(()=>({})),o=({used:'failed_used'})[n.error]??'failed_other';return o"
            ),
            r"\?\.textContent\?\?\"\"": ".textContent",
        },
    )


@pytest.mark.browser
@attack(
    family="page",
    attacker="operator",
    wants="freeze the page of a person who has just pressed “contribute”, or make it say what is not so",
    naive="The page looks up its words by the collector's answer: 6 of 16 leave it at “is being sent”.",
    product="It knows four refusals and one success, and has a sentence for all else: 0 of 16.",
)
def test_a_collector_that_answers_nonsense(
    browser: Browser,
    survey: dict[str, bytes],
    naive_survey: dict[str, bytes],
    tmp_path: Path,
    found: Found,
) -> None:
    """Whatever comes back: a clear sentence, the result stays, and the person can still choose."""
    findings = []
    for name, site in (("naive", naive_survey), ("product", survey)):
        output.write(site, tmp_path / name)
        with plain_server(tmp_path / name) as address:
            frozen = [kind for kind, told in _told(browser, address) if told in ("", "sending")]
        findings.append(f"{len(frozen)} of {len(NONSENSE)}")
    found(*findings)


def _told(browser: Browser, address: str) -> Iterator[tuple[str, str]]:
    """Yield each kind of nonsense, and the key of the sentence that the page answers it with."""
    context = browser.new_context(reduced_motion="reduce")
    stub_python.answer_in(context)
    journey = Journey(context.new_page(), address)
    sentences = {
        text: key for key, text in survey_texts.load("de")["contribute"].items() if isinstance(text, str)
    }
    sheet = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
    journey.take(sheet)
    for kind, (status, body) in NONSENSE.items():
        told = sentences.get(_answer(journey.page, status, body), "")
        yield kind, told
        assert journey.page.locator("#result h1").inner_text() == "Gegenwind"
        if told in ("", "sending"):  # nothing can be sent again
            journey.delete()
            journey.action("restart").click()
            journey.take(sheet)
    context.close()


def _answer(page: Page, status: int, body: str) -> str:
    """Let the collector answer so; return what the page says of it, also if its script fails."""
    errors: list[Error] = []
    page.on("pageerror", lambda error: errors.append(error))

    def fulfil(route: Route) -> None:
        headers = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
        if status == 307:
            headers["location"] = "https://elsewhere.example/"
        route.fulfill(status=status, headers=headers, body=body)

    page.unroute_all()
    page.route("**/v1/**", fulfil)
    expect(page.locator("#seal-contents")).to_contain_text("A-SB")
    note, preview = page.locator("#contribution-state"), page.locator("#send-preview")
    if not preview.text_content():
        page.locator('[data-action="send"]').click()  # seals, and shows what would be sent
        expect(preview).to_contain_text("ballot")
    note.evaluate("note => { note.textContent = ''; }")  # of the answer before
    page.locator('[data-action="send"]').click()
    sending = survey_texts.load("de")["contribute"]["sending"]
    until(lambda: errors or note.inner_text() not in ("", sending), "the page answers, or its script fails")
    return note.inner_text()
