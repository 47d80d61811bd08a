"""The few parts of Python in the plan's page: the questionnaire, the desk, and nothing that others made.

Pyodide's own parts are those of the whole generator. Our sources are not compressed, so that they are the
same on every machine, and so that what can be read is what runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from generator.plan.wording import LANGUAGES
from generator.runtime import store
from generator.runtime.archive import stored_zip

EMPTY = "packages.zip"  # the worker waits for it; the desk imports no package
_SOURCES, _INNER = "generator.zip", "files.zip"
_OF_PYODIDE = ("library.zip", "whole.wasm.zip", "worker.zip")
_OF_GENERATOR = ("__init__", "clock", "desk", "plan/__init__", "plan/desk")
_OF_LANGUAGES = ("measures.toml", "survey.toml")


def plan_parts() -> Mapping[str, bytes]:
    """Return the parts by name.

    Raises ``generator.runtime.PreparationError`` if Python cannot be prepared.
    """
    whole = store.generator_files()
    parts = {
        **{name: whole[name] for name in _OF_PYODIDE},
        EMPTY: _archive({}),
        _SOURCES: _archive(dict(_sources())),
    }
    return dict(sorted(parts.items()))


def _archive(contents: Mapping[str, bytes]) -> bytes:
    return stored_zip({_INNER: stored_zip(contents)})


def _sources() -> Iterator[tuple[str, bytes]]:
    """Yield path and contents of every file of ours that the desk needs."""
    for name in _OF_GENERATOR:
        yield f"generator/{name}.py", (files("generator") / f"{name}.py").read_bytes()
    questionnaire = files("questionnaire")
    for source in _sorted(questionnaire):
        if source.name.endswith(".py"):
            yield f"questionnaire/{source.name}", source.read_bytes()
    for language in LANGUAGES:
        message = f"messages/{language}.toml"
        yield f"questionnaire/{message}", (questionnaire / message).read_bytes()
        for name in _OF_LANGUAGES:
            text = f"languages/{language}/{name}"
            yield f"questionnaire/{text}", (questionnaire / text).read_bytes()


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)
