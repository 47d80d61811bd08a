"""However a command ends, it shows one calm sentence and nothing of Python."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator import output
from generator.commands.terminal import MISTAKE_OF_OURS
from harness import sites
from harness.paths import ROOT
from tests.generator.commands.speaking import ENGLISH_WORD, PYTHON, run

# A test's runner may ignore Ctrl+C, and would hand that on.
HEAR_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
CALL = "from generator.commands.main import main\n"


def started(code: str, folder: Path, *, terminal: int | None = None) -> subprocess.Popen[str]:
    """Start Python code that calls the command line, in German; in ``terminal``, or with pipes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LASTBILD_LANG": "de"}
    command = [sys.executable, "-c", HEAR_CTRL_C + CALL + code]
    stdout, stderr = (subprocess.PIPE, subprocess.PIPE) if terminal is None else (terminal, terminal)
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdin=terminal, stdout=stdout, stderr=stderr
    )


def read_until(terminal: int, awaited: str, *, seconds: float = 30) -> str:
    """Return what appears in the terminal, until ``awaited`` does or nothing comes for some seconds."""
    said = b""
    while awaited.encode() not in said and select.select([terminal], [], [], seconds)[0]:
        said += os.read(terminal, 4096)
    return said.decode()


def test_ctrl_c_ends_a_question_with_one_calm_sentence(tmp_path: Path) -> None:
    """At a prompt in a terminal: no trace, status 1, and nothing is written."""
    ours, theirs = pty.openpty()
    asking_now = started("main(['init', 'seite'], 'lastbild')", tmp_path, terminal=theirs)
    os.close(theirs)
    assert "Organisation [Ihre Organisation]: " in read_until(ours, "]: ")
    said = ""
    while "Abgebrochen." not in said and asking_now.poll() is None:  # it may come too early
        asking_now.send_signal(signal.SIGINT)
        said += read_until(ours, "Abgebrochen.", seconds=5)
    assert said.split() == ["Abgebrochen."]
    assert asking_now.wait(timeout=30) == 1
    os.close(ours)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_ends_a_command_at_work_with_one_calm_sentence(tmp_path: Path) -> None:
    """In the midst of work: no trace either."""
    code = (
        "import time, generator.output as o\n"
        "def wait(*_):\n    print('at work', flush=True); time.sleep(60)\n"
        "o.check_target = wait\nmain(['studio'], 'lastbild')\n"
    )
    working = started(code, tmp_path)
    assert working.stdout
    assert working.stdout.readline() == "at work\n"
    working.send_signal(signal.SIGINT)
    _, said = working.communicate(timeout=30)
    assert (working.returncode, said.strip()) == (1, "Abgebrochen.")


def test_a_mistake_of_ours_shows_no_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, a status of its own, and the trace in a file that only its owner reads."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(output, "check_target", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = run("studio", "--out", tmp_path / "studio", LASTBILD_LANG="de")
    [details] = tmp_path.iterdir()
    assert ended.exit_code == MISTAKE_OF_OURS
    assert ended.stdout == ""
    assert ended.stderr == (
        "In Lastbild selbst ist etwas schiefgegangen, an Ihren Angaben liegt es nicht. Einzelheiten für die "
        f"Menschen, die Lastbild betreuen: {details}. Gesendet wurde nichts.\n"
    )
    assert "ZeroDivisionError" in details.read_text("utf-8")
    assert stat.S_IMODE(details.stat().st_mode) == 0o600


def test_the_details_of_a_mistake_hold_nothing_that_somebody_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it happened is told, also what caused it, but no message: one may quote a passphrase."""
    typed = "korrekt-pferd-batterie"

    def broken(*_: object) -> None:
        try:
            int(typed)
        except ValueError as error:
            raise KeyError(typed) from error

    monkeypatch.setattr(output, "check_target", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run("studio", "--out", tmp_path / "studio").exit_code == MISTAKE_OF_OURS
    [details] = tmp_path.iterdir()
    told = details.read_text("utf-8")
    assert all(word in told for word in ("KeyError", "ValueError", "in broken", "studio.py"))
    assert typed not in told


# What a person may give by mistake: a file's name, its contents, and the words of a command that reads it.
STRANGE_FILES = [
    ("report.json", b"{", ("report", "--previous", "report.json")),
    ("report.json", b"\xff\xfe\x00", ("report", "--previous", "report.json")),
    ("report.json", b"[" * 100_000, ("report", "--previous", "report.json")),
    ("key.json", b"null", ("keys", "show", "key.json")),
    ("key.json", b'{"ciphertext": 1}', ("keys", "copy", "key.json")),
    ("urn.json", b'{"seals": NaN}', ("count", "urn.json", "--key", "urn.json")),
    ("collector.sqlite", b"no database", ("slips", "5")),
    ("site.toml", b"\xff\xfes\x00", ("check",)),
    ("site.toml", b"[[[", ("build",)),
    ("site.toml", b"survey = 1979-05-27T07:32:00Z\nbrand = [nan, inf, true]", ("check",)),
    ("site.toml", b"[survey]\nopens = 10:00:00\ncloses = 1979-05-27T07:32:00\ntitle = [true]", ("check",)),
]


@pytest.mark.parametrize(("name", "contents", "words"), STRANGE_FILES)
def test_a_strange_file_shows_nothing_of_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, contents: bytes, words: tuple[str, ...]
) -> None:
    """Whatever stands in a file, it is refused in German sentences, with status 1."""
    monkeypatch.chdir(tmp_path)
    text = sites.COMPLETE.replace("[site]\n", '[site]\naddress = "https://kontor.example/"\n')
    sites.write(tmp_path, text)
    (tmp_path / name).write_bytes(contents)
    refused = run(*words, LASTBILD_LANG="de")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr != ""
    assert not PYTHON.search(refused.stderr), refused.stderr
    assert not ENGLISH_WORD.search(re.sub(r'"[^"]*"|`[^`]*`', "", refused.stderr)), refused.stderr
