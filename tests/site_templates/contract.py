"""The page's contract: a name that only templates, only styles or only scripts use is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.site_templates import reading
from tests.site_templates.reading import CONTRACT, STATE, Mention, Sources

# The class of an element in the contract -> its name in HTML; all others are HTMLElement.
_ELEMENTS = {
    "HTMLDialogElement": "dialog",
    "HTMLFormElement": "form",
    "HTMLInputElement": "input",
    "HTMLOutputElement": "output",
    "HTMLTemplateElement": "template",
}
# Attributes of <html> that only the template of the studio's frames writes (frame_state.html.j2).
_OF_FRAMES = {"frame"}


def faults(folder: Path) -> list[str]:
    """Return file, line and fault, as one text, for each fault in ``folder``, a ``site_templates``."""
    sources = Sources(folder)
    found = (check(sources) for check in (_actions, _ids, _classes, _states, _data))
    return sorted({fault for faults_of_kind in found for fault in faults_of_kind})


def _actions(sources: Sources) -> Iterator[str]:
    listed, carried_out = reading.actions(sources), reading.actions_carried_out(sources)
    in_templates = reading.actions_of_templates(sources)
    in_scripts = [*reading.actions_of_scripts(sources), *carried_out]
    yield from _unknown((*in_templates, *in_scripts), listed, 'data-action="{}" is not listed in ' + CONTRACT)
    yield from _unknown(listed, in_templates, 'no template has data-action="{}"')
    clicked = reading.actions(sources, "Click")
    yield from _unknown(clicked, carried_out, 'scripts/site.js does nothing for data-action="{}"')
    submits = reading.actions(sources, "Submit")
    yield from _unknown(submits, in_scripts, 'no script offers data-action="{}"')


def _ids(sources: Sources) -> Iterator[str]:
    listed, in_templates = reading.ids(sources), reading.ids_of_templates(sources)
    yield from _unknown(reading.ids_of_scripts(sources), listed, 'id="{}" is not listed in ' + CONTRACT)
    yield from _unknown(listed, in_templates, 'no template has id="{}"')
    yield from _unknown(listed, reading.ids_of_scripts(sources), 'no script uses id="{}"')
    wanted = {mention.name: _ELEMENTS.get(mention.value or "") for mention in listed}
    for mention in in_templates:
        if (element := wanted.get(mention.name)) and element != mention.value:
            yield f'{mention}: id="{mention.name}" is a <{mention.value}>, but {CONTRACT} says <{element}>'


def _classes(sources: Sources) -> Iterator[str]:
    known = reading.classes_of_templates(sources)
    yield from _unknown(reading.classes_of_scripts(sources), known, 'no template has class="{}"')


def _states(sources: Sources) -> Iterator[str]:
    listed = reading.states(sources)
    types = {mention.name: mention.value or "" for mention in listed}
    mentions = (
        *reading.states_of_scripts(sources),
        *reading.states_of_styles(sources),
        *reading.states_of_templates(sources),
    )
    yield from _unknown(mentions, listed, "the attribute {} of <html> is not listed in " + STATE)
    yield from _unknown(listed, reading.states_set(sources) | _OF_FRAMES, "nothing sets {} of <html>")
    for mention in mentions:
        allowed = re.findall(r'"(\w+)"', types.get(mention.name, ""))
        if mention.value and allowed and mention.value not in allowed:
            fault = f'{mention.name} of <html> is never "{mention.value}"'
            yield f"{mention}: {fault}; {STATE} says {types[mention.name]}"
    for mention in reading.direct_states(sources):
        yield f"{mention}: only {STATE} may set {mention.name}; call its functions"


def _data(sources: Sources) -> Iterator[str]:
    given = reading.data_of_templates(sources) | reading.data_set(sources)
    fault = "nothing gives an element the attribute {} (data-…)"
    yield from _unknown(reading.data_read(sources), given, fault)


def _unknown(mentions: Iterable[Mention], known: Iterable[Mention | str], fault: str) -> Iterator[str]:
    names = {each if isinstance(each, str) else each.name for each in known}
    return (f"{mention}: {fault.format(mention.name)}" for mention in mentions if mention.name not in names)
