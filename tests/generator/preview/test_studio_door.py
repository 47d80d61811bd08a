"""The studio in ``lastbild serve``: its own page may ask, and nobody else; windows hear of changes."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from generator.preview import studio_door
from generator.preview.server import InMemoryFiles, preview_server
from generator.preview.studio_door import LARGEST_BODY, Refusal, StudioDoor
from generator.studio.desk import open_desk
from harness.servers import serving

PATIENCE = 30
CHANGE = {
    "ask": "change",
    "given": {"edits": [{"op": "set", "at": ["brand", "name"], "value": "Anders"}], "language": "de"},
}
BODY = json.dumps(CHANGE).encode()


@pytest.fixture
def door(tmp_path: Path) -> StudioDoor:
    """The door of a studio in a new folder."""
    return StudioDoor(open_desk(tmp_path / "site"))


@pytest.fixture
def port(tmp_path: Path, door: StudioDoor) -> Iterator[int]:
    """A preview with that door."""
    page = InMemoryFiles({"studio/index.html": b"the studio"})
    with preview_server(tmp_path, 0, page, door) as server, serving(server) as number:
        yield number
        door.close()


def headers_of(port: int, **others: str | None) -> dict[str, str]:
    """Return the headers with which the studio's page asks, and ``others`` in place of its own."""
    own = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/json",
    }
    given = {name.replace("_", "-"): value for name, value in others.items()}
    return {name: value for name, value in {**own, **given}.items() if value is not None}


def ask(
    port: int, headers: Mapping[str, str], body: bytes = BODY, path: str = "/studio/ask"
) -> tuple[int, bytes]:
    """Return status and body of the answer to a POST."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.putrequest("POST", path, skip_host=True)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def name_in(tmp_path: Path) -> bool:
    """Return whether the change has reached site.toml."""
    return 'name = "Anders"' in (tmp_path / "site" / "site.toml").read_text("utf-8")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_studios_page_changes_the_file(tmp_path: Path, port: int, host: str) -> None:
    """By either name of this machine; the answer is the new state."""
    own = headers_of(port, Host=f"{host}:{port}", Origin=f"http://{host}:{port}")
    status, body = ask(port, own)
    assert status == 200
    assert json.loads(body)["told"]["values"]["brand"]["name"] == "Anders"
    assert name_in(tmp_path)


# What an attacker's page can have a browser send, and the status that it gets.
ATTACKS: dict[str, tuple[Callable[[int], dict[str, str | None]], int]] = {
    "a name that was rebound": (
        lambda port: {"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"},
        403,
    ),
    "a script of another site": (lambda _: {"Origin": "https://evil.example"}, 403),
    "a page of another port": (lambda port: {"Origin": f"http://127.0.0.1:{port + 1}"}, 403),
    "the other name of this machine": (lambda port: {"Origin": f"http://localhost:{port}"}, 403),
    "a page in a sandbox": (lambda _: {"Origin": "null"}, 403),
    "no page at all": (lambda _: {"Origin": None}, 403),
    "a name with more behind it": (lambda port: {"Host": f"127.0.0.1:{port}.evil.example"}, 403),
    "a form with text": (lambda _: {"Content_Type": "text/plain"}, 415),
    "a form": (lambda _: {"Content_Type": "application/x-www-form-urlencoded"}, 415),
    "a request without a type": (lambda _: {"Content_Type": None}, 415),
    "a body without end": (lambda _: {"Content_Length": str(LARGEST_BODY + 1)}, 413),
    "a length of many digits": (lambda _: {"Content_Length": "9" * 5000}, 413),
    "a negative length": (lambda _: {"Content_Length": "-1"}, 411),
    "a length that is none": (lambda _: {"Content_Length": "²"}, 411),
    "a body in pieces": (lambda _: {"Transfer_Encoding": "chunked"}, 411),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_else_is_let_in(tmp_path: Path, port: int, attack: str) -> None:
    """The same words for everybody, nothing of the request in them, and nothing changes."""
    headers, status = ATTACKS[attack]
    refused = ask(port, headers_of(port, **headers(port)))
    assert refused[0] == status
    assert refused[1] in {
        b"The studio answers its own page only.\n",
        b"Expected JSON.\n",
        b"Expected a length.\n",
        b"Expected less.\n",
    }
    assert not name_in(tmp_path)


_WHOLE = studio_door.objection
Objection = Callable[[Message, int], Refusal | None]


def with_values(headers: Message, **values: str) -> Message:
    """Return ``headers`` with ``values`` in place of their own."""
    made = Message()
    replaced = {name.replace("_", "-"): value for name, value in values.items()}
    for name, value in {**dict(headers.items()), **replaced}.items():
        made[name] = value
    return made


def without_host(headers: Message, port: int) -> Refusal | None:
    """Compare Origin with Host only, and take any name for this machine's."""
    if headers["Origin"] != f"http://{headers['Host']}":
        return Refusal(HTTPStatus.FORBIDDEN, b"")
    own = f"127.0.0.1:{port}"
    return _WHOLE(with_values(headers, Host=own, Origin=f"http://{own}"), port)


def without_origin(headers: Message, port: int) -> Refusal | None:
    """Take a request of any page."""
    return _WHOLE(with_values(headers, Origin=f"http://{headers['Host']}"), port)


def without_type(headers: Message, port: int) -> Refusal | None:
    """Take a body of any type."""
    return _WHOLE(with_values(headers, Content_Type="application/json"), port)


def without_limit(headers: Message, port: int) -> Refusal | None:
    """Take a body of any size."""
    return _WHOLE(with_values(headers, Content_Length="1"), port)


@pytest.mark.parametrize(
    ("naive", "attack"),
    [
        (without_host, "a name that was rebound"),
        (without_origin, "a script of another site"),
        (without_origin, "no page at all"),
        (without_type, "a form with text"),
    ],
)
def test_each_check_is_needed(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, naive: Objection, attack: str
) -> None:
    """Without it, the attack that it stops changes the file."""
    headers, _ = ATTACKS[attack]
    monkeypatch.setattr(studio_door, "objection", naive)
    assert ask(port, headers_of(port, **headers(port)))[0] == 200
    assert name_in(tmp_path)


def test_a_body_that_is_too_large_is_not_read(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte less is let in; without the check, any body is taken."""
    monkeypatch.setattr(studio_door, "LARGEST_BODY", len(BODY) - 1)
    assert ask(port, headers_of(port)) == (413, b"Expected less.\n")
    assert not name_in(tmp_path)
    monkeypatch.setattr(studio_door, "objection", without_limit)
    assert ask(port, headers_of(port))[0] == 200
    assert name_in(tmp_path)


def test_only_the_door_takes_questions(port: int) -> None:
    """No other address takes a POST, and none is anybody's by a question mark."""
    for path in ("/", "/studio/", "/studio/ask/", "/studio/ask?x=1", "/index.html"):
        assert ask(port, headers_of(port), path=path) == (404, b"There is nothing here.\n")


def test_without_a_studio_nothing_is_asked(tmp_path: Path) -> None:
    """A preview of a folder alone has no door."""
    with preview_server(tmp_path, 0) as server, serving(server) as number:
        assert ask(number, headers_of(number))[0] == 404


def test_the_page_is_served_and_what_it_asks_is_never_kept(port: int) -> None:
    """The studio's files come from memory; answers are not stored by a browser."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/studio/")
    answer = connection.getresponse()
    assert answer.read() == b"the studio"
    connection.close()


class Listener:
    """A window that listens to changes."""

    def __init__(self, port: int, **others: str | None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = headers_of(port, Content_Type=None, **({"Origin": None} | others))
        self.connection.putrequest("GET", "/studio/changes", skip_host=True)
        for name, value in headers.items():
            self.connection.putheader(name, value)
        self.connection.endheaders()
        self.answer = self.connection.getresponse()

    def close(self) -> None:
        """Close the window."""
        self.answer.close()
        self.connection.close()

    def version(self) -> Any:  # noqa: ANN401
        """Return the version that the next event tells."""
        while not (line := self.answer.readline()).startswith(b"data: "):
            assert line, "the preview has ended it"
        return json.loads(line.removeprefix(b"data: "))["version"]


def test_every_window_hears_of_a_change_once(tmp_path: Path, door: StudioDoor, port: int) -> None:
    """Of another window's, and of an editor's; what it heard last is the version of the state."""
    window = Listener(port)
    assert window.answer.getheader("Content-Type") == "text/event-stream"
    first = window.version()
    told = json.loads(ask(port, headers_of(port))[1])["told"]
    assert window.version() == told["version"] != first
    door.look_again()  # nothing has changed: no event
    config, fresh = tmp_path / "site" / "site.toml", tmp_path / "site.toml"
    fresh.write_text(config.read_text("utf-8").replace("Anders", "Draußen"), "utf-8")
    fresh.replace(config)  # at once, or a window may hear of half a file before
    door.look_again()  # as the watching of the folder does
    outside = window.version()
    state = json.loads(
        ask(port, headers_of(port), json.dumps({"ask": "state", "given": {"language": "de"}}).encode())[1]
    )
    assert outside == state["told"]["version"] not in (first, told["version"])
    window.close()


@pytest.mark.parametrize("others", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_nobody_else_listens(port: int, others: dict[str, str]) -> None:
    """A page of another site does not learn when somebody works."""
    window = Listener(port, **others)
    assert window.answer.status == 403
    window.close()


def test_two_windows_at_once_lose_nothing(port: int) -> None:
    """Of two changes on the same state, one is made, and the other is refused with what is there now."""
    state = json.loads(
        ask(port, headers_of(port), json.dumps({"ask": "state", "given": {"language": "de"}}).encode())[1]
    )
    version = state["told"]["version"]
    answers: list[Any] = []

    def change(name: str) -> None:
        given = {
            "edits": [{"op": "set", "at": ["brand", "name"], "value": name}],
            "language": "de",
            "version": version,
        }
        body = json.dumps({"ask": "change", "given": given}).encode()
        answers.append(json.loads(ask(port, headers_of(port), body)[1]))

    windows = [threading.Thread(target=change, args=(name,)) for name in ("Eins", "Zwei")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    (made,) = [one["told"] for one in answers if "told" in one]
    (refused,) = [one["fault"] for one in answers if "fault" in one]
    assert refused["state"]["values"] == made["values"]
    assert "inzwischen anderswo geändert" in refused["text"]
