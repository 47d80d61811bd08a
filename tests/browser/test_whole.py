"""The whole generator in a browser's worker: three engines, a strict policy, the bytes of a native build."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.runtime import store
from generator.site.files import configured_site_files
from harness import whole
from harness.engines.relay import Relay, relay
from harness.engines.window import Engine, Window
from harness.paths import EXAMPLES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(engine: Engine, generator_address: str) -> Iterator[tuple[Window, Relay]]:
    """A page whose Python has started, and all traffic of the browser."""
    with relay() as wire, engine.window(wire.host) as window:
        whole.open_page(window, generator_address)
        yield window, wire


@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_a_site_is_byte_for_byte_that_of_a_native_build(opened: tuple[Window, Relay], example: str) -> None:
    """Pages, styles, pictures, fonts of one's own, runtime; brotli comes only when a font asks for it."""
    window, wire = opened
    config = EXAMPLES / example / "site.toml"
    told = whole.ask(window, "build", given=whole.workspace(config))
    assert told == {"told": whole.hashes(configured_site_files(config))}
    assert any("brotli." in request.url for request in wire.passed) == (example == "lumo")
    assert window.complaints() == []


def test_it_counts_what_has_come_to_the_end(opened: tuple[Window, Relay]) -> None:
    """Progress is in bytes, never goes back, and ends when all are here."""
    steps = opened[0].evaluate("steps")
    assert steps[0][0] == 0
    assert [here for here, _ in steps] == sorted(here for here, _ in steps)
    assert steps[-1][0] == steps[-1][1] > 10_000_000
    assert len(steps) > 20


def test_the_generator_there_has_its_own_files_to_pass_on(opened: tuple[Window, Relay]) -> None:
    """A site with a count of its own carries them, whoever builds it; brotli.zip alone is the page's."""
    told = whole.ask(opened[0], "python")["told"]
    native = whole.hashes(store.generator_files())
    assert {name for name in native if told.get(name) != native[name]} <= {"brotli.zip", "generator.zip"}
    assert "generator.zip" in told  # it holds the desk of this test


def test_every_module_of_the_generator_can_be_imported(opened: tuple[Window, Relay]) -> None:
    """Nothing that it needs was left out of the library or the packages."""
    told = whole.ask(opened[0], "load", names=whole.modules())["told"]
    # The one module that converts pictures natively; in the studio the browser does.
    assert told == {"generator.brand.picture_conversion": "No module named 'PIL'"}


def test_a_refusal_is_the_desks_sentence_and_an_error_tells_nothing(opened: tuple[Window, Relay]) -> None:
    """The page gets a ``DeskError``; the desk goes on."""
    window, _ = opened
    for name in ("refuse", "break_"):
        refused = whole.ask(window, name)["refused"]
        assert refused.startswith("DeskError ")
        assert "secret" not in refused
        assert "Traceback" not in refused
    assert whole.ask(window, "load", names=["json"]) == {"told": {}}
