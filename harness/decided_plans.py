"""Plans with decisions, as organisations write them: what tests of everything made from a plan begin with."""

from __future__ import annotations

import datetime as dt

from harness.releases import CLOSES, EVERYTHING, OPENS, released
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import Release, Withheld
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import Reach, ReleaseFile, Wave

BOUNDARY = Decision(
    "decided",
    "structure",
    "A",
    "boundary-rule",
    owner="Leitung Kundenservice",
    who="zwei Mitarbeitende, Betriebsrat",
    by=dt.date(2027, 3, 31),
    check=dt.date(2027, 9, 30),
)
# In the words of whoever decided, in German only.
OWN = Decision(
    "decided",
    "accompaniment",
    None,
    title={"de": "Ein Ruheraum im dritten Stock"},
    what={"de": "Der Raum neben der Teeküche ist ab April frei. Dort klingelt kein Telefon."},
    owner="Frau Demir",
    by=dt.date(2027, 4, 1),
)
NOT_NOW = Decision(
    "not_now",
    "training",
    "B",
    "weighing-cases",
    reason={
        "de": "Erst muss feststehen, was Vorrang hat.",
        "en": "First it has to be clear what comes first.",
    },
)
CONTACT = "Frau Yıldız, Personalabteilung, Durchwahl 12"


def plan_of(
    survey_id: str,
    *decisions: Decision,
    result: Release | Withheld | None = None,
    opens: dt.date = OPENS,
    closes: dt.date = CLOSES,
) -> ActionPlan:
    """Return a plan with ``decisions``, by default the three above; it answers ``result``."""
    wave = Wave(survey_id, opens, closes, InstrumentId(2, "0f" * 32))
    report = ReleaseFile(wave, released(EVERYTHING) if result is None else result, Reach(140, None, None))
    return ActionPlan(report, decisions or (BOUNDARY, OWN, NOT_NOW), CONTACT, dt.date(2027, 2, 9))
