"""Pages checked by html-validate against the HTML standard, styles by css-tree against the grammar of CSS.

One node process checks all files, since it takes longer to start than to check fifty pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.runtime import npm

_SCRIPT = Path(__file__).with_name("validate.mjs")

# html-validate's rules that differ from its recommendation, each for the reason beside it.
RULES: dict[str, object] = {
    "doctype-style": ["error", {"style": "lowercase"}],  # the standard takes both; ours is lowercase
    # A table's frame that scrolls is a region, but no section: it has no heading of its own.
    # Nor is the text for a conversation a <textarea>: browsers ask their makers what to fill into one.
    "prefer-native-element": ["error", {"exclude": ["region", "textbox"]}],
    # The survey's page shows one view at a time, and each has its own h1.
    "heading-level": ["error", {"allowMultipleH1": True}],
    # The files are on the site's own server, as the page is; the policy allows no other.
    "require-sri": ["error", {"target": "crossorigin"}],
    # A long number of the facilitator's must wrap on a narrow screen at 400 %.
    "tel-non-breaking": "off",
    # The form to contribute sends by a script: Enter must not send what nobody has seen.
    "wcag/h32": "off",
    # Blanks at the end of a text's line: nobody sees them, and facilitators write texts, too.
    "no-trailing-whitespace": "off",
    # An input without a type is a text field, by the standard.
    "no-implicit-input-type": "off",
}

# The standard has this value, and every browser knows it; html-validate 10.17 does not.
_NO_FAULT = 'Attribute "contenteditable" has invalid value "plaintext-only"'

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def faults(files: Mapping[str, bytes]) -> list[str]:
    """Return name, line and fault, as one text, for each fault of the pages and styles among ``files``.

    Styles are those of ``.css`` files and of ``<style>`` elements; the lines of an element's faults count
    from its beginning. A custom property (``--…``) is checked where a declaration uses it, with the first
    value that any of the styles gives it.
    """
    pages = {name: contents.decode() for name, contents in files.items() if name.endswith(".html")}
    styles = {name: contents.decode() for name, contents in files.items() if name.endswith(".css")}
    styles |= dict(_inline_styles(pages))
    once = {css: name for name, css in styles.items()}  # many pages share a style
    distinct = {name: css for css, name in once.items()}
    found = npm.run_script(_SCRIPT, rules=RULES, pages=pages, styles=distinct)
    return [fault for fault in json.loads(found) if _NO_FAULT not in fault]


def _inline_styles(pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, html in pages.items():
        for number, css in enumerate(_STYLE.findall(html), start=1):
            yield f"{name}, style {number}", css
