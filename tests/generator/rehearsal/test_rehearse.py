"""``lastbild rehearse``: a published site and its collector, tried as a browser would; nothing is counted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collector import Storage
from generator.commands.main import main
from harness.https import https_server
from harness.organisation import Organisation, organisation
from harness.sealed_organisation import sealed_organisation
from harness.servers import plain_server
from questionnaire import trustee_key

KEY = trustee_key.written(bytes(range(1, 33)))
WELL = [
    "Address: the start page comes",
    "Types of the files: each as a browser needs it",
    "Collector: it could store a contribution now",
    "Permission to send: the collector takes contributions from this site",
    "Trial contribution: refused at the last gate, as it must be; nothing was counted",
]


def run(of: Organisation, *arguments: str, at: str = "") -> Result:
    """Run the command on a site that was built with the stub, so it is compared with its own folder."""
    options = ["--config", str(of.folder / "site.toml"), "--against", str(of.folder / "web" / "survey")]
    return CliRunner().invoke(main, ["rehearse", at or of.address, *options, *arguments])


def marked(done: Result, mark: str) -> list[str]:
    """Return the steps with a mark."""
    return [
        line.removeprefix(f"[{mark}] ") for line in done.stdout.splitlines() if line.startswith(f"[{mark}]")
    ]


@pytest.fixture(params=["open", "slips"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Organisation]:
    """A site and its collector, open since yesterday."""
    with organisation(tmp_path / "o", request.param, stub=True) as of:
        if request.param == "slips":
            of.run("slips", "3")
        with of.collector():
            yield of


def test_all_is_well(running: Organisation) -> None:
    """Each step is a line; the headers that are missing are a note, since the page works without."""
    done = run(running)
    assert (done.exit_code, marked(done, "fault")) == (0, []), done.stdout
    assert [step for step in marked(done, "well") if not step.startswith("Files")] == WELL
    assert marked(done, "note") == ["Headers"]
    assert done.stdout.splitlines()[-1] == "All is well."


def test_nothing_is_counted(running: Organisation) -> None:
    """However often the trial is made, every counter stays at zero."""
    for _ in range(3):
        assert run(running).exit_code == 0
    storage = Storage.open(f"sqlite:///{running.folder}/collector.sqlite")
    try:
        storage.close("probe")
        assert not any(storage.counts("probe").values())
    finally:
        storage.dispose()


def test_before_the_opening_the_calendar_refuses(tmp_path: Path) -> None:
    """A rehearsal days before is a whole one: the collector says that it is not open yet, as it must."""
    with organisation(tmp_path / "o", "open", opens=3, stub=True) as of, of.collector():
        done = run(of)
    assert (done.exit_code, marked(done, "fault")) == (0, []), done.stdout
    assert WELL[-1] in marked(done, "well")


def test_a_collector_that_does_not_run(tmp_path: Path) -> None:
    """One fault for the closed port, with what to do; nothing more is asked of it."""
    with organisation(tmp_path / "o", "open", stub=True) as of:
        done = run(of)
    assert done.exit_code == 1
    assert marked(done, "fault") == ["Collector"]
    assert "nobody answers at 127.0.0.1; start the web server or the collector" in done.stdout
    assert "Trial" not in done.stdout


def test_a_site_whose_address_is_another_one(running: Organisation) -> None:
    """The collector takes contributions from site.address alone: a page elsewhere cannot send."""
    with plain_server(running.folder / "web") as elsewhere:
        done = run(running, at=f"{elsewhere}survey/")
    assert done.exit_code == 1
    assert marked(done, "fault") == ["Permission to send"]
    assert f"does not take contributions from {elsewhere.rstrip('/')}" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('id = "probe"', 'id = "andere"'), "the collector does not have this survey"),
        (('detail = "levers"', 'detail = "type"'), 'answers "unknown code", and not "unknown slip"'),
        (('mode = "slips"', 'mode = "open"'), 'answers "unknown slip", and not "slip not expected"'),
    ],
)
def test_a_collector_with_another_site_toml(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """It has another survey, or the same one with other settings."""
    with organisation(tmp_path / "o", "slips", stub=True) as of, of.collector():
        config = of.folder / "site.toml"
        text = config.read_text("utf-8")
        assert change[0] in text
        config.write_text(text.replace(*change), "utf-8")
        done = run(of)
    assert done.exit_code == 1
    assert said in done.stdout


def test_an_old_build_is_one_fault(running: Organisation) -> None:
    """Not one for each of its files."""
    manifest = running.folder / "web" / "survey" / "manifest.json"
    text = manifest.read_text("utf-8")
    kept = running.folder / "kept.json"
    kept.write_text(text.replace('"sha256": {', '"sha256": {"more.html": "00",', 1), "utf-8")
    assert kept.read_text("utf-8") != text
    done = run(running, "--against", str(kept))
    assert done.exit_code == 1
    assert marked(done, "fault") == ["Files"]
    assert "another build is published" in done.stdout


def test_a_missing_file_is_named(running: Organisation) -> None:
    """With its path, and the status of the server."""
    (running.folder / "web" / "survey" / "runtime" / "app.zip").unlink()
    kept = running.folder / "web" / "survey" / "manifest.json"
    done = run(running, "--against", str(kept))
    assert done.exit_code == 1
    assert "runtime/app.zip: is missing: the server answers with status 404" in done.stdout


def test_nobody_at_the_address_ends_it(running: Organisation) -> None:
    """One step, one fault."""
    done = CliRunner().invoke(
        main, ["rehearse", "http://127.0.0.1:9/", "--config", str(running.folder / "site.toml")]
    )
    assert done.exit_code == 1
    assert [line[:7] for line in done.stdout.splitlines()[:2]] == ["[fault]", "  http:"]
    assert len(done.stdout.splitlines()) == 3


def test_without_an_address_it_says_which_key_is_missing(tmp_path: Path) -> None:
    """Or to give it to the command."""
    config = tmp_path / "site.toml"
    config.write_text('[brand]\nname = "A"\n[survey]\nid = "a"\ntitle = "A"\n', "utf-8")
    done = CliRunner().invoke(main, ["rehearse", "--config", str(config)])
    assert done.exit_code == 1
    assert "site.address: is missing; expected the site's own address" in done.stderr


def trusting(of: Organisation, certificate: Path | None) -> str:
    """Run the command in a process that trusts ``certificate``; return what it says, in German."""
    environment = {**os.environ, "LASTBILD_LANG": "de"}
    if certificate:
        environment["SSL_CERT_FILE"] = str(certificate)
    command = [sys.executable, "-m", "generator", "rehearse", of.address]
    command += ["--config", str(of.folder / "site.toml"), "--against", str(of.folder / "web" / "survey")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_a_sealed_survey_by_https(tmp_path: Path) -> None:
    """The ballot that is too short is refused; the certificate holds until the last day."""
    with sealed_organisation(tmp_path / "o", [KEY], days=40) as of, of.collector():
        said = trusting(of, of.folder / "certificate.pem")
        distrusting = trusting(of, None)
        storage = Storage.open(f"sqlite:///{of.folder}/collector.sqlite")
        assert storage.number_of_ballots("probe") == 0
        storage.dispose()
    assert "[Fehler]" not in said
    assert "[gut] Zertifikat: gültig bis " in said
    assert "[gut] Probebeitrag: am letzten Tor abgewiesen, wie es sein muss; gezählt wurde nichts" in said
    assert "127.0.0.1 hat sein Zertifikat selbst ausgestellt" in distrusting
    assert len([line for line in distrusting.splitlines() if line.startswith("[")]) == 1


def test_a_certificate_that_ends_before_the_survey(tmp_path: Path) -> None:
    """It would be noticed on the day on which nobody can take part any more."""
    with sealed_organisation(tmp_path / "o", [KEY], days=5) as of, of.collector():
        said = trusting(of, of.folder / "certificate.pem")
    assert "[Fehler] Zertifikat\n" in said
    assert "vor dem Ende der Befragung am " in said


@pytest.mark.parametrize("days", [-1, 1])
def test_a_certificate_that_is_over(tmp_path: Path, days: int) -> None:
    """A browser refuses it, though the machine knows who issued it."""
    (tmp_path / "web").mkdir()
    (tmp_path / "site.toml").write_text('[brand]\nname = "A"\n[survey]\nid = "a"\ntitle = "A"\n', "utf-8")
    with https_server(tmp_path / "web", tmp_path, days=days) as address:
        (tmp_path / "web" / "survey").mkdir()
        (tmp_path / "web" / "survey" / "manifest.json").write_text('{"kind": "site", "sha256": {"a": "0"}}')
        said = trusting(Organisation(address, tmp_path, 0), tmp_path / "certificate.pem")
    assert ("ist abgelaufen" in said) is (days < 0)
