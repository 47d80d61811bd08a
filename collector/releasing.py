"""Saving a release: the counts that it was made of are destroyed in the same transaction.

A survey that is released in one act with others has no release of its own: who saw it beside the release of
the others could subtract.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert

from collector.checks import is_released, must_be_closed, must_not_be_released, settings_of
from collector.errors import CollectorError
from collector.settings import teams_of
from collector.tables import destroy_counts, releases
from questionnaire.faults import Fault


def save(connection: Connection, survey: str, body: bytes) -> None:
    """Store the one release of a closed survey, and destroy its counts.

    Raises ``CollectorError`` for any second release, and for a survey that is released with others.
    """
    settings = settings_of(connection, survey)
    must_be_closed(settings)
    must_not_be_released(connection, survey)
    if teams := teams_of(settings):
        raise CollectorError([Fault("collector.joint", "survey.id", survey, {"teams": teams})])
    _store(connection, survey, body)


def save_jointly(connection: Connection, surveys: Sequence[str], body: bytes) -> None:
    """Store the release of all ``surveys`` with each of them, and destroy the counts of all.

    Raises ``CollectorError`` with every survey that is not closed, that was released before, or whose
    settings name other surveys than these.
    """
    faults: list[Fault] = []
    for survey in sorted(surveys):  # locks in one order, whoever calls
        settings = settings_of(connection, survey)
        if not settings.closed:
            faults.append(Fault("collector.not_closed", "survey.id", survey))
        if is_released(connection, survey):
            faults.append(Fault("collector.released", "survey.id", survey))
        if (teams := teams_of(settings)) != tuple(sorted(surveys)):
            faults.append(Fault("collector.other_teams", "survey.id", survey, {"teams": teams}))
    if faults:
        raise CollectorError(faults)
    for survey in surveys:
        _store(connection, survey, body)


def _store(connection: Connection, survey: str, body: bytes) -> None:
    connection.execute(insert(releases).values(survey=survey, body=body))
    destroy_counts(connection, survey)
