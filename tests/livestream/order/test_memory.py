"""What a show remembers of what it said: enough not to repeat itself, and no more after days on air."""

from __future__ import annotations

import gc
from dataclasses import replace

from tests.livestream.order.shop import KEYS, demo, piece, shelf_of

from mercery.livestream.line import Line
from mercery.livestream.order.memory import ROUNDS, Memory
from mercery.livestream.order.speaking import lines_for

SHELF = shelf_of([demo(key) for key in KEYS])
PRODUCT = demo("saddle-bag").id


def told_lines() -> tuple[Line, ...]:
    return lines_for(piece(demo("saddle-bag")), SHELF, 0, "en")


def test_it_knows_what_was_said_and_how_often_each_attribute_was_told() -> None:
    memory, lines = Memory(), told_lines()
    memory.begin(PRODUCT)
    memory.add(lines)
    once = memory.lately(PRODUCT)
    assert once.texts == {line.text for line in lines} and once.told
    memory.add(lines)
    assert memory.lately(PRODUCT).texts == once.texts
    assert memory.lately(PRODUCT).told == {name: 2 * count for name, count in once.told.items()}


def test_rounds_before_the_last_are_forgotten() -> None:
    memory, lines = Memory(), told_lines()
    memory.begin(PRODUCT)
    memory.add(lines)
    for _ in range(ROUNDS + 1):
        memory.begin(PRODUCT)
    assert not memory.lately(PRODUCT).told


def test_lines_themselves_are_not_kept() -> None:
    memory, lines = Memory(), told_lines()
    memory.begin(PRODUCT)
    for number in range(200):
        memory.add([replace(line, id=f"again{number}") for line in lines])
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Line) and one.id.startswith("again")]
