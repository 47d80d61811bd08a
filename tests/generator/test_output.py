"""Writing a site: the whole site or nothing, and only where a build may write."""

from __future__ import annotations

import errno
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import output, scratch
from harness.sites import contents
from questionnaire.faults import InputError

FILES = {"index.html": b"<p>new</p>", "assets/site.css": b"p{}", "en/index.html": b"<p>neu</p>"}
FORMER = {"index.html": b"<p>old</p>", "old.html": b"gone soon", "en/old.html": b"gone soon"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A path for a site, in a folder of its own, so that a test sees every file left beside it."""
    return tmp_path / "web" / "dist"


@pytest.fixture
def former(target: Path) -> Path:
    """The same path with a former build at it."""
    output.write(FORMER, target)
    return target


def refusal(action: Callable[[], None]) -> str:
    """Return the one line of the ``InputError`` that ``action`` raises."""
    with pytest.raises(InputError) as refused:
        action()
    (fault,) = refused.value.faults
    return str(fault)


def finished(target: Path) -> bool:
    """Tell whether ``target`` holds exactly the new site, and nothing is left beside it."""
    site = {**FILES, output.MANIFEST: output.manifest(FILES)}
    return contents(target) == site and [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_new_folder_is_made_with_all_its_parents(target: Path) -> None:
    """Nobody has to make a folder first."""
    output.write(FILES, target)
    assert finished(target)
    assert target.stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_is_filled(target: Path) -> None:
    """An empty folder belongs to nobody."""
    target.mkdir(parents=True)
    output.write(FILES, target)
    assert finished(target)


def test_a_former_build_is_replaced_as_a_whole(former: Path) -> None:
    """Files that are no longer made are gone."""
    output.write(FILES, former)
    assert finished(former)


def test_the_manifest_names_every_file_with_its_sum() -> None:
    """SHA-256 by path, sorted; the same bytes in whatever order the files come."""
    manifest = output.manifest(FILES)
    assert manifest == output.manifest(dict(reversed(FILES.items())))
    sums = json.loads(manifest)["sha256"]
    assert list(sums) == sorted(FILES)
    assert sums == {name: hashlib.sha256(file).hexdigest() for name, file in FILES.items()}


def _file(target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.write_text("precious", "utf-8")


def _link(target: Path) -> None:
    elsewhere = target.parent / "elsewhere"
    elsewhere.mkdir(parents=True)
    target.symlink_to(elsewhere)


def _dangling_link(target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.symlink_to(target.parent / "nowhere")


def _foreign(target: Path) -> None:
    target.mkdir(parents=True)
    (target / "thesis.txt").write_text("precious", "utf-8")


def _guest(target: Path) -> None:
    output.write(FORMER, target)
    (target / "en" / "thesis.txt").write_text("precious", "utf-8")


def _guest_link(target: Path) -> None:
    output.write(FORMER, target)
    (target / "en" / "archive").symlink_to(target.parent)


def _forged(manifest: str) -> Callable[[Path], None]:
    def prepare(target: Path) -> None:
        _foreign(target)
        (target / output.MANIFEST).write_text(manifest, "utf-8")

    return prepare


def _folder_as_manifest(target: Path) -> None:
    (target / output.MANIFEST).mkdir(parents=True)


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "file": (_file, "is a file; expected a folder"),
    "link": (_link, "is a symbolic link; expected a folder of its own"),
    "dangling link": (_dangling_link, "is a symbolic link; expected a folder of its own"),
    "foreign folder": (_foreign, "is a folder that no build has made"),
    "guest": (_guest, "holds files that no build has made (en/thesis.txt)"),
    "linked guest": (_guest_link, "holds files that no build has made (en/archive)"),
    "forged manifest": (_forged('{"generator": "lastbild", "kind": "site", "sha256": {}}'), "(thesis.txt)"),
    "another's manifest": (
        _forged('{"generator": "hugo", "sha256": {"thesis.txt": ""}}'),
        "no build has made",
    ),
    "a report's manifest": (
        _forged('{"generator": "lastbild", "kind": "report", "sha256": {"thesis.txt": ""}}'),
        "no build has made",
    ),
    "manifest without sums": (_forged('{"generator": "lastbild", "kind": "site"}'), "no build has made"),
    "manifest of nonsense": (
        _forged('{"generator": "lastbild", "kind": "site", "sha256": [[1]]}'),
        "no build has made",
    ),
    "manifest of a list": (_forged("[]"), "no build has made"),
    "manifest of numbers": (_forged("5"), "no build has made"),
    "manifest that is no JSON": (_forged("{"), "no build has made"),
    "folder as manifest": (_folder_as_manifest, "no build has made"),
}


@pytest.mark.parametrize(("prepare", "message"), REFUSED.values(), ids=REFUSED)
def test_what_no_build_has_made_is_never_replaced(
    target: Path, prepare: Callable[[Path], None], message: str
) -> None:
    """The message gives the reason and a way out, and everything stays as it was."""
    prepare(target)
    before = contents(target.parent)
    for action in (lambda: output.check_target(target), lambda: output.write(FILES, target)):
        line = refusal(action)
        assert line.startswith(f'command line: --out = "{target}": ')
        assert message in line
        assert "--out" in line.split(": ")[-1]
    assert contents(target.parent) == before


def fail_at(
    monkeypatch: pytest.MonkeyPatch, method: str, failing: set[int], error: type[BaseException]
) -> None:
    """Let the calls of ``Path.method`` whose numbers (from 1) are in ``failing`` raise ``error``."""
    original, calls = getattr(Path, method), iter(range(1, 1000))

    def failing_now_and_then(self: Path, *args: object) -> object:
        if next(calls) in failing:
            raise error(errno.ENOSPC, "No space left on device")
        return original(self, *args)

    monkeypatch.setattr(Path, method, failing_now_and_then)


@pytest.mark.parametrize("at_target", ["nothing", "former"])
@pytest.mark.parametrize("number", range(1, len(FILES) + 2))
def test_a_full_disk_changes_nothing(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, at_target: str
) -> None:
    """Whichever file no longer fits, the target stays as it was, and nothing is left beside it."""
    target.parent.mkdir(parents=True)
    if at_target == "former":
        output.write(FORMER, target)
    before = contents(target.parent)
    fail_at(monkeypatch, "write_bytes", {number}, OSError)
    line = refusal(lambda: output.write(FILES, target))
    assert "cannot be written (No space left on device" in line
    assert contents(target.parent) == before
    assert [path.name for path in target.parent.iterdir()] == [target.name] * (at_target == "former")


@pytest.mark.parametrize("number", [1, 2], ids=["moving the former away", "moving the new one in"])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_swap_that_fails_brings_the_former_back(
    former: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[BaseException]
) -> None:
    """Even if somebody presses Ctrl+C at that very moment."""
    before = contents(former.parent)
    fail_at(monkeypatch, "rename", {number}, error)
    with pytest.raises((InputError, KeyboardInterrupt)):
        output.write(FILES, former)
    monkeypatch.undo()
    assert contents(former.parent) == before
    assert [path.name for path in former.parent.iterdir()] == [former.name]


def test_a_former_build_that_cannot_be_brought_back_is_not_deleted(
    former: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If both renames of the swap fail, the only copy of the former site stays until the next build."""
    before = contents(former.parent)
    fail_at(monkeypatch, "rename", {2, 3}, OSError)
    assert "what was there before is kept in " in refusal(lambda: output.write(FILES, former))
    monkeypatch.undo()
    assert set(FORMER.values()) <= set(contents(former.parent).values())
    output.check_target(former)
    assert contents(former.parent) == before


def test_a_swap_that_fails_leaves_a_new_target_unmade(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there was no target before, there is none afterwards."""
    fail_at(monkeypatch, "rename", {1}, OSError)
    assert "cannot be written" in refusal(lambda: output.write(FILES, target))
    assert list(target.parent.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    """If a parent of the target is a file, that is a fault of the input, and the file stays."""
    (tmp_path / "web").write_text("precious", "utf-8")
    line = refusal(lambda: output.write(FILES, tmp_path / "web" / "dist"))
    assert "cannot be written" in line
    assert (tmp_path / "web").read_text("utf-8") == "precious"


@pytest.mark.parametrize(
    "break_it",
    [
        lambda patch: patch.setattr(Path, "mkdir", _denied),
        lambda patch: patch.setattr("tempfile.mkdtemp", _denied),
        lambda patch: patch.setattr(Path, "iterdir", _denied),
    ],
    ids=["parent", "beside the target", "looking into the target"],
)
def test_a_place_without_permission_is_a_fault_and_not_a_crash(
    target: Path, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Whatever step the system denies, the fault names the folder."""
    target.mkdir(parents=True)
    break_it(monkeypatch)
    line = refusal(lambda: output.write(FILES, target))
    assert line.startswith(f'command line: --out = "{target}": ')
    assert "Permission denied" in line


def _denied(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_name_that_no_folder_can_have_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    """A name that is too long is refused like any other path that cannot be written."""
    assert "--out" in refusal(lambda: output.write(FILES, tmp_path / ("x" * 300)))


def dates(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the inode of every file in ``folder``, and the time of its last change."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files
    }


def test_what_did_not_change_stays_on_the_disk(target: Path) -> None:
    """The very same file with its date, so that a copy by dates takes only the changed files."""
    output.write(FILES, target)
    before = dates(target)
    output.write({**FILES, "index.html": b"<p>other</p>"}, target)
    after = dates(target)
    assert {name for name in after if after[name] != before[name]} == {"index.html", output.MANIFEST}


def _altered(file: Path) -> None:
    file.write_bytes(b"<p>bad</p>"[: len(FILES["index.html"])])


def _cut(file: Path) -> None:
    file.write_bytes(b"")


def _gone(file: Path) -> None:
    file.unlink()


def _hidden(file: Path) -> None:
    file.chmod(0o600)


def _led_astray(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere.html"
    elsewhere.write_bytes(FILES["index.html"])
    file.unlink()
    file.symlink_to(elsewhere)


def _linked(file: Path) -> None:
    (file.parent.parent / "elsewhere.html").hardlink_to(file)


@pytest.mark.parametrize("spoil", [_altered, _cut, _gone, _hidden, _led_astray, _linked])
def test_what_somebody_altered_is_written_anew(target: Path, spoil: Callable[[Path], None]) -> None:
    """A file is kept only if it is a plain file with one name, readable by everybody, with the same bytes."""
    output.write(FILES, target)
    spoil(target / "index.html")
    output.write(FILES, target)
    assert contents(target) == {**FILES, output.MANIFEST: output.manifest(FILES)}
    written = (target / "index.html").lstat()
    assert (written.st_mode & 0o777, written.st_nlink) == (0o644, 1)


def test_a_disk_without_hard_links_gets_every_file_anew(
    former: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network drives and USB sticks have none; the site is the same."""

    def refused(_: Path, __: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    output.write({**FORMER, **FILES}, former)
    output.write(FILES, former)
    assert finished(former)


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "desktop.ini", "._index.html", "Icon\r", ".directory", "THUMBS.DB"]
)
def test_what_a_file_manager_leaves_stops_no_build(target: Path, name: str) -> None:
    """Somebody looked at the folder, in Finder or Explorer: the build goes on, and the file goes."""
    target.mkdir(parents=True)
    (target / name).write_bytes(b"how the folder was shown")
    output.write(FORMER, target)
    (target / name).write_bytes(b"how the folder was shown")
    (target / "en" / name).write_bytes(b"how the folder was shown")
    output.write(FILES, target)
    assert finished(target)


def test_a_file_of_ones_own_still_stops_a_build(former: Path) -> None:
    """Beside one of the file manager's, in a folder or as a link of such a name, it is told by its path."""
    (former / ".DS_Store").write_bytes(b"x")
    (former / "en" / "notes.txt").write_text("precious", "utf-8")
    assert "holds files that no build has made (en/notes.txt)" in refusal(lambda: output.write(FILES, former))
    (former / "en" / "notes.txt").unlink()
    (former / "desktop.ini").symlink_to(former.parent)
    assert "(desktop.ini)" in refusal(lambda: output.write(FILES, former))
    (former / "desktop.ini").unlink()
    (former / "Thumbs.db").mkdir()
    (former / "Thumbs.db" / "mine.txt").write_text("precious", "utf-8")
    assert "(Thumbs.db/mine.txt)" in refusal(lambda: output.write(FILES, former))
    assert (former / "Thumbs.db" / "mine.txt").read_text("utf-8") == "precious"


def test_a_folder_of_a_file_managers_name_alone_is_not_empty(target: Path) -> None:
    """A folder called Thumbs.db is somebody's."""
    (target / "Thumbs.db").mkdir(parents=True)
    (target / "Thumbs.db" / "mine.txt").write_text("precious", "utf-8")
    assert "is a folder that no build has made" in refusal(lambda: output.write(FILES, target))


def test_windows_waits_for_whoever_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a folder cannot be renamed while a server reads a file in it; a moment later it can."""
    rename, tries = Path.rename, []

    def read_by_a_server(path: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 4:
            raise PermissionError(13, "Access is denied")
        return rename(path, target)

    (tmp_path / "dist").mkdir()
    monkeypatch.setattr(Path, "rename", read_by_a_server)
    with pytest.raises(PermissionError):
        scratch.move(tmp_path / "dist", tmp_path / "former")  # other systems never ask for patience
    monkeypatch.setattr(sys, "platform", "win32")
    scratch.move(tmp_path / "dist", tmp_path / "former")
    assert len(tries) == 4
    assert (tmp_path / "former").is_dir()
