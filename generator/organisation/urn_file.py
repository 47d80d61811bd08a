"""The end of a sealed survey at its collector: it is closed, its urn is written, its ballots are deleted.

The steps come in this order, each durable before the next begins. If it fails between two of them, the next
call goes on from there: closing twice changes nothing, the same ballots give the same bytes, and an urn that
is there with other bytes is never overwritten.
"""

from __future__ import annotations

from pathlib import Path

from collector.storage import Storage
from generator.organisation.storage import CollectingSurvey
from generator.output_file import write_once
from generator.report.urns import urn_of
from questionnaire import urn as urns
from questionnaire.urn import Urn


def empty_into_urn(storage: Storage, survey: CollectingSurvey, out: Path) -> Urn | None:
    """Close a sealed survey, write its urn into the folder ``out`` and delete its ballots; return the urn.

    Returns ``None`` if that was done before: then nothing is written. Raises ``InputError`` if the urn cannot
    be written; the ballots stay in the database until it is.
    """
    config, teams = survey.configured.config, survey.configured.teams
    urn_of(config, (), None, teams)  # faults of the languages come before the close
    storage.close(survey.id)
    if storage.is_emptied(survey.id):
        storage.delete_ballots(survey.id)  # again: what follows the first time may have been cut off
        return None
    urn = urn_of(config, storage.ballots(survey.id), storage.slips_issued(survey.id), teams)
    write_once(urns.dump(urn), out / urn.file_name)
    storage.delete_ballots(survey.id)
    return urn
