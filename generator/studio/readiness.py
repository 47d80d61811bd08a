"""What is left to do before a site can go live: the list of its warnings, done or not, and of its faults."""

from __future__ import annotations

from collections.abc import Sequence

from generator.configuration.warnings import Point
from generator.desk import path_of, said
from questionnaire.faults import Fault


def told(points: Sequence[Point], faults: Sequence[Fault], language: str) -> list[dict[str, object]]:
    """Return the whole list for a page: every point, and every fault whose field has no open point.

    The sentence of each is in ``language``; ``at`` leads to its field.
    """
    open_fields = [path_of(point.fault) for point in points if not point.done]
    others = [fault for fault in faults if path_of(fault) not in open_fields]
    return [_task(point, language) for point in points] + [
        {"id": "fault", "done": False, "text": said(fault, language), "at": path_of(fault) or None}
        for fault in others
    ]


def _task(point: Point, language: str) -> dict[str, object]:
    fault = Fault(f"ready.{point.id}") if point.done else point.fault
    at = path_of(point.fault) or None
    return {"id": point.id, "done": point.done, "text": said(fault, language), "at": at}
