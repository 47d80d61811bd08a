"""Leichte Sprache keeps its own rules: short sentences, plain grammar, one name for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from questionnaire import (
    CONSTELLATIONS,
    ITEM_IDS,
    SCALE,
    campaign,
    decisions,
    language_schema,
    measures_told,
    prose,
    survey_texts,
)
from tests.questionnaire.test_survey_texts import texts

CODE = "de-leicht"
WORDS = survey_texts.load(CODE)
MOST_WORDS = 15

# Together they are a passive.
BECOME = r"(wird|werden|wurden?|worden)"
PARTICIPLE = r"\w*ge\w+(t|en)"

# Texts without another wording: titles of research are quoted as they are, rows of a table are no sentences.
QUOTED = re.compile(r"^\||\(\d{4}\):|^- (GDA|VBG|ISO|Molino|Grebner)\b|^DGUV:")


def lines() -> Iterator[tuple[str, str]]:
    """Yield (key, line) for every line of a text of the questionnaire and of the pages beside it."""
    for key, text in (*texts(CODE), *campaign_texts(), *told_texts(), *decision_texts()):
        yield from ((key, line) for line in text.splitlines())
    for page, markdown in prose.load(CODE).items():
        key = f"{page}.md"
        # What Jinja puts in is one word here; what it decides is none.
        text = re.sub(r"{%.*?%}", "", re.sub(r"{{.*?}}", "Wort", markdown))
        text = re.sub(r"\]\(\S+?\)|`\S+`", "", text)
        yield from ((key, line.strip()) for line in text.splitlines() if not QUOTED.search(line))


def campaign_texts() -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of the campaign, lists text by text."""
    for key, value in language_schema.flatten(campaign.load(CODE)).items():
        values = value if isinstance(value, list) else [str(value)]
        yield from ((f"campaign.{key}", text) for text in values)


def told_texts() -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of the measures as employees are told of them."""
    for measure_id, told in measures_told.load(CODE).items():
        yield from ((f"told.{measure_id}.{part}", getattr(told, part)) for part in ("title", "text"))


def decision_texts() -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text about what came of a survey, lists text by text."""
    for key, value in language_schema.flatten(decisions.load(CODE)).items():
        values = value if isinstance(value, list) else [str(value)]
        yield from ((f"decisions.{key}", text) for text in values)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield (key, sentence); a colon ends one too, as in "Zum Beispiel: …"."""
    for key, line in lines():
        parts = re.split(r"(?<=[.?!:])[“*]*\s+", line)
        yield from ((key, part) for part in parts if words_of(part))


def words_of(sentence: str) -> list[str]:
    """Return the words of ``sentence``; a middle dot or a hyphen joins."""
    return re.findall(r"\w[\w·-]*", sentence)


def test_the_pages_beside_the_questionnaire_are_there() -> None:
    """Readers of Leichte Sprache find the pages about privacy, method and access in it, too."""
    read = {key for key, _ in lines() if key.endswith(".md")}
    assert read >= {"method.md", "privacy.md", "accessibility.md"}


def test_no_sentence_is_long() -> None:
    """At most fifteen words, everywhere."""
    assert [found for found in sentences() if len(words_of(found[1])) > MOST_WORDS] == []


def test_sentences_are_short_as_a_rule() -> None:
    """Fewer than nine words on average, in every text that has several sentences about one thing."""
    counts = [len(words_of(sentence)) for _, sentence in sentences()]
    assert len(counts) > 900
    assert sum(counts) / len(counts) < 8
    for constellation in CONSTELLATIONS:
        own = [
            len(words_of(s)) for key, s in sentences() if key.startswith(f"constellations.{constellation}.")
        ]
        assert sum(own) / len(own) < 9


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        (
            "no subjunctive",
            r"(?i)\b(würde|könnte|hätte|wäre|sollte|müsste|dürfte|ließe|gäbe|bräuchte)(n|st|t)?\b",
        ),
        ("no genitive", r"\b([Dd]es|(ein|mein|[Ii]hr|unser|sein|kein)es) ([a-zäöü]+ )?[A-ZÄÖÜ][\w·]*s\b"),
        (
            "no preposition with a genitive",
            r"(?i)\b(wegen|trotz|aufgrund|innerhalb|außerhalb|während (der|des)|mittels)\b",
        ),
        (
            "no passive",
            rf"(?i)\b{BECOME}\b.*\b{PARTICIPLE}\b|\b{PARTICIPLE} {BECOME}\b",
        ),
        ("nobody in particular", r"(?i)\bman\b"),
        (
            "no abbreviation",
            r"\b(z\. ?B|u\. ?a|d\. ?h|o\. ?ä|usw|etc|bzw|ggf|ca|evtl|inkl|Nr|Tel|vgl|Abs|Art)\.",
        ),
        ("no star and no gap in a word", r"\w[*:_/](in|innen)\b|\w(In|Innen)\b"),
        ("no bracket", r"[()]"),
        ("no semicolon and no dash", r";|\s[–—-]\s"),
    ],
)
def test_the_grammar_is_plain(rule: str, pattern: str) -> None:
    """No sentence has grammar that readers stumble over."""
    allowed = {"no bracket": r"\((S?[TB]|ST|SB)\)|Artikel"}
    found = [(key, re.sub(allowed.get(rule, "$^"), "", text)) for key, text in sentences()]
    assert [sentence for sentence in found if re.search(pattern, sentence[1])] == []


def test_a_sentence_stands_on_a_line_of_its_own() -> None:
    """Longer texts are written line by line, and the page shows them so."""
    crowded = [
        (key, line)
        for key, text in (*texts(CODE), *campaign_texts(), *told_texts(), *decision_texts())
        for line in text.splitlines()
        if len(text.splitlines()) > 1 and re.search(r"[.?!]“? [A-ZÄÖÜ]", line)
    ]
    assert crowded == []


def test_the_four_answers_differ_and_mirror_each_other() -> None:
    """Ordered from one end to the other: each step is told apart, and every "nicht" has its counterpart."""
    steps = [WORDS["scale"][step] for step in SCALE]
    assert len(set(steps)) == len(SCALE)
    assert [step.replace(" nicht", "") for step in steps[:2]] == [steps[3], steps[2]]
    assert all("nicht" in step for step in steps[:2])
    assert not any("nicht" in step for step in steps[2:])


def test_whoever_reads_the_questions_on_paper_finds_the_words_on_paper() -> None:
    """Every quotation in the texts to read is filled in: an answer of the scale or the name of a result."""
    on_paper = "\n".join(text for key, text in texts(CODE) if key.startswith("paper."))
    quoted = set(re.findall(r"„([^“]+)“", on_paper))
    assert quoted == {"{yes}", "{rather}", "{title}", "{mixed}", "{none}"}
    intro = re.findall(r"„([^“]+)“", WORDS["lenses"]["perception"]["intro"])
    assert [words.lower() for words in intro] == [WORDS["scale"]["rather_no"], WORDS["scale"]["rather_yes"]]


@pytest.mark.parametrize("constellation", CONSTELLATIONS)
def test_a_constellation_keeps_its_name_and_is_explained_at_once(constellation: str) -> None:
    """Colleagues talk of the same thing, whichever language they read; and the name is no riddle."""
    own = WORDS["constellations"][constellation]
    assert own["name"] == survey_texts.load("de")["constellations"][constellation]["name"]
    assert re.search(rf"\b({own['name']} heißt|heißt {own['name']}):", own["essence"])


def test_an_item_is_one_or_two_sentences() -> None:
    """Twelve statements, each to be answered as one; what comes before a colon is no sentence yet."""
    items = WORDS["items"]
    assert tuple(sorted(items)) == tuple(sorted(ITEM_IDS))
    for text in items.values():
        assert 1 <= len(re.findall(r"[.?!](?=\s|$)", text)) <= 2
