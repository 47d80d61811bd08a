"""The studio's page as files: for a static server, with Python beside it, or for ``lastbild serve``."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from typing import Any, Literal

from generator.brand.brand_files import default_icon
from generator.configuration.schema import BrandTable
from generator.rendering.drawings import sprite
from generator.rendering.stylesheets import tool_stylesheet
from generator.rendering.templates import environment
from generator.runtime import parts, store
from generator.site.files import licence_files
from generator.site.page_loads import downloads
from generator.studio.frames import frame_files
from questionnaire import language_folder, survey_texts

DeskName = Literal["worker", "server"]

# The studio's languages, and the page of each. All stand in one folder: what is in a preview's frame takes
# the page's own address for its base.
PAGES = {"de": "index.html", "en": "en.html"}
SCRIPT = "studio_page.js"
_PYTHON = "python/"

# The page and the previews in its frames run this folder's scripts only and ask this folder only; Python's
# worker may be a blob, and a preview holds its style, fonts and pictures itself.
_POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "connect-src 'self'; style-src 'self' data:; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self' blob: data:; base-uri 'none'; form-action 'none'"
)

_INDENTED = re.compile(r"\n\s+(?=<)")  # the page has no text whose spaces count
# A block or a line of its own, or a type before a value.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n|/\*\* @[^\n]*?\*/ ?", re.MULTILINE | re.DOTALL)

_HOUSE = BrandTable(name="Lastbild")


def studio_files(desk: DeskName = "worker") -> dict[str, bytes]:
    """Return every file of the studio's folder: path -> contents.

    ``desk`` says who answers the page: Python in a worker, its files among these, or ``lastbild serve``.
    Raises ``generator.runtime.PreparationError`` if the scripts or Python cannot be prepared.
    """
    light = _HOUSE.palette()["light"]
    python = _python_files() if desk == "worker" else {}
    listed = downloads(python)
    return {
        **{page: _page(language, desk, listed) for language, page in PAGES.items()},
        "studio_page.css": tool_stylesheet(_HOUSE, _template("studio_page.css").decode()),
        "studio_icon.svg": default_icon(light["accent"], light["on_accent"]),
        SCRIPT: store.studio_script(),
        **{name: _without_comments(script) for name, script in frame_files().items()},
        **{font.name: font.read_bytes() for font in (files("site_templates") / "fonts").iterdir()},
        **{name: contents for cut in python.values() for name, contents in cut.items()},
        **({name: _compact(name, text) for name, text in licence_files().items()} if python else {}),
    }


def words(language: str) -> dict[str, Any]:
    """Return the studio's own words in ``language``, a key of ``PAGES``."""
    return tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text("utf-8"))


def _page(language: str, desk: DeskName, listed: str) -> bytes:
    templates = environment("studio")
    templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    page = templates.get_template("studio_page.html.j2").render(
        w=words(language),
        desk=desk,
        policy=_POLICY,
        languages=[dict(survey_texts.load(code)["language"]) for code in language_folder.available()],
        sprite=lambda: sprite(load_picture=True),
        downloads=listed,
        first=None,
    )
    return _INDENTED.sub("\n", page).encode()


def _compact(name: str, contents: bytes) -> bytes:
    """Return a licence as it is, and the bill of materials, which programs read, without its spaces."""
    if not name.endswith(".json"):
        return contents
    return json.dumps(json.loads(contents), separators=(",", ":"), ensure_ascii=False).encode()


def _without_comments(script: bytes) -> bytes:
    """Return our own ``script`` without its comments: no string of ours holds the beginning of one."""
    return _COMMENT.sub("", script.decode()).encode()


def _python_files() -> dict[str, dict[str, bytes]]:
    """Return the parts of each file of Python: its name -> a part's path -> contents."""
    return {
        name: {f"{_PYTHON}{part}": contents for part, contents in cut.items()}
        for name, cut in parts.cut(store.generator_files()).items()
    }


def _template(name: str) -> bytes:
    return (files("site_templates") / "studio" / name).read_bytes()
