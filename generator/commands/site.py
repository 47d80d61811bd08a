"""The commands that make a site: check and build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, exit_1_on_faults

if TYPE_CHECKING:
    from generator.configuration.survey import Site, Survey


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
        report_build(folder, build_site(config_path, folder))
    site = _print_notes(config_path)
    if not single_file and any(survey.config.collection.mode == "paper" for survey in site.surveys):
        click.echo(
            "Ballots: `lastbild count` writes auswertung.html, the page that counts them in a browser."
        )


def report_build(out: Path, files: dict[str, bytes]) -> None:
    """Say what was built into ``out``."""
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
