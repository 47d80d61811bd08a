"""The ``lastbild`` command. Each command imports what it needs when it runs, so that help is instant.

Exit status: 0 done, 1 the input is at fault (each fault on a line, all at once), 2 wrong usage.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__, cli_collection, cli_init, cli_poster
from generator.options import config_option, ending_with_1_for_faults, out_option

if TYPE_CHECKING:
    from generator.kept import Kept
    from generator.serve import Beside


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lastbild")
def main() -> None:
    """Make load in customer service visible: build the survey site, collect, report."""
    # Imports and pages make many objects and hardly a cycle; looking for some at every 700th costs a tenth.
    gc.set_threshold(10_000)


for command in (cli_init.init, *cli_collection.COMMANDS, cli_poster.poster):
    main.add_command(command)


@main.command()
@config_option
@ending_with_1_for_faults
def check(config: Path) -> None:
    """Check the configuration and every text it uses; write nothing."""
    from generator.plan import plan

    pages = [name for name in plan(config) if name.endswith(".html")]
    click.echo(f"{config}: no faults; a build would make {len(pages)} pages")


@main.command()
@config_option
@out_option("dist")
@ending_with_1_for_faults
def build(config: Path, out: Path) -> None:
    """Build the site into a folder that any static web server can serve."""
    _build(config, out)


@main.command()
@config_option
@out_option("dist")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port."
)
@click.option("--open/--no-open", "opening", default=True, help="Show the brand board in the browser.")
@ending_with_1_for_faults
def serve(config: Path, out: Path, port: int, *, opening: bool) -> None:
    """Build, preview on 127.0.0.1, and build again whenever something changes.

    Beside the site it shows the brand board: every page and state on one sheet. Where a survey collects,
    a collector with a throw-away database runs beside it, too.
    """
    from importlib.resources import files

    from generator import preview_collector
    from generator import serve as preview
    from generator.configuration import config_file
    from generator.faults import Fault, InputError
    from generator.kept import Kept

    surveys = config_file.load(config)
    sources = [Path(str(files(package))) for package in ("site_templates", "questionnaire", "pyodide_app")]
    board, kept = preview.Beside(), Kept()
    try:
        server = preview.server(out, port, board)
    except OSError as error:
        expected = f"cannot be opened ({error.strerror}); choose another with --port, or 0 for a free one"
        raise InputError([Fault("command line", "--port", expected, port)]) from error
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    with preview_collector.beside([edition.config for edition in surveys], address) as collecting:
        _build(config, out, collecting.address, board, kept)
        click.echo(f"Serving {out} at {address} (Ctrl+C ends it)")
        click.echo(f"Every page and state on one sheet: {address}board/")
        for line in collecting.notes:
            click.echo(line)
        if opening:
            _open(f"{address}board/")
        preview.preview(
            server,
            out,
            watched=[config.resolve().parent, *sources],
            rebuild=lambda: _rebuild(config, out, collecting.address, board, kept),
        )


def _open(address: str) -> None:
    """Show ``address`` in the browser of whoever sits in front of this terminal, if somebody does."""
    import sys
    import webbrowser

    if sys.stdout.isatty():
        webbrowser.open(address)


def _build(
    config: Path,
    out: Path,
    collector: str | None = None,
    board: Beside | None = None,
    kept: Kept | None = None,
) -> None:
    """Build the site into ``out`` and, where there is one, the ``board`` that the preview shows."""
    from generator import building

    files = building.build(config, out, collector=collector, board=board, kept=kept)
    size = sum(map(len, files.values())) / 1e6
    click.echo(f"Built {out}: {len(files)} files, {size:.1f} MB")


def _rebuild(config: Path, out: Path, collector: str | None, board: Beside, kept: Kept) -> None:
    """Build again and keep serving the former build while there are faults."""
    from jinja2 import TemplateError

    from generator.faults import InputError

    try:
        _build(config, out, collector, board, kept)
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
    except TemplateError as error:
        click.echo(f"template: {error}", err=True)
    except Exception as error:  # noqa: BLE001 (whatever was saved half or wrong, the preview outlives it)
        click.echo(f"{type(error).__name__}: {error}", err=True)
