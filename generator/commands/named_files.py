"""Files that somebody names in an option or an argument: read them, and say in one line what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from questionnaire.action_plan import ActionPlan
    from questionnaire.faults import Fault, InputError
    from questionnaire.release_file import ReleaseFile

Read = TypeVar("Read")


def read_named(
    path: Path, name: str, parse: Callable[[bytes], Read], unreadable: Callable[[str], Fault]
) -> Read:
    """Return what ``parse`` makes of the file ``path`` that ``name``, an option or an argument, names.

    Raises ``InputError`` at ``name`` with the fault that ``parse`` finds, or with ``unreadable`` of the
    reason why there is nothing to read. An ``InputError`` of ``parse`` goes on as it is: it names places in
    the file itself.
    """
    from questionnaire.faults import FaultError

    try:
        return parse(path.read_bytes())
    except FaultError as error:
        fault = error.fault
    except OSError as error:
        fault = unreadable(system_reason(error))
    raise refusal(path, name, fault)


def read_release(path: Path, name: str) -> ReleaseFile:
    """Return the report.json in ``path``; raises ``InputError`` at ``name`` if it is none."""
    from questionnaire import release_file

    return read_named(path, name, release_file.parse, no_report)


def read_plan(path: Path) -> ActionPlan:
    """Return the plan.json in ``path``; raises ``InputError`` with all its faults, which name the file."""
    from generator.decisions import plan
    from questionnaire.faults import Fault

    def unreadable(reason: str) -> Fault:
        return Fault("action_plan.unreadable", details={"reason": reason})

    return read_named(path, "PLAN", partial(plan.read_plan, file=path.name), unreadable)


def no_report(reason: str) -> Fault:
    """Return the fault of a report.json that cannot be read, for ``reason``."""
    from questionnaire.faults import Fault

    return Fault("report_file.unreadable", details={"reason": reason})


def refusal(path: Path, name: str, *faults: Fault) -> InputError:
    """Return the error for ``faults`` of the file ``path`` that ``name``, an option or an argument, names."""
    from questionnaire.faults import COMMAND_LINE, InputError

    return InputError(replace(fault, key=name, value=str(path), file=COMMAND_LINE) for fault in faults)
