"""The ``lastbild`` command. Each command imports what it needs when it runs, so that help is instant.

Exit status: 0 done, 1 the input is at fault (each fault on a line, all at once), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from generator import __version__

P = ParamSpec("P")

_config = click.option(
    "--config",
    default="site.toml",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The site's configuration.",
)
_out = click.option(
    "--out",
    default="dist",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder to write; a former build there is replaced at the end only.",
)


def _faults_end_with_1(command: Callable[P, None]) -> Callable[P, None]:
    """Print every fault of the input on a line of its own and end with status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from generator.faults import InputError
        from generator.runtime.prepare import PreparationError

        try:
            command(*args, **kwargs)
        except InputError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            raise SystemExit(1) from None
        except PreparationError as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lastbild")
def main() -> None:
    """Make load in customer service visible: build the survey site, check it, preview it."""


@main.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@_faults_end_with_1
def init(directory: Path) -> None:
    """Write a commented site.toml and a placeholder logo into DIR."""
    from generator import starter

    for path in starter.write(directory):
        click.echo(f"wrote {path}")
    click.echo(
        f"Next: edit {directory / 'site.toml'}, then run: lastbild serve --config {directory / 'site.toml'}"
    )


@main.command()
@_config
@_faults_end_with_1
def check(config: Path) -> None:
    """Check the configuration and every text it uses; write nothing."""
    from generator.plan import plan

    pages = [name for name in plan(config) if name.endswith(".html")]
    click.echo(f"{config}: no faults; a build would make {len(pages)} pages")
    _say_what_is_missing(config)


@main.command()
@_config
@_out
@_faults_end_with_1
def build(config: Path, out: Path) -> None:
    """Build the site into a folder that any static web server can serve."""
    _build(config, out)
    _say_what_is_missing(config)


@main.command()
@_config
@_out
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port."
)
@_faults_end_with_1
def serve(config: Path, out: Path, port: int) -> None:
    """Build, preview on 127.0.0.1, and build again whenever something changes."""
    from importlib.resources import files

    from generator import serve as preview
    from generator.faults import Fault, InputError

    _build(config, out)
    _say_what_is_missing(config)
    sources = [Path(str(files(package))) for package in ("site_templates", "questionnaire", "pyodide_app")]
    try:
        preview.preview(
            out,
            port,
            watched=[config.resolve().parent, *sources],
            rebuild=lambda: _rebuild(config, out),
            ready=lambda address: click.echo(f"Serving {out} at {address} (Ctrl+C ends it)"),
        )
    except OSError as error:
        expected = f"cannot be opened ({error.strerror}); choose another with --port, or 0 for a free one"
        raise InputError([Fault("command line", "--port", expected, port)]) from error


def _build(config: Path, out: Path) -> None:
    from generator import output
    from generator.plan import plan

    output.check_target(out)
    files = plan(config)
    output.write(files, out)
    size = sum(map(len, files.values())) / 1e6
    click.echo(f"Built {out}: {len(files)} files, {size:.1f} MB")


def _rebuild(config: Path, out: Path) -> None:
    """Build again and keep serving the former build while there are faults."""
    from generator.faults import InputError

    try:
        _build(config, out)
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)


def _say_what_is_missing(config: Path) -> None:
    """Say so, rather than build something that looks as if it collected."""
    from generator import config_file

    mode = config_file.load(config)[0].collection.mode
    if mode != "off":
        click.echo(
            f'Note: collection.mode = "{mode}" is checked but not built yet; '
            "this site shows results and sends nothing.",
            err=True,
        )
