"""The QR code on a printed ballot: what a person would type from it, for a camera.

It says the survey's id and the code, and is the same on every ballot with this code: no serial number, and
nothing of the person, the day or the machine. All codes of a survey stand in one stylesheet for print, which
every visitor's browser loads: which of them somebody needs, no server learns.
"""

from __future__ import annotations

import segno

from generator.configuration.schema import SurveyTable
from generator.configuration.survey import Survey
from questionnaire import all_codes

SHEET = "assets/ballots.css"
_MODULE = 1.2  # millimetres of one square: a camera at arm's length reads it
_SQUARED_UP = 2  # the first version with a fourth mark: seen from aside, readers find its corners much better
_QUIET = 4  # squares of white around it, as the standard asks


def ballot_style(survey: Survey) -> dict[str, bytes]:
    """Return the stylesheet with the QR codes of a survey on paper, path -> contents; else nothing."""
    if survey.config.collection.mode != "paper":
        return {}
    rules = "".join(_rule(survey.config.survey, code) for code in all_codes(survey.config.survey.detail))
    return {f"{survey.folder}{SHEET}": f"@media print{{{rules}}}".encode()}


def on_ballot(survey_id: str, code: str) -> str:
    """Return what the QR code says: in capital letters, which take less room in it."""
    return f"{survey_id} {code}".upper()


def _rule(table: SurveyTable, code: str) -> str:
    text = on_ballot(table.id, code)
    needed = segno.make_qr(text, error="m").version
    drawn = segno.make_qr(text, error="m", version=max(int(needed), _SQUARED_UP))
    picture = drawn.svg_data_uri(scale=_MODULE, unit="mm", border=_QUIET, light="#fff")
    return f'#ballot-code [value="{code}"]::after{{display:block;line-height:0;content:url("{picture}")}}'
