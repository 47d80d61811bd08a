"""A page for the sixteen load pictures: every constellation with every ground and lever, in two sizes."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from generator.rendering.drawings import sprite
from generator.rendering.templates import environment
from questionnaire import CONSTELLATIONS, survey_texts

NAME = "load-pictures.html"

# The page's script removes what Python did not name, as result.js does.
_PAGE = """\
{% from "_load_picture.html.j2" import load_picture %}
<!doctype html>
<html lang="de">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Load pictures</title>
<link rel="stylesheet" href="assets/site.css">
<link rel="stylesheet" href="assets/later.css">
<style>
  main { padding: 1rem; display: grid; gap: 2rem; }
  section { display: grid; grid-template-columns: repeat(4, minmax(0, var(--width))); gap: 0.75rem; }
  figure { margin: 0; padding: 0.5rem; background: var(--tint); border-radius: var(--corner); }
  @media (max-width: 48rem) { section { grid-template-columns: repeat(2, minmax(0, var(--width))); } }
  @media print { figure { background: none; } }
</style>
<main>
{% for width in ("120px", "320px") %}
<section style="--width: {{ width }}">
{% for c, named in pictures %}
<figure data-named="{{ named | join(' ') }}">{{ load_picture(w, c) }}</figure>
{% endfor %}
</section>
{% endfor %}
</main>
{{ sprite }}
<script>
for (const layer of document.querySelectorAll("[data-block]"))
  if (!layer.closest("figure").dataset.named.split(" ").includes(layer.dataset.block)) layer.remove();
</script>
"""


def write(site: Path) -> None:
    """Write the page into ``site``, a built survey, whose style it uses."""
    page = environment("pages").from_string(_PAGE)
    values = {"w": survey_texts.load("de"), "pictures": _pictures(), "sprite": sprite(load_picture=True)}
    (site / NAME).write_text(page.render(values), "utf-8")


def _pictures() -> list[tuple[str, tuple[str, str]]]:
    """Return each constellation with the keys of its ground and its lever, in all combinations."""
    return [
        (c, (f"{ground}-{c}", f"{lever}-{c}"))
        for c, ground, lever in product(
            CONSTELLATIONS, ("cause-little", "cause"), ("influence", "influence-little")
        )
    ]
