"""Two changes to a WebAssembly binary: note which functions are entered; make all others stop with an error.

By hand, since everything else has to stay byte for byte, and a general tool (Binaryen) writes every function
anew. This module takes apart only sections and the bodies of functions (WebAssembly Core Specification 2.0,
section 5, binary format).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

_HEADER = 8  # bytes: magic number and version
_IMPORT, _GLOBAL, _EXPORT, _CODE = 2, 6, 7, 10
_FUNCTION, _TABLE, _MEMORY, _GLOBALS, _TAG = range(5)  # kinds of imports and exports
_LARGEST = 0x7F  # of a byte in LEB128

# The body of a function without locals: "unreachable", "end".
_STUB = bytes((0, 0x00, 0x0B))


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a binary: its number in the specification, and its contents."""

    number: int
    contents: bytes


def stub_unreached(wasm: bytes, reached: Collection[int]) -> bytes:
    """Return ``wasm`` in which every function that is not ``reached`` stops with an error.

    Functions are numbered from 0, without the imported ones. A call of a stub throws a
    ``WebAssembly.RuntimeError``; nothing else changes. Raises ``IndexError`` if ``wasm`` has no function of a
    number.
    """
    code = _section(wasm, _CODE)
    bodies = _bodies(code)
    if max(reached, default=0) >= len(bodies):
        raise IndexError(f"{max(reached)}: there are {len(bodies)} functions")
    numbers = set(reached)
    stubbed = (body if number in numbers else _STUB for number, body in enumerate(bodies))
    return _with_sections(wasm, {_CODE: _vector(_sized(body) for body in stubbed)})


def instrument(wasm: bytes) -> bytes:
    """Return ``wasm`` that exports a global ``entered-N`` for each function N: 1 once it was entered."""
    code, globals_, exports = (_section(wasm, number) for number in (_CODE, _GLOBAL, _EXPORT))
    bodies = _bodies(code)
    defined, start = _number(globals_, 0)
    first = _imported_globals(_section(wasm, _IMPORT)) + defined
    zero = bytes((0x7F, 1, 0x41, 0, 0x0B))  # a mutable i32, at first 0
    exported, start_of_exports = _number(exports, 0)
    names = (
        _sized(f"entered-{number}".encode()) + bytes((_GLOBALS,)) + _leb(first + number)
        for number in range(len(bodies))
    )
    return _with_sections(
        wasm,
        {
            _GLOBAL: _leb(defined + len(bodies)) + globals_[start:] + zero * len(bodies),
            _EXPORT: _leb(exported + len(bodies)) + exports[start_of_exports:] + b"".join(names),
            _CODE: _vector(_sized(_with_note(body, first + number)) for number, body in enumerate(bodies)),
        },
    )


def count_functions(wasm: bytes) -> int:
    """Return the number of functions in ``wasm``, without the imported ones."""
    return _number(_section(wasm, _CODE), 0)[0]


def _with_note(body: bytes, number: int) -> bytes:
    """Return a function's ``body`` that first sets the global of this ``number`` to 1."""
    groups, at = _number(body, 0)
    for _ in range(groups):
        _, at = _number(body, at)
        at += 1  # the type of these locals
    return body[:at] + bytes((0x41, 1, 0x24)) + _leb(number) + body[at:]  # i32.const 1; global.set


def _imported_globals(imports: bytes) -> int:
    count, at = _number(imports, 0)
    globals_ = 0
    for _ in range(count):
        for _name in range(2):
            length, at = _number(imports, at)
            at += length
        kind = imports[at]
        at += 1
        globals_ += kind == _GLOBALS
        at = _after_import(imports, at, kind)
    return globals_


def _after_import(imports: bytes, at: int, kind: int) -> int:
    if kind == _GLOBALS:
        return at + 2  # type, mutability
    if kind in {_TABLE, _MEMORY}:
        at += kind == _TABLE  # the type of its elements
        limits = imports[at]
        _, at = _number(imports, at + 1)
        return _number(imports, at)[1] if limits & 1 else at
    return _number(imports, at + (kind == _TAG))[1]  # a function's type; of a tag, behind a zero


def _sections(wasm: bytes) -> Iterable[Section]:
    at = _HEADER
    while at < len(wasm):
        number = wasm[at]
        size, at = _number(wasm, at + 1)
        yield Section(number, wasm[at : at + size])
        at += size


def _section(wasm: bytes, number: int) -> bytes:
    return next(section.contents for section in _sections(wasm) if section.number == number)


def _with_sections(wasm: bytes, contents: dict[int, bytes]) -> bytes:
    """Return ``wasm`` with new ``contents`` in some sections, by their numbers."""
    sections = (
        bytes((section.number,)) + _sized(contents.get(section.number, section.contents))
        for section in _sections(wasm)
    )
    return wasm[:_HEADER] + b"".join(sections)


def _bodies(code: bytes) -> list[bytes]:
    count, at = _number(code, 0)
    bodies = []
    for _ in range(count):
        size, at = _number(code, at)
        bodies.append(code[at : at + size])
        at += size
    return bodies


def _vector(items: Iterable[bytes]) -> bytes:
    every = list(items)
    return _leb(len(every)) + b"".join(every)


def _sized(contents: bytes) -> bytes:
    return _leb(len(contents)) + contents


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return the unsigned LEB128 number at ``at``, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & _LARGEST) << shift
        at, shift = at + 1, shift + 7
        if byte <= _LARGEST:
            return value, at


def _leb(value: int) -> bytes:
    encoded = bytearray()
    while value > _LARGEST:
        encoded.append(value & _LARGEST | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
