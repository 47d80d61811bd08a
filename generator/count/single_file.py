"""``auswertung.html``: the count in one file, to be opened by a double click beside the box.

It stands beside the site and not in it. Whoever counts is not whoever reads the site: the page is no use to
employees, a facilitator has it on the machine at the table, without a server, and a site would grow by all of
Python for everybody who hosts it.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from generator import output_file
from generator.configuration import load
from generator.configuration.survey import Site, Survey
from generator.count.page import MARK, Part, count_page
from generator.runtime import bundling, store
from generator.runtime.archive import stored_zip
from generator.site.page_loads import downloads
from questionnaire.faults import COMMAND_LINE, Fault, InputError

NAME = "auswertung"
_NOT_NEEDED = ("brotli.zip",)  # packs a brand's fonts; here they are packed already
_SOURCES, _INNER, _RUNTIME = "generator.zip", "files.zip", "generator/runtime/prepared/"
_KEPT = f"{_RUNTIME}{bundling.COUNT_SCRIPT}"  # with it comes the folder, which the start of Python writes to


def count_files(site: Site) -> dict[str, bytes]:
    """Return the file of each survey of ``site`` that collects on paper: name -> contents.

    The only survey's is ``auswertung.html``; of several, each has its id in its name. Raises
    ``generator.runtime.PreparationError`` if Python cannot be prepared.
    """
    surveys = _on_paper(site)
    if not surveys:
        return {}
    python, script = _python(), store.count_script()
    return {_name(site, survey): _file(survey, script, python) for survey in surveys}


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
    return [survey for survey in site.surveys if survey.config.collection.mode == "paper"]


def _name(site: Site, survey: Survey) -> str:
    return f"{NAME}-{survey.config.survey.id}.html" if len(site.surveys) > 1 else f"{NAME}.html"


def _python() -> Mapping[str, bytes]:
    files = {name: contents for name, contents in store.generator_files().items() if name not in _NOT_NEEDED}
    files[_SOURCES] = _without_runtime(files[_SOURCES])
    return dict(sorted(files.items()))  # in the same order in a checkout, a wheel and a browser


def _without_runtime(archive: bytes) -> bytes:
    """Return the archive of the generator without the survey's runtime: here no site is built.

    It is an archive within an archive; nothing is compressed again, since no two machines compress alike.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as outer, zipfile.ZipFile(outer.open(_INNER)) as inner:
        names = [name for name in inner.namelist() if not name.startswith(_RUNTIME) or name == _KEPT]
        files = {name: inner.read(name) for name in names}
    return stored_zip({_INNER: stored_zip(files)})


def _file(survey: Survey, script: bytes, python: Mapping[str, bytes]) -> bytes:
    listed = downloads({name: {name: contents} for name, contents in python.items()})
    embedded = [Part(name, base64.b64encode(contents).decode()) for name, contents in python.items()]
    return count_page(survey, script, downloads=listed, embedded=embedded)
