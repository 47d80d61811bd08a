"""The transport between a page and its desk: whatever is asked, the answer is JSON, and the desk goes on."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.desk import RefusedError, answer, asked, path_of
from questionnaire.faults import COMMAND_LINE, Fault, FaultError, InputError


class Counter:
    """A desk that counts, and fails in every way."""

    def __init__(self) -> None:
        self.count = 0

    @asked
    def add(self, number: int, language: str = "en") -> dict[str, object]:  # noqa: ARG002
        """Return the count."""
        self.count += number
        return {"count": self.count}

    @asked
    def mirror(self, contents: bytes, steps: list[Any], name: str | None = None) -> object:
        """Return what is given."""
        return {"contents": contents, "steps": steps, "name": name}

    @asked
    def break_down(self) -> None:
        """Fail as nobody expects."""
        raise RuntimeError("a secret path")

    @asked
    def refuse(self, language: str) -> None:  # noqa: ARG002
        """Refuse, with two faults."""
        raise InputError(
            [Fault("configuration.missing", "contacts[2].label.de"), Fault("toml.open_lines", line=3)]
        )

    @asked
    def refuse_once(self) -> None:
        """Refuse, as a part of the generator does."""
        raise FaultError("configuration.empty_text")

    @asked
    def refuse_with_state(self) -> None:
        """Refuse, and tell how things stand."""
        raise RefusedError(Fault("studio.changed_elsewhere"), {"count": self.count})

    @asked
    def tell_an_object(self) -> object:
        """Tell what no page can take."""
        return object()

    def secret(self) -> str:
        """Return what nobody may ask for."""
        return "secret"


def ask(desk: object, name: str, /, **given: Any) -> Any:  # noqa: ANN401
    """Return the answer of ``desk``, read."""
    return json.loads(answer(desk, json.dumps({"ask": name, "given": given})))


def test_a_method_is_asked_by_its_name() -> None:
    """What it returns is told; the desk keeps what it knows."""
    desk = Counter()
    assert ask(desk, "add", number=2) == {"told": {"count": 2}}
    assert ask(desk, "add", number=3) == {"told": {"count": 5}}


def test_bytes_travel_as_base64() -> None:
    """In both directions, every byte."""
    contents = base64.b64encode(bytes(range(256))).decode()
    assert ask(Counter(), "mirror", contents=contents, steps=[1])["told"]["contents"] == contents


@pytest.mark.parametrize("name", ["secret", "__init__", "count", "nobody", "", "__class__", "x" * 9000])
def test_nothing_else_can_be_asked(name: str) -> None:
    """Only what is marked answers a page."""
    told = ask(Counter(), name)
    assert told["fault"]["text"].startswith("expected a question that the desk knows")
    assert len(json.dumps(told)) < 1000


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("add", {"number": "2"}),
        ("add", {"number": None}),
        ("add", {}),
        ("add", {"number": 1, "more": 1}),
        ("mirror", {"contents": "no base64!", "steps": []}),
        ("mirror", {"contents": 3, "steps": []}),
        ("mirror", {"contents": "", "steps": {}}),
        ("mirror", {"contents": "", "steps": [], "name": 3}),
    ],
)
def test_other_arguments_are_refused(name: str, given: dict[str, object]) -> None:
    """A method is never called with something that it does not take."""
    assert "fault" in ask(Counter(), name, **given)


def test_a_failure_is_a_sentence_and_the_desk_goes_on() -> None:
    """Nobody sees a traceback, and nothing of the inside is told."""
    desk = Counter()
    for name in ("break_down", "tell_an_object"):
        told = ask(desk, name)["fault"]
        assert told["text"].startswith("something went wrong")
        assert "secret" not in json.dumps(told)
    assert ask(desk, "add", number=1) == {"told": {"count": 1}}


def test_faults_lead_to_their_values_in_the_language_of_the_page() -> None:
    """A page finds the field of each fault, and shows its sentence."""
    told = ask(Counter(), "refuse", language="de")["fault"]
    assert told["faults"][0]["at"] == ["contacts", 1, "label", "de"]
    assert told["faults"][0]["text"].startswith("fehlt")
    assert told["faults"][1]["at"] == []
    assert told["faults"][1]["text"].startswith("Zeile 3: ")
    assert ask(Counter(), "refuse", language="xx")["fault"]["faults"][1]["text"].startswith("line 3: ")
    assert ask(Counter(), "refuse", language="../../en")["fault"]["faults"][1]["text"].startswith("line 3: ")
    assert ask(Counter(), "refuse_once")["fault"]["text"] == "expected a text that is not empty"
    # Also of a method that has no use for the language itself.
    assert ask(Counter(), "refuse_once", language="de")["fault"]["text"].startswith("erwartet wird ein Text")


def test_a_refusal_can_tell_how_things_stand() -> None:
    """The page shows that in place of its own."""
    assert ask(Counter(), "refuse_with_state")["fault"]["state"] == {"count": 0}


@pytest.mark.parametrize(
    ("fault", "path"),
    [
        (Fault("x", "brand.primary"), ["brand", "primary"]),
        (Fault("x", "surveys[1].contacts[2]"), ["surveys", 0, "contacts", 1]),
        (Fault("x", "texts.de.page.start_title"), ["texts", "de", "page", "start_title"]),
        (Fault("x", "--survey", file=COMMAND_LINE), []),
        (Fault("x"), []),
    ],
)
def test_a_key_is_a_path(fault: Fault, path: list[object]) -> None:
    """Numbers in a key count from 1, those of a path from 0; an option is in no file."""
    assert path_of(fault) == path


@given(
    st.text() | st.sampled_from(["null", "[]", "1", '{"ask": 1}', '{"ask": "add", "given": 3}', "[" * 99_999])
)
def test_any_request_is_answered(request_text: str) -> None:
    """Whatever arrives, the answer is JSON with a fault."""
    assert json.loads(answer(Counter(), request_text))["fault"]["text"]
