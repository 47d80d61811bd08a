"""Who can see what: start page and privacy page tell the truth for every way to collect."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page
from questionnaire import survey_texts, trustee_key

LANGUAGES = ("de", "en", "de-leicht")
PUBLIC_KEY = trustee_key.written(bytes(range(32)))
# Way to collect, and whether it is sealed -> who is drawn; with a minus: who sees nothing of a person.
DRAWN = {
    ("off", False): "device server- organisation- colleagues-",
    ("paper", False): "device server- counter organisation- colleagues-",
    ("open", False): "device server organisation- colleagues-",
    ("slips", False): "device server organisation- colleagues-",
    ("open", True): "device server trustee organisation- colleagues-",
    ("slips", True): "device server trustee organisation- colleagues-",
}
CAN_READ = {"de": "kann den Code", "en": "can read the code", "de-leicht": "kann den Code"}
ONLINE = [(mode, language) for mode in ("open", "slips") for language in LANGUAGES]


@cache
def files(mode: str, *, sealed: bool) -> dict[str, bytes]:
    """Return the files of a site in every language that collects in ``mode``."""
    site = sites.COMPLETE.replace('languages = ["de", "en"]', f"languages = {[*LANGUAGES]}")
    site = site.replace("[brand]", 'address = "https://kontor.example/"\n[brand]', 1)
    seal = f'\nseal = "{PUBLIC_KEY}"' if sealed else ""
    site = site.replace('mode = "slips"', f'mode = "{mode}"{seal}')
    with tempfile.TemporaryDirectory() as folder:
        return configured_site_files(sites.write(Path(folder), site))


def page(name: str, language: str, mode: str, *, sealed: bool) -> Page:
    """Return the page called ``name`` in ``language``."""
    folder = "" if language == "de" else f"{language}/"
    return Page(files(mode, sealed=sealed)[f"{folder}{name}.html"])


def drawn(language: str, mode: str, *, sealed: bool) -> list[tuple[str, str, bool]]:
    """Return each party of the drawing: its name, its caption, and whether its eye is closed."""
    texts = [
        text
        for text in page("index", language, mode, sealed=sealed).texts
        if any(element.attributes.get("class") == "who" for element in text.inside)
    ]
    return [
        (name.text, caption.text, name.within(data_sees="none"))
        for name, caption in zip(texts[::2], texts[1::2], strict=True)
    ]


def privacy(language: str, mode: str, *, sealed: bool) -> str:
    """Return the text of the privacy page in ``language``."""
    texts = page("privacy", language, mode, sealed=sealed).texts
    return " ".join(" ".join(text.text for text in texts).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("mode", "sealed"), DRAWN)
def test_everybody_who_is_there_is_drawn_and_nobody_else(mode: str, language: str, *, sealed: bool) -> None:
    """In the order that a contribution goes; the eye of those who see nothing of a person is closed."""
    words = survey_texts.load(language)["who_sees"]
    expected = [(words[party.rstrip("-")], party[-1] == "-") for party in DRAWN[mode, sealed].split()]
    assert [(name, closed) for name, _, closed in drawn(language, mode, sealed=sealed)] == expected


@pytest.mark.parametrize(("mode", "language"), ONLINE)
def test_the_drawing_says_whether_the_server_can_read(mode: str, language: str) -> None:
    """Unsealed: its operator can read the code. Sealed: not; and whoever has server and key is named."""
    words = survey_texts.load(language)["who_sees"]
    for sealed in (False, True):
        captions = {name: caption for name, caption, _ in drawn(language, mode, sealed=sealed)}
        assert (CAN_READ[language] in captions[words["server"]].replace("\n", " ")) != sealed
        start = [text.text for text in page("index", language, mode, sealed=sealed).texts]
        assert (words["together"] in start) == sealed


@pytest.mark.parametrize(("mode", "language"), ONLINE)
def test_what_leaves_the_device_is_called_sealed_only_if_it_is(mode: str, language: str) -> None:
    """On the start page and on the page about the method."""
    word = {"de": "versiegelt", "en": "seal", "de-leicht": "versiegelt"}[language]
    for sealed in (False, True):
        sends = survey_texts.load(language)["page"][f"sends_{'online' if mode == 'open' else mode}"]
        start = [text.text for text in page("index", language, mode, sealed=sealed).texts]
        assert (sends in start) != sealed
        method = " ".join(text.text for text in page("method", language, mode, sealed=sealed).texts)
        assert (word in method) == sealed


@pytest.mark.parametrize(("mode", "language"), ONLINE)
def test_the_privacy_page_of_a_sealed_survey_tells_its_limits(mode: str, language: str) -> None:
    """A key that is lost, swapped or with the operator, and the urn; slips only where there are any."""
    text = privacy(language, mode, sealed=True)
    told = {
        "de": [
            "Wer beides hat",
            "Geht der Schlüssel verloren",
            "Fingerabdruck",
            "Wer die Seite verändert",
            "Urne",
        ],
        "en": ["People with both", "If the key is lost", "fingerprint", "People who alter the page", "urn"],
        "de-leicht": [
            "Wer beides hat",
            "Wenn der Schlüssel weg ist",
            "Finger-Abdruck",
            "Wer die Seite ändert",
            "Urne",
        ],
    }
    assert [words for words in told[language] if words not in text] == []
    assert bool(re.search("Zettel|slip", text)) == (mode == "slips")


@pytest.mark.parametrize(("mode", "language"), ONLINE)
def test_the_privacy_page_of_an_unsealed_survey_says_so(mode: str, language: str) -> None:
    """Whoever runs the recipient can read the code, and there is neither trustee nor urn."""
    text = privacy(language, mode, sealed=False)
    said = {
        "de": "Versiegelt ist der Code nicht: Wer den Empfänger betreibt, kann ihn lesen.",
        "en": "The code is not sealed: whoever runs the recipient can read it.",
        "de-leicht": "Der Code ist nicht versiegelt. Wer den Empfänger betreibt, kann den Code lesen.",
    }
    assert said[language] in text
    assert not re.search("Urne|Treuhänder|urn[. ]|trustee", text.replace("return", ""))
