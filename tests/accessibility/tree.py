"""The accessibility tree, node by node, as the browser gives it to a screen reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Node:
    """The description of one element; ``states`` such as ``{"checked": "true", "invalid": "false"}``."""

    role: str
    name: str
    description: str
    states: dict[str, Any] = field(default_factory=dict)


def tree(page: Page) -> list[Node]:
    """Return every described node except text nodes, in the order of the document."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    ordered = _in_order({node["nodeId"]: node for node in nodes}, nodes[0]["nodeId"])
    exposed = [_node(node) for node in ordered if not node["ignored"]]
    return [node for node in exposed if node.role not in ("StaticText", "InlineTextBox", "none", "generic")]


def _in_order(nodes: dict[str, Any], first: str) -> list[Any]:
    node = nodes.get(first)
    if node is None:
        return []
    return [node, *(below for child in node.get("childIds", ()) for below in _in_order(nodes, child))]


def _node(node: dict[str, Any]) -> Node:
    def value(key: str) -> str:
        return str(node.get(key, {}).get("value", "")).strip()

    states = {state["name"]: state["value"].get("value") for state in node.get("properties", ())}
    return Node(value("role"), value("name"), value("description"), states)
