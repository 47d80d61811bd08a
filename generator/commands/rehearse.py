"""The command that tries a published site as an employee's browser would: rehearse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import clock
from generator.commands.language import day, number
from generator.commands.options import config_option, exit_1_on_faults, shown_fault

if TYPE_CHECKING:
    from generator.configuration.survey import Site, Survey
    from generator.rehearsal.finding import Finding
    from generator.site.expected_sums import Sums
    from questionnaire.faults import InputError


@click.command()
@click.argument("address", required=False, metavar="[ADDRESS]")
@config_option
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Expect the files of a kept manifest.json, or of a folder that holds one, not those of a new build.",
)
@exit_1_on_faults
def rehearse(address: str | None, config_path: Path, against: Path | None) -> None:
    """Try the published site as an employee's browser would, before employees do.

    Looks at ADDRESS, or at site.address: the certificate, every file, its type and its headers; and at the
    collector: whether it can store contributions, takes them from this site, and has this survey. A trial
    contribution goes as far as the last gate, which must refuse it: nothing is counted. Each step is a line.
    """
    from generator.configuration import load
    from generator.site import expected_sums
    from generator.site.files import configured_site_files

    site = load.load_site(config_path)
    if against:
        expected = expected_sums.of_manifest(against)
    else:
        expected = expected_sums.of_build(configured_site_files(config_path))
    place = address or site.first.config.site.address
    if place is None:
        raise _no_address(config_path)
    failed = 0
    for finding, survey_id in _findings(site, place, expected):
        _show(finding, survey_id, config_path)
        failed += bool(finding.faults)
    click.echo(_("All is well.") if not failed else _("Mend what is marked as a fault, and rehearse again."))
    if failed:
        raise SystemExit(1)


def _no_address(config_path: Path) -> InputError:
    from generator.configuration.load import with_lines
    from questionnaire.faults import Fault, InputError

    fault = Fault("rehearsal.without_address", "site.address", file=config_path.name)
    return InputError(with_lines([fault], config_path))


def _findings(site: Site, place: str, expected: Sums) -> Iterator[tuple[Finding, str]]:
    """Yield each finding as soon as it is there, with the id of its survey, if it is of one of many."""
    from generator.rehearsal import address, collecting, files
    from generator.rendering.page_context import collector_origin
    from generator.site.verify import folder_of

    folder, today = folder_of(place), clock.today()
    days = [each.config.survey.closes for each in site.surveys if each.config.survey.closes]
    for finding in address.findings(folder, max(days, default=None), today):
        yield finding, ""
        if finding.step == "address" and finding.faults:
            return
    sending = [each for each in site.surveys if collector_origin(each.config)]
    origins = {str(collector_origin(each.config)) for each in sending}
    framed_by = site.first.config.site.framed_by
    yield from ((finding, "") for finding in files.findings(folder, expected, sorted(origins), framed_by))
    for survey in sending:
        for finding in collecting.findings(survey.config, folder, today):
            yield finding, _named(survey, site)


def _named(survey: Survey, site: Site) -> str:
    return survey.config.survey.id if len(site.surveys) > 1 else ""


def _show(finding: Finding, survey_id: str, config_path: Path) -> None:
    mark = _("fault") if finding.faults else _("note") if finding.notes else _("well")
    is_well = not finding.faults and not finding.notes
    told = _well(finding) if is_well else _title(finding)
    of_survey = f" ({survey_id})" if survey_id else ""
    click.echo(f"[{mark}] {told}{of_survey}")
    for fault in (*finding.faults, *finding.notes):
        click.echo(f"  {shown_fault(fault, config_path)}")


def _title(finding: Finding) -> str:
    return {
        "address": _("Address"),
        "certificate": _("Certificate"),
        "http": _("Without https"),
        "files": _("Files"),
        "types": _("Types of the files"),
        "headers": _("Headers"),
        "collector": _("Collector"),
        "permission": _("Permission to send"),
        "trial": _("Trial contribution"),
    }[finding.step]


def _well(finding: Finding) -> str:
    """Return what is told of a step in which all is well."""
    details = finding.details
    match finding.step:
        case "certificate":
            ends = details["ends"]
            return _("Certificate: valid until {day}").format(
                day=day(ends) if isinstance(ends, dt.date) else ""
            )
        case "files":
            alike = _("Files: all {files} are as they were built")
            return alike.format(files=number(int(str(details["alike"]))))
    return {
        "address": _("Address: the start page comes"),
        "http": _("Without https: leads to https"),
        "types": _("Types of the files: each as a browser needs it"),
        "headers": _("Headers: none stops the page"),
        "collector": _("Collector: it could store a contribution now"),
        "permission": _("Permission to send: the collector takes contributions from this site"),
        "trial": _("Trial contribution: refused at the last gate, as it must be; nothing was counted"),
    }[finding.step]
