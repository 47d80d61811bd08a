"""``[collection] seal``: what is a key, what is none, and that nobody can alter a sealed page on its way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.configuration import load
from harness import sites
from harness.sites import BRAND, COMPLETE, faults
from questionnaire import trustee_key

FIRST, SECOND, THIRD = (trustee_key.written(bytes([number]) * 32) for number in (9, 8, 7))
URL = "https://umfrage.intern.example/"
HTTPS = (
    "expected an address with https://, because the survey is sealed (collection.seal): who alters a page "
    "without https on its way can swap the key, and browsers seal nothing there"
)
NEW = "expected the public key of a trustee, as lastbild keys new shows it, or a list of 2 such keys"


def sealed(seal: str, text: str = COMPLETE) -> str:
    """Return ``text``, which ends within [collection], with the TOML ``seal`` as its seal."""
    return f"{text}seal = {seal}\n"


def quoted(*keys: str) -> str:
    """Return the TOML of a list of ``keys``."""
    return json.dumps(keys)


@pytest.mark.parametrize(
    ("toml", "keys"),
    [
        (f'"{FIRST}"', (FIRST,)),
        (quoted(FIRST), (FIRST,)),
        (quoted(FIRST, SECOND), (FIRST, SECOND)),
        (quoted(SECOND, FIRST), (SECOND, FIRST)),
        (f'" {FIRST.upper()[:20]} {FIRST.upper()[20:]} "', (FIRST,)),
    ],
    ids=["a text", "a list of one", "two trustees", "the other one innermost", "as it is read aloud"],
)
def test_one_key_or_two_are_a_seal(tmp_path: Path, toml: str, keys: tuple[str, ...]) -> None:
    """The first is innermost; case and blanks do not matter."""
    config, _ = sites.only(sites.write(tmp_path, sealed(toml)))
    assert config.collection.seal == keys


MISTYPED = FIRST[:30] + ("q" if FIRST[30] != "q" else "p") + FIRST[31:]


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        (f'"{MISTYPED}"', f'= "{MISTYPED}": has a typing error: the check at its end does not fit'),
        (f'"{FIRST[:-1]}"', f'= "{FIRST[:-1]}": has {len(FIRST) - 1} signs; expected {len(FIRST)}'),
        (f'"{FIRST[:-1]}b"', f'= "{FIRST[:-1]}b": holds b, which'),
        ('"age1abc"', '= "age1abc": expected a text that begins with lastbild1'),
        (quoted(FIRST, MISTYPED), ": has a typing error"),
        (quoted(FIRST, FIRST), ": the same key stands there twice"),
        (quoted(FIRST, SECOND, THIRD), f": {NEW}"),
        ("[]", f": {NEW}"),
        ("5", f"= 5: {NEW}"),
        ("true", f"= true: {NEW}"),
        (f'{{ de = "{FIRST}" }}', f": {NEW}"),
        (f'["{FIRST}", 5]', f": {NEW}"),
    ],
    ids=[
        "mistyped",
        "too short",
        "a strange sign",
        "another key",
        "the second mistyped",
        "one twice",
        "three",
        "none",
        "a number",
        "a truth",
        "a table",
        "a number in the list",
    ],
)
def test_what_is_no_key_is_named(tmp_path: Path, toml: str, line: str) -> None:
    """One line with file and key, and what is wrong with it."""
    [fault] = faults(sites.write(tmp_path, sealed(toml)))
    assert sites.unplaced(fault).startswith("site.toml: collection.seal")
    assert line in fault


@pytest.mark.parametrize("mode", ["off", "paper"])
def test_where_nothing_is_sent_nothing_is_sealed(tmp_path: Path, mode: str) -> None:
    """A seal would promise something there that nobody keeps."""
    text = sealed(f'"{FIRST}"').replace('mode = "slips"', f'mode = "{mode}"')
    [fault] = faults(sites.write(tmp_path, text))
    assert sites.unplaced(fault) == (
        'site.toml: collection.seal: expected a seal only with collection.mode = "open" or "slips": '
        f'"{mode}" sends nothing that could be sealed'
    )


def test_a_seal_alone_says_that_nothing_is_collected(tmp_path: Path) -> None:
    """Without a mode, none is meant."""
    [fault] = faults(sites.write(tmp_path, sealed(f'"{FIRST}"', f"{sites.SMALLEST}[collection]\n")))
    assert '"off" sends nothing that could be sealed' in fault


UNSAFE = ("http://umfrage.intern.example/", "http://10.0.0.7/", "http://localhost.example/")


@pytest.mark.parametrize("address", UNSAFE)
def test_a_sealed_survey_needs_https(tmp_path: Path, address: str) -> None:
    """For the collector and for the site; the sentence says why. Unsealed, http stays allowed."""
    text = f'[site]\naddress = "{address}"\n{COMPLETE.partition("[brand]")[2].join(("[brand]", ""))}'
    text = text.replace(URL, address)
    lines = faults(sites.write(tmp_path, sealed(f'"{FIRST}"', text)))
    assert sorted(map(sites.unplaced, lines)) == [
        f'site.toml: collection.url = "{address}": {HTTPS}',
        f'site.toml: site.address = "{address}": {HTTPS}',
    ]
    assert load.load_surveys(sites.write(tmp_path, text))


@pytest.mark.parametrize(
    "address", ["http://localhost/", "http://LOCALHOST:8000/", "http://127.0.0.1:8765/", "http://[::1]:8765/"]
)
def test_on_ones_own_machine_a_sealed_survey_can_be_tried(tmp_path: Path, address: str) -> None:
    """Nobody is on the way there, and browsers offer their cryptography."""
    text = sealed(f'"{FIRST}"', COMPLETE.replace(URL, address))
    assert sites.only(sites.write(tmp_path, text))[0].collection.url == address


SURVEYS = f"""\
{BRAND}[collection]
mode = "slips"
url = "{URL}"
headcount = 480
seal = "{FIRST}"
"""
TIMES = "headcount = 120\nopens = 2027-01-11\ncloses = 2027-01-29\n"
NORTH = f'[[surveys]]\nid = "nord"\ntitle = "Nord"\n{TIMES}'
SOUTH = f'[[surveys]]\nid = "sued"\ntitle = "Süd"\n{TIMES}'


def test_a_survey_has_the_common_seal_or_its_own(tmp_path: Path) -> None:
    """As with every other key of [collection]."""
    path = sites.write(tmp_path, f"{SURVEYS}{NORTH}{SOUTH}collection.seal = {quoted(SECOND, FIRST)}\n")
    seals = [survey.config.collection.seal for survey in load.load_surveys(path)]
    assert seals == [(FIRST,), (SECOND, FIRST)]


def test_a_fault_of_one_survey_has_its_key(tmp_path: Path) -> None:
    """Its own key where the value stands in its own table, the common one where it is inherited."""
    own = f'{SOUTH}collection.seal = "{MISTYPED}"\ncollection.url = "http://sued.example/"\n'
    lines = faults(sites.write(tmp_path, SURVEYS + NORTH + own))
    assert [sites.unplaced(line).partition(" = ")[0] for line in lines] == [
        "site.toml: surveys[2].collection.seal",
        "site.toml: surveys[2].collection.url",
    ]
    [line] = faults(sites.write(tmp_path, f'{SURVEYS}{NORTH}{SOUTH}collection.mode = "paper"\n'))
    assert sites.unplaced(line).startswith("site.toml: collection.seal: expected a seal only with")
