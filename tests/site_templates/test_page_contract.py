"""The page's contract: templates, styles and scripts use the same names; the check finds a renamed one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page
from questionnaire import ITEM_IDS, trustee_key
from tests.site_templates import contract, reading
from tests.site_templates.reading import Sources

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
SCRIPT, INDEX, CONTRACT = "scripts/site.js", "pages/index.html.j2", reading.CONTRACT


def test_templates_styles_and_scripts_use_the_same_names() -> None:
    """Every action, id, class, data attribute and state that one side uses exists on the other."""
    assert contract.faults(TEMPLATES) == []


# A renaming (file, text, replacement) and every fault after it (file, a text on its line, the fault).
RENAMED = {
    "an action in the template": (
        (INDEX, 'data-action="start"', 'data-action="begin"'),
        (INDEX, 'data-action="begin"', f'data-action="begin" is not listed in {CONTRACT}'),
        (CONTRACT, '"start" | "proceed"', 'no template has data-action="start"'),
    ),
    "an action in the contract": (
        (CONTRACT, '"start" | "proceed"', '"begin" | "proceed"'),
        (INDEX, 'data-action="start"', f'data-action="start" is not listed in {CONTRACT}'),
        (SCRIPT, "  start() {", f'data-action="start" is not listed in {CONTRACT}'),
        (reading.FIRST_PAINT, '[data-action="start"]', f'data-action="start" is not listed in {CONTRACT}'),
        (CONTRACT, '"begin" | "proceed"', 'no template has data-action="begin"'),
        (CONTRACT, '"begin" | "proceed"', 'scripts/site.js does nothing for data-action="begin"'),
    ),
    "an action in the script": (
        (SCRIPT, "restart() {", "again() {"),
        (SCRIPT, "again() {", f'data-action="again" is not listed in {CONTRACT}'),
        (CONTRACT, '"restart"', 'scripts/site.js does nothing for data-action="restart"'),
    ),
    "a button that submits": (
        ("scripts/show_question.js", '("finish"', '("end"'),
        ("scripts/show_question.js", '("end"', f'data-action="end" is not listed in {CONTRACT}'),
        (CONTRACT, '"finish"', 'no script offers data-action="finish"'),
    ),
    "an id in the template": (
        (INDEX, 'id="spoken"', 'id="said"'),
        (CONTRACT, '"spoken"', 'no template has id="spoken"'),
    ),
    "an id in the contract": (
        (CONTRACT, '"slip-error"', '"slip-fault"'),
        ("scripts/contribution.js", 'element("slip-error")', f'id="slip-error" is not listed in {CONTRACT}'),
        ("frame/state.js", "#slip-error:not", f'id="slip-error" is not listed in {CONTRACT}'),
        (CONTRACT, '"slip-fault"', 'no template has id="slip-fault"'),
        (CONTRACT, '"slip-fault"', 'no script uses id="slip-fault"'),
    ),
    "an element's kind": (
        (INDEX, '<template id="later">', '<div id="later">'),
        (INDEX, '<div id="later">', f'id="later" is a <div>, but {CONTRACT} says <template>'),
    ),
    "a class in the template": (
        ("pages/base.html.j2", '<header class="masthead">', '<header class="head">'),
        ("scripts/language.js", '".masthead"', 'no template has class="masthead"'),
    ),
    "a state in first_paint.js": (
        (reading.FIRST_PAINT, 'root.dataset.fonts = "awaited"', 'root.dataset.letters = "awaited"'),
        (
            reading.FIRST_PAINT,
            "dataset.letters",
            f"the attribute letters of <html> is not listed in {reading.STATE}",
        ),
    ),
    "a state in the styles": (
        ("styles/survey.css", "html[data-begun] :is(.progress", "html[data-began] :is(.progress"),
        (
            "styles/survey.css",
            "data-began",
            f"the attribute began of <html> is not listed in {reading.STATE}",
        ),
    ),
    "a state's value in the styles": (
        ("styles/survey.css", 'html[data-first-paint="due"]', 'html[data-first-paint="soon"]'),
        (
            "styles/survey.css",
            '"soon"',
            f'firstPaint of <html> is never "soon"; {reading.STATE} says "due" | "done"',
        ),
    ),
    "a state's value in the list": (
        (reading.STATE, '"loading" | "ready" | "failed"} python', '"coming" | "ready" | "failed"} python'),
        (
            INDEX,
            'data-python="loading"',
            f'python of <html> is never "loading"; {reading.STATE} says "coming" | "ready" | "failed"',
        ),
    ),
    "a state that nobody sets any more": (
        ("frame/state.js", 'setState("shown", "yes")', "window.scroll()"),
        (reading.STATE, "} shown", "nothing sets shown of <html>"),
    ),
    "a state past its module": (
        ("scripts/idle.js", "export function stay() {", "export function stay() {\n  root.dataset.idle = 1;"),
        ("scripts/idle.js", "root.dataset", f"only {reading.STATE} may set root.dataset; call its functions"),
    ),
    "an element's attribute in the template": (
        ("pages/_result.html.j2", "data-say=", "data-words="),
        ("scripts/conversation.js", "dataset.say", "nothing gives an element the attribute say (data-…)"),
    ),
    "an element's attribute in the styles": (
        ("styles/survey.css", '[data-dot][data-state="here"]', '[data-dot][data-step="here"]'),
        ("styles/survey.css", "[data-step=", "nothing gives an element the attribute step (data-…)"),
    ),
}


def line_of(path: Path, text: str) -> int:
    """Return the first line of a file that has ``text``."""
    before, found, _ = path.read_text("utf-8").partition(text)
    assert found, f"{text} is not in {path}"
    return before.count("\n") + 1


@pytest.mark.parametrize("what", RENAMED)
def test_a_name_that_is_changed_on_one_side_is_told_with_file_and_line(tmp_path: Path, what: str) -> None:
    """The check reports exactly the places of the new name, and those that still use the old one."""
    (file, old, new), *expected = RENAMED[what]
    for folder in ("pages", "styles", "scripts", "frame"):
        shutil.copytree(TEMPLATES / folder, tmp_path / folder)
    path = tmp_path / file
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")
    told = contract.faults(tmp_path)
    for fault_file, text, fault in expected:
        assert f"{fault_file}:{line_of(tmp_path / fault_file, text)}: {fault}" in told
    assert {fault.split(": ", 1)[1] for fault in told} == {fault for _, _, fault in expected}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The survey's page by mode of collection."""
    modes = ("off", "paper", "open", "slips")
    texts = {mode: sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"') for mode in modes}
    texts["sealed"] = f'{sites.COMPLETE}seal = "{trustee_key.written(bytes([1]) * 32)}"\n'
    planned = {
        mode: configured_site_files(sites.write(tmp_path_factory.mktemp(mode), text))
        for mode, text in texts.items()
    }
    return {mode: Page(files["index.html"]) for mode, files in planned.items()}


def values(page: Page, attribute: str) -> list[str]:
    """Return the values of an attribute on a page, of each element that has it."""
    return [e.attributes[attribute] for e in page.elements if attribute in e.attributes]


def test_every_built_page_has_what_the_scripts_look_up(pages: dict[str, Page]) -> None:
    """In every mode the ids that are always there, once each; over all modes every id and action listed."""
    sources = Sources(TEMPLATES)
    always = r"@typedef \{\{(?P<region>[^@]*)\}\} Elements\b"
    needed = {each.name for each in sources.find(r'"(?P<name>[\w-]+)":', CONTRACT, within=always)}
    assert len(needed) > 10
    for mode, page in pages.items():
        ids = values(page, "id")
        assert len(ids) == len(set(ids)), mode
        assert needed <= set(ids), mode
    assert {mention.name for mention in reading.ids(sources)} <= {
        name for page in pages.values() for name in values(page, "id")
    }
    assert {mention.name for mention in reading.actions(sources)} == {
        action for page in pages.values() for action in values(page, "data-action")
    }


def test_every_built_page_keeps_the_promises_to_whoever_tests_it(pages: dict[str, Page]) -> None:
    """The names by which others drive the survey: form, questions, answers, buttons, result, preview."""
    for mode, page in pages.items():
        assert page.all("form")[0]["id"] == "survey"
        assert [item["data-item"] for item in page.all("fieldset") if "data-item" in item] == list(ITEM_IDS)
        radios = [radio for radio in page.all("input") if radio.get("type") == "radio"]
        answers = [(radio["name"], radio["value"]) for radio in radios if radio["name"] in ITEM_IDS]
        assert answers == [(item, value) for item in ITEM_IDS for value in "0123"]
        buttons = {button["data-action"] for button in page.all("button")}
        assert {"start", "next", "back", "finish", "restart", "print", "delete"} <= buttons
        assert ({"send", "keep"} <= buttons) == (mode in {"open", "slips", "sealed"})
        assert ("send-preview" in values(page, "id")) == (mode in {"open", "slips", "sealed"})
        assert page.all("html")[0]["data-python"] == "loading"
        assert "result" in values(page, "id")
