"""The documents of a plan, all in memory: one of each form in each language that the report has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal, get_args

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.documents.content import Content, content
from generator.documents.docx import docx_file
from generator.documents.look import Look, look
from generator.documents.pptx import pptx_file
from generator.documents.xlsx import xlsx_file
from generator.report.files import load_texts
from questionnaire import CONSTELLATIONS
from questionnaire.action_plan import ActionPlan
from questionnaire.plan_table import plan_table

Format = Literal["docx", "xlsx", "pptx", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

_MAKERS: dict[Format, Callable[[Content, Look], bytes]] = {
    "docx": docx_file,
    "xlsx": xlsx_file,
    "pptx": pptx_file,
}


def plan_files(
    plan: ActionPlan, config: Config, brand_files: BrandFiles, formats: Collection[Format] = FORMATS
) -> dict[str, bytes]:
    """Return the documents of ``plan`` by name, such as ``massnahmenplan.docx``; same plan, same bytes.

    They say nothing of the contributions but what the plan's release says. Raises ``InputError`` with every
    fault of the languages.
    """
    files: dict[str, bytes] = {}
    style = look(config, brand_files)
    for language, texts in load_texts(config).items():
        said = content(plan, config, language, texts)
        for each in FORMATS:
            if each not in formats:
                continue
            if each == "csv":
                names: dict[str, str] = {
                    one: str(texts.words["constellations"][one]["name"]) for one in CONSTELLATIONS
                }
                made = plan_table(plan, language, texts.catalogue, names)
            else:
                made = _MAKERS[each](said, style)
            files[f"{said.file}.{each}"] = made
    return files
