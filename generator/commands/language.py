"""The language in which the command line speaks, and how it writes days, numbers and lists.

Texts of commands are written in English in the code, as ``_("wrote {path}").format(path=path)`` with ``_``
from ``gettext``. Their German is in ``locale/de/``, one .po file for each module, and so is that of Click's
own texts. Messages of faults are in ``questionnaire.messages``, because pages show them, too.
"""

from __future__ import annotations

import datetime as dt
import gettext
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ENGLISH = "en"
SPOKEN = ("de", ENGLISH)
VARIABLE = "LASTBILD_LANG"
DOMAIN = "lastbild"
CATALOGUES = Path(__file__).resolve().parent / "locale"
# In order of precedence, as gettext reads them.
_OF_THE_LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of_locale(environment: Mapping[str, str]) -> str | None:
    """Return the language that the locale of ``environment`` names; ``None`` if it names none of ours."""
    named = next((environment[name] for name in _OF_THE_LOCALE if environment.get(name)), "")
    codes = (code.partition(".")[0].partition("_")[0].lower() for code in named.split(":"))
    return next((code for code in codes if code in SPOKEN), None)


def speak(language: str) -> None:
    """Have every text of the command line, Click's too, appear in ``language`` from now on."""
    os.environ["LANGUAGE"] = language  # gettext reads it with every text
    gettext.textdomain(DOMAIN)
    if language != ENGLISH:
        gettext.bindtextdomain(DOMAIN, str(_compiled(language)))


def spoken() -> str:
    """Return the language of the command line, ``"de"`` or ``"en"``."""
    language = os.environ.get("LANGUAGE", ENGLISH)
    return language if language in SPOKEN else ENGLISH


def day(date: dt.date) -> str:
    """Return ``date`` as a reader writes it: ``11. Januar 2027`` or ``11 January 2027``."""
    from babel.dates import format_date

    return format_date(date, "d. MMMM y" if spoken() == "de" else "d MMMM y", locale=spoken())


def number(value: float) -> str:
    """Return ``value`` with the decimal sign and the thousands of the language: ``12.000`` or ``0,5``."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=spoken())


def listing(entries: Sequence[str]) -> str:
    """Return ``entries`` as a list in a sentence: ``A, B und C``."""
    from babel.lists import format_list

    return format_list(list(entries), locale=spoken()) if entries else ""


def catalogue_bytes(language: str) -> bytes:
    """Return all .po files of ``language`` as one compiled catalogue; entries without a text are left out."""
    import io

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language)
    for path in po_files(language):
        for message in read_po(io.BytesIO(path.read_bytes()), locale=language):
            if message.id and not message.fuzzy:
                whole[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    return compiled.getvalue()


def po_files(language: str) -> list[Path]:
    """Return the .po files of ``language``, by name."""
    return sorted((CATALOGUES / language).glob("*.po"))


def _compiled(language: str) -> Path:
    """Return the folder of compiled catalogues: those of the wheel, or fresh ones in a checkout."""
    inside = Path(language) / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if (CATALOGUES / inside).is_file():
        return CATALOGUES
    folder = _cache(po_files(language))
    if not (folder / inside).is_file():
        _write_atomically(folder / inside, catalogue_bytes(language))
    return folder


def _cache(sources: Iterable[Path]) -> Path:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    return CATALOGUES.parents[2] / ".cache" / "locale" / digest


def _write_atomically(path: Path, contents: bytes) -> None:
    """Write ``contents`` so that another process that starts now finds all of it or nothing."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        fresh = Path(scratch) / path.name
        fresh.write_bytes(contents)
        fresh.replace(path)
