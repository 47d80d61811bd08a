"""axe-core in a page: every rule it has, on whatever the page shows at the moment.

``python -m harness.axe`` installs it by npm, in the version and with the hash of
``package-lock.json``; quick when it is there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from playwright.sync_api import Page

from generator.runtime import npm

# All rules run, experimental ones and best practices included, except AAA, which we do not promise (a
# contrast of 7:1 would leave a brand few colours), and one more:
_NOT_PROMISED = "wcag2aaa"
_DISABLED = ("p-as-heading",)  # experimental; takes a short lead paragraph for a heading, under its heading
# The rules whose findings can change with the colours alone.
COLOUR_RULES = ("color-contrast", "link-in-text-block")

_RUN = """async ([notAsked, disabled, only]) => {
    const ids = axe.getRules()
        .filter(({ ruleId, tags }) => !tags.includes(notAsked) && !disabled.includes(ruleId))
        .map(({ ruleId }) => ruleId);
    const { violations } = await axe.run(document, {
        resultTypes: ["violations"],
        runOnly: { type: "rule", values: only.length ? only : ids },
    });
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} (${help}): ${target.join(" ")}: ${failureSummary}`));
}"""


@cache
def _source() -> str:
    return (npm.install_packages(with_dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")


def faults(page: Page, only: Sequence[str] = ()) -> list[str]:
    """Return the findings of axe-core, a line for each element: by every rule, or by ``only`` these.

    DevTools inserts the script, which a page's Content-Security-Policy does not bind; the policy stays
    fully in force.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_source())
    found: Any = page.evaluate(_RUN, [_NOT_PROMISED, _DISABLED, list(only)])
    return [str(fault) for fault in found]


if __name__ == "__main__":
    npm.install_packages(with_dev=True)
