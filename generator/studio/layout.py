"""Where things stand in a site.toml, and where new ones take their place."""

from __future__ import annotations

import re
import tomllib

from generator.configuration.statements import Path, Statement, Value, joined, key_and_value, split

# The order in which a new table takes its place.
_ORDER = ("site", "brand", "contacts", "survey", "surveys", "collection", "texts")


class Layout:
    """The statements of a text that tomllib reads, and the places in it by their numbers."""

    def __init__(self, text: str) -> None:
        self._end = "\r\n" if "\r\n" in text else "\n"
        whole = text if not text or text.endswith("\n") else text + self._end
        self._statements = split(whole)

    def text(self) -> str:
        """Return the text as it stands now."""
        return joined(self._statements)

    def _owner(self, at: Path) -> int | None:
        """Return the number of the key whose value ``at`` is, or is in."""
        for number, one in enumerate(self._statements):
            if one.kind == "key" and at[: len(one.path)] == one.path:
                return number
        return None

    def _exists(self, at: Path) -> bool:
        return any(begins(one, at) for one in self._statements)

    def _is_list(self, at: Path) -> bool:
        return self._count(at) > 0

    def _count(self, at: Path) -> int:
        entries = (
            one.path for one in self._statements if one.kind == "entry" and len(one.path) == len(at) + 1
        )
        return sum(path[:-1] == at for path in entries)

    def _value_of(self, owner: int) -> Value:
        return tomllib.loads("value =" + key_and_value(self._statements[owner].text)[1])["value"]

    def _headings(self) -> list[int]:
        return [number for number, one in enumerate(self._statements) if one.is_heading]

    def _next_heading(self, number: int) -> int:
        return next((each for each in self._headings() if each > number), len(self._statements))

    def _part_end(self, heading: int) -> int:
        """Return the number behind a section's last key, and behind the comments right below that key."""
        following = self._next_heading(heading)
        last = max(
            (number for number in range(heading, following) if self._statements[number].kind == "key"),
            default=heading,
        )
        end = last + 1
        while end < following and self._statements[end].kind == "comment":
            end += 1
        # Comments that touch the next heading are about that.
        return last + 1 if end == following < len(self._statements) else end

    def _spans(self, at: Path) -> list[range]:
        """Return where the sections of the table ``at`` stand, each without the comments behind it."""
        spans: list[range] = []
        former = False
        for heading in self._headings():
            ours = begins(self._statements[heading], at)
            if ours and former:
                spans[-1] = range(spans[-1].start, self._part_end(heading))
            elif ours:
                spans.append(range(heading, self._part_end(heading)))
            former = ours
        return spans

    def _path(self, table: int) -> Path:
        return () if table < 0 else self._statements[table].path

    def _place_of_key(self, table: int, at: Path) -> int:
        """Return the place of a new key: below the comment that shows it, or its kin, or the last key."""
        body = range(table + 1, self._next_heading(table))
        shown = re.compile(rf"#\s*{re.escape(str(at[-1]))}\s*=")
        kin = [n for n in body if self._statements[n].kind == "key"]
        for number in body:
            text = self._statements[number].text.strip()
            if re.match(r"#\s*\[+\w", text):
                break
            if len(at) == len(self._path(table)) + 1 and shown.match(text):
                return number + 1
        close = [n for n in kin if self._statements[n].path[:-1] == at[:-1]]
        return max(close or kin, default=table) + 1

    def _place_of_section(self, at: Path) -> int:
        places = (self._shown_section(at), self._behind_kin(at), self._before_later(at))
        return next((place for place in places if place is not None), len(self._statements))

    def _shown_section(self, at: Path) -> int | None:
        """Return the place behind the comments that show the table ``at``, if no key stands behind them."""
        name = ".".join(str(step) for step in at if isinstance(step, str))
        for number, one in enumerate(self._statements):
            if one.kind == "comment" and re.match(rf"#\s*\[+{re.escape(name)}\]", one.text.strip()):
                end = self._comments_end(number)
                following = self._next_heading(number)
                touches = end == following < len(self._statements)
                keys = any(each.kind == "key" for each in self._statements[end:following])
                return None if keys or touches else end
        return None

    def _comments_end(self, number: int) -> int:
        while number < len(self._statements) and self._statements[number].kind == "comment":
            number += 1
        return number

    def _behind_kin(self, at: Path) -> int | None:
        spans = self._spans(at[:-1]) if len(at) > 1 else []
        return spans[-1].stop if spans else None

    def _before_later(self, at: Path) -> int | None:
        later = _ORDER[_ORDER.index(str(at[0])) + 1 :] if at[0] in _ORDER else ()
        for number in self._headings():
            if self._statements[number].path[0] in later:
                return self._comments_start(number)
        return None

    def _comments_start(self, number: int) -> int:
        while number and self._statements[number - 1].kind == "comment":
            number -= 1
        return number

    def _read_again(self) -> None:
        self._statements = split(self.text())


def begins(statement: Statement, at: Path) -> bool:
    """Return whether ``statement`` stands at ``at`` or within."""
    return bool(statement.path) and statement.path[: len(at)] == at
