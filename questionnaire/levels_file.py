"""The joint release of several surveys as bytes: levels.json holds every published release, and no more.

Never imported in the survey's page.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from questionnaire import release_file
from questionnaire.disclosure import Release
from questionnaire.levels import Levels
from questionnaire.release_file import ReleaseFile, ReleaseFileError

# How all are released: teams that may be shown beside the others together, or nothing but the whole.
Kind = Literal["teams", "whole"]

_MARK = "lastbild levels"
VERSION = 1


@dataclass(frozen=True, slots=True)
class LevelsFile:
    """The contents of levels.json.

    teams:    the ids of all surveys, in the order of the site.
    own:      the releases of those teams that have one of their own, in the same order.
    together: the one release of all others, whose wave has an id of its own (``whole_id``); it may be
              withheld, and ``own`` is then empty. ``None`` if there are no others.
    """

    kind: Kind
    teams: tuple[str, ...]
    own: tuple[ReleaseFile, ...]
    together: ReleaseFile | None

    @property
    def joined(self) -> tuple[str, ...]:
        """The teams that are released together, in the order of the site."""
        own = {file.wave.survey_id for file in self.own}
        return tuple(team for team in self.teams if team not in own)

    @property
    def levels(self) -> Levels:
        """What is published, without days and numbers of invited people."""
        own = tuple(
            (file.wave.survey_id, file.result) for file in self.own if isinstance(file.result, Release)
        )
        return Levels(own, self.joined, self.together.result if self.together else None)


def whole_id(teams: tuple[str, ...]) -> str:
    """Return the id under which ``teams`` are released together: what all their ids begin and end with.

    ``whole-2027`` of ``north-2027`` and ``south-2027``, so that the waves of two years differ.
    """
    words = [team.split("-") for team in teams]
    begin = _common(words)
    end = _common([each[len(begin) :][::-1] for each in words])[::-1]
    found = "-".join((*begin, "whole", *end))
    return "-".join((*begin, "whole", "teams", *end)) if found in teams else found


def _common(words: list[list[str]]) -> list[str]:
    alike = itertools.takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False))
    return [each[0] for each in alike]


def dump(file: LevelsFile) -> bytes:
    """Return the bytes of levels.json; the same joint release gives the same bytes."""
    return json.dumps(_tree(file), indent=1).encode() + b"\n"


def parse(contents: bytes) -> LevelsFile:
    """Return the contents of a levels.json; raises ``ReleaseFileError`` if the bytes are none."""
    try:
        tree = json.loads(contents)
        file = _file(tree)
        genuine = _tree(file) == tree and _is_possible(file)
    except ReleaseFileError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ReleaseFileError("joint.forged") from error
    if not genuine:
        raise ReleaseFileError("joint.forged")
    return file


def _tree(file: LevelsFile) -> dict[str, object]:
    together = None if file.together is None else release_file.as_tree(file.together)
    return {
        _MARK: VERSION,
        "release": file.kind,
        "teams": list(file.teams),
        "own": [release_file.as_tree(each) for each in file.own],
        "together": together,
    }


def _file(tree: Any) -> LevelsFile:  # noqa: ANN401 (whatever JSON can hold)
    return LevelsFile(
        kind=tree["release"],
        teams=tuple(tree["teams"]),
        own=tuple(map(release_file.from_tree, tree["own"])),
        together=None if tree["together"] is None else release_file.from_tree(tree["together"]),
    )


def _is_possible(file: LevelsFile) -> bool:
    """Tell whether the rule for joint releases could have published ``file``."""
    ids = [each.wave.survey_id for each in file.own]
    together = file.together
    return (
        file.kind in get_args(Kind)
        and all(isinstance(each.result, Release) for each in file.own)
        and len(set(file.teams)) == len(file.teams) > 1
        and ids == [team for team in file.teams if team in ids]
        and not (file.kind == "whole" and ids)
        and (together is None) == (len(ids) == len(file.teams))
        and (together is None or together.wave.survey_id == whole_id(file.teams))
        and (together is None or isinstance(together.result, Release) or not ids)
    )
