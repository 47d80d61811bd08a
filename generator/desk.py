"""Questions of a page to Python and the answers, as JSON text: the same by a worker and by HTTP.

A question is ``{"ask": "change", "given": {"edits": […], "language": "de"}}``; it is answered with
``{"told": …}`` or with ``{"fault": {"text": "…", "faults": [{"key", "at", "given", "line", "text"}]}}``.
Bytes are base64. ``language`` may be given with every question: faults are told in it.
"""

from __future__ import annotations

import base64
import binascii
import inspect
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from questionnaire import messages
from questionnaire.faults import COMMAND_LINE, Fault, FaultError, InputError

_Method = TypeVar("_Method", bound=Callable[..., object])
_MARK = "__asked__"


class RefusedError(InputError):
    """The question is refused; ``state`` is how things stand, for the page to show in place of its own."""

    def __init__(self, fault: Fault, state: object) -> None:
        super().__init__([fault])
        self.state = state


def asked(method: _Method) -> _Method:
    """Mark ``method`` as one that a page may ask for; its parameters are named and typed."""
    setattr(method, _MARK, True)
    return method


def answer(desk: object, request: str) -> str:
    """Return the answer of ``desk`` to ``request``; it raises nothing, and the desk stays usable."""
    language = messages.ENGLISH
    try:
        ask, given = _question(request)
        language = _spoken(given.get("language"))
        told = _method(desk, ask)(**_arguments(_method(desk, ask), given))
        return _json({"told": told})
    except InputError as error:
        return _fault(error.faults, language, getattr(error, "state", None))
    except FaultError as error:
        return _fault([error.fault], language)
    except Exception:  # noqa: BLE001 (a page cannot do anything with a traceback)
        return _fault([Fault("desk.broken")], language)


def told_fault(fault: Fault, language: str) -> dict[str, object]:
    """Return ``fault`` for a page: its key, the path to that key, its line, the sentence in ``language``.

    ``given`` tells whether a value is at fault, also one that holds because the file names none; else it is
    missing.
    """
    at, text = path_of(fault), said(fault, language)
    return {"key": fault.key, "at": at, "given": fault.value is not None, "line": fault.line, "text": text}


def said(fault: Fault, language: str) -> str:
    """Return the sentence of ``fault`` in ``language``, after the line if it is in a line and at no key."""
    sentence = fault.said_in(language)
    if fault.line is None or fault.key:
        return sentence
    place = messages.say("place.line", {"line": fault.line}, messages.load(language))
    return f"{place}: {sentence}"


def path_of(fault: Fault) -> list[str | int]:
    """Return the path to the value at fault: ``contacts[1].label`` is ``["contacts", 0, "label"]``.

    It is empty if the fault is in no value of a file.
    """
    if fault.file == COMMAND_LINE or fault.key.startswith("-"):
        return []
    steps = re.findall(r"\[(\d+)\]|([^.\[\]]+)", fault.key)
    return [int(number) - 1 if number else name for number, name in steps]


def _spoken(language: object) -> str:
    """Return ``language`` if faults can be said in it, else English."""
    folder = messages.MESSAGES_FOLDER
    spoken = isinstance(language, str) and language.isalpha() and (folder / f"{language}.toml").is_file()
    return str(language) if spoken else messages.ENGLISH


def _question(request: str) -> tuple[str, Mapping[str, Any]]:
    try:
        question = json.loads(request)
        ask, given = question["ask"], question.get("given", {})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FaultError("desk.no_question") from error
    if not (isinstance(ask, str) and isinstance(given, dict)):
        raise FaultError("desk.no_question")
    return ask, given


def _method(desk: object, name: str) -> Callable[..., object]:
    method = inspect.getattr_static(type(desk), name, None)
    if not getattr(method, _MARK, False):
        raise FaultError("desk.unknown", ask=name[:100])
    return typing.cast("Callable[..., object]", getattr(desk, name))


def _arguments(method: Callable[..., object], given: Mapping[str, Any]) -> dict[str, object]:
    """Return ``given`` as the arguments of ``method``; raises ``FaultError`` for what it does not take.

    Every question may come with the ``language`` of its answer, also to a method that says nothing itself.
    """
    hints = typing.get_type_hints(method)
    signature = inspect.signature(method)
    if "language" not in signature.parameters:
        given = {name: value for name, value in given.items() if name != "language"}
    try:
        signature.bind(**given)
    except TypeError as error:
        raise FaultError("desk.no_question") from error
    return {name: _argument(hints[name], value) for name, value in given.items()}


def _argument(kind: Any, value: object) -> object:  # noqa: ANN401 (a type hint)
    if kind is bytes and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise FaultError("desk.no_question") from error
    kinds = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if not isinstance(value, tuple(typing.get_origin(each) or each for each in kinds)):
        raise FaultError("desk.no_question")
    return value


def _fault(faults: typing.Iterable[Fault], language: str, state: object = None) -> str:
    told = [told_fault(fault, language) for fault in faults]
    text = "\n".join(str(one["text"]) for one in told)
    return _json({"fault": {"text": text, "faults": told, **({} if state is None else {"state": state})}})


def _json(told: object) -> str:
    return json.dumps(told, default=_base64, allow_nan=False)


def _base64(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is nothing that a page can be told")
