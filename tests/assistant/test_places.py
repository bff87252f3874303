"""Places are given to shops in turn, and none is ever lost or given twice."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.assistant.places import Places, TooManyTurns


async def hold(places: Places, shop: str, order: list[str], until: asyncio.Event | None = None) -> None:
    async with places.held(shop):
        order.append(shop)
        if until is not None:
            await until.wait()
        else:
            await asyncio.sleep(0)


async def test_a_shop_that_comes_to_a_flood_of_another_is_next() -> None:
    places, order, begin = Places(2, waiting_per_shop=100), list[str](), asyncio.Event()
    flood = [asyncio.create_task(hold(places, "flood", order, begin)) for _ in range(20)]
    await asyncio.sleep(0)
    small = [asyncio.create_task(hold(places, "small", order)) for _ in range(2)]
    await asyncio.sleep(0)
    begin.set()
    await asyncio.gather(*flood, *small)
    assert order[:2] == ["flood", "flood"] and "small" in order[2:4] and order[2:6].count("small") == 2


async def test_a_line_that_is_too_long_is_told_when_to_come_again() -> None:
    places, begin = Places(1, waiting_per_shop=3), asyncio.Event()
    held = [asyncio.create_task(hold(places, "a", [], begin)) for _ in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyTurns) as refused:
        places.check("a")
    assert refused.value.status == 429 and 1 <= int(refused.value.headers["Retry-After"]) <= 60
    places.check("b")
    begin.set()
    await asyncio.gather(*held)
    places.check("a")


async def test_who_leaves_while_waiting_takes_no_place_along() -> None:
    places, order, begin = Places(1, waiting_per_shop=9), list[str](), asyncio.Event()
    first = asyncio.create_task(hold(places, "a", order, begin))
    await asyncio.sleep(0)
    leaving, staying = (asyncio.create_task(hold(places, shop, order)) for shop in ("b", "c"))
    await asyncio.sleep(0)
    leaving.cancel()
    begin.set()
    await asyncio.gather(first, staying)
    assert order == ["a", "c"] and places.waiting("b") == 0


@settings(max_examples=60, deadline=None)
@given(
    at_once=st.integers(1, 4),
    comings=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.booleans()), max_size=30),
)
async def test_never_more_than_there_are_and_all_are_free_in_the_end(
    at_once: int, comings: list[tuple[str, int, bool]]
) -> None:
    """Customers come, stay for some steps, and some leave in the middle; whoever stays is served."""
    places, inside, served = Places(at_once, waiting_per_shop=99), 0, 0

    async def come(shop: str, steps: int) -> None:
        nonlocal inside, served
        async with places.held(shop):
            inside += 1
            assert inside <= at_once
            try:
                for _ in range(steps):
                    await asyncio.sleep(0)
            finally:
                inside -= 1
        served += 1

    tasks = []
    for shop, steps, leaves in comings:
        task = asyncio.create_task(come(shop, steps))
        await asyncio.sleep(0)
        if leaves:
            task.cancel()
        tasks.append((task, leaves))
    results = await asyncio.gather(*(task for task, _ in tasks), return_exceptions=True)
    assert not [one for one in results if isinstance(one, Exception)]
    assert served >= sum(not leaves for _, leaves in tasks)
    assert inside == 0 and not any(places.waiting(shop) for shop in "abc")
    free = [asyncio.create_task(hold(places, "z", [], asyncio.Event())) for _ in range(at_once)]
    await asyncio.sleep(0)
    assert places.waiting("z") == 0
    for one in free:
        one.cancel()
    await asyncio.gather(*free, return_exceptions=True)
