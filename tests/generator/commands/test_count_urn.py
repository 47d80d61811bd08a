"""``lastbild count URN``: what trustees see, in which order they open, and what is told without a count."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.configuration.schema import Config
from generator.report.urns import differences, urn_of
from generator.report.waves import wave_of
from harness import sites
from harness.desk import refusal
from harness.releases import SITE, configured, extended
from harness.trustees import (
    COUNCIL,
    OFFICER,
    OPENED_BY,
    STRANGER,
    ballots,
    sealed,
    sealing,
    write_key_file,
)
from questionnaire import disclosure, release_file, sealed_ballot
from questionnaire import urn as urns
from questionnaire.release_file import Reach, ReleaseFile
from questionnaire.urn import Urn

# Sixty contributions: every constellation, levers in two of them, and small numbers that must not be seen.
COUNTS = {"A-ST": 11, "A-SB": 7, "B-SB": 13, "B-B": 4, "C-T": 5, "D-ST": 2, "D-B": 1, "M": 9, "N": 8}
TYPED = f"{OPENED_BY}\n"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The survey of the design, sealed to the council."""
    return sealed(configured(tmp_path / "site")[0], COUNCIL)


def write(folder: Path, urn: Urn) -> Path:
    """Write ``urn`` as ``close`` does, and return its path."""
    path = folder / urn.file_name
    path.write_bytes(urns.dump(urn))
    return path


def run(*arguments: str | Path, typed: str = TYPED) -> Result:
    """Run ``lastbild count``; ``typed`` is the trustee's input."""
    return CliRunner().invoke(main, ["count", *map(str, arguments)], input=typed)


def expected(config: Config, counts: Mapping[str, int], slips: int) -> bytes:
    """Return the release that the rule gives for the known answers."""
    result = disclosure.release(counts, threshold=10, invited=140)
    return release_file.dump(ReleaseFile(wave_of(config), result, Reach(140, slips, None)))


def names(folder: Path) -> set[str]:
    """Return the names of the files in ``folder``."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


# ---- one trustee


def test_the_council_counts_an_urn(tmp_path: Path, config: Config) -> None:
    """The release is that of the known answers, and nothing else is written; it says what it counts."""
    urn = write(tmp_path, urn_of(config, [*ballots(config, COUNTS)], 138))
    key, out = write_key_file(tmp_path, "key.json", COUNCIL), tmp_path / "out"
    done = run(urn, "--key", key, "--out", out)
    assert done.exit_code == 0, done.output
    assert names(out) == {"report.json"}
    assert (out / "report.json").read_bytes() == expected(config, COUNTS, 138)
    assert stat.S_IMODE((out / "report.json").stat().st_mode) == 0o600
    fingerprint = wave_of(config).instrument.fingerprint
    assert done.stdout.splitlines() == [
        "Urn of 'hafen-2027', collected from 11 January 2027 to 29 January 2027: 60 ballots.",
        "140 people are invited, 138 slips were drawn; nothing is published below 10.",
        f"Questionnaire: version 2, fingerprint {fingerprint[:12]}…",
        "That is what the urn says: compare it with the survey's page.",
        f"Passphrase of {key}: ",
        "Spoilt ballots: 0.",
        f"wrote {out / 'report.json'}; pass it on to the people who make the report",
    ]


def test_no_exact_count_is_written_or_shown(tmp_path: Path, config: Config) -> None:
    """The rule speaks alone: two urns that it releases alike leave the same bytes and the same words."""
    key, said, files = write_key_file(tmp_path, "key.json", COUNCIL), [], []
    for number, counts in enumerate(({"A-ST": 31, "M": 29}, {"A-ST": 30, "M": 30})):
        urn, out = write(tmp_path, urn_of(config, [*ballots(config, counts)], 138)), tmp_path / str(number)
        said.append(run(urn, "--key", key, "--out", out).output.replace(str(out), ""))
        files.append((out / "report.json").read_bytes())
    assert said[0] == said[1]
    assert files[0] == files[1]


def test_counting_again_changes_nothing_and_another_release_is_never_overwritten(
    tmp_path: Path, config: Config
) -> None:
    """A trustee who starts the command twice has the same file; one of another urn stays what it was."""
    key, out = write_key_file(tmp_path, "key.json", COUNCIL), tmp_path / "out"
    sealed_once = [*ballots(config, COUNTS)]
    urn = write(tmp_path, urn_of(config, sealed_once, 138))
    assert [run(urn, "--key", key, "--out", out).exit_code for _ in range(2)] == [0, 0]
    write(tmp_path, urn_of(config, sealed_once[:-40], 138))
    message = refusal(run(urn, "--key", key, "--out", out))
    assert "is there already with other contents and is not overwritten" in message
    assert (out / "report.json").read_bytes() == expected(config, COUNTS, 138)


def test_spoilt_ballots_are_told_as_a_number_and_hide_no_other(tmp_path: Path, config: Config) -> None:
    """For another key, survey or detail, of another length, of a point of low order, or noise."""
    good = [*ballots(config, COUNTS)]
    other_survey = config.model_copy(update={"survey": config.survey.model_copy(update={"id": "lumo-2027"})})
    spoilt = [
        *ballots(sealed(config, STRANGER), {"A-ST": 1}),
        *ballots(sealed(config, COUNCIL, OFFICER), {"A-ST": 1}),
        *ballots(other_survey, {"A-ST": 1}),
        *ballots(config, {"A": 1}),
        b"",
        good[0][:-1],
        bytes(sealed_ballot.sealed_bytes(1)),
        *(number.to_bytes(2, "big") * 31 + b"." for number in range(100)),
    ]
    tree = json.loads(urns.dump(urn_of(config, [*good, *spoilt], 138)))
    urn = urns.parse(urns.dump(urn_of(config, [*good, *spoilt], 138)))
    assert len(tree["ballots"]) == len(urn.ballots) == 60 + 107
    done = run(
        write(tmp_path, urn),
        "--key",
        write_key_file(tmp_path, "key.json", COUNCIL),
        "--out",
        tmp_path / "out",
    )
    assert "Spoilt ballots: 107." in done.stdout
    assert (tmp_path / "out" / "report.json").read_bytes() == expected(config, COUNTS, 138)


def test_too_few_contributions_are_withheld(tmp_path: Path, config: Config) -> None:
    """The trustee has nothing more to look at than everybody else."""
    urn = write(tmp_path, urn_of(config, [*ballots(config, {"A-ST": 9})], 138))
    run(urn, "--key", write_key_file(tmp_path, "key.json", COUNCIL), "--out", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["released"] is False


def test_more_ballots_than_people_are_withheld(tmp_path: Path, config: Config) -> None:
    """Somebody has thrown ballots in: nobody can tell which."""
    urn = urn_of(config, [*ballots(config, COUNTS)], 138)
    path = write(tmp_path, replace(urn, headcount=59))
    run(path, "--key", write_key_file(tmp_path, "key.json", COUNCIL), "--out", tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert (report["released"], report["more_than_invited"]) == (False, True)


def test_an_extension_is_told_and_compared_with_the_configuration(tmp_path: Path, config: Config) -> None:
    """Before anything is opened; the release says it, too, and an urn that hides it is refused."""
    later = extended(config)
    urn = urn_of(later, [*ballots(config, COUNTS)], 138)
    key, out = write_key_file(tmp_path, "key.json", COUNCIL), tmp_path / "out"
    done = run(write(tmp_path, urn), "--key", key, "--out", out)
    assert "collected from 11 January 2027 to 5 February 2027" in done.stdout
    assert "The survey was extended once; before, its last day was 29 January 2027." in done.stdout
    assert (out / "report.json").read_bytes() == expected(later, COUNTS, 138)
    assert json.loads((out / "report.json").read_bytes())["survey"]["extended_from"] == "2027-01-29"
    (difference,) = differences(replace(urn, extended_from=None), later)
    assert "says – for survey.extended_from, but the configuration says 2027-01-29" in str(difference)


# ---- two trustees


@pytest.mark.parametrize("in_turn", [True, False], ids=["in turn", "both at once"])
def test_two_trustees_count_together(tmp_path: Path, config: Config, in_turn: bool) -> None:  # noqa: FBT001
    """The officer's key comes first, in whatever order they are named; the release is the same."""
    config = sealed(config, COUNCIL, OFFICER)
    urn = urn_of(config, [*ballots(config, COUNTS), bytes(sealed_ballot.sealed_bytes(2))], 138)
    council, officer = (
        write_key_file(tmp_path, name, key)
        for name, key in (("council.json", COUNCIL), ("officer.json", OFFICER))
    )
    path, out = write(tmp_path, urn), tmp_path / "out"
    if in_turn:
        done = run(path, "--key", officer, "--out", out)
        passed_on = out / "hafen-2027.one-seal-less.urn.json"
        assert names(out) == {passed_on.name}
        assert done.stdout.splitlines()[-3:] == [
            "Spoilt ballots so far: 1.",
            f"wrote {passed_on}; pass it on to the trustee whose key has this fingerprint:",
            COUNCIL.fingerprint,
        ]
        done = run(passed_on, "--key", council, "--out", out)
    else:
        done = run(path, "--key", council, "--key", officer, "--out", out, typed=TYPED * 2)
        assert names(out) == {"report.json"}
    assert "Spoilt ballots: 1." in done.stdout
    assert (out / "report.json").read_bytes() == expected(config, COUNTS, 138)


def test_each_trustee_is_told_who_comes_first(tmp_path: Path, config: Config) -> None:
    """By the fingerprint, before anybody types a passphrase; nothing is written."""
    config = sealed(config, COUNCIL, OFFICER)
    urn = urn_of(config, [*ballots(config, {"A-ST": 3})], 138)
    council, officer, stranger = (
        write_key_file(tmp_path, f"{place}.json", key)
        for place, key in enumerate((COUNCIL, OFFICER, STRANGER))
    )
    path, out = write(tmp_path, urn), tmp_path / "out"
    message = refusal(run(path, "--key", council, "--out", out, typed=""))
    assert message.startswith(f'command line: --key = "{council}": opens the inner seal only; the key with')
    assert OFFICER.fingerprint in message
    message = refusal(run(path, "--key", stranger, "--out", out, typed=""))
    assert f"is no key to this urn; expected the one with the fingerprint {OFFICER.fingerprint}" in message
    assert not out.exists()
    run(path, "--key", officer, "--out", out)
    passed_on = out / "hafen-2027.one-seal-less.urn.json"
    message = refusal(run(passed_on, "--key", officer, typed=""))
    assert (
        f"has taken its seal off this urn already; now the key with the fingerprint {COUNCIL.fingerprint}"
        in (message)
    )
    both = refusal(run(passed_on, "--key", officer, "--key", stranger, typed="")).splitlines()
    assert len(both) == 2


# ---- bad input


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path, config: Config) -> None:
    """It is told in one line, with the file, and nothing is written."""
    urn = write(tmp_path, urn_of(config, [*ballots(config, {"A-ST": 3})], 138))
    key = write_key_file(tmp_path, "key.json", COUNCIL)
    message = refusal(run(urn, "--key", key, "--out", tmp_path / "out", typed="something else\n"))
    assert f'command line: --key = "{key}": the passphrase does not open it' in message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"PK", "is no urn; expected the file that `lastbild close` has written"),
        (b'{"lastbild urn": 1}', "is damaged, or somebody has changed it"),
        (b'{"lastbild urn": 4}', "is an urn of a newer version"),
    ],
)
def test_another_file_is_no_urn(tmp_path: Path, contents: bytes | None, said: str) -> None:
    """The line names the file; no passphrase is asked."""
    path = tmp_path / "x.urn.json"
    if contents is not None:
        path.write_bytes(contents)
    message = refusal(run(path, "--key", write_key_file(tmp_path, "key.json", COUNCIL), typed=""))
    assert message.startswith(f'command line: URN = "{path}": {said}')


def test_urn_and_key_are_needed_both(tmp_path: Path, config: Config) -> None:
    """One without the other is no count, and not the page for paper either."""
    urn = write(tmp_path, urn_of(config, [], 138))
    assert "--key: is missing; expected the key file of a trustee" in refusal(run(urn))
    key = write_key_file(tmp_path, "key.json", COUNCIL)
    assert "URN: is missing; expected the urn of the sealed survey" in refusal(run("--key", key))
    site = sites.write(tmp_path / "s", sealing(SITE, COUNCIL))
    assert "URN: is missing; expected the urn of the sealed survey" in refusal(run("--config", site))


# ---- the urn and the configuration


def test_an_urn_that_fits_the_configuration_is_counted(tmp_path: Path, config: Config) -> None:
    """Also one of which a seal is off: its seals are those of the configuration all the same."""
    site = sites.write(tmp_path / "s", sealing(SITE, COUNCIL, OFFICER))
    config = sealed(config, COUNCIL, OFFICER)
    path = write(tmp_path, urn_of(config, [*ballots(config, COUNTS)], 138))
    officer = write_key_file(tmp_path, "officer.json", OFFICER)
    assert run(path, "--config", site, "--key", officer, "--out", tmp_path).exit_code == 0
    passed_on, council = (
        tmp_path / "hafen-2027.one-seal-less.urn.json",
        write_key_file(tmp_path, "c.json", COUNCIL),
    )
    assert run(passed_on, "--config", site, "--key", council, "--out", tmp_path).exit_code == 0
    assert (tmp_path / "report.json").read_bytes() == expected(config, COUNTS, 138)


def test_an_urn_of_another_survey_is_refused(tmp_path: Path, config: Config) -> None:
    """The configuration that the trustee names holds others."""
    urn = replace(urn_of(config, [], 138), survey_id="lumo-2027")
    site = sites.write(tmp_path / "s", sealing(SITE, COUNCIL))
    key = write_key_file(tmp_path, "key.json", COUNCIL)
    message = refusal(run(write(tmp_path, urn), "--config", site, "--key", key, typed=""))
    assert (
        "is the urn of another survey (lumo-2027); expected one of those in the configuration (hafen-2027)"
        in (message)
    )


def test_everything_that_the_configuration_says_differently_is_told_at_once(
    tmp_path: Path, config: Config
) -> None:
    """Whoever writes the urn cannot soften the rule behind the trustee's back."""
    urn = urn_of(config, [], 138)
    other = replace(
        urn,
        opens=urn.opens.replace(day=10),
        closes=urn.closes.replace(day=30),
        threshold=11,
        headcount=150,
        mode="open",
        slips=None,
        detail="type",
        all_surveys=300,
        seals=(STRANGER.public_text,),
        instrument=replace(urn.instrument, fingerprint="0123456789abcdef" * 4),
    )
    site = sites.write(tmp_path / "s", sealing(SITE, COUNCIL))
    key = write_key_file(tmp_path, "key.json", STRANGER)
    lines = refusal(run(write(tmp_path, other), "--config", site, "--key", key, typed="")).splitlines()
    said = [line.partition('urn.json": ')[2].partition(";")[0] for line in lines]
    assert said[:-1] == [
        f"says {found} for {key}, but the configuration says {expected}"
        for key, found, expected in (
            ("survey.opens", "2027-01-10", "2027-01-11"),
            ("survey.closes", "2027-01-30", "2027-01-29"),
            ("survey.threshold", "11", "10"),
            ("survey.headcount", "150", "140"),
            ("survey.detail", "type", "levers"),
            ("collection.mode", "open", "slips"),
            ("collection.headcount", "300", "–"),
            ("collection.seal", STRANGER.public_text, COUNCIL.public_text),
        )
    ]
    assert said[-1].startswith(
        "is of another instrument (version 2, fingerprint 0123456789ab…, not version 2, "
    )
