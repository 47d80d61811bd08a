"""The desk of the studio: everything that its page asks, answered from the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from generator import clock
from generator.brand import picture
from generator.brand.brand_file import BrandFileError
from generator.brand.picture import Picture
from generator.configuration import load, toml_faults, warnings
from generator.configuration.schema import BrandTable
from generator.configuration.survey import Site
from generator.configuration.values import value_at
from generator.desk import RefusedError, asked, said, told_fault
from generator.rendering.stylesheets import SchemeName
from generator.site.files import site_files
from generator.site.part_cache import PartCache
from generator.studio import (
    archive,
    contrast,
    document,
    drafts,
    listing,
    overridable,
    readiness,
    single_files,
    starter,
    uploads,
)
from generator.studio.frames import Frames
from generator.studio.naming import StudioLanguage
from generator.studio.toml_values import untyped
from generator.studio.workspace import CONFIG, Workspace
from questionnaire.faults import Fault, FaultError, InputError

# Where the workspace of a browser is: in its memory.
IN_MEMORY = Path("/site")
State = dict[str, Any]


class Studio:
    """A workspace, and what its page may ask.

    Every change is in the folder before it is answered; one that is refused changes nothing. ``language`` is
    that of the studio, ``"de"`` or ``"en"``.
    """

    def __init__(self, workspace: Workspace, *, keeps_former: bool = True) -> None:
        self._workspace = workspace
        self._keeps_former = keeps_former
        self._cache = PartCache()
        self._frames = Frames()
        self._shown: Site | None = self._checked()[0]  # the last site that could be shown
        self._notes: tuple[Fault, ...] = ()
        # The last values that were TOML: what is said of the files, and of what is left to do, rests on them.
        self._last: Mapping[str, Any] = {}
        self._read()

    @asked
    def state(self, language: str) -> State:
        """Return how things stand: the values, their faults, what is left to do, what can be looked at."""
        text, fault = self._read()
        values, known = {} if fault else self._last, self._last
        site, faults = (None, [fault]) if fault else self._checked()
        self._shown = site or self._draft(faults) or self._shown
        points = warnings.points(known, self._logos(site, known), today=clock.today())
        return {
            "version": self.version(),
            "values": untyped(values),
            "toml": text,
            "unreadable": fault and {"line": _line(fault), "text": said(fault, language)},
            "faults": [told_fault(each, language) for each in faults],
            "ready": readiness.told(points, faults, language),
            "surveys": list(listing.surveys(known, self._shown)),
            "languages": list(listing.languages()),
            "pages": self._frames.page_list(self._shown, _named_in(language)) if self._shown else [],
            "contrast": _contrast(site, language),
            "files": sorted(archive.workspace_files(self._workspace, known, missing_fails=False)),
            "offer": single_files.offer(known),
            "notes": [said(note, language) for note in self._notes],
        }

    @asked
    def change(self, edits: list[Any], language: str, version: str | None = None) -> State:
        """Make all ``edits``, see ``generator.studio.document``, and return the state.

        With the ``version`` of the state that they are based on, they are refused if it is not the last one.
        """
        self._require_version(version, language)
        text, fault = self._text()
        if fault:
            raise InputError([fault])
        self._write(document.edited(text, edits))
        return self.state(language)

    @asked
    def write(self, text: str, language: str, version: str | None = None) -> State:
        """Put ``text`` in place of site.toml, whether it can be read or not, and return the state.

        ``version`` is as in ``change``.
        """
        self._require_version(version, language)
        if len(text) > archive.LARGEST_CONFIG:
            raise FaultError("studio.text_too_large", most=archive.LARGEST_CONFIG // 1000)
        self._write(text)
        return self.state(language)

    @asked
    def put_file(self, at: list[Any], name: str, contents: bytes, language: str) -> State:
        """Keep a picture or a font for the field ``at``, name it there, and return the state."""
        text, fault = self._text()
        if fault:
            raise InputError([fault])
        path, values = tuple(at), document.parsed(text)
        if uploads.is_field(path):  # a place that is none is refused before anything is kept
            document.edited(text, [{"op": "set", "at": at, "value": name}])
        kept = uploads.keep(self._workspace, values, path, name, contents)
        named = uploads.with_other_weights(self._workspace, values, path, kept)
        return self.change([{"op": "set", "at": at, "value": named}], language)

    @asked
    def open(self, name: str, contents: bytes, language: str) -> State:
        """Put a site.toml, or the workspace in a zip, in place of this one, and return the state.

        A file that it replaces is kept beside it, if people can look into the folder. Raises ``InputError``
        for a site.toml that is no TOML: no edit could be made in it.
        """
        files = self._opened(name, contents)
        config = self._workspace.config
        files = {config if each == CONFIG else each: bytes_ for each, bytes_ in files.items()}
        replaced = files.items() if self._keeps_former else ()
        kept = [self._workspace.keep_former(each, bytes_) for each, bytes_ in replaced]
        for each, bytes_ in sorted(files.items(), key=lambda file: file[0] == config):  # site.toml last
            self._workspace.write(each, bytes_)
        self._shown = None
        former = tuple(each for each in kept if each)
        note = Fault("studio.former_kept", details={"names": former})
        self._notes = (*self._unknown_keys(), *([note] if former else []))
        return self.state(language)

    @asked
    def toml(self) -> str:
        """Return the text of site.toml."""
        return self._text()[0]

    @asked
    def site_zip(self) -> dict[str, object]:
        """Return the workspace and its finished site in one zip; raises ``InputError`` with every fault."""
        site = load.load_site(self._workspace.config_path)
        values, built = document.parsed(self._text()[0]), site_files(site, cache=self._cache)
        packed = archive.site_zip(self._workspace, values, built)
        return {"name": archive.file_name(site), "contents": packed}

    @asked
    def single_file(self) -> single_files.Saved:
        """Return the site in one HTML file; raises ``InputError`` with every fault."""
        return single_files.saved_site(load.load_site(self._workspace.config_path))

    @asked
    def count_page(self) -> single_files.Saved:
        """Return the page that counts the ballots from the box; raises ``InputError`` with every fault."""
        return single_files.saved_count(load.load_site(self._workspace.config_path))

    @asked
    def workspace_zip(self) -> dict[str, object]:
        """Return the workspace in a zip, whatever state it is in, to open it again later."""
        return {"name": "lastbild.zip", "contents": archive.workspace_zip(self._workspace, self._last)}

    @asked
    def page(self, id: str, survey: str, language: str, scheme: str) -> str:  # noqa: A002 (the page's word)
        """Return a page or a state of the survey in the folder ``survey`` as HTML for a frame.

        ``id`` is one of the state's ``pages``. While the workspace has faults, what they leave is shown.
        """
        site = self._checked()[0] or self._shown
        if not site:
            raise FaultError("studio.nothing_to_show")
        return self._frames.page_html(site, id, survey, language, _scheme(scheme))

    @asked
    def colours(self, primary: str, accent: str | None = None, language: str = "en") -> dict[str, Any]:
        """Return the colours that follow from these two, ``#rrggbb``, by scheme, and their contrast."""
        tried = BrandTable(name="tried", primary=primary, accent=accent)
        return {
            **contrast.css_colours(primary, accent),
            "contrast": contrast.contrast(tried, _named_in(language)),
        }

    @asked
    def texts(self, language: str) -> list[overridable.Row]:
        """Return every text of the pages, and which of them may be replaced."""
        text, fault = self._text()
        values = {} if fault else document.parsed(text)
        return overridable.text_rows(values, overridable.site_languages(values), language)

    def read_sources_again(self) -> None:
        """Draw with the templates and the texts of the pages as they are now."""
        self._frames = Frames()

    def version(self) -> str:
        """Return a text that changes whenever the workspace does, whoever changes it."""
        return self._workspace.version(self._last)

    def _read(self) -> tuple[str, Fault | None]:
        """Read site.toml anew; return as ``_text`` does."""
        text, fault = self._text()
        self._last = self._last if fault else document.parsed(text)
        return text, fault

    def _text(self) -> tuple[str, Fault | None]:
        """Return the text of site.toml, and the fault that keeps it from being TOML."""
        text, fault = document.read(self._workspace.read())
        return text, fault and replace(fault, file=self._workspace.config)

    def _require_version(self, version: str | None, language: str) -> None:
        if version is not None and version != self.version():
            raise RefusedError(Fault("studio.changed_elsewhere"), self.state(language))

    def _write(self, text: str) -> None:
        self._workspace.write(self._workspace.config, text.encode("utf-8", "replace"))

    def _opened(self, name: str, contents: bytes) -> dict[str, bytes]:
        if archive.is_zip(contents):
            files = archive.unpacked(contents)
        elif not name.lower().endswith((".toml", ".txt")):
            raise FaultError("studio.not_to_open", name=name[:100])
        else:
            files = {CONFIG: contents}
        if len(files[CONFIG]) > archive.LARGEST_CONFIG:
            raise FaultError("studio.text_too_large", most=archive.LARGEST_CONFIG // 1000)
        try:
            document.parsed(files[CONFIG].decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise InputError([toml_faults.wrong_coding(files[CONFIG], error.start)]) from error
        return files

    def _checked(self) -> tuple[Site | None, list[Fault]]:
        try:
            return load.load_site(self._workspace.config_path), []
        except InputError as error:
            return None, load.with_lines(error.faults, self._workspace.config_path)

    def _draft(self, faults: Iterable[Fault]) -> Site | None:
        read = partial(load.site_of, path=self._workspace.config_path)
        return drafts.draft(self._last, faults, read, clock.today()) if self._last else None

    def _unknown_keys(self) -> Iterable[Fault]:
        """Return a note on the keys of the opened file that only another version knows."""
        text, fault = self._text()
        faults = [] if fault or not text else self._checked()[1]
        unknown = tuple(each.key for each in faults if each.kind == "configuration.unknown_key")
        return [Fault("studio.unknown_keys", details={"keys": unknown})] if unknown else []

    def _logos(self, site: Site | None, values: Mapping[str, Any]) -> list[Picture | None]:
        """Return the logo of every page style; of a site with faults, that which all have in common."""
        if site:
            styled = (*([site.front] if site.front else []), *site.surveys)
            return [each.brand_files.logo for each in styled]
        name = value_at(values, "brand", "logo")
        try:
            return [picture.read(self._workspace.folder / name.strip(), "logo")]
        except (BrandFileError, ValueError, AttributeError):  # no logo, or one that is among the faults
            return [None]


def open_desk(folder: Path = IN_MEMORY) -> Studio:
    """Return the studio of ``folder``; one without site.toml is started as ``lastbild init`` does."""
    workspace = Workspace(folder)
    if not workspace.config_path.exists():
        if not (folder / "logo.svg").exists():
            workspace.write("logo.svg", starter.logo())
        workspace.write(CONFIG, starter.template().encode())
    return Studio(workspace, keeps_former=folder != IN_MEMORY)


def _line(fault: Fault) -> object:
    """Return the line of a file that cannot be read; of one in another coding, the message names it."""
    return fault.line or fault.details.get("line", 1)


def _named_in(language: str) -> StudioLanguage:
    return "en" if language == "en" else "de"


def _scheme(name: str) -> SchemeName:
    return "dark" if name == "dark" else "light"


def _contrast(site: Site | None, language: str) -> list[Any]:
    return list(contrast.contrast(site.first.config.brand, _named_in(language))) if site else []
