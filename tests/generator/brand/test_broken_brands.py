"""Ten faulty brands that a facilitator could write: each fault says what to do, and nothing is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from harness import sites
from harness.sites import BRAND, SMALLEST, SURVEY

# Mistake -> (site.toml, every line that the check prints: wrapped here, and separated by empty lines).
BROKEN = {
    "a colour with a slip of the finger": (
        BRAND + 'primary = "navi"\n' + SURVEY,
        """
        brand.primary = "navi": expected a colour with six hexadecimal digits, such as "#7a1f3d",
        or a CSS colour name such as "teal"; did you mean 'navy'?
        """,
    ),
    "a colour from a style guide for print": (
        BRAND + 'primary = "cmyk(0, 75, 50, 52)"\n' + SURVEY,
        """
        brand.primary = "cmyk(0, 75, 50, 52)": expected no colour function; write its six hexadecimal digits,
        such as "#7a1f3d", or a CSS colour name such as "teal"
        """,
    ),
    "light grey text because it looks elegant": (
        BRAND + '[brand.light]\nink = "#a0a0a0"\npaper = "#ffffff"\n' + SURVEY,
        """
        brand.light.ink = "#a0a0a0": is too close to tint (#ebfafb): their contrast is 2.4 to 1,
        expected at least 4.5 to 1; the nearest colour that passes is "#717171"
        """,
    ),
    "the house's yellow on its gold": (
        BRAND + '[brand.light]\nsecond = "#8a6d00"\non_second = "#ffcc00"\n' + SURVEY,
        """
        brand.light.on_second = "#ffcc00": is too close to second (#8a6d00): their contrast is 3.2 to 1,
        expected at least 4.5 to 1; the nearest colour that passes is "#fff5d8"
        """,
    ),
    "keys that there are not": (
        BRAND + 'color = "#7a1f3d"\nfont_heading = "a.woff2"\n' + SURVEY,
        """
        brand.color = "#7a1f3d": unknown key; did you mean 'primary'?

        brand.font_heading = "a.woff2": unknown key; did you mean 'font_headings'?
        """,
    ),
    "values of another kind": (
        BRAND + 'corners = "rounded"\nfooter = 5\n' + SURVEY + '[site]\nkiosk = "yes"\n',
        """
        brand.corners = "rounded": expected one of 'round', 'soft' or 'square'

        brand.footer = 5: expected a text, or one for each language: { de = "…", en = "…" };
        write: footer = "5"

        site.kiosk = "yes": expected true or false, without quotation marks; write: kiosk = true
        """,
    ),
    "an imprint in one language only": (
        BRAND + 'imprint = { de = "Muster AG, Berlin" }\n' + SURVEY,
        "brand.imprint.en: is missing; expected the text in this language too",
    ),
    "a title and a footer that blame": (
        BRAND
        + 'footer = { de = "Wir sind für Sie da", en = "Stay strong" }\n'
        + SURVEY.replace("Wie geht es uns?", "Wie belastbar sind wir?"),
        """
        brand.footer.en = "Stay strong": expected words that blame nobody, not "Stay strong": A call for
        strength tells those who carry load that they are weak; instead: ‘we change what can be changed’

        survey.title = "Wie belastbar sind wir?": expected words that blame nobody, not "belastbar": Nicht der
        Mensch muss mehr aushalten, die Arbeit muss tragbar sein; instead: „was die Arbeit verlangt“ oder „wie
        viel zu tragen ist“
        """,
    ),
    "promises of one's own": (
        SMALLEST
        + '[texts.de]\npage.promises = ["Ihre Daten sind sicher."]\nitems.A1 = "Ich mag meine Arbeit."\n',
        """
        texts.de.page.promises = ["Ihre Daten sind sicher."]: expected no change: this promises what the site
        really does, and other words would not change what it does

        texts.de.items.A1 = "Ich mag meine Arbeit.": expected no change: this text is part of the instrument,
        the same at every site
        """,
    ),
    "a button in bold, and half translated": (
        SMALLEST + '[texts.de.page]\nstart_title = "<b>Los geht es</b>"\n'
        '[texts.de.invitation]\nsubject = "Einladung"\n[texts.en.invitation]\n'
        'subject = "Invitation: {title}"\n',
        """
        texts.de.page.start_title: holds <b>, but is shown as plain text; expected no HTML

        texts.de.page.start_title: holds </b>, but is shown as plain text; expected no HTML

        texts.de.page.start_title: is half translated; expected your own words in every language: add
        texts.en.page.start_title

        texts.de.invitation.subject: lacks {title}; expected it in the text, because the page puts a value
        there
        """,
    ),
}


def run(*arguments: str | Path) -> Result:
    """Run ``lastbild`` with ``arguments``."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(("text", "lines"), BROKEN.values(), ids=BROKEN)
def test_a_broken_brand_is_refused_in_words_to_act_on(tmp_path: Path, text: str, lines: str) -> None:
    """Status 1, nothing on stdout, and on stderr exactly these faults, each on a line of its own."""
    done = run("check", "--config", sites.write(tmp_path, text))
    assert (done.exit_code, done.stdout) == (1, "")
    assert [sites.unplaced(line) for line in done.stderr.splitlines()] == [
        f"site.toml: {' '.join(line.split())}" for line in lines.split("\n\n")
    ]


@pytest.mark.parametrize("text", [text for text, _ in BROKEN.values()], ids=BROKEN)
def test_nothing_of_a_broken_brand_is_built(tmp_path: Path, text: str) -> None:
    """A new folder is not made, and a former site stays as it was."""
    config, fresh, former = sites.write(tmp_path / "in", text), tmp_path / "fresh", tmp_path / "former"
    assert run("build", "--config", sites.write(tmp_path / "good"), "--out", former).exit_code == 0
    before = sites.contents(former)
    for out in (fresh, former):
        done = run("build", "--config", config, "--out", out)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("site.toml: ")
    assert not fresh.exists()
    assert sites.contents(former) == before
