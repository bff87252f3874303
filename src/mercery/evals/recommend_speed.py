"""`mercery bench recommend [--sizes 10000,100000,1000000] [--histories 20,200,1000,10000] [--requests 400] [--orders 4000]`.

What a request and an order cost, and what a shop takes on disk, by size of catalogue. Everything is made up: every slot of
every item is taken, so that each new pair drives another out; families of eight go together. People buy by Zipf's law; the
row `spread` has them buy every item equally often, which no shop's customers do and the processor's caches like least.
Times are processor time of this process. A request is `Blend.score` and the best twelve. An order holds three items, with twenty
lines before it, and is counted as the worker does: noted in the journal, counted, its rows written where requests read them
(`count_orders`); nothing of it is left for later. `first`: those that come alone right after a version was opened, which a
worker does each night. `by_together` has the cost of one, after those, by how many are counted together: the worker gathers the
orders of two seconds, so `1` is a stream of orders each of which comes alone. `written_back`: an order alone where the kernel has
put on disk, since the last ones, all that they changed, as it does within half a minute; so an order of a shop with less than
one in two seconds finds things, which spends on them no more than `most_us_a_second_alone`. `page_faults`: how often the kernel
was asked for a page an order touched, or wrote first since it was last on disk (4 to 5 microseconds each on a common disk's
file system).
`alternating`: an order alone, then a request of whoever ordered, with that order among its lines, by turns, and both together.
`limit_holds_from`: the fewest together of which one costs no more than `order_limit_us`; None where 64 do not either. The
version holds as many orders counted before as there are items.
Reading orders from the database is in none of this. Files are mapped, as in a shop.
Processor time, too, grows with what else runs: shared caches and cores. So `load` is told, and the fastest tenth (`p10`), which
others disturbed least.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.evals.registry import Say
from mercery.orders.baskets import Basket
from mercery.recommendations.model import counters as counting
from mercery.recommendations.model import lists as listing
from mercery.recommendations.model.blend import Blend
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.history import History
from mercery.recommendations.model.lists import Lists, open_lists, save
from mercery.recommendations.stored.applying import AT_ONCE, Coming, count_orders
from mercery.recommendations.stored.counted import write_counted
from mercery.recommendations.stored.versions import moment_of

REQUEST_LIMIT_MS: Final = 1.0
GROWTH_LIMIT: Final = 2.0
ORDER_LIMIT_US: Final = 100.0
K: Final = 32
TODAY: Final = 400.0
TOGETHER: Final = (1, 2, 4, 8, 16, AT_ONCE)
GATHERED_SECONDS: Final = 2.0
"""As `recommendations.jobs` has it."""
_HALF_A_MINUTE: Final = round(30 / GATHERED_SECONDS)
"""Orders, one every two seconds."""
_ROUNDS: Final = 40
_ALONE: Final = 400
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
    del counters
    write_counted(folder, random.integers(0, 2**63, items).tolist())
    numbers = count()
    for name, draw in (("zipf", zipf), ("spread", spread)):
        figures[f"order_{name}"] = _orders(folder, draw, orders, numbers)
        say(f"{items} items, {name}: an order {figures[f'order_{name}']}")
        figures[f"alternating_{name}"] = _alternating(folder, draw, requests, numbers)
        say(f"{items} items, {name}: orders and requests by turns {figures[f'alternating_{name}']}")
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


def _orders(folder: Path, draw: Draw, orders: int, numbers: Iterator[int]) -> Mapping[str, object]:
    """By how many are counted together, what one of them costs."""
    first = _counted(folder, draw, 1, orders, numbers)
    figures = {
        str(together): _counted(folder, draw, together, max(orders // together, _ROUNDS), numbers)
        for together in TOGETHER
    }
    written_back = _counted(folder, draw, 1, _ALONE, numbers, written_back=True)
    return {
        "first": first,
        "by_together": figures,
        "written_back": written_back,
        "alone": _alone(folder, draw, numbers),
        "limit_holds_from": next((one for one in TOGETHER if figures[str(one)]["p50_us"] <= ORDER_LIMIT_US), None),
        "most_us_a_second_alone": round(max(written_back["p50_us"], figures["1"]["p50_us"]) / GATHERED_SECONDS, 1),
    }


def _counted(
    folder: Path, draw: Draw, together: int, rounds: int, numbers: Iterator[int], *, written_back: bool = False
) -> dict[str, float]:
    """What one of so many orders counted together costs. `written_back`: all is put on disk after each half minute of orders
    that come every two seconds."""
    times, faults = [], 0
    for at in range(rounds):
        if written_back and at % _HALF_A_MINUTE == 0:
            os.sync()
        coming = [_coming(draw, next(numbers)) for _ in range(together)]
        before, started = getrusage(RUSAGE_SELF).ru_minflt, time.process_time()
        count_orders(folder, coming)
        times.append((time.process_time() - started) / together * 1e6)
        faults += getrusage(RUSAGE_SELF).ru_minflt - before
    return {**_figures(times[rounds // 4 :], "us", 1), "page_faults": round(faults / rounds / together, 1)}


def _alternating(folder: Path, draw: Draw, requests: int, numbers: Iterator[int]) -> Mapping[str, Mapping[str, float]]:
    """An order and a request by turns: the request is of whoever ordered last, with that order among its lines."""
    blend, lists = Blend(), open_lists(folder / "lists")
    ordered, requested = [], []
    for _ in range(requests + _PERSONS):
        one = _coming(draw, next(numbers))
        items, days = (*one.before.items, *one.items), (*one.before.days, *(TODAY for _ in one.items))
        after = History(items=np.array(items, dtype=np.int32), days=np.array(days))
        started = time.process_time()
        count_orders(folder, [one])
        between = time.process_time()
        blend.score(after, lists, TODAY + 1).best(12)
        requested.append((time.process_time() - between) * 1e6)
        ordered.append((between - started) * 1e6)
    both = [one + other for one, other in zip(ordered, requested, strict=True)]
    times = {"order": ordered, "request": requested, "both": both}
    return {name: _figures(some[_PERSONS:], "us", 1) for name, some in times.items()}


def _alone(folder: Path, draw: Draw, numbers: Iterator[int]) -> Mapping[str, Mapping[str, float]]:
    """What an order of nothing costs, and one whose pieces were counted a moment ago."""
    found = {}
    same = _coming(draw, 0)
    for name, one in (("noted", replace(same, items=())), ("same_pieces", same)):
        times = []
        for _ in range(_ALONE):
            coming = [replace(one, basket=replace(one.basket, number=f"B-{next(numbers)}"))]
            started = time.process_time()
            count_orders(folder, coming)
            times.append((time.process_time() - started) * 1e6)
        found[name] = _figures(times[len(times) // 4 :], "us", 1)
    return found


def _coming(draw: Draw, number: int) -> Coming:
    basket = Basket(number=f"B-{number}", customer_id=None, placed_at=moment_of(TODAY), skus=())
    return Coming(basket=basket, items=tuple(dict.fromkeys(draw(3).tolist())), before=_history(draw, 20))


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
