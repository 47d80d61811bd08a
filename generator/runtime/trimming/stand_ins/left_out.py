# ruff: noqa: INP001 (not a package: its text takes the place of a module in the browser's library)
"""Stands in for a module that Python imports at boot and this site never uses; see prepare.py.

Every name can be imported from it, stand in a default argument, be inherited from or be named in an
``except`` clause; whoever uses it for real is told that it is not here.
"""

__all__ = ()


def __getattr__(name: str) -> type[Exception]:
    """Return a class of this name that refuses to be instantiated."""
    if name.startswith("__"):
        raise AttributeError(name)

    def refuse(*_args: object, **_named: object) -> None:
        message = f"{__name__}.{name} is left out of this runtime"
        raise NotImplementedError(message)

    return type(name, (Exception,), {"__init__": refuse})
