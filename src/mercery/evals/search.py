"""`mercery eval search DIR`: a catalogue and people's ratings of what it answers to queries, through the product's search.

DIR holds `products.jsonl` and `qrels.csv` (`query,product_id,rating` with ratings 0 to 3); both may be `.gz`. A line of
products is an object with `id`, `title` and, where there is, `name` (the model), `supplier`, `short_description`, `price`
(minor units), `ean`, and attributes by type: `attr_t_*` words, `attr_b_*` yes or no, `attr_n_*` numbers. Numbers are left
out: the file does not say in which unit they are.

nDCG@10 with gain 2^rating - 1, over the queries with a rating above 0: `full` counts a result nobody rated as 0,
`condensed` passes over it. `by_part` says what is left of both when a part of the ranking is taken away.
"""

from __future__ import annotations

import asyncio
import csv
import gzip
import json
import math
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from mercery.catalog.product import Attribute, PriceRow, Product, Variant
from mercery.catalog.slug import slug
from mercery.claims.values import Flag, Terms, Text
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.evals.registry import Result, Say
from mercery.evals.searched_shop import SearchedShop, searched_shop
from mercery.promotions.service import offers
from mercery.search.meaning import use_meaning
from mercery.search.ranking.model import WEIGHTS, Weights
from mercery.search.service import search

DEPTH: Final = 2_000
"""Results looked at: enough to pass over those nobody rated."""
TOP: Final = 10
PAGE: Final = 24
_CURRENCY: Final = "USD"
_CHOSEN_BY: Final = {"product_colour": "colour", "product_type": "product_type", "material": "material"}
"""Attributes that a shop would let people choose by."""

PARTS: Final[Mapping[str, Weights]] = {
    "near": Weights(near=0.0),
    "kind": Weights(kind=0.0),
    "attributes": Weights(details=0.0, kinds=0.0),
    "description": Weights(text=0.0),
    "order_of_words": Weights(together=0.0, beside=0.0),
    "covered": Weights(covered=0.0),
}
"""The weights without a part; `meaning` takes vectors away altogether. No catalogue alone says what shoppers like."""
_DRAWS: Final = 2_000

Ratings = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one query went."""

    full: float
    condensed: float
    judged: float


def run(paths: list[Path], say: Say) -> Result:
    """Figures `ndcg10_full ndcg10_condensed judged_share p50_ms p99_ms`, and `by_query`."""
    return asyncio.run(_run(paths[0], say))


async def _run(folder: Path, say: Say) -> Result:
    ratings = {query: found for query, found in read_ratings(folder).items() if max(found.values()) > 0}
    async with searched_shop(read_products(folder), say, currency=_CURRENCY) as shop:
        first, _ = await _ms(shop, "first")
        times = [await _ms(shop, query) for _ in range(3) for query in ratings]
        scores = await _scores(shop, ratings, WEIGHTS)
        parts = {name: await _scores(shop, ratings, weights) for name, weights in PARTS.items()}
        use_meaning(None)
        parts["meaning"] = await _scores(shop, ratings, WEIGHTS)
    return Result(
        n=len(scores),
        figures=figures(scores, times)
        | {"first_ms": round(first, 2), "by_part": {name: means(one) for name, one in parts.items()}},
    )


async def _scores(shop: SearchedShop, ratings: Ratings, weights: Weights) -> dict[str, Score]:
    return {query: score(await ranked(shop, query, DEPTH, weights), found) for query, found in ratings.items()}


def means(scores: Mapping[str, Score]) -> dict[str, float]:
    """The two figures that parts are compared by."""
    return {
        "ndcg10_full": _mean(one.full for one in scores.values()),
        "ndcg10_condensed": _mean(one.condensed for one in scores.values()),
    }


def figures(scores: Mapping[str, Score], times: Sequence[tuple[float, float]]) -> dict[str, object]:
    """Means over the queries, how far they would move with other queries, and how long a page of results takes."""
    return {
        **means(scores),
        "by_interval": {
            "ndcg10_full": _interval([one.full for one in scores.values()]),
            "ndcg10_condensed": _interval([one.condensed for one in scores.values()]),
        },
        "judged_share": _mean(one.judged for one in scores.values()),
        **_quantiles("ms", [wall for wall, _ in times]),
        **_quantiles("cpu_ms", [cpu for _, cpu in times]),
        "by_query": {query: [round(one.full, 3), round(one.condensed, 3)] for query, one in sorted(scores.items())},
    }


async def ranked(shop: SearchedShop, query: str, limit: int, weights: Weights = WEIGHTS) -> list[str]:
    """The keys of the products found, in order."""
    async with shop.database.session() as session:
        result = await search(session, shop.shop, query, "en", offers=offers, limit=limit, weights=weights)
        return [shop.keys[one] for one in result.product_ids]


async def _ms(shop: SearchedShop, query: str) -> tuple[float, float]:
    """How long a page of results takes, by the clock and in processor time of this process."""
    async with shop.database.session() as session:
        started = time.process_time()
        wall = (await search(session, shop.shop, query, "en", offers=offers, limit=PAGE)).ms
        return wall, (time.process_time() - started) * 1000


def _quantiles(name: str, times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"p50_{name}": round(statistics.median(ordered), 2),
        f"p99_{name}": round(ordered[math.ceil(0.99 * len(ordered)) - 1], 2),
    }


def score(found: Sequence[str], rated: Mapping[str, int]) -> Score:
    """How well `found` agrees with the ratings."""
    best = _gain(sorted(rated.values(), reverse=True))
    return Score(
        full=_gain([rated.get(one, 0) for one in found]) / best,
        condensed=_gain([rated[one] for one in found if one in rated]) / best,
        judged=sum(one in rated for one in found[:TOP]) / TOP,
    )


def _gain(ratings: Sequence[int]) -> float:
    return sum((2.0**rating - 1) / math.log2(place + 2) for place, rating in enumerate(ratings[:TOP]))


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 4)


def _interval(values: Sequence[float]) -> list[float]:
    """95 % of the means that drawing the queries anew gives."""
    draws = np.random.default_rng(5).integers(0, len(values), (_DRAWS, len(values)))
    low, high = np.quantile(np.asarray(values)[draws].mean(axis=1), (0.025, 0.975))
    return [round(float(low), 4), round(float(high), 4)]


def read_ratings(folder: Path) -> Ratings:
    """Rating by query and product."""
    found: dict[str, dict[str, int]] = {}
    with _opened(folder, "qrels.csv") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["query"], {})[row["product_id"]] = int(row["rating"])
    return found


def read_products(folder: Path) -> Iterator[Product]:
    """The catalogue."""
    with _opened(folder, "products.jsonl") as file:
        for line in file:
            yield product(json.loads(line))


def product(row: Mapping[str, Any]) -> Product:
    """A line of the file as a product of the catalogue."""
    prices = (PriceRow(amount=Money(int(row["price"]), _CURRENCY)),) if row.get("price") is not None else ()
    return Product(
        key=str(row["id"]),
        handle=slug(str(row["id"])),
        title=Words(str(row["title"])),
        description=Words(str(row.get("short_description") or "")),
        brand=str(row["supplier"]) if row.get("supplier") else None,
        attributes=tuple(_attributes(row)),
        variants=(Variant(sku=str(row["id"]), prices=prices, barcode=next(iter(row.get("ean") or ()), None)),),
    )


def _attributes(row: Mapping[str, Any]) -> Iterator[Attribute]:
    if row.get("name"):
        yield Attribute(name="model", label=Words("Model"), value=Text(Words(str(row["name"]))))
    for key, value in row.items():
        kind, name = key[:7], key[7:]
        label = Words(name.replace("_", " ").strip().capitalize())
        if kind == "attr_b_":
            yield Attribute(name=name, label=label, value=Flag(bool(value)))
        elif kind == "attr_t_" and name in _CHOSEN_BY:
            items = tuple(Words(part.strip()) for part in str(value).split(",") if part.strip())
            yield Attribute(name=_CHOSEN_BY[name], label=label, value=Terms(items))
        elif kind == "attr_t_":
            yield Attribute(name=name, label=label, value=Text(Words(str(value))))


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[IO[str]]:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.exists():
            with (
                gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file
            ):
                yield file
            return
    raise Invalid(f"There is no {name} in {folder}.", remedy="See docs/guide/examining.md for the files it takes.")
