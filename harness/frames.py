"""The studio's frames as pages of their own, under the policy that the studio gives them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.configuration import load
from generator.rendering.stylesheets import SchemeName
from generator.site.files import site_files
from generator.studio.frames import Frames, frame_files

# What a frame may load: its style, fonts and pictures are within it, its scripts lie in the studio's folder.
POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self' data:; img-src 'self' data: blob:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
_HEAD = "<head>\n"


def frames_of(config_path: Path) -> Frames:
    """Return the frames of the site that ``config_path`` describes."""
    site = load.load_site(config_path)
    return Frames(site, site_files(site))


def write(
    frames: Frames,
    folder: Path,
    *,
    languages: Iterable[str],
    schemes: Iterable[SchemeName] = ("light", "dark"),
) -> None:
    """Write every frame into ``folder``, and the scripts beside them; see ``file_name``."""
    for name, contents in frame_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(contents)
    names = [page["id"] for page in frames.pages("de")]
    for survey in frames.site.surveys:
        for language in languages:
            for scheme in schemes:
                for name in names:
                    html = frames.page(name, survey.folder, language, scheme)
                    page = file_name(name, survey.folder, language, scheme)
                    (folder / page).write_text(_under_policy(html), "utf-8")


def file_name(name: str, survey_folder: str = "", language: str = "de", scheme: SchemeName = "light") -> str:
    """Return the name of the file that holds a frame."""
    return f"{survey_folder.replace('/', '.')}{language}.{scheme}.{name}.html"


def _under_policy(html: str) -> str:
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    no_icon = '<link rel="icon" href="data:,">\n'  # else a browser asks the server for one
    return html.replace(_HEAD, f"{_HEAD}{policy}{no_icon}", 1)
