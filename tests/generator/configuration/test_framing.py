"""site.framed_by: origins only, as browsers compare them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.rendering.headers import HEADERS, site_headers
from generator.site.files import configured_site_files
from harness import sites

_KEY = "[site]\nframed_by = [{}]\n"


def test_an_entry_is_written_as_browsers_do(tmp_path: Path) -> None:
    """A capital letter, a slash at the end or the usual port would never be equal to what a browser tells."""
    entries = '"https://Intranet.Example/", "https://wiki.example:8443", "https://portal.example:443"'
    config, _ = sites.only(sites.write(tmp_path, _KEY.format(entries) + sites.SMALLEST))
    wanted = ["https://intranet.example", "https://wiki.example:8443", "https://portal.example"]
    assert config.site.framed_by == wanted


@pytest.mark.parametrize(
    "entry",
    [
        "http://intranet.example",
        "https://*.sharepoint.example",
        "https://intranet.example/sites/team",
        "https://intranet.example; script-src *",
        "https://intranet.example https://other.example",
        "https://intranet.example:٨٤٤٣",
        "intranet.example",
        "*",
        "",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, entry: str) -> None:
    """No path, no wildcard, no plain http, and nothing that would add to the header."""
    (fault,) = sites.faults(sites.write(tmp_path, _KEY.format(f'"{entry}"') + sites.SMALLEST))
    assert "site.framed_by" in fault
    assert "such as https://intranet.example" in fault


def test_every_server_file_names_the_sites(tmp_path: Path) -> None:
    """The header of each server, and the page's own list; without the key nobody may frame the site."""
    path = sites.write(tmp_path, _KEY.format('"https://a.example", "https://b.example"') + sites.SMALLEST)
    built = configured_site_files(path)
    policy = site_headers(["https://a.example", "https://b.example"])["Content-Security-Policy"]
    assert policy == "frame-ancestors https://a.example https://b.example"
    for name in ("Caddyfile", "apache-htaccess", "iis-web-config", "nginx.conf", "s3-like"):
        assert policy in built[f"server/{name}.txt"].decode("utf-8")
    assert b'data-framed-by="https://a.example https://b.example"' in built["index.html"]
    usual = configured_site_files(sites.write(tmp_path / "usual"))
    assert b"framed" not in usual["index.html"].split(b"<head>")[0]
    assert HEADERS["Content-Security-Policy"] in usual["server/nginx.conf.txt"].decode("utf-8")
