"""The files for web servers: all made from one list, and as each server expects them.

``tests/hosting`` tries the files in nginx, Apache and Caddy; IIS cannot be tried here.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from generator import output
from generator.rendering.headers import HEADERS, TYPES
from generator.site.server_files import server_files

NAMES = ("Caddyfile", "README", "apache-htaccess", "iis-web-config", "nginx.conf", "s3-like")
# Element of a folder's web.config -> the elements that IIS allows in it, unless its owner has locked them.
IIS = {
    "configuration": {"system.webServer"},
    "system.webServer": {"staticContent", "httpProtocol", "urlCompression"},
    "staticContent": {"remove", "mimeMap", "clientCache"},
    "httpProtocol": {"customHeaders"},
    "customHeaders": {"remove", "add"},
}


@pytest.fixture(scope="module")
def iis() -> ET.Element:
    """The root element of the web.config for IIS."""
    return ET.fromstring(server_files()["server/iis-web-config.txt"])  # noqa: S314 (our own)


def test_they_lie_in_a_folder_of_their_own_and_act_nowhere(rich_files: dict[str, bytes]) -> None:
    """Every name ends in .txt, so that no server uses the file; the manifest lists them."""
    found_in_site = {name: contents for name, contents in rich_files.items() if name.startswith("server/")}
    assert found_in_site == server_files()
    assert list(found_in_site) == [f"server/{name}.txt" for name in NAMES]
    assert all(name.encode() in output.manifest(rich_files) for name in found_in_site)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "README"])
def test_each_holds_every_header_and_every_type(name: str) -> None:
    """All servers get the whole list: no header is set for one server and forgotten for another."""
    text = server_files()[f"server/{name}.txt"].decode("utf-8")
    for header, value in HEADERS.items():
        assert header in text
        assert value in text
    for ending, kind in TYPES.items():
        assert re.search(rf"\b{ending}\b", text)
        assert kind in text


def test_the_readme_says_where_each_belongs() -> None:
    """In German, for the person who hands the site over; it says that the site works without the files."""
    text = server_files()["server/README.txt"].decode("utf-8")
    assert all(f"{name}.txt" in text for name in NAMES if name != "README")
    assert "läuft ohne jede Datei" in text
    assert max(map(len, text.splitlines())) <= 110


def test_iis_finds_only_what_a_folder_may_set(iis: ET.Element) -> None:
    """Any other section, such as logging, may be locked; then every request would end with an error 500."""
    assert iis.tag == "configuration"
    for element in iis.iter():
        assert {child.tag for child in element} <= IIS.get(element.tag, set()), element.tag


@pytest.mark.parametrize(
    ("section", "entry", "key"),
    [("staticContent", "mimeMap", "fileExtension"), ("httpProtocol/customHeaders", "add", "name")],
)
def test_iis_finds_no_entry_twice(iis: ET.Element, section: str, entry: str, key: str) -> None:
    """Each entry is removed right before it is added: an inherited entry would cause an error 500."""
    (found,) = iis.findall(f"system.webServer/{section}")
    pairs = [element for element in found if element.tag in ("remove", entry)]
    for removed, added in zip(pairs[::2], pairs[1::2], strict=True):
        assert (removed.tag, added.tag) == ("remove", entry)
        assert removed.attrib == {key: added.attrib[key]}
    assert len({added.attrib[key] for added in pairs[1::2]}) == len(pairs[1::2]) > 4


def test_iis_sends_what_the_list_says(iis: ET.Element) -> None:
    """Headers and types are those of the list; a setting makes IIS send exactly the list's Cache-Control."""
    server = "system.webServer"
    sent = {e.attrib["name"]: e.attrib["value"] for e in iis.findall(f"{server}/httpProtocol/*/add")}
    kinds = {e.attrib["fileExtension"]: e.attrib["mimeType"] for e in iis.findall(f"{server}/*/mimeMap")}
    assert sent | {"Cache-Control": "no-cache"} == HEADERS
    assert {ending.lstrip("."): kind.partition(";")[0] for ending, kind in kinds.items()} == TYPES
    assert [e.attrib for e in iis.findall(f"{server}/*/clientCache")] == [
        {"cacheControlMode": "DisableCache"}
    ]


def test_apache_asks_for_nothing_a_host_may_have_forbidden() -> None:
    """Only directives of the class FileInfo, each within IfModule: others could make every page an error."""
    text = server_files()["server/apache-htaccess.txt"].decode("utf-8")
    depth, used = 0, set()
    for line in (line.strip() for line in text.splitlines()):
        depth += line.startswith("<IfModule ") - (line == "</IfModule>")
        if line and not line.startswith(("#", "<")):
            used.add(line.split()[0])
            assert depth > 0, line
    assert used == {"AddType", "Header", "AddOutputFilterByType"}
