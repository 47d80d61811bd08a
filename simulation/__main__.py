"""``python -m simulation``: compute and keep all figures, and renew the tables of the two documents.

These are ``docs/instrument.md`` and ``docs/coalitions.md``.
"""

from __future__ import annotations

import click

from simulation import coalition_document, coalitions, document, figures
from simulation.assumptions import PEOPLE

FEWEST = 1_000


@click.command(help=__doc__)
@click.option(
    "--people",
    type=click.IntRange(min=FEWEST),
    default=PEOPLE,
    show_default=True,
    help="How many people to simulate. With another number the tables are printed and nothing is written.",
)
def main(people: int) -> None:
    """Compute all figures; write them if they are for the full number of people, else print the tables."""
    found = figures.compute(people)
    if people != PEOPLE:
        click.echo("\n".join(document.tables(found).values()))
        return
    figures.save(found)
    document.PATH.write_text(document.renewed(document.PATH.read_text("utf-8"), found), "utf-8")
    learned = coalitions.compute()
    coalitions.save(learned)
    page = coalition_document.PATH
    page.write_text(coalition_document.renewed(page.read_text("utf-8"), learned), "utf-8")
    click.echo(f"Written: {figures.PATH.name}, {document.PATH.name}, {coalitions.PATH.name}, {page.name}")


if __name__ == "__main__":
    main()
