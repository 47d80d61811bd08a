"""The tests report a missing engine and the package to install; they skip none silently."""

from __future__ import annotations

import pytest

from harness import browsers
from harness.engines import ENGINES, wanted


@pytest.mark.parametrize(
    ("engine", "program", "package"),
    [("firefox", "firefox-esr", "firefox-esr"), ("webkit", "WebKitWebDriver", "webkit2gtk-driver")],
)
def test_a_missing_engine_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, engine: str, program: str, package: str
) -> None:
    """The error names the program, the package and the way to leave the engine out."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError) as told:
        browsers.system_paths(engine)
    for expected in (program, f"apt-get install {package}", "LASTBILD_ENGINES"):
        assert expected in str(told.value)


def test_all_engines_run_unless_some_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the variable leaves an engine out, and it refuses an unknown name."""
    monkeypatch.delenv("LASTBILD_ENGINES", raising=False)
    assert wanted() == ENGINES
    monkeypatch.setenv("LASTBILD_ENGINES", "firefox, webkit")
    assert wanted() == ("firefox", "webkit")
    monkeypatch.setenv("LASTBILD_ENGINES", "netscape")
    with pytest.raises(ValueError, match="netscape"):
        wanted()
