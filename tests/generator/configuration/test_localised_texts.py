"""Texts of site.toml that may be written once for each language."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from generator.configuration import load
from generator.configuration.schema import BrandTable, ContactTable, SurveyTable

MODELS: dict[str, type[BaseModel]] = {"brand": BrandTable, "survey": SurveyTable, "contacts": ContactTable}


def test_no_localised_text_is_forgotten() -> None:
    """A missing language is told for every key that takes a table of languages, before a page needs it."""
    values: dict[str, Any] = {
        "site": {"languages": ["de", "en"]},
        "brand": {},
        "survey": {},
        "contacts": [{}],
    }
    expected = set()
    for table, model in MODELS.items():
        target = values[table][0] if table == "contacts" else values[table]
        for name, field in model.model_fields.items():
            if "dict[str, str]" in str(field.annotation):
                target[name] = {"de": "a"}
                expected.add(f"{'contacts[1]' if table == 'contacts' else table}.{name}.en")
    _, faults = load.check(values)
    missing = {fault.key for fault in faults if fault.kind == "configuration.translation_missing"}
    assert len(expected) > 6
    assert missing == expected
