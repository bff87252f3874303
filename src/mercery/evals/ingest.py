"""`mercery bench ingest [--variants 200000]`: a generated Shopify file through the importer into a scratch database."""

from __future__ import annotations

import asyncio
import csv
import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

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
_PER_PRODUCT = len(_COLOURS) * len(_SIZES) // 4


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Products and variants per second, and the peak memory of the whole process."""
    return asyncio.run(_run(int(options.get("variants", "200000")), say))


async def _run(variants: int, say: Say) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
        path = Path(folder) / "products.csv"
        count = generate(path, variants)
        say(f"generated {count} products, {path.stat().st_size / 1e6:.1f} MB")
        async with scratch_database() as database:
            async with database.session() as session:
                shop = await create_shop(session, slug="bench", name=Words("Bench"), currency="EUR")
            seconds, first = await _timed(database, shop, path)
            say(f"first import: {seconds:.1f} s")
            again, second = await _timed(database, shop, path)
            say(f"second import: {again:.1f} s, {second.changes} changes")
            return {
                "products": count,
                "variants": first.variants,
                "seconds_first": round(seconds, 2),
                "products_per_s": round(count / seconds, 1),
                "variants_per_s": round(first.variants / seconds, 1),
                "seconds_again": round(again, 2),
                "changes_again": second.changes,
                "peak_mb_process": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
            }


async def _timed(database: Database, shop: Shop, path: Path) -> tuple[float, ImportSummary]:
    started = time.perf_counter()
    async with database.session() as session:
        outcome = (await import_path(session, shop, path, SYSTEM, ImportOptions()))[0]
    assert outcome.summary is not None
    return time.perf_counter() - started, outcome.summary


def generate(path: Path, variants: int) -> int:
    """Write a Shopify CSV with `variants` variants, five to a product, and return the number of products."""
    header = ("Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
              "Option2 Name", "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
              "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Image Src", "Status")  # fmt: skip
    products = -(-variants // _PER_PRODUCT)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        written = 0
        for number in range(products):
            for place in range(min(_PER_PRODUCT, variants - written)):
                writer.writerow(_row(number, place))
                written += 1
    return products


def _row(number: int, place: int) -> tuple[object, ...]:
    colour, size = _COLOURS[number % len(_COLOURS)], _SIZES[place % len(_SIZES)]
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
