"""The slides: at most fifteen, each with a title, notes, and words for those who do not see its picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pptx
import pytest
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from generator.documents.pptx import MOST_SLIDES
from generator.documents.slide_parts import parts, shortened
from harness.paths import EXAMPLES
from questionnaire.action_plan import ActionPlan
from tests.generator.documents.plans import (
    FORMULA,
    RESULTS,
    SITE,
    crowded,
    files,
    finding,
    part,
    plan,
    question,
)


def slides(written: ActionPlan, name: str = "massnahmenplan.pptx") -> Presentation:
    """Return the presentation of a plan."""
    return pptx.Presentation(io.BytesIO(files(written, ["pptx"])[name]))


def title(slide: Slide) -> str:
    """Return the title of a slide."""
    shape = slide.shapes.title
    assert shape is not None
    return str(shape.text_frame.text)


def described(shape: BaseShape) -> str:
    """Return the words that people hear in place of a picture."""
    return str(shape._element._nvXxPr.cNvPr.get("descr"))  # noqa: SLF001 (python-pptx has no other way)


def texts(slide: Slide) -> Iterator[str]:
    """Yield every text of a slide, also of its tables."""
    for shape in slide.shapes:
        if isinstance(shape, Shape):
            yield shape.text_frame.text
        if isinstance(shape, GraphicFrame) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("decisions", ["none", "few", "most"])
def test_there_are_fifteen_slides_at_most(result: str, decisions: str) -> None:
    """Whatever the release shows and however much is decided; each has a title and notes."""
    taken = {"none": (), "few": plan().decisions, "most": crowded(100).decisions}[decisions]
    shown = slides(replace(plan(result), decisions=taken)).slides
    assert 4 <= len(shown) <= MOST_SLIDES
    for slide in shown:
        assert title(slide)
        assert slide.notes_slide.notes_text_frame.text


def test_each_tension_field_has_one_slide_with_its_finding_and_question() -> None:
    """And with the measures that are decided, or those to choose from."""
    shown = {title(slide): "\n".join(texts(slide)) for slide in slides(plan()).slides}
    assert question("A") in shown[finding("A")]
    decided = "Entschieden\nEine Grenzregel mit Namen darunter\nLeitung Kundenservice, 31. März 2027"
    assert decided in shown[finding("A")]
    assert question("B") in shown[finding("B")]
    assert "Zur Auswahl\nEine Vorrangregel für Gründlichkeit und Zeit" in shown[finding("B")]


def test_a_measure_that_is_put_off_is_not_offered_beside_it() -> None:
    """What is not done now stands under that heading only."""
    field = next(s for s in slides(plan()).slides if title(s) == finding("C"))
    assert "\n".join(texts(field)).count("In eigenen Worten sprechen und schreiben") == 1


@pytest.mark.parametrize("result", RESULTS)
def test_every_picture_says_its_share_in_words(result: str) -> None:
    """Whoever does not see the figures hears what they show."""
    pictures = [
        described(shape)
        for slide in slides(plan(result)).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP
    ]
    assert bool(pictures) == (result != "withheld")
    assert all(": " in each and "%" not in each for each in pictures)


def test_decisions_that_fit_on_no_slide_are_told() -> None:
    """The last slide of a table says how many are left, so that nobody takes it for all."""
    said = [text for slide in slides(crowded(100)).slides for text in texts(slide)]
    assert "Und 14 weitere, im Maßnahmenplan." in said
    assert "Und 40 weitere, im Maßnahmenplan." in said


def test_a_withheld_result_leaves_questions_to_talk_about() -> None:
    """No picture and no share; the four questions, and what is decided."""
    titles = [title(slide) for slide in slides(plan("withheld")).slides]
    assert titles[1:3] == [
        "Hier wird kein Muster gezeigt, und das schützt Menschen",
        "Vier Fragen, die wir ohne Zahlen beantworten können",
    ]


def test_texts_of_the_plan_are_texts() -> None:
    """Neither a formula nor a tag becomes anything else."""
    assert any(FORMULA in text for slide in slides(plan()).slides for text in texts(slide))


def test_the_theme_is_the_brands() -> None:
    """Whoever adds a slide writes in the brand's font and colours."""
    lumo = EXAMPLES / "lumo" / "site.toml"
    made = files(plan(site=lumo), ["pptx"], lumo)["massnahmenplan.pptx"]
    theme = part(made, "ppt/theme/theme1.xml")
    assert 'typeface="Atkinson Hyperlegible Next"' in theme
    assert 'typeface="Zilla Slab SemiBold"' in theme
    assert '<a:accent1><a:srgbClr val="1B2A6B"/>' in theme


def test_a_logo_in_png_is_on_the_cover(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With the organisation's name for whoever does not see it; the brand's SVG would need another format."""
    folder = tmp_path_factory.mktemp("site")
    Image.new("RGB", (60, 20), "#7a1f3d").save(folder / "logo.png")
    text = SITE.read_text("utf-8").replace('logo = "logo.svg"', 'logo = "logo.png"')
    (folder / "site.toml").write_text(text, "utf-8")
    made = files(plan(site=folder / "site.toml"), ["pptx", "docx"], folder / "site.toml")
    cover = pptx.Presentation(io.BytesIO(made["massnahmenplan.pptx"])).slides[0]
    (logo,) = (s for s in cover.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert described(logo) == "Hafenkontor Versand AG"
    assert "logo" not in part(files(plan(), ["docx"])["massnahmenplan.docx"], "word/document.xml")
    assert 'descr="Hafenkontor Versand AG"' in part(made["massnahmenplan.docx"], "word/document.xml")


def test_a_text_that_is_too_long_ends_at_a_word() -> None:
    """A slide shows the beginning and an ellipsis; the other documents hold all of it."""
    assert shortened("Eine Regel,\nfür alle", 40) == "Eine Regel, für alle"
    assert shortened("Eine Regel, für alle und jede", 14) == "Eine Regel …"
    assert [list(each) for each in parts([1, 2, 3], 2)] == [[1, 2], [3]]
