"""Windows of a browser that listen: they hear whenever what they show has changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping

_QUIET_SECONDS = 15  # then a line without meaning shows whether the page is still there
State = Mapping[str, object]


class Windows:
    """The windows that listen to one state; ``state`` returns it as it is now, ready for JSON."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._news = threading.Condition()
        self._closed = False

    def look_again(self) -> None:
        """Have every window compare what it shows with the state as it is now."""
        with self._news:
            self._news.notify_all()

    def close(self) -> None:
        """End every listening."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def events(self) -> Iterator[bytes]:
        """Yield the state as a server-sent event, now and whenever it is another one, until closed.

        An event without data follows a quiet time.
        """
        shown = self._state()
        yield _event(shown)
        while True:
            with self._news:
                self._news.wait_for(self._is_other(shown), timeout=_QUIET_SECONDS)
                if self._closed:
                    return
            now = self._state()
            yield b":\n\n" if now == shown else _event(now)
            shown = now

    def _is_other(self, shown: State) -> Callable[[], bool]:
        return lambda: self._closed or self._state() != shown


def _event(state: State) -> bytes:
    return f"data: {json.dumps(state)}\n\n".encode()
