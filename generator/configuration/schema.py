"""``site.toml`` as one typed value: every option, its meaning and its default.

``generator.configuration.load`` reads and checks it.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from generator.brand.palette import palette
from generator.configuration.framing import FramingSite
from generator.configuration.value_types import (
    Address,
    CollectorAddress,
    Colour,
    FileName,
    FontFiles,
    Language,
    LocalisedText,
    Mail,
    Phone,
    Seal,
    Text,
)
from questionnaire import survey_id
from questionnaire.disclosure import THRESHOLD
from questionnaire.release_kind import ReleaseKind

# The languages of a site whose site.toml names none.
DEFAULT_LANGUAGES = ("de", "en")

# More people than any organisation has, and few enough for an integer column of every database.
_MOST = 10_000_000


class Table(BaseModel):
    """A table of site.toml: frozen, strictly typed, and every unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SiteTable(Table):
    """[site]: the languages, and the site's address."""

    # The first is the default, at the root of dist/; each of the others has a folder.
    languages: Annotated[list[Language], Field(min_length=1)] = Field(
        default_factory=lambda: list(DEFAULT_LANGUAGES)
    )
    # The site's own address; slips and posters lead to it, and the collector takes codes from it only.
    address: Address | None = None
    # Sites whose pages may show this one in a frame, such as an intranet; otherwise none may.
    framed_by: list[FramingSite] = Field(default_factory=list)
    # Whether people fill it in at a workstation that they share.
    kiosk: bool = False
    # Minutes without use until the page asks whether somebody is still there; see idle_after.
    idle_minutes: Annotated[int, Field(ge=1, le=60)] | None = None

    @property
    def idle_after(self) -> int:
        """Minutes without use until the page asks: as configured, else 10, or 3 at a shared workstation."""
        return self.idle_minutes or (3 if self.kiosk else 10)


class RolesTable(Table):
    """[brand.light] and [brand.dark]: exact colours; the roles without one are derived around them."""

    # The page itself, a card that lies on it, and a quiet surface.
    paper: Colour | None = None
    raised: Colour | None = None
    tint: Colour | None = None
    # Text, and secondary text.
    ink: Colour | None = None
    quiet: Colour | None = None
    # A hairline that only decorates, and the edge of a control.
    line: Colour | None = None
    border: Colour | None = None
    # The brand colour as links, headings and buttons show it, and text on it.
    accent: Colour | None = None
    on_accent: Colour | None = None
    # The second colour, of drawings and marks, and text on it.
    second: Colour | None = None
    on_second: Colour | None = None

    def given(self) -> dict[str, str]:
        """Return the colours that are given: role -> ``#rrggbb``."""
        return self.model_dump(exclude_none=True)


class BrandTable(Table):
    """[brand]: the organisation's name and its style."""

    # At the top of every page.
    name: Text
    # The main colour; readable companions for light and dark are derived from it.
    primary: Colour = "#2f5d62"
    # A second colour, for drawings and marks; if none is given, a calm companion of the first.
    accent: Colour | None = None
    # Colours that have to be exact, role by role, in light and in dark.
    light: RolesTable = Field(default_factory=RolesTable)
    dark: RolesTable = Field(default_factory=RolesTable)
    # An SVG, PNG, JPEG, WebP or GIF file, relative to site.toml.
    logo: FileName | None = None
    # Whether the name stands beside the logo, too: not if the logo holds it already. Without a logo it always
    # stands there. If nothing is said, it stands there, and a logo that seems to hold it is a warning.
    name_beside_logo: bool | None = None
    # The same, about square, for the browser's tab; if none is given, an icon in the brand's colour.
    favicon: FileName | None = None
    # Fonts for text and headings (WOFF2, WOFF, TTF or OTF); a font for text alone serves for both. A list
    # names a file for each weight, such as regular and bold: a browser thickens letters that have no bold.
    font: FontFiles | None = None
    font_headings: FontFiles | None = None
    # How corners are drawn.
    corners: Literal["round", "soft", "square"] = "soft"
    # At the foot of every page; plain text.
    footer: LocalisedText | None = None
    # Pages in Markdown: who is responsible; who protects the data; where barriers are reported.
    imprint: LocalisedText | None = None
    privacy: LocalisedText | None = None
    accessibility: LocalisedText | None = None

    @property
    def shows_name(self) -> bool:
        """Whether the name stands beside the logo, or alone."""
        return self.logo is None or self.name_beside_logo is not False

    def palette(self) -> dict[str, dict[str, str]]:
        """Return the colour of every role, ``#rrggbb``, for ``"light"`` and ``"dark"``."""
        return palette(self.primary, self.accent, light=self.light.given(), dark=self.dark.given())


# The keys by which somebody can be reached; a contact needs one of them.
CONTACT_WAYS = ("phone", "mail", "url", "note")


class ContactTable(Table):
    """[[contacts]]: somebody an employee can turn to; at least one way to reach them."""

    label: LocalisedText
    phone: Phone | None = None
    mail: Mail | None = None
    url: Address | None = None
    note: LocalisedText | None = None
    # Which steps of a result name them: those that lead to support, or to the people who represent staff.
    role: Literal["support", "representation"] = "support"


class SurveyTable(Table):
    """[survey]: one campaign."""

    # Names the campaign at the collector.
    id: Annotated[str, Field(pattern=f"^{survey_id.PATTERN}$", max_length=survey_id.LONGEST)]
    # Above the start page.
    title: LocalisedText
    # How many people are invited; decides what may be released.
    headcount: Annotated[int, Field(ge=1, le=_MOST)] | None = None
    # First and last day of the campaign.
    opens: dt.date | None = None
    closes: dt.date | None = None
    # The former last day of a survey that was extended; lastbild extend writes it.
    extended_from: dt.date | None = None
    # The fewest contributions of which anything is published; may be raised until the survey opens.
    threshold: Annotated[int, Field(ge=THRESHOLD, le=_MOST)] = THRESHOLD
    # How much of an outcome a type code tells; "levers" divides people into smaller groups.
    detail: Literal["levers", "type"] = "type"
    # Where the report will be found, as the page's end says it.
    report_place: LocalisedText | None = None
    # The plan.json beside site.toml, once decisions are taken: the site then tells what came of the survey.
    decisions: FileName | None = None


class CollectionTable(Table):
    """[collection]: whether and how type codes may be contributed."""

    mode: Literal["off", "paper", "open", "slips"] = "off"
    # Where the collector listens; needed for "open" and "slips".
    url: CollectorAddress | None = None
    # Who alone can open the contributions: the public key of a trustee (lastbild keys new), or of two, both
    # needed, the first innermost. Without one, whoever runs the collector can read them.
    seal: Seal = ()
    # How many people all surveys of this site invite together, each once; needed if several collect.
    headcount: Annotated[int, Field(ge=1, le=_MOST)] | None = None
    # What is released of several surveys: each on its own; all in one act, those teams that may be shown and
    # the others together ("teams"), or nothing but the whole ("whole"). See questionnaire.levels.
    release: ReleaseKind = "each"


class Config(Table):
    """The whole of site.toml."""

    site: SiteTable = Field(default_factory=SiteTable)
    brand: BrandTable
    contacts: list[ContactTable] = Field(default_factory=list)
    survey: SurveyTable
    collection: CollectionTable = Field(default_factory=CollectionTable)
    # Wordings that replace those of the page, by language and key: [texts.de] followed by result.title = "…".
    # generator.configuration.text_overrides says which may be replaced, and by what.
    texts: dict[str, dict[str, Any]] = Field(default_factory=dict)


def localised(text: str | dict[str, str], language: str) -> str:
    """Return ``text`` in ``language``, one of the site's languages."""
    return text if isinstance(text, str) else text[language]
