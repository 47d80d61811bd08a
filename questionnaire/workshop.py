"""What a facilitator shows and says when the result is discussed: the slides and the guide of a workshop.

One TOML file a language in ``questionnaire/workshop``; every expected text must be there, or all faults
are reported at once. What is the same in every language (the order of an afternoon, its minutes) stands
here. Never imported in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.survey_texts import Tree, WordingError, read_file, tree_faults

WORKSHOP_FOLDER = Path(__file__).resolve().parent / "languages"


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the workshop: the key of its texts, how long it takes, the slide it begins with."""

    key: str
    minutes: int
    slide: str


# Half a day: four hours, the break included. The middle belongs to the structure of the work.
AGENDA = (
    Step("arrive", 20, "rules"),
    Step("survey", 15, "survey"),
    Step("pattern", 25, "pattern"),
    Step("recognise", 45, "constellations"),
    Step("pause", 15, "constellations"),
    Step("tensions", 25, "levers"),
    Step("structure", 45, "order"),
    Step("support", 20, "order"),
    Step("decide", 20, "decision"),
    Step("close", 10, "telling"),
)
# Where nothing is shown there is no pattern to read; the time goes to the work itself.
AGENDA_WITHHELD = (
    Step("arrive", 20, "rules"),
    Step("survey", 15, "survey"),
    Step("withheld", 25, "withheld"),
    Step("four", 60, "constellations"),
    Step("pause", 15, "constellations"),
    Step("tensions_withheld", 25, "levers"),
    Step("structure_withheld", 50, "order"),
    Step("decide", 20, "decision"),
    Step("close", 10, "telling"),
)
# The way from what is shown to what is done, in the order of the stance: structure comes first.
PATH = ("pattern", "tensions", "structure", "training", "accompaniment")
NEVER = ("own", "who", "absent", "compare", "cope", "result")
MOMENTS = ("told", "guess", "people", "nothing", "heavy", "vote")


def load(code: str, folder: Path = WORKSHOP_FOLDER) -> Tree:
    """Return every text of the workshop in language ``code``; raises ``WordingError`` with every fault."""
    path = folder / code / "workshop.toml"
    tree = read_file(path, "the texts of a workshop")
    faults = tuple((path.name, key, fault) for key, fault in tree_faults(tree, expected()))
    if faults:
        raise WordingError(faults)
    return tree


def expected() -> dict[str, type]:
    """Return every key that a workshop's file must hold, with ``str`` or ``list`` (of strings)."""
    return dict(_expected())


def _expected() -> Iterator[tuple[str, type]]:
    for table, keys in _TEXTS.items():
        yield from ((f"{table}.{key}", str) for key in keys.split())
    for table, keys in _LISTS.items():
        yield from ((f"{table}.{key}", list) for key in keys.split())
    for constellation in CONSTELLATIONS:
        texts = ("title", "structural", "recognise", "decided", "smallest")
        yield from ((f"constellations.{constellation}.{key}", str) for key in texts)
    yield from ((f"slides.levers.{lever}", str) for lever in LEVERS)
    for step in dict.fromkeys(step.key for step in (*AGENDA, *AGENDA_WITHHELD)):
        yield from ((f"steps.{step}.{key}", str) for key in ("title", "aim", "say", "do"))
    yield from ((f"path.{place}.{key}", str) for place in PATH for key in ("title", "text"))
    yield from ((f"never.{place}.{key}", str) for place in NEVER for key in ("ask", "instead"))
    yield from ((f"moments.{place}.{key}", str) for place in MOMENTS for key in ("title", "text"))


_TEXTS = {
    "page": "title slides agenda report and minutes",
    "slides.cover": "title lead lead_withheld",
    "slides.rules": "title",
    "slides.survey": "title is_title is_not_title",
    "slides.four": "title",
    "slides.withheld": "title",
    "slides.meaning": "title",
    "slides.pattern": "title title_several title_none",
    "slides.talk": "structural recognise decided smallest measures",
    "slides.mixed": "title text question",
    "slides.none": "title text question",
    "slides.tensions": "title",
    "slides.levers": "title caption cause no_cause influence no_influence",
    "slides.order": "title structure structure_text training training_text accompaniment accompaniment_text",
    "slides.measures": "structure structure_more training no_training accompaniment",
    "slides.decision": "title",
    "slides.telling": "title",
    "slides.next": "title",
    "agenda": "title lead lead_withheld goal_title goal goal_withheld people_title preparation_title "
    "rules_title steps_title steps_intro aim say do to_slide never_title never_intro never instead "
    "path_title path_withheld moments_title telling_title telling_intro telling_example_title",
    "log": "title intro what who when sign not_now reason",
}
_LISTS = {
    "slides.rules": "points",
    "slides.survey": "is is_not",
    "slides.withheld": "points",
    "slides.meaning": "points",
    "slides.decision": "points",
    "slides.telling": "points",
    "slides.next": "points",
    "agenda": "people preparation preparation_withheld telling telling_example telling_example_withheld",
}
