"""docs/threat-model.md, written from the catalogue: who attacks, what they want, what they get."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.attacks.attack import ATTACKERS, CATALOGUE, FAMILIES, ROOT, Attack, Attacker
from tests.attacks.side_by_side import COMPARISONS, Comparison, section

DOCUMENT = ROOT / "docs" / "threat-model.md"

_WHO: dict[Attacker, tuple[str, str]] = {
    "operator": (
        "The operator",
        "runs the collector, its database or the web server, or has their disks, logs and backups.",
    ),
    "trustee": (
        "A trustee",
        "holds the key that opens the urn of a sealed survey, or one of two keys, and nothing of the server.",
    ),
    "colleague": (
        "A colleague",
        "takes part, alone or in a coalition that tells each other everything, and reads the report.",
    ),
    "manager": (
        "A manager or facilitator",
        "configures the survey, hands out slips, counts the ballots, reads the report, knows the team.",
    ),
    "network": (
        "Somebody on the network",
        "sees encrypted traffic, or sends whatever they like to the collector or to a browser.",
    ),
    "neighbour": (
        "A neighbour",
        "has another folder on the same web server, another page in the browser, or the same workstation.",
    ),
    "developer": (
        "A developer or supplier",
        "has a hand in a file that the site is made of: a logo, a font, a text, a library, a build.",
    ),
}

_HEAD = """# Threat model

Written by `make threat-model` from the attacks in [`tests/attacks/`](../tests/attacks); do not edit it by
hand. Every attack first succeeds on a naive variant, and then meets the product. **Held** means that it
learns or does nothing. **Limit** means that it succeeds, and that the site and [docs/privacy.md](privacy.md)
say so. The figures are those that the tests compute.
"""


def attacks() -> list[Attack]:
    """Return every declared attack, by attacker, family and name."""
    _import_all()
    places = {family: place for place, family in enumerate(FAMILIES)}
    return sorted(set_of(CATALOGUE), key=lambda one: (places[one.family], one.module, one.name))


def comparisons() -> list[Comparison]:
    """Return every declared look at sealed and unsealed surveys."""
    _import_all()
    return COMPARISONS


def _import_all() -> None:
    for module in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"tests.attacks.{module.stem}")


def set_of(catalogue: Sequence[Attack]) -> list[Attack]:
    """Return each attack once: a test runner may have imported a module twice."""
    return list({(one.module, one.name): one for one in catalogue}.values())


def document(catalogue: Sequence[Attack], looks: Sequence[Comparison]) -> str:
    """Return the threat model as Markdown."""
    return "\n".join([_HEAD, *_overview(catalogue), *section(looks), *_by_attacker(catalogue)])


def _overview(catalogue: Sequence[Attack]) -> Iterator[str]:
    yield "| family | attacks | held | limits |"
    yield "|---|---|---|---|"
    for family in FAMILIES:
        of_family = [one for one in catalogue if one.family == family]
        limits = sum(one.is_limit for one in of_family)
        yield f"| {family} | {len(of_family)} | {len(of_family) - limits} | {limits} |"
    yield ""


def _by_attacker(catalogue: Sequence[Attack]) -> Iterator[str]:
    for attacker in ATTACKERS:
        title, who = _WHO[attacker]
        yield f"## {title}\n"
        yield f"{title} {who}\n"
        yield "| family | wants to | a naive variant | Lastbild | |"
        yield "|---|---|---|---|---|"
        for one in catalogue:
            if one.attacker == attacker:
                yield _row(one)
        yield ""


def _row(one: Attack) -> str:
    path = one.module.replace(".", "/") + ".py"
    verdict = "limit" if one.is_limit else "held"
    where = f" Said in {_places(one)}." if one.is_limit else ""
    test = f"[{verdict}](../{path} '{one.name}')"
    return f"| {one.family} | {one.wants} | {one.naive} | {one.product}{where} | {test} |"


def _places(one: Attack) -> str:
    """Name the texts that tell of a limit; a page of the site once, whatever its languages."""
    links = (_link(told) for told in one.told)
    return " and ".join(dict.fromkeys(links))


def _link(path: str) -> str:
    if path.startswith("questionnaire/languages/"):
        name = path.rpartition("/")[2]
        return f"the site's [{name.partition('.')[0]} page](../questionnaire/languages/de/{name})"
    return f"[{path}]({path.removeprefix('docs/') if path.startswith('docs/') else f'../{path}'})"
