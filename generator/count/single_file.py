"""``auswertung.html``: the count in one file, to be opened by a double click beside the box.

It stands beside the site and not in it. Whoever counts is not whoever reads the site: the page is no use to
employees, a facilitator has it on the machine at the table, without a server, and a site would grow by all of
Python for everybody who hosts it.
"""

from __future__ import annotations

from pathlib import Path

from generator import output_file
from generator.configuration import load
from generator.configuration.survey import Site, Survey
from generator.count.page import MARK, count_page
from generator.one_file.python_parts import python_parts
from generator.runtime import store
from questionnaire.faults import COMMAND_LINE, Fault, InputError

NAME = "auswertung"


def count_files(site: Site) -> dict[str, bytes]:
    """Return the file of each survey of ``site`` that collects on paper: name -> contents.

    The only survey's is ``auswertung.html``; of several, each has its id in its name. Raises
    ``generator.runtime.PreparationError`` if Python cannot be prepared.
    """
    surveys = _on_paper(site)
    if not surveys:
        return {}
    python, script = python_parts(), store.count_script()
    return {_name(site, survey): count_page(survey, script, python) for survey in surveys}


def write_count_files(config_path: Path, out: Path) -> dict[Path, int]:
    """Write ``count_files`` of the site of ``config_path``, and return path -> size in bytes.

    ``out`` is the folder to put them into, or the file itself if its name ends in ``.html``. Raises
    ``InputError`` with all faults of the configuration, if another file than one of ours is there, and if
    several surveys would share a file.
    """
    site = load.load_site(config_path)
    named = output_file.is_named(out)
    ids = tuple(survey.config.survey.id for survey in _on_paper(site))
    if named and ids[1:]:
        raise InputError(
            [Fault("output.one_for_several", "--out", str(out), {"surveys": ids}, file=COMMAND_LINE)]
        )
    files = {out if named else out / name: contents for name, contents in count_files(site).items()}
    for path, contents in files.items():
        output_file.write_file(contents, path, MARK)
    return {path: len(contents) for path, contents in files.items()}


def _on_paper(site: Site) -> list[Survey]:
    """Return the surveys that a page of their own may count: none that is released in one act with others."""
    return [
        survey for survey in site.surveys if survey.config.collection.mode == "paper" and not survey.teams
    ]


def _name(site: Site, survey: Survey) -> str:
    return f"{NAME}-{survey.config.survey.id}.html" if len(site.surveys) > 1 else f"{NAME}.html"
