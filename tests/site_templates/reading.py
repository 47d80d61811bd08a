"""Finds the shared names in the text of the page's templates, styles and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# The survey's page and what it includes.
TEMPLATES = ("pages/base.html.j2", "pages/index.html.j2", "pages/_*.html.j2")
STYLES = tuple(f"styles/{name}.css" for name in ("base", "layout", "survey", "result", "print"))
SCRIPTS = ("scripts/*.js", "frame/*.js")
CONTRACT, STATE = "scripts/page_contract.js", "scripts/page_state.js"
# Scripts that cannot import.
FIRST_PAINT, FALLBACK = "scripts/first_paint.js", "scripts/csp_fallback.js"

_ROOT_SELECTOR = r"\bhtml(?P<region>(?:\[[^\]]*\]|:(?:not|is)\([^)]*\))+)"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, and the value beside it if there is one, at a line of a file below ``site_templates``."""

    name: str
    value: str | None
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Sources:
    """The files below a folder that is laid out as ``site_templates``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, pattern: str, *files: str, within: str | None = None) -> Iterator[Mention]:
        """Yield a mention for each match of ``pattern``: its groups ``name`` and, if there is one, ``value``.

        ``within`` limits the search to regions of a file, its group ``region``.
        """
        for path in (path for each in files for path in sorted(self._folder.glob(each))):
            text, file = path.read_text("utf-8"), path.relative_to(self._folder).as_posix()
            for start, end in _regions(text, within):
                for match in re.compile(pattern, re.MULTILINE).finditer(text, start, end):
                    line = text.count("\n", 0, match.start("name")) + 1
                    yield Mention(match["name"], match.groupdict().get("value"), file, line)


def _regions(text: str, within: str | None) -> Iterator[tuple[int, int]]:
    if within is None:
        yield 0, len(text)
    else:
        yield from (match.span("region") for match in re.finditer(within, text))


# ---- names that the contract lists ----


def actions(sources: Sources, kind: str = "") -> list[Mention]:
    """Return the actions that the contract lists, all or those of a ``kind``: ``Submit`` or ``Click``."""
    listed = rf"@typedef {{(?P<region>[^}}]*)}} \w*{kind}Action\b"
    return list(sources.find(r'"(?P<name>[\w-]+)"', CONTRACT, within=listed))


def ids(sources: Sources) -> list[Mention]:
    """Return the ids that the contract lists, each with the class of its element."""
    return list(sources.find(r'^ \*   "(?P<name>[\w-]+)": (?P<value>\w+),', CONTRACT))


def states(sources: Sources) -> list[Mention]:
    """Return the listed attributes of <html>, named as in scripts, each with its type."""
    listed = r"@typedef \{object\} PageState(?P<region>.*?)\*/"
    return list(sources.find(r"@property \{(?P<value>[^}]+)\} (?P<name>\w+)", STATE, within=f"(?s){listed}"))


# ---- mentions of the names elsewhere ----


def actions_of_templates(sources: Sources) -> list[Mention]:
    """Return every ``data-action`` of a template."""
    return list(sources.find(r'\bdata-action="(?P<name>[^"]*)"', *TEMPLATES))


def actions_of_scripts(sources: Sources) -> list[Mention]:
    """Return the actions that scripts look for."""
    return [
        *sources.find(r'\[data-action="(?P<name>[\w-]+)"\]', *SCRIPTS),
        *sources.find(r'\b(?:button|offerButton)\("(?P<name>[\w-]+)"', *SCRIPTS),
    ]


def actions_carried_out(sources: Sources) -> list[Mention]:
    """Return the keys of ``actions`` in site.js."""
    table = r"const actions = \{\n(?P<region>(?: .*\n)+)\};"
    return list(sources.find(r'^  (?:async )?"?(?P<name>[\w-]+)"?[(:]', "scripts/site.js", within=table))


def ids_of_templates(sources: Sources) -> list[Mention]:
    """Return every id of a template, each with the name of its element."""
    return list(sources.find(r'<(?P<value>\w+)\b[^<>]*?\sid="(?P<name>[^"{]+)"', *TEMPLATES))


def ids_of_scripts(sources: Sources) -> list[Mention]:
    """Return the ids that scripts look up by themselves, compare, or name in a selector."""
    return [
        *sources.find(r'\b(?:element|optionalElement|getElementById)\("(?P<name>[\w-]+)"\)', *SCRIPTS),
        *sources.find(r'\.id [!=]== "(?P<name>[\w-]+)"', *SCRIPTS),
        *sources.find(r'\b(?:leave|showNote)\("(?P<name>[\w-]+)"\)', *SCRIPTS),
        *sources.find(_IN_SELECTOR.format("#"), *SCRIPTS),
    ]


# A name within a selector; a call such as ``.replace(…)`` at the beginning of a line is none.
_IN_SELECTOR = r"""(?<=["'`\s,(]){}(?P<name>[a-z][\w-]*)(?=["'`\s,)\[:])"""


def classes_of_scripts(sources: Sources) -> list[Mention]:
    """Return the classes that scripts name in a selector."""
    return list(sources.find(_IN_SELECTOR.format(r"\."), *SCRIPTS))


def classes_of_templates(sources: Sources) -> set[str]:
    """Return every class of a template."""
    found = sources.find(r'class="(?P<name>[^"]+)"', *TEMPLATES)
    return {name for mention in found for name in mention.name.split()}


def states_of_scripts(sources: Sources) -> list[Mention]:
    """Return every place where scripts set, clear, read or compare attributes of <html>."""
    by_function = r'\b(?:get|clear|set)State\("(?P<name>\w+)"(?:(?:, |\) [!=]== )"(?P<value>\w+)")?'
    inline = r'\broot\.dataset\.(?P<name>\w+)(?: (?:\?\?=|=|[!=]==) "(?P<value>\w+)")?'
    return [
        *sources.find(by_function, *SCRIPTS),
        *sources.find(inline, FIRST_PAINT),
        *sources.find(r"\bdocumentElement\.dataset\.(?P<name>\w+)", FALLBACK),
    ]


def states_set(sources: Sources) -> set[str]:
    """Return the attributes of <html> that scripts and templates set."""
    by_scripts = sources.find(r'\bsetState\("(?P<name>\w+)"', *SCRIPTS)
    inline = sources.find(r"\broot\.dataset\.(?P<name>\w+) (?:\?\?)?= ", FIRST_PAINT)
    return {mention.name for mention in (*by_scripts, *inline, *states_of_templates(sources))}


def states_of_templates(sources: Sources) -> list[Mention]:
    """Return the attributes of <html> that the survey's page has from the beginning."""
    block = r"\{% block root_attributes %\}(?P<region>.*)\{% endblock %\}"
    found = sources.find(r'data-(?P<name>[\w-]+)="(?P<value>[\w ]*)', "pages/index.html.j2", within=block)
    return [_in_script(mention) for mention in found]


def states_of_styles(sources: Sources) -> list[Mention]:
    """Return the attributes of <html> that selectors name."""
    found = sources.find(r'\[data-(?P<name>[\w-]+)(?:="(?P<value>[^"]*)")?\]', *STYLES, within=_ROOT_SELECTOR)
    return [_in_script(mention) for mention in found]


def as_in_scripts(name: str) -> str:
    """Return the name of a data attribute as scripts write it: ``firstPaint`` for ``first-paint``."""
    return re.sub("-(.)", lambda match: match[1].upper(), name)


def _in_script(mention: Mention) -> Mention:
    return replace(mention, name=as_in_scripts(mention.name))


def direct_states(sources: Sources) -> list[Mention]:
    """Return every place where a script uses attributes of <html> without page_state.js."""
    found = sources.find(r"(?<![\w.])(?P<name>(?:document\.documentElement|root)\.dataset)\b", *SCRIPTS)
    return [mention for mention in found if mention.file not in {STATE, FIRST_PAINT, FALLBACK}]


def data_of_templates(sources: Sources) -> set[str]:
    """Return the data attributes that elements have in a template."""
    return {as_in_scripts(mention.name) for mention in sources.find(r"\sdata-(?P<name>[\w-]+)", *TEMPLATES)}


def data_set(sources: Sources) -> set[str]:
    """Return the data attributes that scripts give to elements."""
    by_name = sources.find(r"\.dataset\.(?P<name>\w+) (?:\?\?)?= ", *SCRIPTS)
    toggled = sources.find(r'toggleAttribute\("data-(?P<name>[\w-]+)"', *SCRIPTS)
    return {_in_script(mention).name for mention in (*by_name, *toggled)}


def data_read(sources: Sources) -> list[Mention]:
    """Return the data attributes that scripts and styles read from elements."""
    return [
        *(_in_script(each) for each in sources.find(r"(?<!html)\[data-(?P<name>[\w-]+)", *SCRIPTS)),
        *sources.find(r"(?<!root)(?<!documentElement)\.dataset\??\.(?P<name>\w+)", *SCRIPTS),
        *(_in_script(each) for each in sources.find(r"\[data-(?P<name>[\w-]+)", *STYLES, within=_NOT_ROOT)),
    ]


# The parts of a style sheet between the selectors of <html>.
_NOT_ROOT = rf"(?:^|{_ROOT_SELECTOR.replace('?P<region>', '')})(?P<region>(?:(?!\bhtml[\[:])[\s\S])*)"
