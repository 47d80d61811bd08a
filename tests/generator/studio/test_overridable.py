"""The texts that may be replaced, beside those that may not, each with its reason."""

from __future__ import annotations

from generator.configuration.text_overrides import REPLACEABLE
from generator.studio.overridable import text_rows


def test_the_texts_that_may_be_replaced_come_first_and_the_others_say_why_not() -> None:
    """Every text is there, in each language of the site, with the site's own words."""
    values = {"texts": {"de": {"end": {"title": "Danke!"}}}}
    rows = text_rows(values, ["en", "de"], "de")
    first = rows[: len(REPLACEABLE)]
    assert tuple(row["key"] for row in first) == REPLACEABLE
    assert all(row["locked"] is None for row in first)
    assert all("nicht ändern" in row["locked"] for row in rows[len(REPLACEABLE) :])
    assert all(set(row["texts"]) == {"en", "de"} for row in rows)
    own = {row["key"]: row["own"] for row in rows if row["own"]}
    assert own == {"end.title": {"de": "Danke!"}}
    assert rows[0]["german"] == rows[0]["texts"]["de"] != rows[0]["texts"]["en"]


def test_the_reason_is_in_the_language_of_the_studio() -> None:
    """German or English, whatever the site's languages are."""
    row = next(row for row in text_rows({}, ["de"], "en") if row["key"].startswith("items."))
    assert row["locked"].startswith("expected no change")
