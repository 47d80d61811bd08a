"""The command that previews a site while it is made: serve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.browser import open_in_browser
from generator.commands.options import config_option, exit_1_on_faults, out_option
from generator.commands.site import report_build
from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from generator.configuration.schema import Config
    from generator.preview.studio_door import StudioDoor


@click.command()
@config_option
@out_option("dist")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port."
)
@click.option("--open/--no-open", "opening", default=True, help="Show the studio in the browser.")
@exit_1_on_faults
def serve(config_path: Path, out: Path, port: int, *, opening: bool) -> None:
    """Build, preview on 127.0.0.1, and build again whenever something changes.

    Beside the site it shows the studio, where the site is edited in forms and every page and state can be
    looked at. Where a survey collects, a collector with a throw-away database runs beside it, too.
    """
    from importlib.resources import files

    from generator.commands.ending import ended_by_sigterm
    from generator.preview import collector
    from generator.preview.build import Preview
    from generator.preview.server import serve_and_rebuild

    door = _door(config_path, out)
    server = _open_server(out, port, door)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    with ended_by_sigterm(), collector.run_collector(_surveys(config_path), address) as collecting:
        preview = Preview(config_path, out, collecting.address)
        rebuild(out, preview.build)
        click.echo(f"Serving {out} at {address} (Ctrl+C ends it)")
        click.echo(f"Edit it and see every page and state: {address}studio/")
        for line in collecting.notes:
            click.echo(line)
        if opening:
            open_in_browser(f"{address}studio/")
        sources = [Path(str(files(name))) for name in ("site_templates", "questionnaire", "pyodide_app")]

        def build_again() -> None:
            rebuild(out, preview.build)
            door.look_again(sources=True)

        serve_and_rebuild(server, out, watched=[config_path.resolve().parent, *sources], rebuild=build_again)


def _door(config_path: Path, out: Path) -> StudioDoor:
    """Return the studio of ``config_path``, which must exist, for a preview that may write ``out``."""
    from generator import output
    from generator.preview.studio_door import StudioDoor
    from generator.studio.desk import Studio
    from generator.studio.workspace import Workspace

    output.check_target(out)
    workspace = Workspace(config_path.resolve().parent, config_path.name)
    workspace.require()
    return StudioDoor(Studio(workspace))


def _surveys(config_path: Path) -> list[Config]:
    """Return the surveys to collect for; none if there are faults, which the studio shows to be mended."""
    from generator.configuration import load
    from questionnaire.faults import InputError

    try:
        return [survey.config for survey in load.load_surveys(config_path)]
    except InputError:
        return []


def _open_server(out: Path, port: int, door: StudioDoor) -> ThreadingHTTPServer:
    from generator.preview.server import InMemoryFiles, preview_server
    from generator.preview.studio_door import FOLDER
    from generator.studio.files import studio_files
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    page = {f"{FOLDER}{name}": contents for name, contents in studio_files("server").items()}
    try:
        return preview_server(out, port, InMemoryFiles(page), door)
    except OSError as error:
        details = {"reason": system_reason(error)}
        raise InputError([Fault("command.port_taken", "--port", port, details, file=COMMAND_LINE)]) from error


def rebuild(out: Path, build: Callable[[], dict[str, bytes]]) -> None:
    """Build again; print the faults if there are any: the last build then stays served."""
    from jinja2 import TemplateError

    from questionnaire.faults import InputError

    try:
        report_build(out, build())
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
    except TemplateError as error:
        click.echo(f"template: {error}", err=True)
    except Exception as error:  # noqa: BLE001 (the preview goes on whatever somebody saves half or wrong)
        click.echo(f"{type(error).__name__}: {error}", err=True)
