"""Printed ballots by camera and by photo: each is entered once, and every mistake is a sentence."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Playwright, expect

from generator.site.ballots import on_ballot
from harness import browsers, single_files, stub_python
from harness.count_page import Counter
from harness.journey import Journey
from harness.servers import plain_server
from questionnaire import ITEM_IDS

pytestmark = pytest.mark.browser

SURVEY = "hafen-2027"
NOTHING = dict.fromkeys(ITEM_IDS, 0)
# What people answer, and what stands on their ballots. The first two share a code, not their answers.
STAFF = (
    ("A-SB", {"A1": 3, "A2": 3, "B2": 2, "D3": 3}),
    ("A-SB", {"A1": 2, "A2": 3}),
    ("B-ST", {"B1": 2, "B2": 3, "B3": 2}),
    ("N", {"D2": 3}),
)
WIDE, HIGH, FRAMES = 640, 480, 10  # of the fake camera: pixels, and frames a second


@pytest.fixture(scope="module")
def ballots(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[bytes]]:
    """A photo of each ballot that the staff printed from the hosted survey."""
    folder = tmp_path_factory.mktemp("hosted")
    stub_python.build(single_files.on_paper(folder / "workspace"), folder / "web")
    context = browser.new_context(viewport={"width": 800, "height": 900}, reduced_motion="reduce")
    stub_python.answer_in(context)
    with plain_server(folder / "web") as address:
        yield [printed(context, address, answers) for _, answers in STAFF]
    context.close()


def printed(context: BrowserContext, address: str, answers: dict[str, int]) -> bytes:
    """Take the survey, print the ballot, and return a picture of it; printing asks the server for nothing."""
    journey = Journey(context.new_page(), address)
    journey.page.evaluate("window.print = () => {}")
    journey.take({**NOTHING, **answers})
    asked = len(journey.requests)
    journey.action("ballot").click()
    journey.page.evaluate("document.documentElement.dataset.print = 'ballot'")
    journey.page.emulate_media(media="print")
    picture = journey.page.locator(".ballot").screenshot(animations="disabled")
    assert journey.requests[asked:] == []
    assert journey.complaints == journey.violations() == []
    journey.page.close()
    return picture


def file(picture: bytes, name: str = "foto.png") -> FilePayload:
    """Return a picture as a file that somebody chooses."""
    return {"name": name, "mimeType": "image/png", "buffer": picture}


def qr(text: str) -> Image.Image:
    """Return a picture of a QR code."""
    stream = io.BytesIO()
    segno.make_qr(text, error="m").save(stream, kind="png", scale=8, border=4)
    return Image.open(stream).convert("RGB")


def png(picture: Image.Image) -> bytes:
    """Return a picture as a file's contents."""
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def scan(counter: Counter, picture: bytes) -> None:
    """Choose a photo."""
    counter.page.set_input_files("#photo", file(picture))


@pytest.fixture
def scanning(counter: Counter) -> Counter:
    """Somebody with a heap at hand who has opened the part for scanning."""
    counter.begin(1)
    counter.page.click("#camera-details summary")
    return counter


def test_a_phone_reads_what_stands_on_a_printed_ballot(ballots: list[bytes]) -> None:
    """The survey's id and the code, and nothing else: by a reader that is not ours."""
    read = [
        [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(ballot)))] for ballot in ballots
    ]
    assert read == [[on_ballot(SURVEY, code)] for code, _ in STAFF]


def test_a_ballot_printed_from_the_single_file_carries_the_same_code(
    browser: Browser, ballots: list[bytes], tmp_path: Path
) -> None:
    """Nothing has to be fetched for it: the file has no connection."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, offline=True)
    ballot = printed(context, single_files.built(tmp_path).as_uri(), STAFF[0][1])
    context.close()
    read = [
        [(code.text, code.format) for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]
        for picture in (ballot, ballots[0])
    ]
    assert read[0] == read[1] != []


def test_two_ballots_with_one_code_are_the_same_to_the_pixel(ballots: list[bytes]) -> None:
    """Nothing on paper tells who of those with one result it is."""
    pixels = [Image.open(io.BytesIO(ballot)).convert("RGB").tobytes() for ballot in ballots]
    assert pixels[0] == pixels[1]
    assert len(set(pixels)) == len(STAFF) - 1


def test_photos_of_printed_ballots_are_entered(scanning: Counter, ballots: list[bytes]) -> None:
    """One after the other; two alike in a row are asked about, and yes counts both."""
    scan(scanning, ballots[0])
    scanning.said("A-SB. 1 in diesem Stapel.")
    scan(scanning, ballots[1])
    expect(scanning.page.locator("#question-text")).to_contain_text("stand auch A-SB")
    scanning.page.click("#question-yes")
    scanning.said("A-SB. 2 in diesem Stapel.")
    for ballot, said in ((ballots[2], "B-ST. 3"), (ballots[3], "N. 4")):
        scan(scanning, ballot)
        scanning.said(said)
    expect(scanning.page.locator("#scanned")).to_have_text("N. 4 in diesem Stapel.")
    expect(scanning.page.locator("#counts")).to_have_text("A-SB 2B-ST 1N 1")


def test_the_same_ballot_twice_is_asked_about_and_no_counts_it_once(
    scanning: Counter, ballots: list[bytes]
) -> None:
    """The page says that nothing was entered."""
    for _ in range(2):
        scan(scanning, ballots[0])
    scanning.page.click("#question-no")
    expect(scanning.page.locator("#scanned")).to_have_text("Nicht noch einmal eingetragen.")
    expect(scanning.page.locator("#heap-total")).to_have_text("1")


# As a hand takes photos.
PHOTOS = {
    "turned": "transform: rotate(17deg)",
    "upside down": "transform: rotate(180deg)",
    "from aside": "transform: perspective(900px) rotateY(40deg) rotateX(20deg)",
    "blurred": "filter: blur(1.2px)",
    "dark": "filter: brightness(0.35) contrast(0.7)",
    "glare": "mask-image: linear-gradient(100deg, #000 40%, #0006 75%)",
    "small": "transform: scale(0.6)",
}


@pytest.mark.parametrize("way", PHOTOS)
def test_a_photo_need_not_be_perfect(
    browser: Browser, scanning: Counter, ballots: list[bytes], way: str
) -> None:
    """Each of these is read."""
    desk = browser.new_page(viewport={"width": 1200, "height": 900})
    address = f"data:image/png;base64,{base64.b64encode(ballots[0]).decode()}"
    desk.set_content(
        f'<body style="background:#8a7460"><img src="{address}" style="margin:150px;{PHOTOS[way]}">'
    )
    photo = desk.screenshot(type="jpeg", quality=60)
    desk.close()
    scan(scanning, photo)
    scanning.said("A-SB. 1 in diesem Stapel.")


def test_every_other_photo_is_a_sentence_and_enters_nothing(scanning: Counter) -> None:
    """No QR code, no picture, a poster, ballots of another survey and of another detail."""
    page = scanning.page
    for picture, sentence in (
        (png(Image.new("RGB", (800, 600), "#7a1f3d")), "ist kein QR-Code zu erkennen"),
        (b"%PDF-1.7", "kein Bild, das der Browser öffnen kann"),
        (png(qr("https://kontor.example/umfrage/")), "Dieser QR-Code steht auf keinem Stimmzettel"),
        (png(qr(on_ballot("muster-2026", "A-SB"))), "gehört zur Befragung „muster-2026“"),
        (png(qr(on_ballot(SURVEY, "A"))), "Hier sehen die Codes aus wie A-ST"),
    ):
        scan(scanning, picture)
        expect(page.locator("#scanned.error")).to_contain_text(sentence)
        assert page.input_value("#photo") == ""
    expect(page.locator("#heap-total")).to_have_text("0")


def test_more_ballots_than_people_are_refused_by_camera_too(scanning: Counter, ballots: list[bytes]) -> None:
    """The heap keeps what it had."""
    scanning.page.focus("#entry")
    scanning.enter("M 140")
    scanning.said("140 in diesem Stapel")
    scan(scanning, ballots[0])
    expect(scanning.page.locator("#scanned.error")).to_contain_text("Mehr Stimmzettel als Menschen")
    expect(scanning.page.locator("#heap-total")).to_have_text("140")


def test_without_a_camera_the_page_says_what_to_do_instead(scanning: Counter) -> None:
    """This machine has none."""
    scanning.page.click("[data-action=camera]")
    expect(scanning.page.locator("#scanned.error")).to_contain_text("findet hier keine Kamera, die frei ist")
    expect(scanning.page.locator("#camera-frame")).to_be_hidden()


def film(path: Path, scenes: Sequence[tuple[str | None, float]]) -> Path:
    """Write a film for the fake camera: in each scene a ballot lies there, or none, for so many seconds."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDE} H{HIGH} F{FRAMES}:1 Ip A1:1 C420jpeg\n".encode())
        for code, seconds in scenes:
            table = Image.new("L", (WIDE, HIGH), 120)
            if code:
                table.paste(qr(on_ballot(SURVEY, code)).convert("L"), (190, 110))
            grey = np.asarray(table).tobytes() + bytes([128]) * (WIDE * HIGH // 2)
            file.write((b"FRAME\n" + grey) * int(seconds * FRAMES))
    return path


def filmed(playwright: Playwright, film: Path | None) -> Browser:
    """Start a Chromium whose camera shows ``film`` again and again; with ``None``, people refuse it."""
    if film is None:
        return browsers.launch(playwright, "--use-fake-device-for-media-stream")
    return browsers.launch(
        playwright,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


def test_ballots_before_the_camera_are_entered_once_each(
    playwright: Playwright, path: Path, tmp_path: Path
) -> None:
    """Ten times a second it sees the same one; another one is entered at once, without a gap between them."""
    scenes = ((None, 1), ("A-SB", 2), ("M", 2), ("N", 60))
    with filmed(playwright, film(tmp_path / "film.y4m", scenes)) as chromium:
        counter = Counter(chromium.new_context(locale="de-DE"), path)
        counter.begin(1)
        counter.page.click("#camera-details summary")
        counter.page.click("[data-action=camera]")
        expect(counter.page.locator("#camera")).to_be_visible()
        counter.said("N. 3 in diesem Stapel.")
        counter.page.wait_for_timeout(1500)
        expect(counter.page.locator("#counts")).to_have_text("A-SB 1M 1N 1")
        expect(counter.page.locator("#camera-switch")).to_have_text("Kamera ausschalten")
        counter.finish(3)
        counter.said("Stapel 1 gezählt: 3 Stimmzettel.")
        assert counter.page.evaluate("document.getElementById('camera').srcObject") is None
        assert counter.errors == []


def test_a_ballot_that_comes_back_is_asked_about(playwright: Playwright, path: Path, tmp_path: Path) -> None:
    """It may be the same: no enters nothing, yes enters one more."""
    with filmed(playwright, film(tmp_path / "film.y4m", (("B-T", 1.5), (None, 2)))) as chromium:
        counter = Counter(chromium.new_context(locale="de-DE"), path)
        counter.begin(1)
        counter.page.click("#camera-details summary")
        counter.page.click("[data-action=camera]")
        counter.said("B-T. 1 in diesem Stapel.")
        question = counter.page.locator("#question-text")
        expect(question).to_contain_text("stand auch B-T. Ist das jetzt ein anderer?")
        counter.page.click("#question-no")
        expect(counter.page.locator("#scanned")).to_have_text("Nicht noch einmal eingetragen.")
        expect(question).to_be_visible()
        expect(counter.page.locator("#heap-total")).to_have_text("1")
        counter.page.click("#question-yes")
        counter.said("B-T. 2 in diesem Stapel.")


def test_a_camera_that_is_refused_is_told_plainly(playwright: Playwright, path: Path) -> None:
    """Whoever says no, or a browser that never allows it for a file, reads what else works."""
    with filmed(playwright, None) as chromium:
        counter = Counter(chromium.new_context(locale="de-DE"), path)
        counter.begin(1)
        counter.page.click("#camera-details summary")
        counter.page.click("[data-action=camera]")
        expect(counter.page.locator("#scanned.error")).to_contain_text("gibt die Kamera nicht frei")
        expect(counter.page.locator("#scanned.error")).to_contain_text("Eintippen geht immer.")
