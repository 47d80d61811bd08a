"""The surveys of a site.toml, one or many: each is read, checked and built as if it stood there alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.brand.brand_files import BrandFiles
from generator.configuration import surveys_faults
from generator.configuration.config import Config, localised
from generator.configuration.surveys_parts import Values, parts
from generator.faults import Fault, InputError, did_you_mean

# Reads values as one site: the configuration if it can be made, the brand's files, every fault.
Reader = Callable[[Values], tuple[Config | None, BrandFiles, list[Fault]]]


@dataclass(frozen=True, slots=True)
class Edition:
    """One survey with everything it is built from.

    ``folder`` is where it stands within the site: ``""`` for the only one, else such as ``"team-nord/"``;
    ``config.site.address`` is this survey's own. ``key`` says how site.toml names one of ``config``'s keys.
    """

    folder: str
    config: Config
    files: BrandFiles
    key: Callable[[str], str] = field(default=str, compare=False, repr=False)

    def place(self, language: str) -> str:
        """Return the folder of the pages in ``language``, from the root of the site."""
        return self.folder + folder_of(self.config, language)


@dataclass(frozen=True, slots=True)
class Editions:
    """Everything that one site.toml describes; ``front`` is the page in front of several surveys."""

    surveys: tuple[Edition, ...]
    front: Edition | None = None


def folder_of(config: Config, language: str) -> str:
    """Return the folder of a language within a survey: its root for the first, else one of its own."""
    return "" if language == config.site.languages[0] else f"{language}/"


def editions(file: str, values: Values, read: Reader) -> Editions:
    """Return the surveys that ``values``, the contents of ``file``, describe.

    ``read`` is asked for each of them, and once for what is common. Raises ``InputError`` with all faults
    of all surveys.
    """
    faults = [Fault(file, *fault) for fault in surveys_faults.faults(values)]
    made: list[Edition] = []
    for part in parts(values):
        config, files, found = read(part.values)
        faults += [part.named(fault) for fault in found]
        if config:
            made.append(Edition(part.folder, _addressed(config, part.folder), files, part.key))
    several = "surveys" in values
    if several and not faults:
        faults += [Fault(file, *fault) for fault in _alike(made[1:])]
    if faults:
        # What is common is read many times; its faults are told once.
        raise InputError({str(fault): fault for fault in faults}.values())
    return Editions(tuple(made[1:]), made[0]) if several else Editions(tuple(made))


def chosen(surveys: Sequence[Edition], asked: str | None) -> Edition:
    """Return the survey with the id ``asked``, or the only one; ``InputError`` names those there are."""
    by_id = {edition.config.survey.id: edition for edition in surveys}
    if asked is None and len(by_id) == 1:
        return surveys[0]
    if asked in by_id:
        return by_id[asked]
    missing = "is missing; " if asked is None else ""
    expected = f"{missing}expected the id of one of the surveys there are ({', '.join(by_id)})"
    raise InputError([Fault("command line", "--survey", expected + did_you_mean(asked or "", by_id), asked)])


def _addressed(config: Config, folder: str) -> Config:
    """Return ``config`` with the address of the survey in ``folder`` instead of the whole site's."""
    if not folder or config.site.address is None:
        return config
    address = f"{config.site.address.rstrip('/')}/{folder}"
    return config.model_copy(update={"site": config.site.model_copy(update={"address": address})})


def _alike(surveys: Sequence[Edition]) -> Iterator[tuple[str, str, object]]:
    """Yield a fault for each survey that the page in front would show exactly like an earlier one."""
    first: dict[tuple[str, str, str], str] = {}
    for edition in surveys:
        config, title = edition.config, edition.config.survey.title
        languages, brand = config.site.languages, str(config.brand.name)
        shown = {(language, localised(title, language), brand) for language in languages}
        if twins := sorted(first[one] for one in shown & first.keys()):
            expected = f'expected a title that tells it from "{twins[0]}": the page that lists all shows both'
            yield edition.key("survey.title"), expected, title if isinstance(title, str) else None
        first |= dict.fromkeys(shown - first.keys(), config.survey.id)
