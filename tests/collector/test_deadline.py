"""The deadline: everybody has the same time, and one timer is enough for all."""

from __future__ import annotations

import asyncio

import pytest

from collector.deadline import Deadline


def test_who_is_late_is_told_and_who_is_in_time_gets_what_came() -> None:
    """Also when some began long before others, and whoever was late may wait anew."""

    async def run() -> list[object]:
        deadline, come = Deadline(0.05, asyncio.get_running_loop()), asyncio.Event()

        async def patient() -> object:
            try:
                return await deadline.keep(come.wait())
            except TimeoutError:
                return await deadline.keep(asyncio.sleep(0, "anew"))

        early = [asyncio.ensure_future(patient()) for _ in range(3)]
        await asyncio.wait(early)
        late = [asyncio.ensure_future(patient()) for _ in range(3)]
        await asyncio.sleep(0)
        come.set()
        return await asyncio.gather(*early, *late)

    assert asyncio.run(run()) == ["anew"] * 3 + [True] * 3


def test_a_task_that_somebody_else_cancels_is_cancelled() -> None:
    """It is not mistaken for one that was late."""

    async def run() -> None:
        deadline = Deadline(60, asyncio.get_running_loop())
        task = asyncio.ensure_future(deadline.keep(asyncio.Event().wait()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_what_goes_wrong_in_time_is_handed_on() -> None:
    """An error of what was awaited reaches whoever awaits it."""

    async def run() -> None:
        deadline = Deadline(60, asyncio.get_running_loop())
        broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        broken.set_exception(KeyError("broken"))
        with pytest.raises(KeyError):
            await deadline.keep(broken)

    asyncio.run(run())
