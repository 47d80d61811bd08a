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
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import takewhile, zip_longest
from pathlib import Path

ENGLISH = "en"
SPOKEN = ("de", ENGLISH)
OPTION = "--lang"
VARIABLE = "LASTBILD_LANG"
DOMAIN = "lastbild"
CATALOGUES = Path(__file__).resolve().parent / "locale"
_OF_GETTEXT = "LANGUAGE"
# In order of precedence, as gettext reads them.
_OF_THE_LOCALE = (_OF_GETTEXT, "LC_ALL", "LC_MESSAGES", "LANG")


def named_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return the language that somebody asks for; ``None`` if nobody names one of ours.

    The option ``--lang`` comes first, wherever it stands among ``arguments``; then the variable
    LASTBILD_LANG, and then the locale.
    """
    return (
        _code(_after_option(arguments))
        or _code(environment.get(VARIABLE, ""))
        or language_of_locale(environment)
    )


def language_of_locale(environment: Mapping[str, str]) -> str | None:
    """Return the language that the locale of ``environment`` names; ``None`` if it names none of ours."""
    names = (environment[name] for name in _OF_THE_LOCALE if environment.get(name))
    return next(filter(None, map(_code, next(names, _locale_of_windows()).split(":"))), None)


def _code(name: str) -> str | None:
    """Return ``"de"`` for ``de``, ``DE``, ``de-AT`` and ``de_DE.UTF-8``; ``None`` for a language we lack."""
    code = re.split(r"[-_.@]", name.strip())[0].lower()
    return code if code in SPOKEN else None


def _after_option(arguments: Sequence[str]) -> str:
    before_the_end = list(takewhile(lambda argument: argument != "--", arguments))
    for argument, following in zip_longest(before_the_end, before_the_end[1:], fillvalue=""):
        name, equals, value = argument.partition("=")
        if name == OPTION:
            return value if equals else following
    return ""


def _locale_of_windows() -> str:
    """Return the language in which Windows shows its own windows, such as ``de_DE``; elsewhere nothing."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak ``language`` in the block: English for ``None``, as nobody has named one."""
    former = os.environ.get(_OF_GETTEXT)
    speak(language)
    try:
        yield
    finally:
        _set_language(former)


def speak(language: str | None) -> None:
    """Have every text of the command line, Click's too, appear in ``language`` from now on."""
    _set_language(language)
    gettext.textdomain(DOMAIN)
    if language not in (None, ENGLISH):
        gettext.bindtextdomain(DOMAIN, str(_compiled(language)))


def _set_language(language: str | None) -> None:
    """Set what gettext reads with every text."""
    if language is None:
        os.environ.pop(_OF_GETTEXT, None)
    else:
        os.environ[_OF_GETTEXT] = language


def spoken() -> str:
    """Return the language of the command line, ``"de"`` or ``"en"``."""
    return language_named() or ENGLISH


def language_named() -> str | None:
    """Return the language of the command line if somebody has named it."""
    language = os.environ.get(_OF_GETTEXT)
    return language if language in SPOKEN else None


def language_of_faults(config_path: Path | None) -> str:
    """Return the language of faults: the one that was named, else the site's first, else English."""
    return language_named() or (config_path and _first_language(config_path)) or ENGLISH


def _first_language(config_path: Path) -> str | None:
    """Return the first language of the site, even if the rest of the file is no TOML."""
    try:
        text = config_path.read_text("utf-8", "replace")
    except OSError:
        return None
    first = re.search(r"""^\s*(?:site\.)?languages\s*=\s*\[\s*["']([^"']+)""", text, re.MULTILINE)
    return _code(first[1]) if first else None


def day(date: dt.date) -> str:
    """Return ``date`` as a reader writes it: ``11. Januar 2027`` or ``11 January 2027``."""
    from babel.dates import format_date

    return format_date(date, "d. MMMM y" if spoken() == "de" else "d MMMM y", locale=spoken())


def number(value: float) -> str:
    """Return ``value`` with the decimal sign and the thousands of the language: ``12.000`` or ``0,5``."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=spoken())


def megabytes(size: int) -> str:
    """Return a size in bytes as megabytes with one decimal: ``6,8 MB``."""
    from babel.numbers import format_decimal

    return f"{format_decimal(size / 1e6, '0.0', locale=spoken())} MB"


def listing(entries: Sequence[str]) -> str:
    """Return ``entries`` as a list in a sentence: ``A, B und C``."""
    from babel.lists import format_list

    return format_list(list(entries), locale=spoken()) if entries else ""


def command_line(*words: object) -> str:
    """Return a command that can be copied into a terminal: a word with a space or another sign is quoted."""
    import shlex
    import subprocess

    texts = [str(word) for word in words]
    return subprocess.list2cmdline(texts) if sys.platform == "win32" else shlex.join(texts)


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


def wheel_files() -> dict[str, Path]:
    """Return the compiled catalogues for a wheel: path below the folder of catalogues -> file."""
    languages = [language for language in SPOKEN if po_files(language)]
    return {str(_inside(language)): _compiled(language) / _inside(language) for language in languages}


def po_files(language: str) -> list[Path]:
    """Return the .po files of ``language``, by name."""
    return sorted((CATALOGUES / language).glob("*.po"))


def _compiled(language: str) -> Path:
    """Return the folder of compiled catalogues: those of the wheel, or fresh ones in a checkout."""
    inside = _inside(language)
    if (CATALOGUES / inside).is_file():
        return CATALOGUES
    folder = _cache(po_files(language))
    if not (folder / inside).is_file():
        try:
            _write_atomically(folder / inside, catalogue_bytes(language))
        except OSError:  # a checkout that nobody may write speaks English
            return CATALOGUES
    return folder


def _inside(language: str) -> Path:
    """Return where gettext looks for the catalogue of ``language``, below a folder of catalogues."""
    return Path(language) / "LC_MESSAGES" / f"{DOMAIN}.mo"


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
