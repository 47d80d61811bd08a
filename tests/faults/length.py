"""How long the faults last: short in ``make test``, long in ``make soak``, which sets LASTBILD_SOAK=1.

The only place that looks at that switch. Whatever the length, the same is asserted.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Length:
    """Numbers of what happens.

    kills:         how often the collector is killed, on each database.
    replica_slips: how many slips are sent to two collectors.
    slow_seconds:  how long honest people come while slow clients are held.
    deadline:      seconds that the collector gives a slow client for a head, and for a body.
    step:          a disk that goes on failing does so from its first step on, or so many later, and so on.
    """

    kills: int
    replica_slips: int
    slow_seconds: float
    deadline: float
    step: int


SOAKING = os.environ.get("LASTBILD_SOAK") == "1"
LENGTH = Length(100, 12_000, 60.0, 10.0, 1) if SOAKING else Length(6, 1_200, 8.0, 3.0, 5)
