"""`mercery bench ingest [--variants 200000] [--per-product 5] [--runs 1]`: a generated Shopify file through the importer.

Each run has an empty scratch database: the file is imported, imported again as it is, then with every price changed.
"""

from __future__ import annotations

import asyncio
import csv
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.importing.apply import ImportSummary
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.evals.scratch import scratch_database

Say = Callable[[str], None]
_COLOURS = ("black", "tan", "navy", "olive")
_SIZES = ("XS", "S", "M", "L", "XL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One import: what it did, how long it took, and the processor's time in this process."""

    summary: ImportSummary
    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run over an empty shop."""

    first: Timed
    again: Timed
    prices: Timed


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Products and variants per second (medians over the runs), and the peak memory of this process."""
    variants, each = int(options.get("variants", "200000")), int(options.get("per_product", "5"))
    started_mb = _peak_mb()
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
        path = Path(folder) / "products.csv"
        products = generate(path, variants, each)
        megabytes = path.stat().st_size / 1e6
        say(f"generated {products} products with {variants} variants, {megabytes:.1f} MB")
        rounds = [asyncio.run(_round(path, say)) for _ in range(int(options.get("runs", "1")))]
    seconds = median(each.first.seconds for each in rounds)
    return {
        "n": len(rounds),
        "products": products,
        "variants": variants,
        "file_mb": round(megabytes, 1),
        "seconds_first": round(seconds, 2),
        "cpu_seconds_first": round(median(each.first.cpu for each in rounds), 2),
        "products_per_s": round(products / seconds, 1),
        "variants_per_s": round(variants / seconds, 1),
        "seconds_again": round(median(each.again.seconds for each in rounds), 2),
        "changes_again": sum(each.again.summary.changes for each in rounds),
        "seconds_all_prices_changed": round(median(each.prices.seconds for each in rounds), 2),
        "products_changed": rounds[0].prices.summary.changed,
        "started_mb_process": started_mb,
        "peak_mb_process": _peak_mb(),
    }


def _peak_mb() -> float:
    """The most memory this process has held. Imports start no others; PostgreSQL's own are not counted."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


async def _round(path: Path, say: Say) -> Round:
    async with scratch_database() as database:
        async with database.session() as session:
            shop = await create_shop(session, slug="bench", name=Words("Bench"), currency="EUR")
        first = await _timed(database, shop, path)
        say(f"first import: {first.seconds:.1f} s, {_peak_mb()} MB")
        again = await _timed(database, shop, path)
        say(f"the same file again: {again.seconds:.1f} s, {again.summary.changes} changes, {_peak_mb()} MB")
        prices = await _timed(database, shop, _dearer(path))
        say(f"every price changed: {prices.seconds:.1f} s, {prices.summary.changed} products, {_peak_mb()} MB")
    return Round(first=first, again=again, prices=prices)


def _dearer(path: Path) -> Path:
    """The same file with every price changed."""
    other = path.with_name("changed.csv")
    with path.open(encoding="utf-8") as source, other.open("w", encoding="utf-8") as target:
        target.writelines(line.replace(".00,", ".50,") for line in source)
    return other


async def _timed(database: Database, shop: Shop, path: Path) -> Timed:
    started, cpu = time.perf_counter(), time.process_time()
    async with database.session() as session:
        outcome = (await import_path(session, shop, path, SYSTEM, ImportOptions()))[0]
    assert outcome.summary is not None
    return Timed(summary=outcome.summary, seconds=time.perf_counter() - started, cpu=time.process_time() - cpu)


def generate(path: Path, variants: int, per_product: int = 5) -> int:
    """Write a Shopify CSV with `variants` variants and return the number of products."""
    header = ("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
              "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
              "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Image Src", "Status")  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for number, place in _places(variants, per_product):
            writer.writerow(_row(number, place))
    return -(-variants // per_product)


def _places(variants: int, per_product: int) -> Iterator[tuple[int, int]]:
    """The number of the product and the place in it for each variant."""
    for written in range(variants):
        yield divmod(written, per_product)


def _row(number: int, place: int) -> tuple[object, ...]:
    colour, size = _COLOURS[number % len(_COLOURS)], f"{_SIZES[place % len(_SIZES)]}{place // len(_SIZES) or ''}"
    price = 20 + number * 7 % 900
    own: tuple[object, ...] = ("", "", "", "", "", "")
    if place == 0:
        text = f"<p>Piece number {number} of the bench, woven from cotton in {colour}.</p>"
        own = (f"Bench piece {number}", text, f"Maker {number % 40}", f"Kind {number % 25}", f"{colour}, bench", "true")
    return (
        f"bench-piece-{number}", *own, "Colour" if place == 0 else "", colour, "Size" if place == 0 else "", size,
        f"B{number:06}-{place}", 300 + place, "shopify", (number + place) % 9, f"{price}.00",
        f"{price + 15}.00" if number % 6 == 0 else "", f"https://pictures.example/{number}.jpg" if place == 0 else "",
        "active" if place == 0 else "",
    )  # fmt: skip
