"""The trustee's page as a file: its policy, its words, whose works are in it, and its command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.brand.brand_files import BrandFiles
from generator.commands.main import main
from generator.one_file.licences import works
from generator.trustee.page import MARK, NAME, trustee_page
from generator.trustee.wording import LANGUAGES, load
from harness.markup import Page
from harness.paths import ROOT
from harness.validity import faults
from questionnaire import messages

PARTS = frozenset({"worker.zip", "whole.wasm.zip", "library.zip", "packages.zip", "generator.zip"})
SCRIPTS = "".join(
    path.read_text("utf-8") for path in sorted((ROOT / "site_templates" / "trustee").glob("*.js"))
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the command writes it."""
    folder = tmp_path_factory.mktemp("page")
    done = CliRunner().invoke(main, ["keys", "page", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"Wrote {folder / NAME}: one file, ")
    return folder / NAME


def test_the_policy_lets_it_connect_to_nothing() -> None:
    """Nothing by default and no connection; no text is run as a program."""
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', trustee_page(b"0;").decode())[0]
    rules = [rule.strip() for rule in policy.replace("&#39;", "'").split(";")]
    assert {"default-src 'none'", "connect-src 'none'", "form-action 'none'"} <= set(rules)
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")


def test_the_page_is_valid() -> None:
    """By the standard of HTML."""
    assert faults({NAME: trustee_page(b"0;")}) == []


def test_its_scripts_store_nothing_and_send_nothing() -> None:
    """They name no storage of the browser and no way to send."""
    for name in ("localStorage", "sessionStorage", "indexedDB", "cookie", "fetch(", "XMLHttp", "sendBeacon"):
        assert name not in SCRIPTS


def test_both_languages_have_the_same_words_and_each_is_used() -> None:
    """With the same values to fill in; by the template, the scripts, or a refusal of the desk."""
    german, english = (load(language) for language in LANGUAGES)
    for table in ("page", "refused"):
        assert list(german[table]) == list(english[table])
        for name, text in german[table].items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(
                re.findall(r"\{\w+\}", english[table][name])
            ), name
    folders = (ROOT / "site_templates" / name for name in ("trustee", "one_file"))
    sources = "".join(path.read_text("utf-8") for folder in folders for path in sorted(folder.iterdir()))
    tasks = [f"go_{task}{end}" for task in ("make", "open", "restore") for end in ("", "_text")]
    assert [name for name in german["page"] if not re.search(rf"\b{name}\b", sources)] == [
        name
        for name in german["page"]
        if name in tasks  # the template puts these names together
    ]


def test_every_refusal_has_a_sentence() -> None:
    """Those of the scripts, and those of an urn or a typed key that Python refuses."""
    thrown = set(re.findall(r'(?:new Refusal|refuse)\("(\w+)"', SCRIPTS))
    catalogue = messages.load("en")
    of_python = {kind.partition(".")[2] for kind in catalogue if kind.startswith("typed_key.")}
    from_words = {"unknown_word", "number_of_words", "words_check"}
    of_urn = {"no_urn", "damaged", "newer", "counted", "joint"}
    other = {"other_key", "not_your_turn", "had_your_turn", "key_damaged", "no_key_file", "other_kind"}
    wanted = thrown | of_python | from_words | of_urn | other
    assert wanted == set(load("de")["refused"])


def test_the_works_of_others_are_named_with_their_licences(written: Path) -> None:
    """Python's parts, and the libraries that handle the key."""
    contents = written.read_bytes()
    assert set(re.findall(rb'<script type="text/plain" data-part="([^"]+)"', contents)) == {
        part.encode() for part in PARTS
    }
    named = {work.name for work in works(NAME, PARTS, BrandFiles())}
    libraries = {"jose", "@scure/bip39", "@noble/hashes", "@hpke/core", "@hpke/common", "@hpke/dhkem-x25519"}
    assert {"pyodide", "cpython", "segno", *libraries} <= named
    assert not {"@pyscript/core", "qr", "brotli"} & named
    shown = [text.text for text in Page(contents).texts if text.within(id="licences")]
    for library in libraries:
        assert any(text.startswith(f"{library} ") for text in shown), library


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    """Ours is, whatever its name."""
    path = tmp_path / "treuhand.html"
    path.write_text("<p>Eine andere Seite</p>", "utf-8")
    done = CliRunner().invoke(main, ["keys", "page", "--out", str(path)])
    assert done.exit_code == 1
    assert path.read_text("utf-8") == "<p>Eine andere Seite</p>"
    path.write_bytes(b"<meta " + MARK + b">")
    assert CliRunner().invoke(main, ["keys", "page", "--out", str(path)]).exit_code == 0
    assert path.stat().st_size > 1_000_000
