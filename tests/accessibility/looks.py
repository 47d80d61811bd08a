"""Measure focus in the page: its element and its outline, in CSS pixels and WCAG contrast ratios."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "body";
    if (at.dataset.action) return at.dataset.action;
    if (at.type === "radio") return `${at.name}=${at.value}`;
    return at.dataset.language ?? (at.id || at.getAttribute("href") || at.tagName.toLowerCase());
}"""

# The indicator of the focused element: its own outline, or that of the label around a radio.
_INDICATOR = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    // Colours lie over each other as on the screen: system colours may be translucent.
    const luminance = (...colours) => {
        for (const colour of ["white", ...colours]) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
        }
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
        const [dark, light] = [luminance(...one), luminance(...other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
        const colours = [];
        for (let at = element; at; at = at.parentElement) {
            colours.unshift(getComputedStyle(at).backgroundColor);
        }
        return colours;
    };
    const at = document.activeElement;
    const label = at.type === "radio" ? at.closest("label") : null;
    const marked = label && getComputedStyle(label).outlineStyle !== "none" ? label : at;
    const style = getComputedStyle(marked);
    const { outlineStyle, outlineWidth, outlineColor } = style;
    const inside = parseFloat(style.outlineOffset) < 0;
    const beside = ground(inside ? marked : marked.parentElement);
    const box = marked.getBoundingClientRect();
    const covering = document.elementFromPoint(
        (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
        (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2,
    );
    return {
        shown: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        contrast: ratio([...beside, outlineColor], beside),
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0
            && (marked.contains(covering) || covering?.contains(marked) === true),
        top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left, right: box.right,
    };
}"""


def focused(page: Page) -> str:
    """Return a short name of the element that has focus: an action, ``A1=0``, a language, an id; or body."""
    return str(page.evaluate(_FOCUSED))


def indicator(page: Page) -> dict[str, Any]:
    """Return whether an outline of at least 2 px marks the focus, its contrast, and whether it is in view."""
    return dict(page.evaluate(_INDICATOR))


def stops(page: Page, most: int = 60) -> list[tuple[str, dict[str, Any]]]:
    """Press Tab from the top of the page until it ends; return each stop's name and its indicator.

    Raises ``AssertionError`` if there is no end: focus is trapped.
    """
    page.evaluate("document.fonts.ready.then(() => null)")  # fonts that come later would move the elements
    page.keyboard.press("Shift")  # a browser marks focus that a script moves only after a key
    page.locator(".skip").focus()
    found = [(focused(page), indicator(page))]
    for _ in range(most):
        page.keyboard.press("Tab")
        name = focused(page)
        if name in ("body", found[0][0]):
            return found
        found.append((name, indicator(page)))
    raise AssertionError(f"no end after {most} stops: {[name for name, _ in found]}")
