"""An attack by the telephone number of a contact."""

from __future__ import annotations

import re
from pathlib import Path

from generator.configuration.load import load_site
from generator.rendering.markdown import markdown
from questionnaire.faults import InputError
from tests.attacks.attack import Found, attack

NUMBERS = ["*#06#", "**21*0301234567#", "tel:*%2306%23", "#31#030 901820", "*100#"]
SITE = '[brand]\nname = "a"\n[survey]\nid = "a"\ntitle = "a"\n[[contacts]]\nlabel = "Rat"\nphone = "{}"\n'


@attack(
    family="supply chain",
    attacker="developer",
    wants="let a telephone forward its calls or show its serial number, by a contact that somebody taps",
    naive="Whatever holds a digit is a number, and `*` and `#` are dialled: 5 of 5 commands are linked.",
    product="A number holds no `*`, `#` and `%`, in a contact and in a link of a text: 0 of 5 are linked.",
)
def test_a_number_that_commands_the_telephone(found: Found, tmp_path: Path) -> None:
    """A telephone takes some numbers for commands, and runs a few of them without asking."""

    def linked(number: str) -> bool:
        (tmp_path / "site.toml").write_text(SITE.format(number), "utf-8")
        try:
            load_site(tmp_path / "site.toml")
        except InputError:
            return "<a " in str(markdown(f"[Rat](tel:{number.removeprefix('tel:').replace('#', '%23')})"))
        return True

    naive = sum(re.search(r"\d", number) is not None for number in NUMBERS)
    assert linked("+49 (0)30 / 90 18 20 (mornings)")
    product = sum(map(linked, NUMBERS))
    found(f"{naive} of {len(NUMBERS)} commands", f"{product} of {len(NUMBERS)}")
