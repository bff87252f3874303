"""`mercery bench search [--sizes 20000,100000,1000000] [--per-product 4] [--queries 1000] [--seconds 10]`: how fast search is.

Made-up catalogues of so many variants, in both languages, are imported, indexed and searched by queries of the kinds
shoppers type, no two alike. `search` is the whole call of the search service with the model's vector of the query but
offers that cost nothing; `search_with_offers` fetches prices and stock from PostgreSQL, as pages do. Beside it in the same
run: tantivy alone, bm25s and PostgreSQL's full-text search over the same words. Beyond `MOST_IMPORTED` products nothing is
imported and vectors are made up (`vectors` says so): importing and working out would take an hour and measure something else.
"""

from __future__ import annotations

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.ai.minilm.model import MiniLm, available
from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.evals.scratch import scratch_database
from mercery.evals.search_catalogue import KINDS, products, queries
from mercery.evals.search_engines import (
    Asked,
    Engine,
    Place,
    asked_at_once,
    asked_once,
    build_bm25s,
    build_postgresql,
    build_tantivy,
    in_a_process,
    installed,
)

Say = Callable[[str], None]
MOST_IMPORTED: Final = 30_000
"""Products up to which a catalogue is imported whole and its vectors are worked out by the model."""
_BATCH: Final = 1_000
_BUDGET_MS: Final = 20
_CHANGED: Final = 40


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Per number of variants and per engine: latencies in ms, queries per second, memory, seconds to build."""
    sizes = [int(one) for one in options.get("sizes", "20000,100000,1000000").split(",")]
    each = int(options.get("per_product", "4"))
    asked, seconds = int(options.get("queries", "1000")), float(options.get("seconds", "10"))
    if not installed("bm25s"):
        say("bm25s is not measured: install it beside Mercery with `pip install bm25s`.")
    found: dict[str, object] = {"n": asked, "p99_limit_ms": _BUDGET_MS, "page": 24, "variants_per_product": each}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
            found[str(size)] = asyncio.run(_size(Path(folder), size, each, asked, seconds, say))
    return found


async def _size(home: Path, variants: int, each: int, asked: int, seconds: float, say: Say) -> dict[str, object]:
    count = -(-variants // each)
    say(f"{variants} variants of {count} products")
    async with scratch_database() as database:
        async with database.session() as session:
            shop = await create_shop(session, slug="bench", name=Words("Bench"), currency="EUR")
        place = Place(home=home, models=settings().home.resolve() / "models", url=database.url, shop=shop)
        return await asyncio.to_thread(_everything, place, count, each, asked, seconds, say)


def _everything(place: Place, count: int, each: int, asked: int, seconds: float, say: Say) -> dict[str, object]:
    whole = count <= MOST_IMPORTED
    built = in_a_process(_imported if whole else _built_alone, place, count, each)
    say(f"indexed in {built['index_s']} s, vectors in {built['vectors_s']} s")
    figures: dict[str, object] = {"products": count, **built}
    engines: tuple[Engine, ...] = ("search", "search_with_offers") if whole else ("search",)
    for engine in engines:
        figures[engine] = _measured(engine, place, count, asked, seconds, say)
    return figures | _others(place, count, each, asked, seconds, say)


def _imported(place: Place, count: int, each: int) -> dict[str, object]:
    """The catalogue in the database, indexed by what the shop's own jobs do."""
    os.environ["MERCERY_HOME"] = str(place.home)
    return asyncio.run(_by_its_jobs(place, count, each))


async def _by_its_jobs(place: Place, count: int, each: int) -> dict[str, object]:
    from mercery.search import library
    from mercery.search.working_out import work_out_vectors

    database = Database(place.url, pool_size=2)
    times = [time.perf_counter()]
    for start in range(0, count, _BATCH):
        drafts = [replace(one, id="") for one in products(start, min(_BATCH, count - start), each)]
        async with database.session() as session:
            await catalog.apply_drafts(session, place.shop, drafts, SYSTEM)
    times.append(time.perf_counter())
    async with database.session() as session:
        await library.rebuild(session, place.shop.id)
    times.append(time.perf_counter())
    peak = _peak_mb()
    if available():
        await work_out_vectors(database, place.shop.id, MiniLm(place.models))
    times.append(time.perf_counter())
    changes = await _changes(database, place)
    await database.close()
    imported, indexed, worked_out = (round(after - before, 1) for before, after in pairwise(times))
    return {
        "import_s": imported,
        "index_s": indexed,
        "index_peak_mb": peak,
        "vectors": "worked out by MiniLM" if available() else "none: no model is installed",
        "vectors_s": worked_out,
        "index_mb": _megabytes(place.home / "index"),
        **changes,
    }


async def _changes(database: Database, place: Place) -> dict[str, object]:
    """A title is changed and brought into the index, until a process that has it open finds the new word: no waiting for
    the worker, which hears of a change by PostgreSQL's `NOTIFY`. Prices and stock need none of this."""
    from mercery.search import library

    async with database.session() as session:
        index = (await library.opened(session, place.shop.id)).index
        ids = await catalog.all_product_ids(session, place.shop.id)
    took = []
    for number in range(_CHANGED):
        word = f"changed{number}"
        product_id = ids[number * 997 % len(ids)]
        async with database.session() as session:
            await catalog.update_product(session, place.shop.id, product_id, SYSTEM, title=Words(word, word))
        started = time.perf_counter()
        async with database.session() as session:
            await library.refresh(session, place.shop.id, [product_id])
        assert index.count(index.exact_word_query(word)) == 1
        took.append((time.perf_counter() - started) * 1000)
    return {"change_p50_ms": round(median(took), 1), "change_max_ms": round(max(took), 1)}


def _built_alone(place: Place, count: int, each: int) -> dict[str, object]:
    """The index alone, with vectors that lie near one another as those of texts of one kind do."""
    from mercery.search.document import document
    from mercery.search.index import NewVersion, open_index
    from mercery.search.stored.vectors import EXACT_UP_TO, build_graph, open_vectors, put

    made = 0.0
    with NewVersion(place.home, place.shop.id) as version:
        for start in range(0, count, _BATCH):
            batch = list(products(start, min(_BATCH, count - start), each))
            started = time.perf_counter()
            version.add([document(one) for one in batch])
            made += time.perf_counter() - started
        started = time.perf_counter()
        version.publish()
        made += time.perf_counter() - started
    peak = _peak_mb()
    index = open_index(place.home, place.shop.id)
    model = MiniLm(place.models).name
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        put(index.folder, model, numbers, np.stack([made_up_vector(number) for number in numbers]))
    started = time.perf_counter()
    vectors = open_vectors(index.folder, model)
    assert vectors is not None
    if count > EXACT_UP_TO:
        build_graph(vectors, index.rows.gone)
    return {
        "index_s": round(made, 1),
        "index_peak_mb": peak,
        "vectors": "made up, none worked out by a model; vectors_s is their graph alone",
        "vectors_s": round(time.perf_counter() - started, 1),
        "index_mb": _megabytes(place.home / "index"),
    }


def made_up_vector(number: int, dimensions: int = 384) -> NDArray[np.float32]:
    """A vector near those of the same kind, and nearer those of the same line within it."""
    rng = Random(number)  # noqa: S311 - a catalogue, no secret
    kind = int(len(KINDS) * rng.random() ** 1.5)
    parts = (
        _direction(kind, dimensions),
        _direction(10_000 + number % 5_000, dimensions),
        _direction(-number - 1, dimensions),
    )
    mixed = parts[0] + 0.7 * parts[1] + 0.6 * parts[2]
    found: NDArray[np.float32] = (mixed / np.linalg.norm(mixed)).astype(np.float32)
    return found


def _direction(seed: int, dimensions: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(abs(seed) * 2 + (seed < 0)).standard_normal(dimensions, dtype=np.float32)
    found: NDArray[np.float32] = drawn / np.linalg.norm(drawn)
    return found


def _others(place: Place, count: int, each: int, asked: int, seconds: float, say: Say) -> dict[str, object]:
    """The other engines over the same words."""
    figures: dict[str, object] = {}
    folder = place.home / "others"
    builds: dict[Engine, Callable[[Iterator[str]], None]] = {
        "tantivy": lambda texts: build_tantivy(folder / "tantivy", texts),
        "bm25s": lambda texts: build_bm25s(folder / "bm25s", texts),
        "postgresql": lambda texts: build_postgresql(place.url, texts),
    }
    for engine, build in builds.items():
        if not installed(engine):
            continue
        started = time.perf_counter()
        build(_texts(count, each))
        built = round(time.perf_counter() - started, 1)
        figures[engine] = {"build_s": built, **_measured(engine, place, count, asked, seconds, say)}
    return figures


def _texts(count: int, each: int) -> Iterator[str]:
    """All words of each product, in both languages."""
    for one in products(0, count, each):
        kinds = " ".join(f"{step.en} {step.zh}" for step in one.category)
        options = " ".join(f"{value.en} {value.zh}" for option in one.options for value in option.values)
        skus = " ".join(variant.sku for variant in one.variants)
        yield (
            f"{one.title.en} {one.title.zh} {kinds} {one.brand} {options} {one.description.en} {one.description.zh} {skus}"
        )


def _measured(engine: Engine, place: Place, count: int, asked: int, seconds: float, say: Say) -> dict[str, object]:
    """Latencies of queries asked once each, then how many a second are answered on all cores."""
    once = asked_once(engine, place, queries(asked, count))
    per_second = asked_at_once(engine, place, queries(asked, count, seed=8), seconds)
    figures = figures_of(once, per_second)
    say(
        f"{engine}: p50 {figures['p50_ms']} ms, p99 {figures['p99_ms']} ms (processor {figures['cpu_p99_ms']}), {per_second:.0f} a second, {figures['own_mb']} MB"
    )
    return figures


def figures_of(asked: Asked, per_second: float) -> dict[str, object]:
    """What one engine showed."""
    ordered = sorted(asked.ms)
    return {
        "p50_ms": round(median(ordered), 2),
        "p90_ms": round(ordered[len(ordered) * 90 // 100], 2),
        "p99_ms": round(ordered[len(ordered) * 99 // 100], 2),
        "mean_ms": round(mean(ordered), 2),
        "cpu_p50_ms": round(median(asked.cpu_ms), 2),
        "cpu_p99_ms": round(sorted(asked.cpu_ms)[len(asked.cpu_ms) * 99 // 100], 2),
        "queries_per_s": round(per_second, 1),
        "found_something": round(asked.found / len(ordered), 3),
        "open_s": round(asked.opened_s, 2),
        "own_mb": round(asked.own_mb, 1),
        "with_mapped_mb": round(asked.mapped_mb, 1),
    }


def _megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
