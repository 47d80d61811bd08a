"""The command that runs the collector: collect."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import (
    config_option,
    database_option,
    exit_1_on_faults,
    note_of_new_database,
)


@click.command()
@config_option
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--trust-proxy", is_flag=True, help="A reverse proxy in front appends X-Forwarded-For.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="For PostgreSQL only.")
@exit_1_on_faults
def collect(
    config_path: Path, database: str | None, host: str, port: int, trust_proxy: bool, workers: int
) -> None:
    """Run the collector for every survey that collects: counters or sealed ballots, and no access log."""
    from collector.app import Settings
    from collector.server import run
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
    for survey in counted:
        click.echo(
            f"Collecting {survey.id!r} at http://{host}:{port}/ from {survey.opens} to {survey.closes}"
        )
    note = note_of_new_database(database)
    register_all(config_path, database, surveys)
    if note:
        click.echo(note)
    with refusals_as_faults(config_path, database):
        settings = Settings(origin=origin(address), trust_proxy=trust_proxy)
        run(database, counted, host, port, settings=settings, workers=workers)
