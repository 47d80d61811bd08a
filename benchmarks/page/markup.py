"""The same twelve questions in each peer's own way: HTML, SurveyJS's JSON, Python that writes the page."""

from __future__ import annotations

import html
import json

from questionnaire import ITEM_IDS, SCALE, survey_texts

_HEAD = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{title}</title><link rel="icon" href="data:,">{head}</head><body>{body}</body></html>\n'
)
SHEET = "dict.fromkeys(ITEM_IDS, 0)"


def page(title: str, *, head: str = "", body: str = "") -> str:
    """Return a whole page."""
    return _HEAD.format(title=title, head=head, body=body)


def questions() -> dict[str, str]:
    """Return the twelve statements, by item, in German."""
    items: dict[str, str] = survey_texts.load("de")["items"]
    return {item: items[item] for item in ITEM_IDS}


def steps() -> list[str]:
    """Return the four steps of the scale, in German."""
    names = survey_texts.load("de")["scale"]
    return [names[step] for step in SCALE]


def form() -> str:
    """Return the bare form: nothing but HTML."""
    return page("form", body=f"<form>{_fieldsets()}</form>")


def form_behind_start() -> str:
    """Return the bare form behind a start page with the texts of ours, and the script that this needs."""
    words = survey_texts.load("de")["page"]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in (words["start_lead"], *words["promises"]))
    start = f'<button data-action="start">{html.escape(words["start"])}</button>'
    return page(
        "start",
        body=f'<main id="start"><h1>{html.escape(words["start_title"])}</h1>{start}{body}</main>'
        f"<form hidden>{_fieldsets()}</form>{_START}",
    )


_START = """<script>
document.querySelector("[data-action=start]").onclick = () => {
    document.getElementById("start").hidden = true;
    document.forms[0].hidden = false;
};
</script>"""


def _fieldsets() -> str:
    return f"{''.join(map(_fieldset, questions()))}<button>OK</button>"


def _fieldset(item: str) -> str:
    labels = (
        f'<label><input type="radio" name="{item}" value="{value}">{html.escape(step)}</label>'
        for value, step in enumerate(steps())
    )
    return f"<fieldset><legend>{html.escape(questions()[item])}</legend>{''.join(labels)}</fieldset>"


def survey_js() -> str:
    """Return the script that gives SurveyJS the questions, one on a page, as its documentation shows."""
    choices = [{"value": value, "text": step} for value, step in enumerate(steps())]
    elements = [
        {"type": "radiogroup", "name": item, "title": title, "choices": choices, "isRequired": True}
        for item, title in questions().items()
    ]
    survey = {"questionsOnPageMode": "questionPerPage", "elements": elements}
    return (
        f"const survey = new Survey.Model({json.dumps(survey)});\n"
        "document.addEventListener('DOMContentLoaded', "
        "() => survey.render(document.getElementById('survey')));\n"
    )


def python_form() -> str:
    """Return Python, for Pyodide and MicroPython alike, that writes the form into the page."""
    return f"QUESTIONS = {list(questions().items())!r}\nSTEPS = {steps()!r}\n{_WRITE_FORM}"


_WRITE_FORM = """
from pyscript import document

def element(tag, parent, **attributes):
    made = document.createElement(tag)
    for key, value in attributes.items():
        setattr(made, key, value)
    parent.appendChild(made)
    return made

form = element("form", document.body)
for item, text in QUESTIONS:
    fieldset = element("fieldset", form)
    element("legend", fieldset, textContent=text)
    for value, step in enumerate(STEPS):
        label = element("label", fieldset)
        element("input", label, type="radio", name=item, value=str(value))
        element("span", label, textContent=step)
"""


# MicroPython has neither dataclasses nor enum, so it cannot run the questionnaire's own files: the heart of
# the rule (questionnaire/classification.py), as short as it can be.
MICROPYTHON_RULE = """
def heaviest(sheet):
    present = {}
    for c in "ABCD":
        perception, cause = sheet[c + "1"], sheet[c + "2"]
        if perception >= 2 and perception + cause >= 3:
            present[c] = (perception + cause, perception)
    most = max(present.values()) if present else None
    return [c for c in "ABCD" if present.get(c) == most] if present else []

heaviest({item: 0 for item, _ in QUESTIONS})
document.documentElement.dataset.python = "ready"
"""
QUESTIONNAIRE_RULE = f"""
from questionnaire import ITEM_IDS, classify
classify({SHEET})
document.documentElement.dataset.python = "ready"
"""
