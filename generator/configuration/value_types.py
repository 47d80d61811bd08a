"""The types of values in ``site.toml``: each reads a value, or refuses it with the fault that says why."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainValidator
from pydantic_core import PydanticCustomError

from generator.brand import colours, font
from generator.brand.brand_file import BrandFileError
from questionnaire import language_folder, trustee_key
from questionnaire.bech32 import Bech32Error
from questionnaire.faults import Fault, nearest
from questionnaire.sealed_ballot import MOST_SEALS


def _refused(fault: Fault) -> PydanticCustomError:
    """Return a pydantic error that carries the kind and details of ``fault`` to ``load``."""
    return PydanticCustomError(fault.kind, fault.kind, dict(fault.details))


def _colour(value: str) -> str:
    try:
        return colours.parse(value)
    except colours.ColourError as error:
        raise _refused(error.fault) from error


def _language(value: str) -> str:
    known = language_folder.available()
    if value not in known:
        details = {"known": known, "meant": nearest(value, known)}
        raise _refused(Fault("configuration.unknown_language", details=details))
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise _refused(Fault("configuration.empty_text"))
    return value.strip()


# Characters that no page can show: control characters except tabs and line breaks, and those that turn round
# the order of letters, also of the letters behind a text, which may be a promise of the program.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _showable(value: str) -> str:
    if CONTROL.search(value):
        raise _refused(Fault("configuration.control_character"))
    return value


# A host is a name or an IP address; other characters could end the attribute in which a page puts the
# address.
_ADDRESS = re.compile(
    r"https?://([\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(:\d{1,5})?([/?#][^\s\x00-\x1f\x7f\"<>\\^`{|}]*)?"
)
_COLLECTOR = re.compile(r"[\x21-\x7e]+")  # a Content-Security-Policy allows no other characters


def _address(value: str) -> str:
    if not re.match(r"https?://\S", value):
        raise _refused(Fault("configuration.no_address_scheme"))
    if not _ADDRESS.fullmatch(value):
        raise _refused(Fault("configuration.no_address"))
    return value


def _collector(value: str) -> str:
    if not _COLLECTOR.fullmatch(value) or "?" in value or "#" in value:
        raise _refused(Fault("configuration.no_collector_address"))
    return value


# One address without the characters that would add a header, such as "?bcc=", or a second address.
_MAIL = re.compile(r"[\w.!$'*+=^`{|}~-]+@[\w.-]+")


def _mail(value: str) -> str:
    if not _MAIL.fullmatch(value):
        raise _refused(Fault("configuration.no_mail"))
    return value


def _phone(value: str) -> str:
    if re.search(r"[*#%]", value):
        raise _refused(Fault("configuration.phone_with_code"))
    if not re.search(r"[0-9]", value):
        raise _refused(Fault("configuration.no_phone"))
    return value


def _localised(value: object) -> str | dict[str, str]:
    texts = value if isinstance(value, dict) else {"": value}
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts.values()):
        raise _refused(Fault("configuration.no_text_or_texts", details={"correction": None}))
    for text in texts.values():
        _showable(str(text))
    return value  # type: ignore[return-value]  # just checked


def _font_files(value: object) -> str | tuple[str, ...]:
    try:
        return font.names(value)
    except BrandFileError as error:
        raise _refused(error.fault) from error


def _seal(value: object) -> tuple[str, ...]:
    keys = value if isinstance(value, list | tuple) else [value]  # a survey that is read again has a tuple
    texts = [key for key in keys if isinstance(key, str)]
    if not 1 <= len(texts) == len(keys) <= MOST_SEALS:
        raise _refused(Fault("configuration.no_seal", details={"most": MOST_SEALS}))
    try:
        seals = tuple(trustee_key.written(trustee_key.read(text)) for text in texts)
    except Bech32Error as error:
        raise _refused(Fault(error.kind, details=error.details)) from error
    if len(set(seals)) < len(seals):
        raise _refused(Fault("configuration.seal_twice"))
    return seals


Text = Annotated[str, AfterValidator(_not_blank), AfterValidator(_showable)]
# The name of a file, relative to site.toml.
FileName = Annotated[str, AfterValidator(_not_blank)]
# The same of a font, or a list with one for each weight; always a tuple then.
FontFiles = Annotated[str | tuple[str, ...], PlainValidator(_font_files)]
Address = Annotated[str, AfterValidator(_address)]
Phone = Annotated[Text, AfterValidator(_phone)]
Mail = Annotated[Text, AfterValidator(_mail)]
# "#7a1f3d", "#fff" or "teal"; always "#rrggbb" once it is read.
Colour = Annotated[str, AfterValidator(_colour)]
# "lastbild1…", the public key of a trustee, or a list of two; always a tuple once it is read.
Seal = Annotated[tuple[str, ...], BeforeValidator(_seal)]
# "Sozialberatung", or one text for each language: { de = "Sozialberatung", en = "Counselling" }.
LocalisedText = Annotated[str | dict[str, str], PlainValidator(_localised)]
# The code of a language that there is.
Language = Annotated[str, AfterValidator(_language)]
# Where a collector listens.
CollectorAddress = Annotated[Address, AfterValidator(_collector)]
