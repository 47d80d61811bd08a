"""report.json and report.csv hold the whole release, the same bytes each time, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.releases import CLOSES, DAY, EVERYTHING, LEVER_TALLIES, OPENS, PARTLY, TYPE_TALLIES, released
from questionnaire import release_file
from questionnaire.disclosure import Picture, Release, Share, Withheld, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import Reach, ReleaseFile, Wave

HEADING = ["of", "category", "figure", "unit", "reading"]
HEADING_ALONE = b"\xef\xbb\xbfof;category;figure;unit;reading\r\n"
TALLIES = st.one_of(TYPE_TALLIES, LEVER_TALLIES)
READINGS = {"about", "some", "more", "less"}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        | st.fixed_dictionaries({"shares": st.lists(inner), "others": inner, "rest": inner})
        | st.fixed_dictionaries(
            {"released": inner, "contributions": st.integers(), "types": inner, "levers": inner}
        )
    ),
    max_leaves=20,
)


REACH = Reach(140, 120, None)
WAVE = Wave("hafen-2027", OPENS, CLOSES, InstrumentId(1, "0123456789abcdef" * 4))
ABOUT: dict[str, dict[str, object]] = {
    "survey": {"id": "hafen-2027", "opens": "2027-01-11", "closes": "2027-01-29"},
    "instrument": {"version": 1, "fingerprint": "0123456789abcdef" * 4},
    "reach": {"invited": 140, "slips": 120, "all_surveys": None},
}


def written_for(result: Release | Withheld) -> bytes:
    """Return the report.json of ``result`` for the survey of ``WAVE``."""
    return release_file.dump(ReleaseFile(WAVE, result, REACH))


def rows(result: Release | Withheld) -> list[list[str]]:
    """Return the rows of report.csv."""
    text = release_file.table(result).decode("utf-8-sig")
    assert text.isascii()
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@given(TALLIES, st.sampled_from([10, 15, 40]))
def test_a_release_comes_back_as_it_was(counts: dict[str, int], threshold: int) -> None:
    """A release that is written and read is the same value, and writing it again gives the same bytes."""
    file = ReleaseFile(WAVE, release(counts, threshold=threshold), REACH)
    written = release_file.dump(file)
    assert release_file.parse(written) == file
    assert release_file.dump(release_file.parse(written)) == written


def test_withheld_is_the_same_bytes_whatever_the_reason() -> None:
    """Too few, everybody alike, nobody at all, a higher threshold: the files are the same, byte for byte."""
    reasons = [({}, 10), ({"A": 9}, 10), ({"A": 500}, 10), ({"A": 98, "B": 2}, 10), ({"A": 30, "B": 30}, 61)]
    results = [release(counts, threshold=threshold) for counts, threshold in reasons]
    (written,) = {written_for(result) for result in results}
    assert json.loads(written) == {**ABOUT, "released": False}
    assert {release_file.table(result) for result in results} == {HEADING_ALONE}
    assert release_file.parse(written).result == Withheld()


def share_entry(category: str, share: Share) -> dict[str, Any]:
    """Return the entry of a share in report.json."""
    return {"category": category, "twentieths": share.twentieths, "reading": share.reading}


def picture_entry(picture: Picture) -> dict[str, Any]:
    """Return the entry of a picture in report.json."""
    rest = picture.rest
    return {
        "shares": [share_entry(category, share) for category, share in picture.shares],
        "others": list(picture.others),
        "rest": {"twentieths": rest.twentieths, "reading": rest.reading} if rest else None,
    }


@given(TALLIES)
def test_the_file_says_what_the_release_says_and_no_more(counts: dict[str, int]) -> None:
    """It has the survey, its reach and its release: no exact number of contributions, nothing above 16."""
    result = release(counts)
    tree = json.loads(written_for(result))
    if isinstance(result, Withheld):
        assert tree == {**ABOUT, "released": False}
        return
    assert tree == {
        **ABOUT,
        "released": True,
        "contributions": result.contributions,
        "types": picture_entry(result.types),
        "levers": {constellation: picture_entry(picture) for constellation, picture in result.levers},
    }
    assert tree["contributions"] % 5 == 0
    for picture in (tree["types"], *tree["levers"].values()):
        for share in (*picture["shares"], *filter(None, [picture["rest"]])):
            assert type(share["twentieths"]) is int
            assert 0 <= share["twentieths"] <= 16
            assert share["reading"] in READINGS


def rows_of(whole: str, picture: Mapping[str, Any]) -> list[list[str]]:
    """Return the rows that a picture of report.json must have in report.csv."""
    expected = [
        [whole, e["category"], str(e["twentieths"]), "twentieths", e["reading"]] for e in picture["shares"]
    ]
    if rest := picture["rest"]:
        others = " ".join(picture["others"])
        expected.append([whole, others, str(rest["twentieths"]), "twentieths", rest["reading"]])
    return expected


@given(TALLIES)
def test_the_table_holds_every_share_of_the_file_and_no_other(counts: dict[str, int]) -> None:
    """The same shares, in the same order, with the same figures and readings."""
    result = release(counts)
    tree = json.loads(written_for(result))
    expected = [HEADING]
    if tree["released"]:
        expected.append(["contributions", "all", str(tree["contributions"]), "contributions", "at least"])
        expected += rows_of("contributions", tree["types"])
        for constellation, picture in tree["levers"].items():
            expected += rows_of(constellation, picture)
    assert rows(result) == expected


@given(TALLIES)
def test_a_row_of_several_categories_cannot_be_taken_for_one(counts: dict[str, int]) -> None:
    """The share of all others names at least two categories; a single share names one."""
    for picture in _pictures(release(counts)):
        assert picture.rest is None or len(picture.others) >= 2
        assert all(" " not in category for category, _ in picture.shares)


def _pictures(result: Release | Withheld) -> list[Picture]:
    return [] if isinstance(result, Withheld) else [result.types, *(picture for _, picture in result.levers)]


def test_a_table_reads_like_this() -> None:
    """One release is written out here, so that nobody changes the format unnoticed."""
    assert rows(released(PARTLY)) == [
        HEADING,
        ["contributions", "all", str(released(PARTLY).contributions), "contributions", "at least"],
        ["contributions", "A", "15", "twentieths", "about"],
        ["contributions", "C", "3", "twentieths", "about"],
        ["contributions", "B D M N", "2", "twentieths", "about"],
        ["A", "SB", "15", "twentieths", "about"],
        ["A", "B", "5", "twentieths", "about"],
    ]
    written = release_file.table(released(PARTLY))
    assert written.startswith(b"\xef\xbb\xbf"), "Excel takes it for no UTF-8 without the byte order mark"
    assert all(line.endswith(b"\r\n") for line in written.splitlines(keepends=True))


def _changed(**changes: object) -> bytes:
    return json.dumps(json.loads(written_for(released(EVERYTHING))) | changes).encode()


def _types(share: Mapping[str, object]) -> bytes:
    return _changed(types={"shares": [share], "others": [], "rest": None})


SHARE = {"category": "A", "twentieths": 5, "reading": "about"}
GARBAGE = {
    "empty": b"",
    "no JSON": b"<!doctype html>",
    "cut off": written_for(released(EVERYTHING))[:-40],
    "not UTF-8": b'{"released": "\xff"}',
    "a list": b"[]",
    "a text": b'"released"',
    "a number": b"20",
    "nothing": b"null",
    "no key": b"{}",
    "no survey": _changed(survey=None),
    "a day that is none": _changed(survey={"id": "a", "opens": "2027-02-30", "closes": None}),
    "no instrument": _changed(instrument={}),
    "a version in words": _changed(instrument={"version": "1", "fingerprint": "0" * 64}),
    "a fingerprint that is none": _changed(instrument={"version": 1, "fingerprint": "abc"}),
    "more than is written": _changed(people=[]),
    "no number of invited people": _changed(reach={"invited": None, "slips": None, "all_surveys": None}),
    "slips in words": _changed(reach={"invited": 140, "slips": "120", "all_surveys": None}),
    "half a reach": _changed(reach={"invited": 140}),
    "no reach": _changed(reach=None),
    "released only": b'{"released": true}',
    "no levers": _changed(levers=None),
    "contributions in words": _changed(contributions="many"),
    "no types": _changed(types=[]),
    "an unknown reading": _types(SHARE | {"reading": "exactly"}),
    "no reading": _types({"category": "A", "twentieths": 5}),
    "NaN people": _changed(contributions=float("nan")),
}
# Well-formed files that this program never writes.
FORGED = {
    "infinitely many people": _changed(contributions=float("inf")),
    "infinitely many twentieths": _types(SHARE | {"twentieths": float("inf")}),
    "lists without end": b"[" * 100_000,
    "more twentieths than there are": _types(SHARE | {"twentieths": 900}),
    "fewer than none": _types(SHARE | {"twentieths": -3}),
    "a type that is none": _types(SHARE | {"category": "Z"}),
    "levers of a type that is none": _changed(levers={"Z": picture_entry(released(EVERYTHING).types)}),
    "half a contribution": _changed(contributions=20.5),
}


@pytest.mark.parametrize("contents", GARBAGE.values(), ids=GARBAGE.keys())
def test_what_is_no_report_is_refused(contents: bytes) -> None:
    """A wrong file, or half a file, raises ``ValueError`` and is never a release."""
    with pytest.raises(ValueError, match=r"\S"):
        release_file.parse(contents)


@pytest.mark.parametrize("contents", FORGED.values(), ids=FORGED.keys())
def test_what_was_never_written_is_refused(contents: bytes) -> None:
    """A file with values that no release has raises ``ValueError``: no crash, and no comparison."""
    with pytest.raises(ValueError, match=r"\S"):
        release_file.parse(contents)


@given(st.one_of(st.binary(max_size=60), JSON.map(lambda tree: json.dumps(tree).encode())))
def test_any_bytes_are_a_release_or_a_value_error(contents: bytes) -> None:
    """Whatever a file holds, parsing returns a release or raises ``ValueError``."""
    try:
        assert isinstance(release_file.parse(contents), ReleaseFile)
    except ValueError as error:
        assert str(error)  # noqa: PT017 (either way is right)


def test_an_extension_comes_back_as_it_was() -> None:
    """The former last day stands beside the present one; without an extension there is no such key."""
    extended = replace(WAVE, closes=CLOSES + 7 * DAY, extended_from=CLOSES)
    written = release_file.dump(ReleaseFile(extended, released(EVERYTHING), REACH))
    assert json.loads(written)["survey"] == {
        "id": "hafen-2027", "opens": "2027-01-11", "closes": "2027-02-05", "extended_from": "2027-01-29",
    }  # fmt: skip
    assert release_file.parse(written).wave == extended


def test_more_contributions_than_invited_come_back_as_they_were() -> None:
    """It is said only where it is so, and nothing else is: no number, and no other reason."""
    told = ReleaseFile(WAVE, Withheld(), REACH, more_than_invited=True)
    written = release_file.dump(told)
    assert json.loads(written) == {**ABOUT, "more_than_invited": True, "released": False}
    assert release_file.parse(written) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"survey": {**ABOUT["survey"], "extended_from": "2027-01-29"}},
        {"survey": {**ABOUT["survey"], "extended_from": "2027-01-10"}},
        {"survey": {**ABOUT["survey"], "extended_from": None}},
        {"more_than_invited": False},
        {"more_than_invited": 1},
        {"more_than_invited": True, **json.loads(release_file.dump(ReleaseFile(WAVE, released(EVERYTHING))))},
    ],
)
def test_an_extension_or_a_reason_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    """A former last day on or after the last one, before the first one; a reason beside a result."""
    contents = json.dumps({**ABOUT, "released": False, **changes}).encode()
    with pytest.raises(ValueError, match=r"\S"):
        release_file.parse(contents)


def test_a_file_of_an_earlier_version_has_no_reach() -> None:
    """It is read and written as it was: an earlier wave is compared, a stored release rendered again."""
    earlier = release_file.dump(ReleaseFile(WAVE, released(EVERYTHING)))
    assert "reach" not in json.loads(earlier)
    assert release_file.parse(earlier) == ReleaseFile(WAVE, released(EVERYTHING), None)
    assert release_file.dump(release_file.parse(earlier)) == earlier
