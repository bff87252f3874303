"""A process that counts orders is killed again and again: the files stay readable and no order is counted twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import open_lists, save
from mercery.recommendations.stored.counted import Counted, write_counted

ITEMS, ORDERS, KILLS = 200, 500, 5
COUNTING = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
import numpy as np
from mercery.orders.baskets import Basket
from mercery.recommendations.model.history import History
from mercery.recommendations.stored.applying import Coming, count_orders

random = np.random.default_rng(1)
coming = []
for number in range(int(sys.argv[2])):
    items = tuple(dict.fromkeys(random.integers(0, 200, 3).tolist()))
    basket = Basket(number=str(number), customer_id=None, placed_at=datetime(1970, 1, 1, tzinfo=UTC), skus=())
    coming.append(Coming(basket=basket, items=items, before=History.of([])))
print("begun", flush=True)
for at in range(0, len(coming), 5):
    count_orders(Path(sys.argv[1]), coming[at : at + 5])
"""


@contextmanager
def counting(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has begun to count."""
    command = [sys.executable, "-c", COUNTING, str(folder), str(ORDERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield process


@pytest.mark.slow
def test_killed_at_any_moment_it_counts_each_order_once_or_notes_it_uncounted(tmp_path: Path) -> None:
    folder = tmp_path / "version"
    folder.mkdir()
    counters = Counters.create(folder / "counters", ITEMS, 0.0)
    save(counters.lists(8), folder / "lists")
    write_counted(folder, [])
    moments = random.Random(4)
    for _ in range(KILLS):
        with counting(folder) as process:
            time.sleep(moments.random() * 0.3)
            process.kill()
        open_lists(folder / "lists")
    with counting(folder) as process:
        assert process.wait() == 0
    assert len(Counted(folder)) == ORDERS
    whole = np.random.default_rng(1)
    lines = sum(len(set(whole.integers(0, ITEMS, 3).tolist())) for _ in range(ORDERS))
    counted = float(open_lists(folder / "lists").popularity.sum())
    # Each kill may leave the five orders that were counted together noted and not, or half, counted.
    assert lines - 5 * 3 * KILLS <= counted <= lines
