"""`mercery bench recommend [--sizes 10000,100000,1000000] [--histories 20,200,1000,10000] [--requests 400] [--orders 4000]`.

What a request and an order cost, and what a shop takes on disk, by size of catalogue. Everything is made up: every slot of
every item is taken, so that each new pair drives another out; families of eight go together. People buy by Zipf's law; the
row `spread` has them buy every item equally often, which no shop's customers do and the processor's caches like least.
Times are processor time of this process. A request is `Blend.score` and the best twelve; an order is `Counters.add` of three
items with twenty lines before it, when it comes alone; `order_and_rows` adds what makes it visible to requests, and
`of_many_and_rows` is one of 64 that wait together, as the worker counts them. Files are mapped, as in a shop.
Processor time, too, grows with what else runs: shared caches and cores. So `load` is told, and the fastest tenth (`p10`), which
others disturbed least.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.evals.registry import Say
from mercery.recommendations.model import counters as counting
from mercery.recommendations.model import lists as listing
from mercery.recommendations.model.blend import Blend
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists, open_lists, save
from mercery.recommendations.stored.applying import AT_ONCE

REQUEST_LIMIT_MS: Final = 1.0
GROWTH_LIMIT: Final = 2.0
ORDER_LIMIT_US: Final = 100.0
K: Final = 32
TODAY: Final = 400.0
_PERSONS: Final = 100
_FILL: Final = 50_000
Draw = Callable[[int], NDArray[np.int32]]


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """By size: requests by length of history, orders, bytes; and whether the limits hold."""
    sizes = [int(one) for one in options.get("sizes", "10000,100000,1000000").split(",")]
    histories = [int(one) for one in options.get("histories", "20,200,1000,10000").split(",")]
    requests, orders = int(options.get("requests", "400")), int(options.get("orders", "4000"))
    by_size: dict[str, Mapping[str, object]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
            by_size[str(size)] = _size(Path(folder), size, histories, requests, orders, say)
    return {
        "n": requests,
        "processor": _processor(),
        "load": round(os.getloadavg()[0], 1),
        "k": K,
        "request_limit_ms": REQUEST_LIMIT_MS,
        "growth_limit": GROWTH_LIMIT,
        "order_limit_us": ORDER_LIMIT_US,
        "by_size": by_size,
    }


def _size(
    folder: Path, items: int, histories: Sequence[int], requests: int, orders: int, say: Say
) -> Mapping[str, object]:
    random = np.random.default_rng(items)
    zipf: Draw = lambda count: ((items + 1) ** random.random(count) - 1).astype(np.int32)  # noqa: E731 - two of a kind
    spread: Draw = lambda count: random.integers(0, items, count, dtype=np.int32)  # noqa: E731
    counters = _filled(Counters.create(folder / "counters", items, TODAY), random)
    started = time.process_time()
    made = counters.lists(K)
    listed = time.process_time() - started
    size = save(made, folder / "lists")
    del made
    before = _resident_mb()
    lists = open_lists(folder / "lists")
    opening = _resident_mb() - before
    blend, started = Blend(), time.process_time()
    blend.score(_history(zipf, 20), lists, TODAY)
    figures: dict[str, object] = {
        "lists_mb": round(size / 1e6, 2),
        "lists_formula_mb": round(listing.bytes_for(items, K) / 1e6, 2),
        "counters_mb": round((folder / "counters").stat().st_size / 1e6, 2),
        "counters_formula_mb": round(counting.bytes_for(items) / 1e6, 2),
        "resident_mb_of_opening": round(opening, 1),
        "first_request_ms": round((time.process_time() - started) * 1000, 1),
        "lists_of_all_seconds": round(listed, 1),
    }
    say(f"{items} items: {figures}")
    for name, draw in (("zipf", zipf), ("spread", spread)):
        requested = {str(lines): _requests(blend, lists, draw, lines, requests) for lines in histories}
        about = _requests(blend, lists, draw, histories[0], requests, about=1)
        medians = [one["p50_ms"] for one in requested.values()]
        growth = round(max(medians) / medians[0], 2)
        figures[f"requests_{name}"] = {"by_history": requested, "on_a_product_page": about, "growth": growth}
        say(f"{items} items, {name}: {figures[f'requests_{name}']}")
    del lists
    for name, draw in (("zipf", zipf), ("spread", spread)):
        figures[f"order_{name}"] = _orders(counters, folder, draw, orders)
        say(f"{items} items, {name}: an order {figures[f'order_{name}']}")
    return figures


def _filled(counters: Counters, random: np.random.Generator) -> Counters:
    """Counters as after years: each slot taken, a seventh of them by the item's own family."""
    items, slots = counters.items, counters.bought.slots
    counters.popularity[:] = 2000.0 / np.sqrt(np.arange(items) + 1.0) + 1.0
    counters.recent[:] = counters.popularity / 4
    counters.seen[:] = random.random(counters.seen.shape, dtype=np.float32) * 50
    counters.again[:] = counters.seen * random.random(counters.seen.shape, dtype=np.float32) * 0.3
    for start in range(0, items, _FILL):
        rows = np.arange(start, min(start + _FILL, items))
        # A step that has no factor in common with itself times a slot: no neighbour twice, none the item itself.
        step = random.integers(1, max(items // (2 * slots), 2), len(rows))
        others = (rows[:, None] + step[:, None] * np.arange(1, slots + 1)) % items
        family = rows[:, None] // 8 * 8 + np.arange(8)
        kept = family[(family != rows[:, None])].reshape(len(rows), 7) if items % 8 == 0 else others[:, :7]
        others[:, :7] = kept % items
        counts = random.random((len(rows), slots), dtype=np.float32) * 3 + 0.5
        counts[:, :7] += 8
        counters.bought.fill(rows, others.astype(np.int32), counts)
    return counters


def _history(draw: Draw, lines: int) -> History:
    """Orders of three pieces, a week apart."""
    days = TODAY - 7.0 * (np.arange(lines, dtype=np.float64)[::-1] // 3 + 1)
    return History(items=draw(lines), days=days)


def _requests(blend: Blend, lists: Lists, draw: Draw, lines: int, requests: int, about: int = 0) -> dict[str, float]:
    people = [_history(draw, lines) for _ in range(min(_PERSONS, requests))]
    pieces = draw(requests * about).tolist() if about else []
    times = []
    for at in range(requests + len(people)):
        asked = pieces[at % requests : at % requests + 1] if about else ()
        started = time.process_time()
        blend.score(people[at % len(people)], lists, TODAY, asked).best(12)
        times.append((time.process_time() - started) * 1000)
    # The first round warms nothing a request could not find warm: it is the same people, and left out.
    return _figures(times[len(people) :], "ms", 3)


def _orders(counters: Counters, folder: Path, draw: Draw, orders: int) -> Mapping[str, object]:
    lists = open_lists(folder / "lists", writable=True)
    work = [(draw(3).tolist(), _history(draw, 20), TODAY) for _ in range(3 * orders)]
    added, rows, many = [], [], []
    for at, one in enumerate(work[: 2 * orders]):
        started = time.process_time()
        changed = counters.add(*one)
        counted = time.process_time()
        if at % 2:
            counters.refresh(lists, changed)
            rows.append((time.process_time() - started) * 1e6)
        added.append((counted - started) * 1e6)
    for at in range(2 * orders, 3 * orders - AT_ONCE + 1, AT_ONCE):
        started = time.process_time()
        counters.refresh(lists, counters.add_all(work[at : at + AT_ONCE]))
        many.append((time.process_time() - started) / AT_ONCE * 1e6)
    warm = len(added) // 4
    return {
        "order": _figures(added[warm:], "us", 1),
        "order_and_rows": _figures(rows[warm // 2 :], "us", 1),
        "of_many_and_rows": _figures(many[len(many) // 4 :], "us", 1),
    }


def _figures(times: Sequence[float], unit: str, digits: int) -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"p10_{unit}": round(ordered[len(ordered) // 10], digits),
        f"p50_{unit}": round(median(ordered), digits),
        f"mean_{unit}": round(sum(ordered) / len(ordered), digits),
        f"p99_{unit}": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], digits),
    }


def _resident_mb() -> float:
    """What this process holds in memory, mapped files counted as far as they are read."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "unknown"
    return next((line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")), "")
