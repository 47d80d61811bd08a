"""The commands that count: the page for ballots on paper, and the urn of a sealed survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.commands.language import day, megabytes, number
from generator.commands.named_files import read_named, refusal
from generator.commands.options import config_option, exit_1_on_faults

if TYPE_CHECKING:
    from generator.sealing.keys import TrusteeKey
    from questionnaire.urn import Urn

RELEASE = "report.json"
LEVELS = "levels.json"


@click.command()
@click.argument("urns", nargs=-1, metavar="[URN]...", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The key file of the trustee who opens the urn; of two, one or both.",
)
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="For an urn, the folder to write into. For paper, the file, if the name ends in .html, or the "
    "folder to put it into; ours is replaced.  "
    "[default: auswertung.html; auswertung-ID.html for each survey on paper if the site holds several]",
)
@click.pass_context
@exit_1_on_faults
def count(
    context: click.Context,
    urns: tuple[Path, ...],
    key_files: tuple[Path, ...],
    config_path: Path,
    out: Path | None,
) -> None:
    """Count the ballots of a sealed survey; without URN, write the page that counts ballots on paper.

    URN is the file that `lastbild close` has written. Its trustee opens it with a key, on their machine and
    without the site's configuration; with --config, urn and configuration are compared before. With two
    trustees, the second passes on an urn with one seal less, and the first counts. Only what may be published
    is written, as report.json; nobody sees an exact count. Count one urn of a survey only: a second one could
    differ by a single ballot, and would show what is in it. Surveys that are released in one act are counted
    at once: give all their urns.

    The page for paper needs no Lastbild; it stores its state in the browser and sends nothing.
    """
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    if not urns and not key_files:
        _write_page(config_path, out or Path())
    elif not urns:
        raise InputError([Fault("command.urn_missing", "URN", file=COMMAND_LINE)])
    elif not key_files:
        raise InputError([Fault("command.key_missing", "--key", file=COMMAND_LINE)])
    else:
        given = context.get_parameter_source("config_path") is not ParameterSource.DEFAULT
        _count_urns(urns, key_files, config_path if given else None, out or Path())


def _write_page(config_path: Path, out: Path) -> None:
    from generator.configuration import load
    from generator.count.single_file import write_count_files
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    written = write_count_files(config_path, out)
    if not written:
        site = load.load_site(config_path)
        survey = site.first
        if teams := site.surveys[0].teams:
            raise InputError([Fault("joint.no_count_page", details={"teams": teams}, file=COMMAND_LINE)])
        if survey.config.collection.seal:
            raise InputError([Fault("command.urn_missing", "URN", file=COMMAND_LINE)])
        fault = Fault("command.not_on_paper", "collection.mode", survey.config.collection.mode)
        raise InputError([replace(fault.renamed(survey.key), file=config_path.name)])
    for path, size in written.items():
        wrote = _("Wrote {path}: one file, {size}; open it by a double click")
        click.echo(wrote.format(path=path, size=megabytes(size)))


def _count_urns(
    paths: Sequence[Path], key_files: Sequence[Path], config_path: Path | None, out: Path
) -> None:
    from generator.output_file import write_once
    from generator.report.joint_urns import must_be_counted_together
    from generator.sealing import opening

    urns = [_read_urn(path) for path in paths]
    must_be_counted_together(urns)
    for urn, path in zip(urns, paths, strict=True):
        if config_path:
            _must_be_as_configured(urn, path, config_path)
        click.echo(_described(urn))
    for key in _keys_in_order(urns[0], key_files):
        if len(urns[0].seals) == 1:
            counted = [opening.counted(urn, key) for urn in urns]
            release, name = _disclosed(urns, [counts for counts, _spoilt in counted])
            write_once(release, out / name)
            click.echo(
                _("Spoilt ballots: {number}.").format(number=sum(spoilt for _counts, spoilt in counted))
            )
            wrote = _("wrote {path}; pass it on to the people who make the report")
            click.echo(wrote.format(path=out / name))
            return
        urns = [opening.without_outer_seal(urn, key) for urn in urns]
    _pass_on(urns, out)


def _disclosed(urns: Sequence[Urn], counts: Sequence[Mapping[str, int]]) -> tuple[bytes, str]:
    """Return the release of all ``urns`` with these exact counts, and the name of its file."""
    from generator.report.disclosed import disclosed_bytes_of_urn
    from generator.report.joint_urns import disclosed_bytes_of_urns

    if urns[0].teams:
        return disclosed_bytes_of_urns(urns, counts), LEVELS
    return disclosed_bytes_of_urn(urns[0], counts[0]), RELEASE


def _pass_on(urns: Sequence[Urn], out: Path) -> None:
    from generator.output_file import write_once
    from questionnaire.urn import dump

    for urn in urns:
        write_once(dump(urn), out / urn.file_name)
    click.echo(_("Spoilt ballots so far: {number}.").format(number=sum(urn.spoilt for urn in urns)))
    for urn in urns:
        wrote = _("wrote {path}; pass it on to the trustee whose key has this fingerprint:")
        click.echo(wrote.format(path=out / urn.file_name))
    click.echo(urns[0].next_fingerprint)


def _read_urn(path: Path) -> Urn:
    from questionnaire.faults import Fault
    from questionnaire.urn import parse

    return read_named(path, "URN", parse, lambda reason: Fault("urn.unreadable", details={"reason": reason}))


def _must_be_as_configured(urn: Urn, path: Path, config_path: Path) -> None:
    """Raise ``InputError`` with everything that the urn says differently from the configuration."""
    from generator.configuration import load
    from generator.report.urns import differences
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    surveys = {survey.config.survey.id: survey for survey in load.load_surveys(config_path)}
    survey = surveys.get(urn.survey_id)
    if survey is None:
        details = {"found": urn.survey_id, "known": tuple(surveys)}
        raise InputError([Fault("urn.of_another_survey", "URN", str(path), details, file=COMMAND_LINE)])
    faults = [fault.renamed(survey.key) for fault in differences(urn, survey.config, survey.teams)]
    if faults:
        raise refusal(path, "URN", *faults)


def _keys_in_order(urn: Urn, key_files: Sequence[Path]) -> list[TrusteeKey]:
    """Return the keys in the files, that of the outermost seal first.

    Before it asks for any passphrase, it raises ``InputError`` with every file whose key is of no use now.
    """
    from generator.commands.key_files import public_key_of, unlock
    from generator.sealing.opening import objection
    from questionnaire.faults import COMMAND_LINE, InputError

    files = {public_key_of(path, "--key"): path for path in key_files}
    faults = [
        replace(fault, key="--key", value=str(path), file=COMMAND_LINE)
        for public_key, path in files.items()
        if (fault := objection(urn, public_key, files))
    ]
    if faults:
        raise InputError(faults)
    in_order = [files[public_key] for public_key in reversed(urn.seals) if public_key in files]
    return [unlock(path, "--key", _("Passphrase of {path}").format(path=path)) for path in in_order]


def _described(urn: Urn) -> str:
    collected = ngettext(
        "Urn of {survey!r}, collected from {opens} to {closes}: {number} ballot.",
        "Urn of {survey!r}, collected from {opens} to {closes}: {number} ballots.",
        urn.number,
    )
    slips = ngettext("{number} slip", "{number} slips", urn.slips) if urn.slips is not None else _("no slips")
    invited = _("{people} people are invited, {slips} were drawn; nothing is published below {threshold}.")
    version, fingerprint = urn.instrument.version, urn.instrument.fingerprint[:12]
    asked = _("Questionnaire: version {version}, fingerprint {fingerprint}…")
    opens, closes, drawn = day(urn.opens), day(urn.closes), slips.format(number=number(urn.slips or 0))
    extended = _("The survey was extended once; before, its last day was {former}.")
    lines = (
        collected.format(survey=urn.survey_id, opens=opens, closes=closes, number=number(urn.number)),
        *([extended.format(former=day(urn.extended_from))] if urn.extended_from else ()),
        invited.format(people=number(urn.headcount), slips=drawn, threshold=urn.threshold),
        asked.format(version=version, fingerprint=fingerprint),
        _("That is what the urn says: compare it with the survey's page."),
    )
    return "\n".join(lines)
