"""What stands in a site in a single file, and where it is written."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from generator.configuration import load
from generator.runtime import PreparationError, bundling, store
from generator.site.single_file import LARGEST, single_file
from harness import single_files
from harness.example_modes import example_in
from harness.sites import BRAND, SMALLEST, write

SEVERAL = (
    BRAND
    + """
[[surveys]]
id = "team-nord"
title = "Nord"
[[surveys]]
id = "team-sued"
title = "Süd"
brand.primary = "#14532d"
"""
)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's configuration with ballots on paper."""
    return single_files.on_paper(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def html(config: Path) -> str:
    """The example as a single file."""
    return single_file(load.load_site(config)).decode()


def built(*arguments: str) -> tuple[int, str]:
    """Run ``build --single-file``; return the exit status and what it says."""
    result = CliRunner().invoke(main, ["build", "--single-file", *arguments])
    return result.exit_code, result.output


def test_it_is_small_enough_for_a_mail(html: str) -> None:
    """All languages, pages, fonts and the whole WebAssembly stay below seven million bytes."""
    assert 4_000_000 < len(html.encode()) < LARGEST


def test_the_policy_lets_nothing_be_sent_and_names_all_that_runs_by_its_hash(html: str) -> None:
    """No connection, nothing by default, no unsafe word; each script and style in the file has its hash."""
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)[0].replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert "'self'" not in policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        contents = re.findall(rf'(?s)<{tag}(?: type="module"| data-sheet="[^"]*")?>(.*?)</{tag}>', html)
        sums = {
            f"'sha256-{base64.b64encode(hashlib.sha256(c.encode()).digest()).decode()}'" for c in contents
        }
        assert sums == set(rules[rule].split()) - {"'wasm-unsafe-eval'"}


def test_no_link_and_no_picture_leads_out_of_the_file(html: str) -> None:
    """A link names a page in the file, a place in the page, or a person's address; a picture is inside."""
    pages = set(re.findall(r'<noscript data-page="([^"]+)"', html))
    html = re.sub(r"(?s)<script>.*?</script>|<script type=\"module\">.*?</script>", "", html)
    links = set(re.findall(r' href="([^"]*)"', html))
    assert {link[2:] for link in links if link.startswith("#/")} == pages
    others = {link for link in links if not link.startswith(("#", "mailto:", "tel:", "data:"))}
    assert others == set()
    assert all(
        address.startswith(("data:", "file:///in-this-file/"))
        for address in re.findall(r' src="([^"]+)"', html)
    )


def test_every_page_of_the_site_stands_in_it(config: Path, html: str) -> None:
    """The pages are the hosted ones, in every language; where those speak of a server, they do not."""
    assert re.findall(r'<noscript data-page="([^"]+)"', html) == sorted(single_files.pages(config))
    assert not re.search(r"Webserver|web server|Web·server|von dem Server|app\.zip`|manifest\.json", html)


def test_the_runtime_in_it_is_that_of_every_site(html: str) -> None:
    """The same bytes as a hosted site's: the app's sources, the library, the whole WebAssembly."""
    parts = dict(re.findall(r'data-part="([^"]+)" data-sum="\d+">([^<]+)<', html))
    runtime = store.runtime_files()
    for name, original in (
        ("app.zip", "app.zip"),
        ("stdlib", "stdlib.zip"),
        ("pyodide.wasm", "whole.wasm.zip"),
    ):
        found = [parts[part] for part in sorted(parts) if part.startswith(name)]
        assert b"".join(map(base64.b64decode, found)) == runtime[original]


def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path, html: str) -> None:
    """Wherever the configuration is, and whatever is built before."""
    other = single_files.on_paper(tmp_path / "elsewhere")
    assert single_file(load.load_site(other)).decode() == html


def test_several_surveys_stand_in_one_file(tmp_path: Path) -> None:
    """The page in front comes first; each survey's links stay within its own pages."""
    html = single_file(load.load_site(write(tmp_path, SEVERAL))).decode()
    pages = re.findall(r'<noscript data-page="([^"]+)"', html)
    assert "index.html" in pages
    assert len([page for page in pages if page.endswith("privacy.html")]) > 1
    assert set(re.findall(r' href="#/([^"]*)"', html)) <= set(pages)


@pytest.mark.parametrize("mode", ["open", "slips"])
def test_a_survey_that_collects_online_is_refused(tmp_path: Path, mode: str) -> None:
    """The fault names the key and says why, and what to do; nothing is written."""
    config = single_files.on_paper(tmp_path)
    config.write_text(example_in(mode), "utf-8")
    status, said = built("--config", str(config), "--out", str(tmp_path / "out.html"))
    assert status == 1
    assert f': collection.mode = "{mode}": expected "paper" or "off"' in said
    assert not (tmp_path / "out.html").exists()


def test_it_is_named_by_the_survey_and_replaces_only_its_own_kind(tmp_path: Path) -> None:
    """In a folder, by the survey's id; a name with .html is the file; nobody else's file is overwritten."""
    config = str(write(tmp_path, SMALLEST))
    assert built("--config", config, "--out", str(tmp_path / "stick"))[0] == 0
    file = tmp_path / "stick" / "muster.html"
    first = file.read_bytes()
    assert built("--config", config, "--out", str(file))[0] == 0
    assert file.read_bytes() == first
    foreign = tmp_path / "letter.html"
    foreign.write_text("<p>dear</p>", "utf-8")
    status, said = built("--config", config, "--out", str(foreign))
    assert (status, foreign.read_text("utf-8")) == (1, "<p>dear</p>")
    assert "is a file that no build has made" in said
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


def test_a_pyscript_that_no_longer_fits_stops_the_build(tmp_path: Path) -> None:
    """A shim that finds nothing to change, or too much, is no reason to go on: the message names it."""
    pyscript = tmp_path / "pyscript.js"
    original = bundling.pyscript().read_text("utf-8")
    for other in (original.replace('{type:"module"}', "{}"), original + ';console.log({type:"module"});'):
        assert other != original
        pyscript.write_text(other, "utf-8")
        with pytest.raises(PreparationError, match=r"found [02] times, not 1"):
            bundling.single_script("single_survey.js", pyscript)
