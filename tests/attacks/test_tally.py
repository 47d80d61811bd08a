"""Paper ballots: what somebody who counts them could do, by mistake or on purpose."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from collector import CollectorError, Storage
from generator import clock
from generator.count.heaps import PaperHeap
from generator.organisation.unfinished_heaps import TypedPapers, UnfinishedHeaps
from harness.contributions import DAY, OPENS, counted, rows, survey
from harness.desk import Desk
from harness.releases import site
from questionnaire import all_codes
from tests.attacks.attack import Found, attack

ON_PAPER = survey(mode="paper")
HEAP = {"A-ST": 25, "M": 15}


@dataclass
class AddedUp:
    """The naive tally: ballots are added up, and more than the invited people are refused."""

    headcount: int = 140
    total: Counter[str] = field(default_factory=Counter)

    def tally(self, ballots: Mapping[str, int]) -> None:
        """Count ``ballots``."""
        if self.total.total() + sum(ballots.values()) <= self.headcount:
            self.total.update(ballots)


@pytest.fixture
def on_paper(tmp_path: Path) -> Storage:
    """The product's storage with a survey of 140 people on paper."""
    storage = Storage.open(f"sqlite:///{tmp_path / 'lastbild.db'}")
    storage.register(ON_PAPER, today=OPENS - DAY)
    return storage


@attack(
    family="tally",
    attacker="manager",
    wants="count a heap of ballots a second time, by mistake, at the same table or at another",
    naive="Ballots are added up, and only more than the invited people are refused: 40 ballots become 80.",
    product="A heap has a number, which is refused the second time: 40 ballots stay 40.",
)
def test_a_heap_is_counted_twice(found: Found, on_paper: Storage, tmp_path: Path) -> None:
    """80 of 140 invited people: no headcount notices it."""
    naive = AddedUp()
    for _ in range(2):
        naive.tally(HEAP)
    on_paper.tally(ON_PAPER.id, HEAP, heap=1, today=OPENS)
    with pytest.raises(CollectorError, match="stands there with 40 ballots"):
        on_paper.tally(ON_PAPER.id, HEAP, heap=1, today=OPENS)
    on_paper.dispose()
    kept = sum(counted(f"sqlite:///{tmp_path / 'lastbild.db'}").values())
    found(f"40 ballots become {naive.total.total()}", f"40 ballots stay {kept}")


@attack(
    family="tally",
    attacker="manager",
    wants="enter a heap again after the program was killed in the moment after it had counted it",
    naive="Nothing tells whether the heap was counted, so the person enters it again: 6 ballots become 12.",
    product="The list shows the heap before anything is typed, and its number is refused: 6 ballots stay 6.",
)
def test_a_kill_after_the_commit(found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counters have it, the screen never said so; the person runs the command again."""
    naive = AddedUp()
    for _ in range(2):
        naive.tally({"A-SB": 6})

    monkeypatch.setattr(clock, "today", lambda: OPENS)
    site(tmp_path, ('mode = "slips"', 'mode = "paper"'))
    desk, tally = Desk(tmp_path), Storage.tally

    def killed(storage: Storage, of: str, ballots: Mapping[str, int], *, heap: int, today: dt.date) -> None:
        tally(storage, of, ballots, heap=heap, today=today)
        raise SystemExit(137)

    with monkeypatch.context() as moment:
        moment.setattr(Storage, "tally", killed)
        assert "counted heap" not in desk.run("tally", typed="4\nA-SB 6\ndone\n6\ny\n").stdout
    again = desk.run("tally", typed="4\nA-SB 6\ndone\n6\ny\n")
    assert again.stdout.startswith("Counted so far: heap 4 (6 ballots)")
    assert again.exit_code == 1
    found(f"6 ballots become {naive.total.total()}", f"6 ballots stay {sum(desk.counted().values())}")


@attack(
    family="tally",
    attacker="manager",
    wants="tell afterwards which codes were in which heap: in the box of a shift or of a room",
    naive="A row for each heap and code, deleted with the survey: the codes of 3 of 3 heaps can be read.",
    product="A heap keeps its number and how many ballots it had, until the close: 0 of 3 heaps can be read.",
)
def test_codes_of_a_heap_afterwards(found: Found, on_paper: Storage, tmp_path: Path) -> None:
    """Three heaps of five ballots, each from another shift, read from every table."""
    heaps = {1: {"A-ST": 5}, 2: {"M": 3, "N": 2}, 3: {"C-T": 5}}
    naive = [(heap, code, number) for heap, codes in heaps.items() for code, number in codes.items()]
    for heap, ballots in heaps.items():
        on_paper.tally(ON_PAPER.id, ballots, heap=heap, today=OPENS)
    on_paper.dispose()
    stored = rows(f"sqlite:///{tmp_path / 'lastbild.db'}", "heaps")

    def read(table: list[tuple[object, ...]]) -> int:
        """Return of how many heaps a row of ``table`` names a code."""
        codes = set(all_codes("levers"))
        return len({row[-3] if len(row) > 2 else row[0] for row in table if codes & {str(v) for v in row}})

    assert sorted(row[1:] for row in stored) == [(1, 5), (2, 5), (3, 5)]
    found(f"{read([*naive])} of 3 heaps", f"{read(stored)} of 3 heaps")


@attack(
    family="tally",
    attacker="operator",
    wants="learn in which order the ballots of a heap were typed, by undeleting what was kept meanwhile",
    naive="A new file for each line, moved into the place of the last: 5 of 5 ballots in their order.",
    product="Sums in one file that is overwritten in place, and zeros at the end: 0 of 5 ballots.",
)
def test_the_order_of_a_heap_is_undeleted(found: Found, tmp_path: Path) -> None:
    """A tool keeps every file that ever was there; a box may lie in the order in which people came."""
    typed, tool = ["M", "A-ST", "N", "A-ST", "D-B"], tmp_path / "undeleted"
    tool.mkdir()
    naive, lines = tmp_path / "typed", ""
    for place, code in enumerate(typed):
        lines += f"{code}\n"
        (tmp_path / "fresh").write_text(lines, "utf-8")
        (tool / f"naive {place}").hardlink_to((tmp_path / "fresh").replace(naive))
    naive.unlink()
    heaps = UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path}/x.db", "hafen")
    heap = PaperHeap(all_codes("levers"))
    with heaps.open(1) as kept:
        for place, code in enumerate(typed):
            heap.enter(code)
            kept.keep(TypedPapers(heap.sums()))
            [file] = tmp_path.glob("*heap-1")
            (tool / f"ours {place}").hardlink_to(file)
        kept.forget()
    naive_lines = max((path.read_text("utf-8").split() for path in tool.glob("naive *")), key=len)
    ours = b"".join(path.read_bytes() for path in tool.glob("ours *"))
    in_order = sum(a == b for a, b in zip(naive_lines, typed, strict=True))
    left = sum(code.encode() in ours for code in typed)
    found(f"{in_order} of 5 ballots in their order", f"{left} of 5 ballots")


@attack(
    family="tally",
    attacker="operator",
    wants="look at the disk while a heap is typed in, and learn more than the papers on the table tell",
    naive="A line for each ballot as it was typed: the order of 5 of 5 ballots can be read.",
    product="Two records of sums, which differ by the last entry: the place of 1 of 5 ballots can be read.",
    told={"docs/privacy.md": "the last line that was typed"},
)
def test_the_disk_is_read_while_a_heap_is_typed(found: Found, tmp_path: Path) -> None:
    """Five different codes, so that each record tells what came after it."""
    typed = ["M", "A-ST", "N", "C-T", "D-B"]
    heaps = UnfinishedHeaps.of(tmp_path / "site.toml", f"sqlite:///{tmp_path}/x.db", "hafen")
    heap = PaperHeap(all_codes("levers"))
    with heaps.open(1) as kept:
        for code in typed:
            heap.enter(code)
            kept.keep(TypedPapers(heap.sums()))
        [file] = tmp_path.glob("*heap-1")
        records = [json.loads(body) for body in re.findall(rb"\{.*\}\}?", file.read_bytes())]
    states = sorted((record["sums"] for record in records), key=lambda sums: sum(sums.values()))
    placed = [code for before, after in itertools.pairwise(states) for code in after.keys() - before.keys()]
    assert placed == typed[-1:]
    assert all([*sums] == [code for code in all_codes("levers") if code in sums] for sums in states)
    found(f"{len(typed)} of 5 ballots", f"{len(placed)} of 5 ballots")
