"""Find text that is cut off, covered or out of reach, measured in the page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Sizes in CSS pixels; a glyph may reach a hair over its line without being cut.
_FAULTS = """() => {
    const found = [];
    const name = (element) => element.id || element.dataset.action
        || `${element.localName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`;
    if (document.documentElement.scrollWidth > innerWidth) {
        found.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);
    }
    const modal = document.querySelector("dialog:modal");
    const within = modal ?? document.body;
    // Words that run against the page's direction leave their last space outside.
    const spare = document.dir === "rtl" ? 8 : 1;
    const lines = [];
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const around = text.parentElement;
        if (!text.data.trim() || !around.checkVisibility({ visibilityProperty: true })) continue;
        if (around.closest(".unseen, .skip, script, template")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) {
            if (box.width < 2) continue;
            if (!around.closest(".scroll") && (box.left < -spare || box.right > innerWidth + spare)) {
                found.push(`out of the page: ${name(around)}`);
            }
            const frame = around.closest("label, button, summary")?.getBoundingClientRect();
            if (frame && (box.left < frame.left - spare || box.right > frame.right + spare)) {
                found.push(`leaves its frame: ${name(around)}`);
            }
            // What stays in place while the page scrolls may lie over it.
            if (!around.closest(".steps")) lines.push({ box, around });
        }
        for (let at = around; at !== within; at = at.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(at);
            const cut = (overflowX !== "visible" && at.scrollWidth > at.clientWidth + 1)
                || (overflowY !== "visible" && at.scrollHeight > at.clientHeight + 1);
            if (cut && !at.matches(".scroll, dialog")) found.push(`cut off: ${name(at)}`);
        }
    }
    lines.sort((one, other) => one.box.top - other.box.top);
    lines.forEach((one, place) => {
        // Half a line's leading may overlap; a line's middle may not be covered.
        for (const other of lines.slice(place + 1)) {
            if (other.box.top >= one.box.bottom) break;
            const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
            const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
            const least = Math.min(one.box.height, other.box.height);
            if (wide > 2 && high > 0.5 * least) {
                found.push(`overlap: ${name(one.around)} / ${name(other.around)}`);
            }
        }
    });
    const at = [scrollX, scrollY];
    const controls = within.querySelectorAll("a[href], button, summary, input:not([type=radio]), label");
    for (const control of controls) {
        if (!control.checkVisibility({ visibilityProperty: true }) || control.matches(".skip")) continue;
        control.scrollIntoView({ block: "center", behavior: "instant" });
        const box = control.getClientRects()[0];
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (!control.contains(top)) found.push(`cannot be pressed: ${name(control)}`);
    }
    scrollTo(...at);
    return [...new Set(found)];
}"""

# WCAG 1.4.12: readers may set this spacing without losing anything.
_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
"""


def faults(page: Page) -> list[str]:
    """Return a line for each element that does not fit at the page's present size."""
    found: Any = page.evaluate(_FAULTS)
    return [str(fault) for fault in found]


def space_out(page: Page) -> None:
    """Give the present document the spacing of WCAG 1.4.12, unless it has it."""
    page.evaluate(
        """css => {
            if (document.adoptedStyleSheets.length) return;
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        _SPACING,
    )


def enlarge_text(page: Page) -> None:
    """Set the reader's own font size to twice the usual one."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
