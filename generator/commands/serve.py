"""The command that previews a site while it is made: serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.browser import open_in_browser
from generator.commands.language import language_of_faults
from generator.commands.options import config_option, echo_faults, exit_1_on_faults, out_option
from generator.commands.site import report_build
from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from generator.preview.site_changes import SiteChanges
    from generator.preview.studio_door import StudioDoor
    from questionnaire.faults import Fault


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
    looked at. Where a survey collects, a collector with a throw-away database runs beside it, too. It starts
    with a faulty file, too: the browser shows the faults until they are mended.
    """
    from generator.commands.ending import ended_by_sigterm
    from generator.preview.build import Preview
    from generator.preview.server import serve_and_rebuild
    from generator.preview.site_changes import SiteChanges
    from generator.preview.trial_collector import TrialCollector

    door, changes = _door(config_path, out), SiteChanges()
    server = _open_server(out, port, door, changes)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    with ended_by_sigterm(), TrialCollector(address) as collector:
        preview = Preview(config_path, out, collector.address)

        def build() -> None:
            _tell(changes, rebuild(out, preview.build, config_path), config_path)

        def build_again() -> None:
            build()
            _print(collector.news())
            door.look_again(sources=True)

        build()
        _print(
            [
                _("Serving {folder} at {address} (Ctrl+C ends it)").format(folder=out, address=address),
                _("Edit it and see every page and state: {address}").format(address=f"{address}studio/"),
                *collector.news(),
            ]
        )
        if opening:
            open_in_browser(f"{address}studio/")
        serve_and_rebuild(server, out, watched=_sources(config_path), rebuild=build_again)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _sources(config_path: Path) -> list[Path]:
    """Return the folders whose files the site is made of."""
    from importlib.resources import files

    packages = ("site_templates", "questionnaire", "pyodide_app")
    return [config_path.resolve().parent, *(Path(str(files(name))) for name in packages)]


def _door(config_path: Path, out: Path) -> StudioDoor:
    """Return the studio of ``config_path``, which must exist, for a preview that may write ``out``."""
    from generator import output
    from generator.preview.studio_door import StudioDoor
    from generator.studio.desk import Studio
    from generator.studio.workspace import Workspace

    output.check_target(out)
    return StudioDoor(Studio(Workspace.around(config_path)))


def _open_server(out: Path, port: int, door: StudioDoor, changes: SiteChanges) -> ThreadingHTTPServer:
    from generator.preview.fault_sheet import script_files
    from generator.preview.server import InMemoryFiles, preview_server
    from generator.preview.studio_door import FOLDER
    from generator.studio.files import studio_files
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    page = {f"{FOLDER}{name}": contents for name, contents in studio_files("server").items()}
    in_memory = InMemoryFiles({**page, **script_files()})
    try:
        return preview_server(out, port, in_memory, door, changes)
    except OSError as error:
        details = {"reason": system_reason(error)}
        raise InputError([Fault("command.port_taken", "--port", port, details, file=COMMAND_LINE)]) from error


@dataclass(frozen=True, slots=True)
class Attempt:
    """A build that was tried: the files of the site, or what keeps it from being made."""

    site: dict[str, bytes]
    faults: tuple[Fault | str, ...] = ()


def rebuild(out: Path, build: Callable[[], dict[str, bytes]], config_path: Path) -> Attempt:
    """Build again; print the faults if there are any: the last build then stays served."""
    from jinja2 import TemplateError

    from generator.configuration import load
    from questionnaire.faults import InputError

    try:
        site = build()
    except InputError as error:
        echo_faults(error.faults, config_path)
        return Attempt({}, tuple(load.with_lines(error.faults, config_path)))
    except TemplateError as error:
        other = f"template: {error}"
    except Exception as error:  # noqa: BLE001 (the preview goes on whatever somebody saves half or wrong)
        other = f"{type(error).__name__}: {error}"
    else:
        report_build(out, site)
        return Attempt(site)
    click.echo(other, err=True)
    return Attempt({}, (other,))


def _tell(changes: SiteChanges, attempt: Attempt, config_path: Path) -> None:
    """Have every window show the new site, or what keeps it from being made."""
    from generator.preview.fault_sheet import fault_sheet

    if attempt.site:
        changes.built(attempt.site)
    else:
        text = config_path.read_bytes().decode("utf-8", "replace") if config_path.is_file() else ""
        changes.refused(fault_sheet(attempt.faults, config_path.name, text, language_of_faults(config_path)))
