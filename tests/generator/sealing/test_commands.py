"""``lastbild keys``: a key is made, shown, copied, restored; nothing is overwritten, every fault is told."""

from __future__ import annotations

import base64
import io
import json
import stat
from functools import partial
from pathlib import Path

import pytest
import segno
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from generator.commands.main import main
from generator.sealing import key_file, private_files
from generator.sealing.key_file import locked, unlocked
from generator.sealing.keys import from_secret_text, from_words
from generator.trustee.key_copy import key_copy
from harness.markup import Page
from harness.validity import faults
from questionnaire import trustee_key
from tests.generator.sealing.vectors import KEY_FILE, OPENED_BY, PUBLIC_TEXT, QR_CODE_TEXT, WORDS

KEY = from_secret_text(QR_CODE_TEXT)
SHEET = key_copy(
    public_text=KEY.public_text,
    fingerprint=KEY.fingerprint,
    secret_text=KEY.secret_text(),
    words=KEY.words(),
)
FILE, COPY = "trustee-key.json", "trustee-key-copy.html"
QUICK_FILE = locked(KEY, OPENED_BY, work=1000)
TWICE = f"{OPENED_BY}\n{OPENED_BY}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trustee's folder, in which they start the commands; their key files take no time here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(key_file, "locked", partial(locked, work=1000))
    return tmp_path


def run(*arguments: str, typed: str = "") -> Result:
    """Run ``lastbild keys``; ``typed`` is the person's input."""
    return CliRunner().invoke(main, ["keys", *arguments], input=typed)


def refusal(done: Result) -> str:
    """Return what a refused command says last."""
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    return done.stderr.splitlines()[-1]


def names(folder: Path) -> list[str]:
    """Return the names of the files in ``folder``."""
    return sorted(path.name for path in folder.iterdir())


def words_on(sheet: bytes) -> str:
    """Return the words on a printed copy."""
    return " ".join(text.text for text in Page(sheet).texts if text.within(**{"class": "words"}))


# ---- new


def test_a_new_key_is_a_locked_file_and_a_copy_to_print(folder: Path) -> None:
    """Both hold the same key, only their owner reads them, and what is shown is its public part."""
    done = run("new", typed=TWICE)
    assert done.exit_code == 0, done.output
    assert names(folder) == [COPY, FILE]
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in names(folder)} == {0o600}
    key = unlocked((folder / FILE).read_bytes(), OPENED_BY)
    assert from_words(words_on((folder / COPY).read_bytes())) == key
    assert done.stdout.splitlines()[-2:] == [f'seal = "{key.public_text}"', f"Fingerprint: {key.fingerprint}"]
    assert OPENED_BY not in done.output
    assert key.secret_text() not in done.output


def test_another_folder_is_made_if_it_is_missing(folder: Path) -> None:
    """A trustee may write straight to a stick."""
    assert run("new", "--out", "stick/urne", typed=TWICE).exit_code == 0
    assert names(folder / "stick" / "urne") == [COPY, FILE]


def test_a_short_and_a_mistyped_passphrase_are_told_and_asked_anew(folder: Path) -> None:
    """Each with a sentence; what is typed last, twice, is what opens the file."""
    typed = f"kurz\n{OPENED_BY}\nein Satz für die Uhr\n{TWICE}"
    done = run("new", typed=typed)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "That is too short; expected at least 12 characters, best five words drawn at random.",
        "The two are not the same; type the passphrase anew, twice.",
    ]
    assert unlocked((folder / FILE).read_bytes(), OPENED_BY).public_text in done.stdout


@pytest.mark.parametrize("name", [FILE, COPY])
@pytest.mark.parametrize("command", ["new", "restore"])
def test_a_key_is_never_overwritten(folder: Path, command: str, name: str) -> None:
    """Not even asked for a passphrase; the copy that lies there may be of the only key."""
    (folder / name).write_bytes(b"the only key")
    if (command, name) == ("restore", COPY):
        assert run(command, typed=f"{WORDS}\ny\n{TWICE}").exit_code == 0  # it writes no copy
        assert names(folder) == [COPY, FILE]
    else:
        message = refusal(run(command))
        assert message.startswith(f'command line: --out = "{name}": is there already and is not overwritten')
        assert names(folder) == [name]
    assert (folder / name).read_bytes() == b"the only key"


def test_a_link_that_leads_nowhere_is_not_followed(folder: Path) -> None:
    """Nobody can have the key written to another place."""
    (folder / FILE).symlink_to(folder / "elsewhere")
    assert "is there already" in refusal(run("new", typed=TWICE))
    assert not (folder / "elsewhere").exists()


def test_somebody_elses_file_that_comes_in_between_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check before asks; the writing itself refuses, too, and leaves no half of a key."""
    monkeypatch.setattr(private_files, "check_targets", lambda _: None)
    (folder / COPY).write_bytes(b"the only copy")
    assert COPY in refusal(run("new", typed=TWICE))
    assert names(folder) == [COPY]
    assert (folder / COPY).read_bytes() == b"the only copy"


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    """A part of its path is a file; nothing is left."""
    (folder / "stick").write_bytes(b"")
    message = refusal(run("new", "--out", "stick/urne", typed=TWICE))
    assert message.startswith('command line: --out = "stick/urne/trustee-key.json": cannot be written')
    assert names(folder) == ["stick"]


def test_a_full_disk_leaves_no_half_of_a_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is taken away again, so that the next try is not refused because of it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "cannot be written (No space left on device)" in refusal(run("new", typed=TWICE))
    assert names(folder) == []


def test_whoever_gives_up_leaves_nothing(folder: Path) -> None:
    """No passphrase, no key."""
    assert run("new", typed=f"{OPENED_BY}\n").exit_code == 1
    assert names(folder) == []


# ---- show and copy


def test_show_tells_public_key_and_fingerprint(folder: Path) -> None:
    """Of a file that a page has made, too; and nothing secret."""
    (folder / FILE).write_bytes(KEY_FILE)
    done = run("show", FILE, typed=f"{OPENED_BY}\n")
    assert done.stdout.endswith(f'seal = "{PUBLIC_TEXT}"\nFingerprint: {KEY.fingerprint}\n')
    assert QR_CODE_TEXT not in done.output


@pytest.mark.parametrize("command", ["show", "copy"])
@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (QUICK_FILE, "the passphrase does not open it"),
        (QUICK_FILE[:300], "is damaged; take another copy"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\n", "is no key file; expected the one"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_gives_no_key_is_told(
    folder: Path, command: str, contents: bytes | None, said: str
) -> None:
    """In one line with the file's name, and nothing is written."""
    if contents is not None:
        (folder / FILE).write_bytes(contents)
    before = names(folder)
    message = refusal(run(command, FILE, typed="a wrong passphrase\n"))
    assert message.startswith(f'command line: FILE = "{FILE}": {said}')
    assert names(folder) == before


def test_another_copy_is_the_same_sheet(folder: Path) -> None:
    """A lost sheet is printed anew; only its owner can read the file."""
    (folder / FILE).write_bytes(QUICK_FILE)
    assert run("copy", FILE, "--out", "print", typed=f"{OPENED_BY}\n").exit_code == 0
    sheet = folder / "print" / COPY
    assert sheet.read_bytes() == SHEET
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert "is there already" in refusal(run("copy", FILE, "--out", "print", typed=f"{OPENED_BY}\n"))


# ---- the sheet


def test_the_sheet_holds_the_whole_key_and_what_is_public() -> None:
    """Words in their order, fingerprint and public key in full."""
    shown = [text.text for text in Page(SHEET).texts]
    assert words_on(SHEET) == WORDS
    assert KEY.fingerprint in shown
    assert PUBLIC_TEXT in shown


def test_the_qr_code_gives_the_key_back() -> None:
    """A reader finds the text from which ``restore`` makes the key; the sheet holds that very code."""
    code = segno.make(QR_CODE_TEXT, error="q", micro=False)
    assert str(code.svg_inline(border=2, omitsize=True)) in SHEET.decode()
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=6, border=4)
    (read,) = zxingcpp.read_barcodes(Image.open(picture))
    assert from_secret_text(read.text) == KEY


def test_the_sheet_says_plainly_what_it_is() -> None:
    """Who has it, where it belongs, and what a lost key means: in German and in English."""
    page = Page(SHEET)
    said = {
        language: " ".join(text.text for text in page.texts if (text.within(lang="en")) == (language == "en"))
        for language in ("de", "en")
    }
    assert "Wer dieses Blatt hat, kann die Urne öffnen." in said["de"]
    assert "verschlossenen Umschlag" in said["de"]
    assert "kann nie jemand etwas auszählen" in said["de"]
    assert "Whoever has this sheet can open the urn." in said["en"]
    assert "closed envelope" in said["en"]
    assert "nobody can ever count anything" in said["en"]


def test_the_sheet_loads_nothing_and_runs_nothing() -> None:
    """A secret is on it: its policy forbids every address and every script, and it names none."""
    page = Page(SHEET)
    policies = [each["content"] for each in page.all("meta") if "Policy" in each.get("http-equiv", "")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert not {"script", "img", "link", "iframe", "form", "a"} & {each.tag for each in page.elements}
    assert not any({"src", "href"} & each.attributes.keys() for each in page.elements)


# ---- restore


@pytest.mark.parametrize(
    "typed",
    [
        WORDS,
        "\n".join(WORDS.split()),
        " ".join(f"{place}. {word[:4].upper()}" for place, word in enumerate(WORDS.split(), 1)),
        QR_CODE_TEXT,
        QR_CODE_TEXT.lower(),
    ],
)
def test_the_key_comes_back_from_paper(folder: Path, typed: str) -> None:
    """From words on one line or on many, from their beginnings, and from the text of the QR code."""
    done = run("restore", typed=f"{typed}\ny\n{TWICE}")
    assert done.exit_code == 0, done.output
    assert f"Fingerprint: {KEY.fingerprint}" in done.stdout
    assert names(folder) == [FILE]
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert unlocked((folder / FILE).read_bytes(), OPENED_BY) == KEY


def test_another_fingerprint_than_the_sheets_writes_nothing(folder: Path) -> None:
    """Words may be mistaken for others and still be a key, though another one."""
    done = run("restore", typed=f"{WORDS}\nn\n")
    assert done.exit_code == 1
    assert done.stdout.endswith("Nothing was written.\n")
    assert names(folder) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (WORDS.replace("lunch", "lunhc"), "words: word 2 (lunhc) is not on the list; did you mean 'lunch'?"),
        (WORDS.replace("truck wolf", "wolf truck"), "words: every word is on the list, but together they"),
        (f"{WORDS.rpartition(' ')[0]}\n", "words: there are 23 words; expected all 24"),
        ("", "words: there are 0 words; expected all 24"),
        (f"{QR_CODE_TEXT[:-1]}Z", "QR code: has a typing error"),
        (QR_CODE_TEXT[:-1], "QR code: has 74 signs; expected 75"),
        (f"{QR_CODE_TEXT[:-1]}ß", "QR code: holds ß, which is in no key"),
        (PUBLIC_TEXT, "QR code: expected a text that begins with lastbild-secret1"),
    ],
)
def test_what_is_mistyped_is_told(folder: Path, typed: str, said: str) -> None:
    """Which word, or which fault of the text; nothing secret is repeated, and nothing is written."""
    message = refusal(run("restore", typed=f"{typed}\n"))
    assert message.startswith(said)
    assert "maid" not in message
    assert names(folder) == []


# ---- fingerprint


def test_the_fingerprint_of_a_public_key_is_the_trustees() -> None:
    """A facilitator compares what stands in site.toml with what the trustee reads aloud."""
    assert run("fingerprint", PUBLIC_TEXT).stdout == f"{KEY.fingerprint}\n"
    assert trustee_key.fingerprint(trustee_key.read(PUBLIC_TEXT)) == KEY.fingerprint


def test_a_mistyped_public_key_is_told() -> None:
    """With the text as it was given: it is no secret."""
    wrong = PUBLIC_TEXT.replace("v2d", "vd2")
    message = refusal(run("fingerprint", wrong))
    assert message == (
        f'command line: PUBLIC_KEY = "{wrong}": has a typing error: '
        "the check at its end does not fit; compare it sign by sign"
    )


def test_a_command_writes_no_quick_file(tmp_path: Path) -> None:
    """Each guess at the passphrase of a real file takes a million rounds."""
    assert run("new", "--out", str(tmp_path), typed=TWICE).exit_code == 0
    header = json.loads((tmp_path / FILE).read_bytes())["protected"]
    assert json.loads(base64.urlsafe_b64decode(f"{header}=="))["p2c"] == 1_000_000


@pytest.mark.parametrize("command", ["new", "show", "copy", "restore", "fingerprint"])
def test_every_command_has_help(command: str) -> None:
    """The first sentence says what it does, and the group lists it."""
    assert run(command, "--help").exit_code == 0
    assert f"\n  {command} " in run("--help").stdout


def test_the_sheet_is_valid_html_and_css() -> None:
    """It must look the same on every trustee's machine."""
    assert faults({"key-copy.html": SHEET}) == []
