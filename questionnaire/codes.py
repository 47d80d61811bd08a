"""All type codes. Nothing else about a person's answers may ever leave a device."""

from __future__ import annotations

from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.model import Detail

_TYPES: tuple[str, ...] = (*CONSTELLATIONS, "M", "N")
_LEVERS: tuple[str, ...] = (
    *(f"{constellation}-{levers}" for constellation in CONSTELLATIONS for levers in LEVERS),
    "M",
    "N",
)


def all_codes(detail: Detail = "levers") -> tuple[str, ...]:
    """Return all 18 codes at detail ``"levers"``, or the 6 at detail ``"type"``, in a fixed order.

    Any other detail raises ``ValueError``.
    """
    if detail == "levers":
        return _LEVERS
    if detail == "type":
        return _TYPES
    raise ValueError(f"detail is {detail!r}; expected 'levers' or 'type'")
