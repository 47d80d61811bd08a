"""The command that brings the collector's database up to this version of Lastbild: migrate."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from generator.commands.options import config_option, database_option, exit_1_on_faults


@click.command()
@config_option
@database_option
@exit_1_on_faults
def migrate(config_path: Path, database: str | None) -> None:
    """Bring the collector's database up to this version of Lastbild.

    End every collector before. Either all of it is done or nothing. No copy of the database is made: a copy
    would keep the slips and the counts that the close and the report delete. If you make one, let nobody else
    read it, and delete it as soon as the collector runs again.
    """
    from collector.schema import VERSION
    from collector.storage import Storage
    from generator.organisation.storage import (
        database_exists,
        database_of,
        refusals_as_faults,
        without_password,
    )
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    database = database_of(config_path, database)
    shown = without_password(database)
    if not database_exists(database):
        raise InputError([Fault("command.database_missing", "--database", shown, file=COMMAND_LINE)])
    with refusals_as_faults(config_path, database):
        former = Storage.migrate(database)
    if former == VERSION:
        said = _("{database} is of this version already; nothing was changed.")
    else:
        said = _("migrated {database} from version {former} to version {version} of its tables")
    click.echo(said.format(database=shown, former=former, version=VERSION))
