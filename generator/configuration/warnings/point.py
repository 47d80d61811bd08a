"""One point that decides whether a site can go live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaire.faults import Fault


@dataclass(frozen=True, slots=True)
class Point:
    """A warning, of the table ``warning`` in the messages, and whether it is ``done`` with already."""

    fault: Fault
    done: bool = False

    @property
    def id(self) -> str:
        """The name of the point, such as ``"imprint"``."""
        return self.fault.kind.removeprefix("warning.")


def is_text(value: object) -> bool:
    """Return whether ``value`` is a text, or one for each language, of which some are not blank."""
    if isinstance(value, Mapping):
        return any(map(is_text, value.values()))
    return isinstance(value, str) and bool(value.strip())


def is_invented(value: object) -> bool:
    """Return whether ``value`` leads nowhere: to a host below .example, or to a number for films.

    Nobody can have a host below .example (RFC 2606), and the Bundesnetzagentur gives these numbers to nobody.
    """
    text = value.lower().strip() if isinstance(value, str) else ""
    host = text.split("://")[-1].split("@")[-1].split("/")[0].split(":")[0].rstrip(".")
    if host == "example" or host.endswith(".example"):
        return True
    digits = "".join(sign for sign in text.removeprefix("+49").replace("(0)", "") if sign.isdigit())
    return digits.removeprefix("0").startswith(_FOR_FILMS) and "@" not in text and "://" not in text


# Area code and beginning of the numbers for films: Berlin, Frankfurt, Hamburg, Cologne, Munich.
_FOR_FILMS = ("3023125", "6990009", "4066969", "2214710", "8999998")


def shown(value: object) -> str | None:
    """Return ``value`` as a warning shows it: a text, or nothing."""
    return value if isinstance(value, str) else None
