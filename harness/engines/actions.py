"""Mouse and keyboard as WebDriver's protocols describe them: the actions of one input source."""

from __future__ import annotations

from typing import Any

from harness.engines.window import Key

Action = dict[str, Any]

_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "ArrowDown": "\ue015", "Space": " "}

# Where to click: the middle of the element once it is in view and still, and nothing lies over it; else null.
# Looked at twice, and scrolled only before: a page that still scrolls to a caret would be scrolled back.
SPOT = """
(async () => {
    const found = [...document.querySelectorAll(%s)].filter((element) => element.checkVisibility());
    if (found.length !== 1 || found[0].matches(":disabled")) return null;
    found[0].scrollIntoView({ block: "center", behavior: "instant" });
    const middle = () => {
        const { left, top, width, height } = found[0].getBoundingClientRect();
        return [Math.round(left + width / 2), Math.round(top + height / 2)];
    };
    const before = String(middle());
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [x, y] = middle();
    const still = before === String([x, y]);
    return still && found[0].contains(document.elementFromPoint(x, y)) ? [x, y] : null;
})()
"""


def click_at(x: int, y: int) -> Action:
    """Return a click of the mouse, in CSS pixels from the window's upper left."""
    return {
        "type": "pointer",
        "id": "mouse",
        "parameters": {"pointerType": "mouse"},
        "actions": [
            {"type": "pointerMove", "duration": 0, "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ],
    }


def press(key: Key) -> Action:
    """Return the pressing and releasing of a key."""
    value = _KEYS.get(key, key)
    return {
        "type": "key",
        "id": "keyboard",
        "actions": [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}],
    }


def typed(text: str) -> Action:
    """Return the pressing and releasing of the key of each character."""
    keys = [_KEYS["Enter"] if character == "\n" else character for character in text]
    presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
    return {"type": "key", "id": "keyboard", "actions": presses}
