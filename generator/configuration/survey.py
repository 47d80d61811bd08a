"""A site and its surveys, one or many: each survey is read, checked and built as if it stood alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.brand.brand_files import BrandFiles
from generator.configuration import dropped_languages, invitation_checks, joint_checks, survey_entry_checks
from generator.configuration.plan_file import PlanFile
from generator.configuration.schema import Config, localised
from generator.configuration.survey_entries import Values, split_surveys
from questionnaire.faults import COMMAND_LINE, Fault, InputError, nearest

# Values of one survey -> its configuration (None if the schema refuses them), the brand's files, its
# plan.json if it names one, every fault.
Reader = Callable[[Values], tuple[Config | None, BrandFiles, PlanFile | None, list[Fault]]]


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey with everything it is built from.

    ``folder`` is its folder within the site: ``""`` for the only survey, or such as ``"team-nord/"``.
    ``config.site.address`` is this survey's own address. ``key`` returns the name of a key of ``config`` in
    site.toml. ``teams`` are the ids of all surveys of a site that are released in one act, this one among
    them; none if each is released on its own. ``plan`` is the plan.json that it names; nobody has looked
    into it yet.
    """

    folder: str
    config: Config
    brand_files: BrandFiles
    key: Callable[[str], str] = field(default=str, compare=False, repr=False)
    teams: tuple[str, ...] = ()
    plan: PlanFile | None = field(default=None, repr=False)

    def page_folder(self, language: str) -> str:
        """Return the folder of the pages in ``language``, from the root of the site."""
        return self.folder + language_path(self.config, language)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that one site.toml describes; ``front`` is the page in front of several surveys.

    ``values`` are the contents of that ``file``, as they were read.
    """

    surveys: tuple[Survey, ...]
    front: Survey | None = None
    values: Values = field(default_factory=dict, compare=False, repr=False)
    file: str = field(default="", compare=False)

    @property
    def first(self) -> Survey:
        """The front page, or the only survey; surveys without a style of their own share its style."""
        return self.front or self.surveys[0]


def language_path(config: Config, language: str) -> str:
    """Return the folder of ``language`` within a survey: ``""`` for the first language, else ``"en/"``."""
    return "" if language == config.site.languages[0] else f"{language}/"


def read_site(file: str, values: Values, read: Reader) -> Site:
    """Return the site that ``values``, the contents of ``file``, describe.

    Calls ``read`` for each survey, and once for the page in front of several. Raises ``InputError`` with all
    faults of all surveys.
    """
    entries = list(split_surveys(values))
    faults = [
        *survey_entry_checks.faults(values),
        *invitation_checks.faults(entries),
        *joint_checks.faults(entries),
    ]
    surveys: list[Survey] = []  # of several, the page in front comes first
    for entry in entries:
        config, files, plan, survey_faults = read(entry.values)
        faults += [fault.renamed(entry.key) for fault in survey_faults]
        if config:
            config = _with_own_address(config, entry.folder)
            surveys.append(Survey(entry.folder, config, files, entry.key, plan=plan))
    several = "surveys" in values
    if several and not faults:
        faults += _indistinguishable(surveys[1:])
    if faults:
        raise InputError(replace(fault, file=file) for fault in dropped_languages.together(faults))
    front = surveys.pop(0) if several else None
    return Site(_with_teams(surveys), front, values, file)


def _with_teams(surveys: Sequence[Survey]) -> tuple[Survey, ...]:
    """Return ``surveys``; if they are released in one act, each with the ids of all."""
    if all(survey.config.collection.release == "each" for survey in surveys):
        return tuple(surveys)
    teams = tuple(survey.config.survey.id for survey in surveys)
    return tuple(replace(survey, teams=teams) for survey in surveys)


def survey_with_id(surveys: Sequence[Survey], survey_id: str | None) -> Survey:
    """Return the survey with the id ``survey_id``; for ``None``, the only survey.

    Raises ``InputError``, which names the surveys, if none has the id or if ``None`` leaves several.
    """
    by_id = {survey.config.survey.id: survey for survey in surveys}
    if survey_id is None and len(by_id) == 1:
        return surveys[0]
    if survey_id in by_id:
        return by_id[survey_id]
    known = tuple(by_id)
    if survey_id is None:
        raise InputError(
            [Fault("command.survey_missing", "--survey", None, {"known": known}, file=COMMAND_LINE)]
        )
    details = {"known": known, "meant": nearest(survey_id, known)}
    raise InputError([Fault("command.unknown_survey", "--survey", survey_id, details, file=COMMAND_LINE)])


def _with_own_address(config: Config, folder: str) -> Config:
    """Return ``config`` with the address of the survey in ``folder`` in place of the whole site's."""
    if not folder or config.site.address is None:
        return config
    address = f"{config.site.address.rstrip('/')}/{folder}"
    return config.model_copy(update={"site": config.site.model_copy(update={"address": address})})


def _indistinguishable(surveys: Sequence[Survey]) -> Iterator[Fault]:
    """Yield a fault for each survey that looks like an earlier one on the page in front of them."""
    first: dict[tuple[str, str, str], str] = {}
    for survey in surveys:
        config, title = survey.config, survey.config.survey.title
        languages, brand = config.site.languages, str(config.brand.name)
        shown = {(language, localised(title, language), brand) for language in languages}
        if twins := sorted(first[one] for one in shown & first.keys()):
            received = title if isinstance(title, str) else None
            key = survey.key("survey.title")
            yield Fault("configuration.title_twice", key, received, {"first": twins[0]})
        first |= dict.fromkeys(shown - first.keys(), config.survey.id)
