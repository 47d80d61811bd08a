"""``[collection] release``: which surveys can be released in one act, and what they have to agree on."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.configuration import load
from harness import sites
from questionnaire.faults import InputError

SITE = """\
[brand]
name = "Kontor"
[collection]
mode = "paper"
headcount = 400
release = "teams"
[[surveys]]
id = "nord"
title = "Nord"
headcount = 60
opens = 2027-01-11
closes = 2027-01-29
[[surveys]]
id = "west"
title = "West"
headcount = 60
opens = 2027-01-11
closes = 2027-02-05
"""


def faults(folder: Path, text: str) -> list[str]:
    """Return what is said about the site.toml ``text``, without the lines."""
    with pytest.raises(InputError) as caught:
        load.load_site(sites.write(folder, text))
    return [sites.unplaced(str(fault)) for fault in caught.value.faults]


def test_every_survey_knows_all_that_are_released_with_it(tmp_path: Path) -> None:
    """In the order of the site; their last days may differ."""
    site = load.load_site(sites.write(tmp_path, SITE))
    assert [survey.teams for survey in site.surveys] == [("nord", "west")] * 2


def test_each_on_its_own_is_the_default(tmp_path: Path) -> None:
    """Then surveys know nothing of each other."""
    site = load.load_site(sites.write(tmp_path, SITE.replace('release = "teams"\n', "")))
    assert [survey.teams for survey in site.surveys] == [()] * 2
    assert site.surveys[0].config.collection.release == "each"


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ('detail = "levers"\n', "surveys[2].detail"),
        ("threshold = 12\n", "surveys[2].threshold = 12: expected 10, as in the first survey"),
        (
            '[surveys.collection]\nrelease = "whole"\n',
            'surveys[2].collection.release = "whole": expected teams',
        ),
        ('[surveys.collection]\nmode = "off"\n', 'expected "paper", "open" or "slips" for every survey'),
        ('folder = "together"\n', 'expected another folder than "together": that name is taken'),
    ],
)
def test_surveys_that_are_released_in_one_act_agree(tmp_path: Path, added: str, said: str) -> None:
    """One rule counts them all; what differs is named in the survey where it stands."""
    found = faults(tmp_path, SITE + added)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize("entries", [1, 0])
def test_one_survey_has_nothing_to_be_released_with(tmp_path: Path, entries: int) -> None:
    """Neither as the only entry of [[surveys]] nor as [survey]."""
    text = SITE[: SITE.rindex("[[surveys]]")]
    found = faults(tmp_path, text if entries else text.replace("[[surveys]]", "[survey]"))
    assert len(found) == 1
    assert "one survey alone has nothing to be released with" in found[0]
