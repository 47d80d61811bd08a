"""The lists of blaming words: what they find, what they leave alone, and that ours pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import blame, language_folder

LISTS = language_folder.available()

# One sentence for each entry of the list, in its order.
BLAMING = {
    "de": """\
Gemeinsam stärken wir Ihre Stressresilienz.
Wir suchen belastbare Mitarbeitende.
Werden Sie widerstandsfähiger!
Sie brauchen ein dickeres Fell.
So härten Sie sich ab: Training zum Abhärten.
Bleiben Sie stark, auch wenn es laut wird.
In diesem Beruf braucht man gute Nerven.
Augen zu und durch.
Fit für den Stress im Kundenservice
Hilfe annehmen heißt nicht, Schwäche zeigen zu müssen.
Manche reagieren überempfindlich.
Für Menschen, die psychisch labil sind.
Bitte dramatisieren Sie nichts.
Beleidigungen nicht persönlich nehmen
Stellen Sie sich nicht so an.
Reißen Sie sich bitte zusammen.
Kopf hoch, das wird schon wieder.
Wer leidet, ist selbst schuld.
Wer hier versagt, soll sich melden.
Schluss mit dem Gejammer.
Raus aus der Opferrolle
Querulanten finden hier kein Gehör.
Seien Sie dankbar für Ihre Stelle.
Oft ist es die falsche Einstellung.
Mit dem richtigen Growth-Mindset zum Erfolg
Denken Sie doch einfach positiv.
Selbstoptimierung leicht gemacht
Ein Kurs in Selbstmanagement hilft.
Mehr Eigenverantwortung für Ihre Gesundheit
Unser Stressmanagement-Seminar löst das.
Mehr Achtsamkeit am Telefon
Neue Coping-Strategien für alle
Bleiben Sie gelassen.
Wo sitzen unsere Low-Performer?
Vergleichen Sie sich mit unseren Leistungsträgern.
Manche sind nur zu faul.
Wer krankfeiert, fehlt den anderen.
Welcher Stresstyp sind Sie?
Nicht jeder ist für diesen Job gemacht.""",
    "de-leicht": """\
Sie sind zu schwach.
Streng dich mehr an.
Du musst stärker werden.
Das ist dein Fehler.
Sei nicht traurig.
Sie schaffen das schon.
Hör auf zu klagen.""",
    "en": """\
Building your stress-resilience together
Toughen up for the busy season.
You need a thicker skin.
Stay strong when it gets loud.
This job takes nerves of steel.
Just power through.
Taking help is not a sign of weakness.
Some people are too sensitive.
Please do not overreact.
For those who are emotionally unstable
Learn not to take insults personally.
Pull yourself together.
Cheer up!
It is your own fault.
Staff who failed should report.
Enough of the whining.
Leave your victim mentality behind.
Naysayers are not heard here.
Be grateful for your job.
It is a matter of attitude.
A growth mindset leads to success.
Try some positive thinking.
Self-optimisation made easy
A course in self-management helps.
Take ownership of your own well-being.
Our stress management seminar solves that.
More mindfulness on the phone
New coping strategies for everybody
Keep calm and carry on.
Where are our low performers?
Compare yourself with our top performers.
Some staff are just lazy.
No more pulling a sickie.
Which stress type are you?
Not everyone is cut out for this.""",
}

INNOCENT = {
    "de": """\
Die Umfrage liefert belastbare Zahlen und belastbare Aussagen.
Wir suchen Schwachstellen in den Abläufen.
Die Leitung ist montags stark frequentiert, der Andrang kann stark sein.
Sie dürfen Beleidigungen persönlich nehmen. Das ist verständlich.
Das ist nicht Ihre Schuld, und niemand hat versagt.
Wenn die Technik versagt, rufen Sie die Hotline.
Ihre Einstellungen bleiben gespeichert, die falsche Einstellung am Headset lässt sich ändern.
Das wird schon geprüft.
Welche Belastung tragen Sie? Was belastet Sie im Kundenservice?
Gehen Sie achtsam mit Passwörtern um.
Die Stelle für Eigenverantwortung im Einkauf bleibt offen.
Die Vorgaben bleiben locker formuliert.
Das Signal ist zu schwach, das Mikrofon zu empfindlich.
Wie jammerschade, dass Sie gehen.
Training, wo das Gespräch der Hebel ist
Kommen Sie persönlich vorbei, oder nehmen Sie einen Termin.""",
    "en": """\
The survey gives strong evidence of a strong pattern.
We look for weak points in our procedures.
Demand can be strong on Mondays, and work can be tough.
It is not your fault.
There is nothing you have failed to do. Files that failed to load are named.
Who will deal with it?
That was a dramatic change.
The room is calm, and the calm parts of the day are short.
You may take an insult personally.
Which load do you carry? How are we doing in customer service?
The servers were hardened.
Practise with a trainer where the conversation is the lever.
Self-service terminals stand in the hall.""",
    "de-leicht": """\
Das ist nicht Ihr Fehler.
Die Arbeit ist schwer. Das verstehen wir.
Sie müssen das nicht allein schaffen.""",
}


def test_the_languages_that_ship_have_a_list() -> None:
    """German, English and German in plain words."""
    assert LISTS == ("de", "de-leicht", "en")


@pytest.mark.parametrize("language", LISTS)
def test_every_entry_finds_its_example(language: str) -> None:
    """No pattern is dead: each of the list's own entries finds the sentence written for it."""
    own = language_folder.read_toml(language, blame.FILE)["words"]
    examples = BLAMING[language].splitlines()
    assert len(own) == len(examples)
    for entry, example in zip(own, examples, strict=True):
        assert entry["reason"] in {found.reason for found in blame.find(example, language)}, example


@pytest.mark.parametrize("language", LISTS)
def test_innocent_sentences_pass(language: str) -> None:
    """A word that can mean something else is left alone where it does."""
    found = [
        (text, word.found) for text in INNOCENT[language].splitlines() for word in blame.find(text, language)
    ]
    assert found == []


def test_plain_german_has_the_german_list_too() -> None:
    """A wording that blames in German also blames in plain German."""
    for example in BLAMING["de"].splitlines():
        assert list(blame.find(example, "de-leicht")), example


@pytest.mark.parametrize("language", LISTS)
def test_every_entry_says_why_and_what_to_say_instead(language: str) -> None:
    """Nobody is left with a forbidden word and no other."""
    for word in blame.load(language):
        assert re.fullmatch(r"[A-ZÄÖÜ].{15,110}\.", word.reason), word.reason
        assert re.search(r"[„‘].+[“’]", word.instead), word.instead


def test_what_is_found_is_shown_as_it_stands_there() -> None:
    """The whole word, in the writer's own capitals, also across a line break."""
    (found,) = blame.find("Bitte REISSEN  Sie\nsich zusammen!", "de")
    assert found.found == "REISSEN Sie sich zusammen"


def test_a_language_may_begin_with_an_empty_list(tmp_path: Path) -> None:
    """It says so in its file; nothing is found in it then."""
    folder = language_files.copied(tmp_path)
    (folder / "en" / blame.FILE).write_text("words = []\n", "utf-8")
    assert blame.load("en", folder) == ()
    assert list(blame.find("resilience", "en", folder)) == []
    assert list(blame.find("resilience", "en")) != []


REGULAR = "expected a regular expression"


@pytest.mark.parametrize(
    ("contents", "lines"),
    [
        (None, ["file: is missing; expected the words that blame people, or words = [] for none yet"]),
        ("", ["words: is no list; expected [[words]] tables, or words = [] for none yet"]),
        ("words = 5", ["words: is no list; expected [[words]] tables, or words = [] for none yet"]),
        (
            "words = [5]",
            [f"words[1].{part}: is missing; expected a text" for part in ("pattern", "reason", "instead")],
        ),
        (
            """\
surprise = 1
[[words]]
pattern = '(?:'
reason = " "
note = "?"
""",
            [
                'words[1].reason: is " "; expected a text that is not empty',
                "words[1].instead: is missing; expected a text",
                "words[1].note: is unknown; nothing reads it",
                f"words[1].pattern: is '(?:'; {REGULAR}, but: missing ), unterminated subpattern",
                "surprise: is unknown; nothing reads it",
            ],
        ),
        ('extends = "de"\nwords = []', ["extends: is 'de'; expected none, as this language is no variant"]),
        ('extends = "en"\nwords = []', ["extends: is 'en'; expected none, as this language is no variant"]),
    ],
    ids=["missing", "empty", "no list", "no table", "several", "of another", "of itself"],
)
def test_all_faults_of_a_list_are_named_at_once(
    tmp_path: Path, contents: str | None, lines: list[str]
) -> None:
    """Each with file and key; a search in the meantime finds nothing, and does not crash."""
    folder = language_files.copied(tmp_path)
    language_files.put(folder / "en" / blame.FILE, contents if contents is None else contents.encode())
    assert language_files.faults(blame.load, "en", folder) == [f"languages/en/blame.toml: {s}" for s in lines]
    assert list(blame.find("resilience", "en", folder)) == []


def test_a_variant_extends_the_list_of_its_own_language_only(tmp_path: Path) -> None:
    """So that no list can go round in a circle."""
    folder = language_files.copied(tmp_path)
    language_files.rewrite(folder / "de-leicht" / blame.FILE, ('^extends = "de"', 'extends = "en"'))
    assert language_files.faults(blame.load, "de-leicht", folder) == [
        "languages/de-leicht/blame.toml: extends: is 'en'; expected 'de'"
    ]


def test_a_list_that_changed_is_read_again(tmp_path: Path) -> None:
    """A running preview notices a new word, for a variant also in its language's list."""
    folder = language_files.copied(tmp_path)
    for code in ("de", "de-leicht"):
        assert list(blame.find("Quarkkuchen", code, folder)) == []
    entry = '[[words]]\npattern = \'quark\\w*\'\nreason = "Grund."\ninstead = "Kuchen"\n'
    path = folder / "de" / blame.FILE
    path.write_text(f"{path.read_text('utf-8')}\n{entry}", "utf-8")
    for code in ("de", "de-leicht"):
        assert [word.found for word in blame.find("Quarkkuchen", code, folder)] == ["Quarkkuchen"]
