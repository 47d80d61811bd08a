"""A sealed survey from its last day to its report: close writes the urn, trustees count, the report is made.

Nobody counts but the trustees: the collector's operator learns how many ballots there are and nothing more.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from collector import SealedSubmission
from collector.errors import StorageError
from collector.storage import Storage
from generator.commands.main import main
from generator.configuration.schema import Config
from generator.organisation.release import release_survey
from generator.organisation.storage import CollectingSurvey, collecting_survey, open_storage
from generator.organisation.urn_file import empty_into_urn
from generator.report.waves import wave_of
from generator.sealing.keys import TrusteeKey
from harness import sites
from harness.contributions import drawn
from harness.desk import Desk, refusal
from harness.markup import Page
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS, SITE, published
from harness.trustees import COUNCIL, OFFICER, OPENED_BY, ballots, sealing, write_key_file
from questionnaire import disclosure, release_file
from questionnaire import urn as urns
from questionnaire.faults import InputError
from questionnaire.release_file import Reach, ReleaseFile

COUNTS = {"A-ST": 11, "A-SB": 7, "B-SB": 13, "B-B": 4, "C-T": 5, "D-ST": 2, "D-B": 1, "M": 9, "N": 8}
URN = "hafen-2027.urn.json"
TRUSTEES = pytest.mark.parametrize(
    "keys", [(COUNCIL,), (COUNCIL, OFFICER)], ids=["one trustee", "two trustees"]
)


def collected(folder: Path, *keys: TrusteeKey, counts: Mapping[str, int] = COUNTS) -> CollectingSurvey:
    """Write a sealed site into ``folder``, let people contribute ``counts``, and return the survey."""
    path = sites.write(folder, sealing(SITE, *keys))
    survey = collecting_survey(path)
    sealed = [*ballots(survey.configured.config, counts)]
    slips = drawn(len(sealed))
    with open_storage(path, f"sqlite:///{folder / 'collector.sqlite'}", survey) as storage:
        storage.add_slips(survey.id, slips)
        batch = [SealedSubmission(survey.id, *one) for one in zip(sealed, slips, strict=True)]
        assert storage.record_ballots(batch, today=OPENS) == ("accepted",) * len(batch)
    return survey


@pytest.fixture
def stored(desk: Desk) -> Iterator[tuple[Storage, CollectingSurvey]]:
    """A storage in which sixty people have contributed to a survey sealed to the council."""
    survey = collected(desk.folder, COUNCIL)
    with open_storage(desk.folder / "site.toml", desk.url, survey) as storage:
        yield storage, survey


def count(*arguments: str | Path, passphrases: int = 1) -> Result:
    """Run ``lastbild count`` as trustees do, on a machine without the site."""
    return CliRunner().invoke(main, ["count", *map(str, arguments)], input=f"{OPENED_BY}\n" * passphrases)


def expected(config: Config) -> bytes:
    """Return the release that the rule gives for the known answers."""
    result = disclosure.release(COUNTS, threshold=10, invited=140)
    return release_file.dump(ReleaseFile(wave_of(config), result, Reach(140, 60, None)))


# ---- the whole way


@TRUSTEES
def test_sixty_sealed_contributions_become_the_report_of_the_known_answers(
    desk: Desk, tmp_path: Path, keys: tuple[TrusteeKey, ...]
) -> None:
    """Through storage, close, count and report; the report shows whose keys have opened the urn."""
    config = collected(desk.folder, *keys).configured.config
    done = desk.run("close", "--yes", "--out", tmp_path / "urn")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"wrote {tmp_path / 'urn' / URN} with 60 ballots; it is the only copy",
        "Pass it on to the trustee whose key has this fingerprint:",
        keys[-1].fingerprint,
        "closed 'hafen-2027'",
    ]
    files = [write_key_file(tmp_path, f"{place}.json", key) for place, key in enumerate(keys)]
    options = [option for path in files for option in ("--key", path)]
    done = count(tmp_path / "urn" / URN, *options, "--out", tmp_path / "counted", passphrases=len(keys))
    assert done.exit_code == 0, done.output
    counted = tmp_path / "counted" / "report.json"
    assert counted.read_bytes() == expected(config)
    desk.file.unlink()  # the report needs no database
    done = desk.report("--release", counted)
    assert done.exit_code == 0, done.output
    release = release_file.parse(counted.read_bytes())
    assert (desk.out / "report.json").read_bytes() == published(config, release)
    for page in ("index.html", "en/index.html"):
        [seal] = [text.text for text in Page((desk.out / page).read_bytes()).texts if text.within(id="seal")]
        assert all(key.fingerprint in seal for key in keys)


# ---- close


def test_the_urn_is_all_that_is_left_of_the_ballots(desk: Desk) -> None:
    """It stands in the order of the hashes, only its owner reads it, and the database holds none any more."""
    collected(desk.folder, COUNCIL)
    sealed = [bytes(ballot) for (ballot,) in desk.rows("SELECT ballot FROM ballots")]  # type: ignore[call-overload]
    assert desk.run("close", "--yes").exit_code == 0
    urn = urns.parse((desk.folder / URN).read_bytes())
    assert urn.ballots == urns.sorted_ballots(sealed)
    assert (urn.number, urn.slips, urn.seals, urn.opened) == (60, 60, (COUNCIL.public_text,), ())
    assert stat.S_IMODE((desk.folder / URN).stat().st_mode) == 0o600
    assert desk.rows("SELECT * FROM ballots") == desk.rows("SELECT * FROM slips") == []
    assert not any(ballot in desk.file.read_bytes() for ballot in sealed)


def test_closing_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    """It says that the urn was written, and writes no second, empty one, wherever it is asked to."""
    collected(desk.folder, COUNCIL)
    assert desk.run("close", "--yes").exit_code == 0
    urn = (desk.folder / URN).read_bytes()
    for out in (desk.folder, tmp_path / "elsewhere"):
        done = desk.run("close", "--yes", "--out", out)
        assert (done.exit_code, done.stdout.splitlines()) == (
            0,
            [
                "The urn was written before, and the ballots are deleted; nothing was written now.",
                "closed 'hafen-2027'",
            ],
        )
    assert (desk.folder / URN).read_bytes() == urn
    assert not (tmp_path / "elsewhere").exists()


def test_an_urn_with_other_contents_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    """It may be the only copy of another campaign; the ballots stay until they have a place of their own."""
    collected(desk.folder, COUNCIL)
    (desk.folder / URN).write_bytes(b"another urn")
    message = refusal(desk.run("close", "--yes"))
    assert f'--out = "{URN}": is there already with other contents and is not overwritten' in message
    assert (desk.folder / URN).read_bytes() == b"another urn"
    assert len(desk.rows("SELECT * FROM ballots")) == 60
    assert desk.run("close", "--yes", "--out", tmp_path / "urn").exit_code == 0
    assert urns.parse((tmp_path / "urn" / URN).read_bytes()).number == 60


def test_an_urn_that_nobody_contributed_to_is_an_urn(desk: Desk) -> None:
    """The trustee can say that nothing is kept back: it holds no ballot."""
    collected(desk.folder, COUNCIL, counts={})
    assert desk.run("close", "--yes").exit_code == 0
    assert urns.parse((desk.folder / URN).read_bytes()).number == 0


@pytest.mark.parametrize("failing", ["close", "ballots", "delete_ballots"])
def test_a_close_that_breaks_off_goes_on_from_there(
    desk: Desk,
    stored: tuple[Storage, CollectingSurvey],
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    """Before the urn is on the disk no ballot is deleted; the same ballots give the same urn."""
    storage, survey = stored

    def fail(*_: object) -> None:
        raise StorageError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Storage, failing, fail)
        with pytest.raises(StorageError):
            empty_into_urn(storage, survey, desk.folder)
    assert storage.number_of_ballots(survey.id) == 60
    there = (desk.folder / URN).read_bytes() if failing == "delete_ballots" else None
    urn = empty_into_urn(storage, survey, desk.folder)
    assert urn is not None
    assert (desk.folder / URN).read_bytes() == urns.dump(urn)
    assert there in {None, urns.dump(urn)}
    assert storage.is_emptied(survey.id)


def test_the_ballots_are_deleted_only_once_the_urn_is_on_the_disk(
    desk: Desk, stored: tuple[Storage, CollectingSurvey], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that cannot be waited for keeps the ballots where they are."""
    storage, survey = stored

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("generator.output_file._wait_for_the_disk", full)
        with pytest.raises(InputError, match=r"cannot be written \(No space left"):
            empty_into_urn(storage, survey, desk.folder)
    assert not (desk.folder / URN).exists()
    assert storage.number_of_ballots(survey.id) == 60


def test_an_unsealed_survey_is_closed_as_ever(desk: Desk) -> None:
    """It has no urn."""
    desk.count({"A-ST": 12})
    assert desk.run("close", "--yes").stdout == "closed 'hafen-2027'\n"
    assert not (desk.folder / URN).exists()


# ---- report


def test_a_sealed_survey_is_reported_of_a_release_only(
    desk: Desk, stored: tuple[Storage, CollectingSurvey], today: Callable[[dt.date], None]
) -> None:
    """Without one, the command says which comes first; nothing is released behind the trustee's back."""
    today(CLOSES + DAY)
    message = refusal(desk.report())
    assert message.startswith("command line: --release: is missing; this survey is sealed")
    assert "first `lastbild close` writes the urn, then the trustee counts it (`lastbild count`)" in message
    storage, survey = stored
    with pytest.raises(InputError, match="this survey is sealed"):
        release_survey(storage, survey, desk.folder / "site.toml", today=CLOSES + DAY, close_now=True)
    assert not storage.is_closed(survey.id)
    assert desk.releases() == []
    assert not desk.out.exists()


def test_an_unsealed_survey_takes_no_release(desk: Desk, tmp_path: Path) -> None:
    """Its collector counts; a file from somewhere else takes the place of no count."""
    desk.count(EVERYTHING)
    path = tmp_path / "counted.json"
    path.write_bytes(b"{}")
    assert f'--release = "{path}": is for a sealed survey only' in refusal(desk.report("--release", path))
    assert not desk.closed()


def test_a_release_that_does_not_fit_is_refused_with_every_misfit(desk: Desk, tmp_path: Path) -> None:
    """Of another survey; or of this one, with other days and another instrument."""
    config = collecting_survey(sites.write(desk.folder, sealing(SITE, COUNCIL))).configured.config
    file = release_file.parse(expected(config))
    path = tmp_path / "counted.json"
    wave = dataclasses.replace(file.wave, survey_id="lumo-2027")
    path.write_bytes(release_file.dump(dataclasses.replace(file, wave=wave)))
    message = refusal(desk.report("--release", path))
    assert f'--release = "{path}": is the report of another survey (lumo-2027, not hafen-2027)' in message
    instrument = dataclasses.replace(file.wave.instrument, fingerprint="0123456789abcdef" * 4)
    wave = dataclasses.replace(file.wave, opens=OPENS + DAY, instrument=instrument)
    path.write_bytes(release_file.dump(dataclasses.replace(file, wave=wave)))
    days, other = refusal(desk.report("--release", path)).splitlines()
    assert "is of a survey from 2027-01-12 to 2027-01-29" in days
    assert "was asked with another instrument (version 2, fingerprint 0123456789ab…, not version 2, " in other
    assert not desk.out.exists()


@pytest.mark.parametrize("contents", [b"", b"{}", json.dumps({"released": True}).encode()])
def test_another_file_is_no_release(desk: Desk, tmp_path: Path, contents: bytes) -> None:
    """An urn, for example, that nobody has counted yet."""
    sites.write(desk.folder, sealing(SITE, COUNCIL))
    path = tmp_path / "counted.json"
    path.write_bytes(contents)
    message = refusal(desk.report("--release", path))
    assert (
        "expected the contents of a report.json, as `lastbild report` or `lastbild count` writes it"
        in message
    )
