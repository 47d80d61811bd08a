"""From an answer sheet to its outcome: the exact rule of domain, section 3, and nothing else.

For a constellation with perception P, cause S and influence I (each 0..3): it is *present* when
P >= 2 and P + S >= 3; its *weight* is the pair (P + S, P). The unique heaviest present constellation
is the outcome; several equally heavy ones are a mixed picture; none present is no shaping pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from questionnaire.instrument import APPLIES, CONSTELLATIONS, HIGHEST_ANSWER, ITEM_IDS, ITEMS, LENSES, item_id
from questionnaire.model import AnswerError, ConstellationId, LensId, Levers, Outcome

PRESENT_FROM_PERCEPTION = 2  # P
PRESENT_FROM_TOTAL = 3  # P + S


def classify(answers: Mapping[str, int]) -> Outcome:
    """Return the one outcome of a complete answer sheet.

    ``answers`` maps each of the twelve item ids (``"A1"`` ... ``"D3"``) to an ``int`` from 0
    ("not true") to 3 ("true"). An item that is missing or unknown, or a value that is
    anything else (booleans and floats included), raises ``AnswerError`` with every fault at once.
    """
    check(answers)
    tied = _heaviest(answers)
    paths = tuple(_levers(answers, constellation) for constellation in tied)
    levers = paths[0] if len(tied) == 1 else None
    return Outcome(
        type=tied[0] if len(tied) == 1 else "M" if tied else "N",
        tied=tied,
        levers=levers,
        paths=paths,
        present=_present(answers),
        close=_close(answers, tied),
        causes=_agreeing(answers, "cause"),
        influences=_agreeing(answers, "influence"),
        because=tuple(item_id(constellation, lens) for constellation in tied for lens in LENSES),
    )


def check(answers: Mapping[str, int]) -> None:
    """Raise ``AnswerError`` unless ``answers`` is a complete and valid answer sheet."""
    expected = f"expected a whole number from 0 to {HIGHEST_ANSWER}"
    faults = [
        f"{item}: no answer; {expected}"
        if item not in answers
        else f"{item}: {answers[item]!r} is not an answer; {expected}"
        for item in ITEM_IDS
        if item not in answers or not _is_answer(answers[item])
    ]
    faults += [
        f"{item!r}: unknown item with value {value!r}; expected one of {', '.join(ITEM_IDS)}"
        for item, value in answers.items()
        if item not in ITEM_IDS
    ]
    if faults:
        raise AnswerError(tuple(faults))


def _is_answer(value: object) -> bool:
    # bool is an int to Python, but True on an answer sheet is a mistake, not a 1.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_ANSWER


def _weight(answers: Mapping[str, int], constellation: ConstellationId) -> tuple[int, int]:
    perception = answers[item_id(constellation, "perception")]
    cause = answers[item_id(constellation, "cause")]
    return perception + cause, perception


def _is_present(weight: tuple[int, int]) -> bool:
    total, perception = weight
    return perception >= PRESENT_FROM_PERCEPTION and total >= PRESENT_FROM_TOTAL


def _heaviest(answers: Mapping[str, int]) -> tuple[ConstellationId, ...]:
    weights = {constellation: _weight(answers, constellation) for constellation in _present(answers)}
    top = max(weights.values(), default=None)
    return tuple(constellation for constellation, weight in weights.items() if weight == top)


def _present(answers: Mapping[str, int]) -> tuple[ConstellationId, ...]:
    return tuple(c for c in CONSTELLATIONS if _is_present(_weight(answers, c)))


def _close(answers: Mapping[str, int], tied: tuple[ConstellationId, ...]) -> tuple[ConstellationId, ...]:
    """Return what is not among ``tied`` and would be after one step of one answer that the weights read."""
    reached = [c for sheet in _one_step_away(answers) for c in _heaviest(sheet)]
    return tuple(c for c in CONSTELLATIONS if c in reached and c not in tied)


def _one_step_away(answers: Mapping[str, int]) -> Iterator[Mapping[str, int]]:
    """Yield every sheet in which one answer that the weights read is one step lower or higher."""
    for item in ITEMS:
        for answer in (answers[item.id] - 1, answers[item.id] + 1):
            if item.lens != "influence" and 0 <= answer <= HIGHEST_ANSWER:
                yield {**answers, item.id: answer}


def _levers(answers: Mapping[str, int], constellation: ConstellationId) -> Levers:
    caused = answers[item_id(constellation, "cause")] >= APPLIES
    influence = answers[item_id(constellation, "influence")] >= APPLIES
    if caused:
        return "ST" if influence else "SB"
    return "T" if influence else "B"


def _agreeing(answers: Mapping[str, int], lens: LensId) -> tuple[ConstellationId, ...]:
    return tuple(
        constellation for constellation in CONSTELLATIONS if answers[item_id(constellation, lens)] >= APPLIES
    )
