"""The commands that make a site, and compare one with its build: check, build, serve, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, exit_1_on_faults, out_option
from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from generator.configuration.schema import Config
    from generator.configuration.survey import Site, Survey
    from generator.preview.studio_door import StudioDoor


@click.command()
@config_option
@exit_1_on_faults
def check(config_path: Path) -> None:
    """Check the configuration and every text it uses; write nothing."""
    from generator.site.files import configured_site_files

    pages = [name for name in configured_site_files(config_path) if name.endswith(".html")]
    click.echo(f"{config_path}: no faults; a build would make {len(pages)} pages")
    _print_notes(config_path)


@click.command()
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write; a former one of ours is replaced at the end only.  [default: dist]  "
    "With --single-file: the file, if the name ends in .html, or the folder to put it into.  "
    "[default: ID.html, after the survey's id; lastbild.html if there are several]",
)
@click.option(
    "--single-file",
    is_flag=True,
    help="Build one HTML file instead, for a USB stick, a mail or a file share. It can send nothing. "
    "A survey on paper gets auswertung.html beside it, which counts the ballots.",
)
@exit_1_on_faults
def build(config_path: Path, out: Path | None, *, single_file: bool) -> None:
    """Build the site into a folder that any static web server can serve, or into a single file."""
    from generator.site.build import build_single_file, build_site

    if single_file:
        from generator.count.single_file import write_count_files

        path, size = build_single_file(config_path, out)
        click.echo(f"Built {path}: one file, {size / 1e6:.1f} MB")
        for count, size in write_count_files(config_path, path.parent).items():
            click.echo(f"Built {count}, which counts the ballots: one file, {size / 1e6:.1f} MB")
    else:
        folder = out or Path("dist")
        _report_build(folder, build_site(config_path, folder))
    site = _print_notes(config_path)
    if not single_file and any(survey.config.collection.mode == "paper" for survey in site.surveys):
        click.echo(
            "Ballots: `lastbild count` writes auswertung.html, the page that counts them in a browser."
        )


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


def open_in_browser(address: str) -> None:
    """Open ``address`` in the browser if the output is a terminal, where somebody sees it."""
    import sys
    import webbrowser

    if sys.stdout.isatty():
        webbrowser.open(address)


def _report_build(out: Path, files: dict[str, bytes]) -> None:
    size = sum(map(len, files.values())) / 1e6
    click.echo(f"Built {out}: {len(files)} files, {size:.1f} MB")


def _print_notes(config_path: Path) -> Site:
    """Say what is no fault, for the site works with it, but what somebody should know; return the site."""
    from generator.configuration import load

    site = load.load_site(config_path)
    notes = (
        *_missing_imprints(site.surveys),
        *_missing_seals(site.surveys),
        *_keys_that_everybody_has(site.surveys),
        *_neighbours(site.first.config.site.address),
    )
    for note in notes:
        click.echo(f"{config_path.name}: {note}")
    return site


def _missing_imprints(surveys: Iterable[Survey]) -> Iterator[str]:
    """Yield for each brand without an imprint what its page then shows."""
    missing = {
        survey.key("brand.imprint"): survey for survey in surveys if survey.config.brand.imprint is None
    }
    for key, survey in missing.items():
        yield (
            f"{key}: is missing; the imprint says only that {survey.config.brand.name} offers the site, "
            "which is too little for a site that anybody can open"
        )


def _missing_seals(surveys: Iterable[Survey]) -> Iterator[str]:
    """Yield who can read the contributions of surveys that send them unsealed."""
    missing = {
        survey.key("collection.seal")
        for survey in surveys
        if survey.config.collection.mode in ("open", "slips") and not survey.config.collection.seal
    }
    for key in sorted(missing):
        yield (
            f"{key}: is missing; whoever runs the collector can read the codes; better: sealed, with slips, "
            "by the public key of a trustee such as the works council (lastbild keys new)"
        )


# The key of the examples: examples/README.md tells everybody its passphrase.
_EXAMPLES_KEY = "lastbild1qhxx5hasj6mzepre22wa3lxmpx97367vvwahyevk0f9m9hce0xges88adzw"


def _keys_that_everybody_has(surveys: Iterable[Survey]) -> Iterator[str]:
    """Yield where contributions are sealed to the key of the examples."""
    places = {
        survey.key("collection.seal") for survey in surveys if _EXAMPLES_KEY in survey.config.collection.seal
    }
    for key in sorted(places):
        yield (
            f"{key}: is the key of Lastbild's examples, which everybody can open; it is there to try things "
            "out; the trustee makes the key of a survey: lastbild keys new, or keys page"
        )


def _neighbours(address: str | None) -> Iterator[str]:
    """Yield who could read along if the site's ``address`` leaves room for other pages."""
    from urllib.parse import urlsplit

    server = urlsplit(address or "")
    if server.path not in ("", "/"):
        own = f"https://lastbild.{server.netloc.partition('.')[2] or 'example'}/"
        yield (
            f'site.address = "{address}": any other page of {server.netloc} could read answers and results by'
            f" script, and no page can prevent that; better: a server name of its own, such as {own}"
        )


def rebuild(out: Path, build: Callable[[], dict[str, bytes]]) -> None:
    """Build again; print the faults if there are any: the last build then stays served."""
    from jinja2 import TemplateError

    from questionnaire.faults import InputError

    try:
        _report_build(out, build())
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
    except TemplateError as error:
        click.echo(f"template: {error}", err=True)
    except Exception as error:  # noqa: BLE001 (the preview goes on whatever somebody saves half or wrong)
        click.echo(f"{type(error).__name__}: {error}", err=True)


@click.command()
@click.argument("address")
@click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration to build for the comparison.  [default: site.toml]",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Compare with a kept manifest.json instead, or with a folder that holds one.",
)
@exit_1_on_faults
def verify(address: str, config_path: Path | None, against: Path | None) -> None:
    """Compare the site at ADDRESS with your own build of it, byte for byte.

    Asks for every file twice and for every page three times, with and without a browser's usual headers.
    """
    from generator.site import expected_sums
    from generator.site import verify as verification
    from generator.site.files import configured_site_files
    from questionnaire.faults import InputError

    if config_path and against:
        raise click.UsageError("--config and --against exclude each other.")
    if against:
        expected = expected_sums.of_manifest(against)
    else:
        expected = expected_sums.of_build(configured_site_files(config_path or Path("site.toml")))
    comparison = verification.verify(address, expected)
    click.echo(f"{address}: {comparison.alike} of {len(expected)} files are as they were built")
    click.echo("Not to be found so: a page that is served only to somebody else, or at another time")
    if comparison.faults:
        raise InputError(comparison.faults)


COMMANDS: tuple[click.Command, ...] = (check, build, serve, verify)
