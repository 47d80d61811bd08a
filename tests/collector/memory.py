"""Search the process's own memory for everything that is still referred to."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from types import ModuleType


def everything_said() -> str:
    """Return every text that anything in this process refers to, one after the other."""
    gc.collect()
    referred = (one for thing in gc.get_objects() for one in gc.get_referents(thing))
    texts = {str(one, "latin-1") if isinstance(one, bytes) else one for one in referred if _is_text(one)}
    return "\n".join(map(str, texts))


def _is_text(one: object) -> bool:
    return type(one) in (str, bytes)  # no subclass: it may run code of its own when it is read


def belongings(thing: object) -> Iterable[object]:
    """Return everything that ``thing`` refers to, except classes and modules."""
    known, waiting = {id(thing): thing}, [thing]
    while waiting:
        for one in gc.get_referents(waiting.pop()):
            if id(one) not in known and not isinstance(one, type | ModuleType):
                known[id(one)] = one
                waiting.append(one)
    return known.values()
