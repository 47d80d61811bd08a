# ruff: noqa: INP001 (no package: its source replaces a module of the browser's library)
"""Replaces each module that Python imports at boot and this site never uses (``LEFT_OUT`` in trim.py).

Every name can be imported, be a default argument, a base class or the class in an ``except`` clause; an
instance cannot be created, and the error says why.
"""

__all__ = ()


def __getattr__(name: str) -> type[Exception]:
    """Return a class of this name that cannot be instantiated."""
    if name.startswith("__"):
        raise AttributeError(name)

    def refuse(*_args: object, **_named: object) -> None:
        message = f"{__name__}.{name} is left out of this runtime"
        raise NotImplementedError(message)

    return type(name, (Exception,), {"__init__": refuse})
