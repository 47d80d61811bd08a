"""The plan's page as a file: its policy, its words, whose works are in it, its size, and its command."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.brand.brand_files import BrandFiles
from generator.commands.main import main
from generator.configuration import load
from generator.one_file.licences import works
from generator.plan import wording
from generator.plan.page import MARK, NAME, plan_page
from generator.plan.python_parts import EMPTY, plan_parts
from harness import releases
from harness.markup import Page
from harness.paths import ROOT
from harness.releases import RELEASES, configured, saved, site
from harness.validity import faults
from questionnaire import release_file
from questionnaire.disclosure import Release, Withheld
from questionnaire.release_file import ReleaseFile

LARGEST = 8_000_000  # bytes
SCRIPTS = "".join(path.read_text("utf-8") for path in sorted((ROOT / "site_templates" / "plan").glob("*.js")))
RESULTS: dict[str, Release | Withheld] = {**RELEASES, "withheld": Withheld()}

# Run by a Python that has nothing but what the page holds.
_ALONE = """
import base64, json, sys
sys.path[:] = [path for path in sys.path if "site-packages" not in path]
sys.path.insert(0, sys.argv[1])
from generator.desk import answer
from generator.plan.desk import open_desk
desk = open_desk()
def ask(name, **given):
    return json.loads(answer(desk, json.dumps({"ask": name, "given": given})))["told"]
ask("begin", report=sys.stdin.read())
entries = {"decisions": [{"status": "decided", "measure": "boundary-rule"}], "contact": ""}
plan = ask("save", entries=entries, language="de")
ask("table", entries=entries, language="en")
ask("open", file="plan.json", contents=plan["contents"], shown="", language="en")
gaps = ask("check", entries=entries, language="en")["gaps"]
ours = {name.split(".")[0] for name, module in sys.modules.items() if sys.argv[1] in str(module)}
print(json.dumps([plan["name"], len(gaps), sorted(ours)]))
"""


def rendered(folder: Path, name: str = "partly") -> tuple[bytes, ReleaseFile]:
    """Return the page that answers one of ``RESULTS``, without Python, and its release."""
    config, brand_files = configured(folder)
    file = saved(config, RESULTS[name])
    return plan_page(config, brand_files, file, b"0;"), file


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run ``lastbild plan page``, and return its status and its output."""
    done = CliRunner().invoke(main, ["plan", "page", *map(str, arguments)])
    return done.exit_code, done.output


def release_of(folder: Path, **changes: object) -> Path:
    """Write the report.json of the survey in ``folder``, its wave changed, and return its path."""
    [survey] = load.load_surveys(folder / "site.toml")
    file = saved(survey.config, RESULTS["partly"])
    path = folder / "report.json"
    path.write_bytes(release_file.dump(replace(file, wave=replace(file.wave, **changes))))  # type: ignore[arg-type]
    return path


def test_the_policy_lets_it_connect_to_nothing(tmp_path: Path) -> None:
    """Nothing by default and no connection; no text is run as a program."""
    page, _ = rendered(tmp_path)
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', page.decode())[0]
    rules = [rule.strip() for rule in policy.replace("&#39;", "'").split(";")]
    assert {"default-src 'none'", "connect-src 'none'", "form-action 'none'"} <= set(rules)
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize("name", RESULTS)
def test_the_page_is_valid(tmp_path: Path, name: str) -> None:
    """By the standard of HTML, whatever the release shows."""
    assert faults({NAME: rendered(tmp_path, name)[0]}) == []


def test_its_scripts_store_nothing_and_send_nothing() -> None:
    """They name no storage of the browser and no way to send; text never becomes HTML."""
    for name in ("localStorage", "sessionStorage", "indexedDB", "cookie", "fetch(", "XMLHttp", "sendBeacon"):
        assert name not in SCRIPTS
    for name in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert name not in SCRIPTS


def test_both_languages_have_the_same_words_and_each_is_used() -> None:
    """With the same values to fill in; by the template or the scripts."""
    german, english = (wording.load(language)["page"] for language in wording.LANGUAGES)
    assert list(german) == list(english)
    for name, text in german.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[name])), name
    folders = (ROOT / "site_templates" / name for name in ("plan", "one_file"))
    sources = "".join(path.read_text("utf-8") for folder in folders for path in sorted(folder.iterdir()))
    unused = [name for name in german if not re.search(rf"\b{name}\b", sources)]
    assert unused == [
        "kind_structure",
        "kind_training",
        "kind_accompaniment",
    ]  # the template puts them together


@pytest.mark.parametrize("name", RESULTS)
def test_the_page_holds_its_release_and_no_further_figure(tmp_path: Path, name: str) -> None:
    """The report.json inside is the report's own; shares stand nowhere else on the page."""
    page, file = rendered(tmp_path, name)
    config, _ = configured(tmp_path)
    [held] = [text.text for text in Page(page).texts if text.within(id="report")]
    assert held.replace("\\u003c", "<").encode() == releases.published(config, file)
    shown = " ".join(text.text for text in Page(page).texts if text.within(id="plan"))
    assert not re.search(r"\d+ ?%|Zwanzigstel|Fünftel", shown)


def test_brand_and_title_are_text(tmp_path: Path) -> None:
    """HTML in them is shown as it is written."""
    title = 'title = { de = "<script>alert(1)</script>", en = "</script><b>" }'
    config, brand_files = configured(tmp_path, (re.search(r"title = .*", releases.SITE)[0], title))  # type: ignore[index]
    page = plan_page(config, brand_files, saved(config, RESULTS["partly"]), b"0;").decode()
    assert "<script>alert(1)" not in page
    assert "</script><b>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_parts_of_python_are_enough_and_ours_alone(tmp_path: Path) -> None:
    """A Python that has only them saves a plan and opens it again."""
    parts = plan_parts()
    with zipfile.ZipFile(io.BytesIO(parts["generator.zip"])) as outer:
        zipfile.ZipFile(outer.open("files.zip")).extractall(tmp_path / "app")
    _, file = rendered(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-c", _ALONE, str(tmp_path / "app")],
        input=release_file.dump(file).decode(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == ["plan.json", 2, ["generator", "questionnaire"]]
    with zipfile.ZipFile(io.BytesIO(parts[EMPTY])) as outer:
        assert zipfile.ZipFile(outer.open("files.zip")).namelist() == []


def test_the_works_of_others_are_named_with_their_licences() -> None:
    """Python and Pyodide; no package that only the generator needs."""
    named = {work.name for work in works(NAME, plan_parts().keys() - {EMPTY}, BrandFiles())}
    assert {"pyodide", "cpython"} <= named
    assert not {"pydantic", "jinja2", "segno", "qr", "jose", "brotli"} & named


def test_the_command_writes_one_file_that_can_be_mailed(tmp_path: Path) -> None:
    """It is replaced by the next one; another file is not."""
    site(tmp_path)
    release, out = release_of(tmp_path), tmp_path / "plan.html"
    config = tmp_path / "site.toml"
    for _ in range(2):
        status, output = run("--release", release, "--config", config, "--out", out)
        assert (status, output.startswith(f"Wrote {out}: one file, ")) == (0, True)
    assert 1_000_000 < out.stat().st_size < LARGEST
    assert MARK in out.read_bytes()[:2_000]
    out.write_text("<p>Eine andere Seite</p>", "utf-8")
    assert run("--release", release, "--config", config, "--out", tmp_path)[0] == 1
    assert out.read_text("utf-8") == "<p>Eine andere Seite</p>"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"survey_id": "werft-2027"}, "is the report of another survey (werft-2027, not hafen-2027)"),
        ({"opens": releases.OPENS - releases.DAY}, "its id is the same, its days are not"),
    ],
    ids=["another survey", "another wave"],
)
def test_a_release_of_another_survey_is_refused(
    tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    """The brand and the questions would not be those of the people who answered."""
    site(tmp_path)
    release = release_of(tmp_path, **changes)
    status, output = run("--release", release, "--config", tmp_path / "site.toml", "--out", tmp_path)
    assert status == 1
    assert output.startswith(f'command line: --release = "{release}": ')
    assert sentence in output
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("contents", [b"Ein Brief.", None], ids=["a letter", "no file"])
def test_what_is_no_release_is_refused(tmp_path: Path, contents: bytes | None) -> None:
    """With what was expected."""
    site(tmp_path)
    path = tmp_path / "x.json"
    if contents:
        path.write_bytes(contents)
    status, output = run("--release", path, "--config", tmp_path / "site.toml", "--out", tmp_path)
    assert status == 1
    assert "expected the contents of a report.json" in output
