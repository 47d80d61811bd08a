"""A report is made of the release alone: tallies that read the same give the same bytes, on every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.disclosed import disclosed_bytes
from generator.report.files import report_files
from harness.releases import RELEASES, TYPES, saved
from questionnaire import LEVERS, release_file
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Release, Withheld, release
from tests.generator.report.test_side_by_side import DECISIONS

Counts = Mapping[str, int]


def spread(people: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to spread ``people`` over four categories."""
    for sizes in product(range(people + 1), repeat=3):
        if sum(sizes) <= people:
            yield (*sizes, people - sum(sizes))


def of_types() -> Iterator[Counts]:
    """Yield every tally of twelve people in four types."""
    for sizes in spread(12):
        yield dict(zip(TYPES[:4], sizes, strict=True))


def of_levers() -> Iterator[Counts]:
    """Yield tallies of ten to twelve people in one constellation beside some in others."""
    for people, others in product(range(10, 13), (3, 8)):
        for sizes in spread(people):
            yield {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)} | {"M": others}


def of_many() -> Iterator[Counts]:
    """Yield tallies of 60 to 64 people, which all read as at least 60."""
    for people in range(60, 65):
        for first in range(12, 24):
            yield {"A": first, "B": 20, "N": people - 20 - first}


def files(config: Config, counts: Counts, earlier: ActionPlan) -> dict[str, bytes]:
    """Return the report on ``counts``, made as the command makes it, with the plan of an earlier wave."""
    saved_release = disclosed_bytes(config, counts, threshold=10, headcount=140)
    return report_files(config, BrandFiles(), release_file.parse(saved_release), before=earlier)


@pytest.mark.parametrize("tallies", [of_types, of_levers, of_many])
def test_tallies_that_read_the_same_give_the_same_report(
    config: Config, tallies: Callable[[], Iterator[Counts]]
) -> None:
    """Many tallies, few releases; of the largest classes every file is the same, beside a plan, too."""
    alike: dict[Release | Withheld, list[Counts]] = defaultdict(list)
    for counts in tallies():
        alike[release(counts)].append(counts)
    assert len(alike) < sum(map(len, alike.values())) / 2
    earlier = ActionPlan(saved(config, RELEASES["everything"]), DECISIONS)
    for result in sorted(alike, key=lambda each: -len(alike[each]))[:3]:
        first, *_, last = alike[result]
        assert first != last
        assert files(config, first, earlier) == files(config, last, earlier)
