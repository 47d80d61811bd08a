"""What the studio calls the pages, states and colours of a site, in its own languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from questionnaire import survey_texts
from questionnaire.language_folder import WordingError

StudioLanguage = Literal["de", "en"]

# Names by table, as names/de.toml has them; the German file is the schema of the others.
Names = Mapping[str, Any]


@cache
def names(language: StudioLanguage) -> Names:
    """Return the names in ``language``, that of the studio: the site's own may be others."""
    return tomllib.loads((files(__package__) / "names" / f"{language}.toml").read_text("utf-8"))


def language_called(code: str) -> dict[str, str]:
    """Return name and tag of a language of the site; its code for both while somebody is translating it."""
    try:
        language = survey_texts.load(code)["language"]
    except WordingError:
        return {"name": code, "tag": code}
    return {key: str(language[key]) for key in ("name", "tag")}
