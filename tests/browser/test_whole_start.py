"""The whole generator's start and end, each in a window of its own, and from one file without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import whole
from harness.engines.relay import relay
from harness.engines.window import Engine
from harness.paths import EXAMPLES
from harness.polling import until
from harness.servers import plain_server

pytestmark = pytest.mark.browser


def test_python_that_is_ended_leaves_no_question_open(engine: Engine, generator_address: str) -> None:
    """Whoever waits is told that Python is lost; so is everybody who asks later."""
    with relay() as wire, engine.window(wire.host) as window:
        whole.open_page(window, generator_address)
        lost = window.evaluate("""(async () => {
            const waiting = host.ask("python").then(String, (error) => error.name);
            host.end();
            return [await waiting, await host.ask("python").then(String, (error) => error.name)];
        })()""")
        assert lost == ["PythonLost", "PythonLost"]


def test_a_file_that_is_missing_or_wrong_stops_the_start(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing runs that was not published, and the page is told."""
    folder = tmp_path_factory.mktemp("wrong")
    whole.write_page(folder)
    part = folder / "python" / "worker.zip"
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    with plain_server(folder) as address, relay() as wire, engine.window(wire.host) as window:
        window.goto(address)
        until(lambda: window.evaluate("Boolean(window.start)"), "the page's script is here")
        assert "worker.zip" in window.evaluate("start().then(() => 'started', (error) => error.message)")


def test_from_one_file_without_a_network(engine: Engine, tmp_path: Path) -> None:
    """Opened from a file, by a page that may ask for nothing: the same bytes."""
    page = tmp_path / "single.html"
    whole.write_single_file(page)
    config = EXAMPLES / "lumo" / "site.toml"
    with relay() as wire, engine.window(wire.host) as window:
        whole.open_page(window, page.as_uri())
        told = whole.ask(window, "build", given=whole.workspace(config))
        assert told == {"told": whole.hashes(configured_site_files(config))}
        assert window.complaints() == []
        assert wire.passed == []
