"""Warnings of ``check`` and ``build``, and ``--strict``: what goes live as it is, is said, or stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from harness import sites

# Nothing in it is a placeholder; on paper, nothing has to be sealed.
WHOLE = (
    '[brand]\nname = "Muster AG"\nimprint = "Muster AG, Berlin"\n'
    '[[contacts]]\nlabel = "Beratung"\nphone = "+49 30 901820"\n' + sites.SURVEY
)


def run(folder: Path, *arguments: str) -> Result:
    """Run ``lastbild`` on the site.toml in ``folder``."""
    return CliRunner().invoke(main, [*arguments, "--config", str(folder / "site.toml")])


def with_out(command: str, folder: Path) -> tuple[str, ...]:
    """Return ``command`` with a place to write to, if it writes."""
    return (command, "--out", str(folder / "dist")) if command == "build" else (command,)


@pytest.mark.parametrize("command", ["check", "build"])
def test_warnings_stand_after_the_result_and_are_marked(tmp_path: Path, command: str) -> None:
    """The status is 0; below one heading stands each warning with file, key and what to do."""
    sites.write(tmp_path)
    done = run(tmp_path, *with_out(command, tmp_path))
    assert (done.exit_code, done.stderr) == (0, "")
    result, heading, *warnings = done.stdout.splitlines()
    assert "pages" in result or "files" in result
    assert heading == "This will go live as it is:"
    assert [line.split(": ")[0] for line in warnings] == ["  site.toml", "  site.toml"]
    assert "line 1: brand.imprint: Write who is responsible" in warnings[0]
    assert "contacts: Name somebody whom employees can turn to." in warnings[1]


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_whole_site_has_no_warnings(tmp_path: Path, command: str) -> None:
    """Nothing is said beside the result, and strict is the same."""
    sites.write(tmp_path, WHOLE)
    for strict in ((), ("--strict",)):
        done = run(tmp_path, *with_out(command, tmp_path), *strict)
        assert (done.exit_code, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == 1


def test_strict_lets_recommendations_pass(tmp_path: Path) -> None:
    """An organisation may decide against a seal, and for a folder beside others: it is said all the same."""
    sites.write(
        tmp_path,
        WHOLE + "headcount = 140\nopens = 2999-01-11\ncloses = 2999-01-29\n"
        '[collection]\nmode = "slips"\nurl = "https://intern.muster.org/c/"\n'
        '[site]\nlanguages = ["de"]\naddress = "https://intern.muster.org/befragung/"\n',
    )
    done = run(tmp_path, "build", "--out", str(tmp_path / "dist"), "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "collection.seal: Recommended" in done.stdout
    assert "site.address" in done.stdout
    assert (tmp_path / "dist" / "index.html").is_file()


@pytest.mark.parametrize("more", [(), ("--single-file",)])
def test_strict_stops_at_a_warning_and_writes_nothing(tmp_path: Path, more: tuple[str, ...]) -> None:
    """Status 1; every warning is an error then, and so says the last line; a former build stays."""
    sites.write(tmp_path, WHOLE)
    assert run(tmp_path, *with_out("build", tmp_path)).exit_code == 0
    before = sites.contents(tmp_path / "dist")
    sites.write(tmp_path)
    done = run(tmp_path, *with_out("build", tmp_path), "--strict", *more)
    assert (done.exit_code, done.stdout) == (1, "")
    *warnings, last = done.stderr.splitlines()
    assert len(warnings) == 2
    assert last.startswith("command line: --strict: nothing is written while there are warnings")
    assert sites.contents(tmp_path / "dist") == before


def test_strict_check_ends_with_1(tmp_path: Path) -> None:
    """For a pipeline that builds elsewhere."""
    sites.write(tmp_path)
    assert run(tmp_path, "check", "--strict").exit_code == 1
