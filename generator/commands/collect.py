"""The command that runs the collector: collect."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from generator.commands.options import (
    config_option,
    database_option,
    exit_1_on_faults,
    telling_of_new_database,
)


@click.command()
@config_option
@database_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="LASTBILD_HOST",
    show_envvar=True,
    help="The address to listen on.",
)
@click.option(
    "--port",
    default=8080,
    show_default=True,
    envvar="LASTBILD_PORT",
    show_envvar=True,
    type=click.IntRange(1, 65535),
    help="The port.",
)
@click.option(
    "--trust-proxy",
    is_flag=True,
    envvar="LASTBILD_TRUST_PROXY",
    show_envvar=True,
    help="A reverse proxy in front appends X-Forwarded-For.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    envvar="LASTBILD_WORKERS",
    show_envvar=True,
    type=click.IntRange(1),
    help="For PostgreSQL only.",
)
@exit_1_on_faults
def collect(
    config_path: Path, database: str | None, host: str, port: int, trust_proxy: bool, workers: int
) -> None:
    """Run the collector for every survey that collects: counters or sealed ballots, and no access log."""
    from collector.app import Settings
    from collector.server import run
    from generator.commands import language
    from generator.organisation.storage import (
        collecting_surveys,
        database_of,
        refusals_as_faults,
        register_all,
    )
    from generator.rendering.page_context import origin
    from questionnaire.faults import Fault, InputError

    database = database_of(config_path, database)
    surveys = collecting_surveys(config_path, modes=("open", "slips"))
    address = surveys[0].configured.config.site.address
    if address is None:
        raise InputError([Fault("command.collector_without_address", "site.address", file=config_path.name)])
    counted = [survey.counted for survey in surveys]
    said = _("Collecting '{survey}' at {address} from {opens} to {closes}")
    for survey in counted:
        days = {"opens": language.day(survey.opens), "closes": language.day(survey.closes)}
        click.echo(said.format(survey=survey.id, address=_listens_at(host, port), **days))
    with telling_of_new_database(database):
        register_all(config_path, database, surveys)
    with refusals_as_faults(config_path, database):
        settings = Settings(origin=origin(address), trust_proxy=trust_proxy)
        run(database, counted, host, port, settings=settings, workers=workers)


def _listens_at(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
