"""Mouse and keyboard for an engine that is driven by the actions of WebDriver."""

from __future__ import annotations

import json
from typing import Any

from harness.engines.window import Key
from harness.polling import until

Action = dict[str, Any]

_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "ArrowDown": "\ue015", "Space": " "}

# Where to click: the middle of the element once it is in view and nothing lies over it; else null.
_SPOT = """
(() => {
    const found = [...document.querySelectorAll(%s)].filter((element) => element.checkVisibility());
    if (found.length !== 1 || found[0].matches(":disabled")) return null;
    found[0].scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = found[0].getBoundingClientRect();
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    return found[0].contains(document.elementFromPoint(x, y)) ? [x, y] : null;
})()
"""


class RemoteWindow:
    """Mouse and keyboard of a window; a subclass evaluates expressions and performs the actions."""

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return the value of a JavaScript expression, awaited if it is a promise."""
        raise NotImplementedError

    def perform(self, actions: Action) -> None:
        """Perform the actions of one input source, as WebDriver describes them."""
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Click the one visible element by mouse, once it stands still and nothing lies over it."""
        x, y = until(lambda: self._at_rest(selector), f"{selector} can be clicked")
        self.perform(
            {
                "type": "pointer",
                "id": "mouse",
                "parameters": {"pointerType": "mouse"},
                "actions": [
                    {"type": "pointerMove", "duration": 0, "x": x, "y": y},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    def _at_rest(self, selector: str) -> tuple[int, int] | None:
        spot = _SPOT % json.dumps(selector)
        first, second = self.evaluate(spot), self.evaluate(spot)
        return tuple(first) if first and first == second else None

    def press(self, key: Key) -> None:
        """Press and release a key."""
        value = _KEYS.get(key, key)
        self.perform(
            {
                "type": "key",
                "id": "keyboard",
                "actions": [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}],
            }
        )
