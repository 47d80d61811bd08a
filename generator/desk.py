"""The transport between a page and the Python object behind it: JSON text in, JSON text out."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, TypeVar

from questionnaire.faults import FaultError, InputError

_Method = TypeVar("_Method", bound=Callable[..., Any])


def asked(method: _Method) -> _Method:
    """Mark ``method`` as one that a page may ask for."""
    method.asked = True  # type: ignore[attr-defined]
    return method


def answer(desk: object, request: str) -> str:
    """Return the answer of ``desk`` to ``request``: what it told, or the fault; never raises."""
    try:
        asking = json.loads(request)
        method = getattr(desk, asking["ask"], None)
        if not getattr(method, "asked", False) or method is None:
            raise KeyError(asking["ask"])
        told = {"told": method(**asking["given"])}
    except (InputError, FaultError) as error:
        told = {"fault": {"text": str(error)}}
    except Exception as error:  # noqa: BLE001 (the page must get an answer)
        told = {"fault": {"text": f"{type(error).__name__}"}}
    return json.dumps(told, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)
