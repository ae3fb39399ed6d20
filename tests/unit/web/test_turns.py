"""Turns: two pages at a time, in the order in which they were asked for."""

import threading

import anyio

from meishi.web.turns import in_turn


def test_pages_are_made_two_at_a_time_in_the_order_in_which_they_were_asked_for():
    begun, are_two, may_end = [], threading.Event(), threading.Event()

    @in_turn
    def make(page: int) -> int:
        begun.append(page)
        if len(begun) == 2:
            are_two.set()
        assert may_end.wait(30)
        return page

    async def ask_for_all():
        async with anyio.create_task_group() as tasks:
            for page in range(6):
                tasks.start_soon(make, page)
                await anyio.sleep(0)
            await anyio.to_thread.run_sync(are_two.wait, 30)
            await anyio.sleep(0.05)
            assert sorted(begun) == [0, 1]
            may_end.set()

    anyio.run(ask_for_all)
    assert len(begun) == 6
    assert abs(begun.index(5) - 5) <= 1


def test_a_page_keeps_its_name_and_its_values():
    @in_turn
    def make(page: int, *, dark: bool = False) -> tuple[int, bool]:
        """Make a page."""
        return page, dark

    async def ask():
        return await make(3, dark=True)

    assert make.__doc__ == "Make a page."
    assert anyio.run(ask) == (3, True)
