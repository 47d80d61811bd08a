"""Find the kinds of faults and their details in the source code, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

KIND = re.compile(r"([a-z_]+)\.[a-z0-9_]+")
_BASE = "FaultError"
_DETAILS = 3  # the position of a fault's details among its arguments


@dataclass(frozen=True, slots=True)
class Use:
    """One place in the code that makes a fault; a part known only when the code runs is ``None``.

    ``where`` is the function around it, such as ``"generator/output.py: check_target"``.
    """

    where: str
    line: int
    kinds: frozenset[str] | None
    details: frozenset[str] | None


def named(path: Path, tables: frozenset[str]) -> set[str]:
    """Return every kind from one of ``tables`` that is a string in the module at ``path``."""
    texts = (node.value for node in ast.walk(_parsed(path)) if isinstance(node, ast.Constant))
    matches = (KIND.fullmatch(text) for text in texts if isinstance(text, str))
    return {match[0] for match in matches if match and match[1] in tables}


def errors(paths: Iterable[Path]) -> frozenset[str]:
    """Return the names of the errors in the modules at ``paths`` that take a kind and its details."""
    classes = [node for path in paths for node in ast.walk(_parsed(path)) if isinstance(node, ast.ClassDef)]
    alike = [each for each in classes if not _has_its_own_init(each)]
    found = {_BASE}
    while new := {each.name for each in alike if found & {*map(_name, each.bases)}} - found:
        found |= new
    return frozenset(found - {_BASE})


def _has_its_own_init(node: ast.ClassDef) -> bool:
    return any(isinstance(inner, ast.FunctionDef) and inner.name == "__init__" for inner in node.body)


def uses(path: Path, shown: str, errors: frozenset[str] = frozenset()) -> Iterator[Use]:
    """Yield each call in the module at ``path`` that makes a fault, with ``Fault``, an error or a helper.

    A helper is a function of the module that takes a ``kind`` first and the details as keywords.
    """
    tree = _parsed(path)
    helpers = {error: set[str]() for error in errors}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if function.args.kwarg and _takes_a_kind(function):
            helpers[function.name] = {argument.arg for argument in function.args.args}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name, where = _name(call.func), f"{shown}: {function.name}"
            if name == "Fault" and not _takes_a_kind(function):
                yield Use(where, call.lineno, _kinds(call.args[0], function), _details(call, function))
            elif name in helpers:
                keywords = {keyword.arg for keyword in call.keywords if keyword.arg} - helpers[name]
                yield Use(where, call.lineno, _kinds(call.args[0], function), frozenset(keywords))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _takes_a_kind(function: ast.FunctionDef) -> bool:
    named = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return "kind" in [name for name in named if name != "self"][:1]


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def _kinds(node: ast.expr, function: ast.FunctionDef) -> frozenset[str] | None:
    """Return the kinds that ``node`` may be: a text, one of two, or the value of a name."""
    if isinstance(node, ast.Constant):
        return frozenset({str(node.value)})
    if isinstance(node, ast.IfExp):
        both = _kinds(node.body, function), _kinds(node.orelse, function)
        return both[0] | both[1] if both[0] and both[1] else None
    value = _value_of(node, function)
    return _kinds(value, function) if value else None


def _details(call: ast.Call, function: ast.FunctionDef) -> frozenset[str] | None:
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == "details"]
    found = [*call.args[_DETAILS : _DETAILS + 1], *by_name]
    return _names(found[0], function) if found else frozenset()


def _names(node: ast.expr, function: ast.FunctionDef) -> frozenset[str] | None:
    """Return the names in the dictionary ``node`` and in the dictionaries within it."""
    if not isinstance(node, ast.Dict):
        assigned = _value_of(node, function)
        return _names(assigned, function) if assigned else None
    names: set[str] = set()
    for key, value in zip(node.keys, node.values, strict=True):
        inner = _names(value, function) if key is None else frozenset({ast.literal_eval(key)})
        if inner is None:
            return None
        names |= inner
    return frozenset(names)


def _value_of(node: ast.expr, function: ast.FunctionDef) -> ast.expr | None:
    """Return the value that the name ``node`` got last before its use."""
    if not isinstance(node, ast.Name):
        return None
    before = [
        statement
        for statement in ast.walk(function)
        if isinstance(statement, ast.Assign) and statement.lineno < node.lineno
    ]
    values = [
        value
        for statement in sorted(before, key=lambda each: each.lineno)
        for target, value in _pairs(statement)
        if isinstance(target, ast.Name) and target.id == node.id
    ]
    return values[-1] if values else None


def _pairs(statement: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each name and its value; ``a, b = 1, 2`` gives two pairs."""
    for target in statement.targets:
        if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            yield from zip(target.elts, statement.value.elts, strict=True)
        else:
            yield target, statement.value
