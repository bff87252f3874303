"""`mercery eval search-zh DIR`: Chinese queries and titles, through the product's search.

DIR holds `product_select.jsonl` (`query`, `candidates_text` with the titles joined by commas, `gold_title`): the candidates of
each line stand in a category of their own, and the first result of the query there is the choice. And
`query_item_matching.jsonl` (`sentences`: `Query: …`, `Doc: …` on two lines; `labels.en`: `match` or `not match`): they match
where the product has at least a third of what was asked, each word by how telling it is. That third is a reasoned limit and
no learnt one: of three words of a query one has to be there.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from mercery.catalog.product import Product, Variant
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.evals.registry import Result, Say
from mercery.evals.searched_shop import SearchedShop, searched_shop
from mercery.promotions.service import offers
from mercery.search.filters import Filters
from mercery.search.service import agreements, search

MATCHES_FROM: Final = 1 / 3
_DRAWS: Final = 2_000
_SEPARATOR: Final = ", "


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of `product_select.jsonl`."""

    key: str
    query: str
    titles: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One line of `query_item_matching.jsonl`."""

    key: str
    query: str
    title: str
    match: bool


def run(paths: list[Path], say: Say) -> Result:
    """Figures `match_macro_f1 select_accuracy` with their 95 % intervals, and counts."""
    return asyncio.run(_run(paths[0], say))


async def _run(folder: Path, say: Say) -> Result:
    choices = [_choice(row) for row in _rows(folder / "product_select.jsonl")]
    pairs = [_pair(row) for row in _rows(folder / "query_item_matching.jsonl")]
    async with searched_shop(_products(choices, pairs), say, currency="CNY") as shop:
        right = [await _chosen(shop, one) == one.right for one in choices]
        found = [await _matches(shop, one) for one in pairs]
    truth = np.array([one.match for one in pairs])
    said = np.array(found)
    figures = {
        "match_macro_f1": round(macro_f1(truth, said), 4),
        "match_macro_f1_interval": _interval(truth, said),
        "match_right": int((truth == said).sum()),
        "match_total": len(pairs),
        "select_accuracy": round(sum(right) / max(len(right), 1), 4),
        "select_accuracy_interval": wilson(sum(right), len(right)),
        "select_right": sum(right),
        "select_total": len(right),
    }
    return Result(n=len(choices) + len(pairs), figures=figures)


async def _chosen(shop: SearchedShop, one: Choice) -> str | None:
    """The title of the first result in the line's own category."""
    async with shop.database.session() as session:
        among = Filters(facets={"category": (one.key,)})
        result = await search(session, shop.shop, one.query, "zh", offers=offers, filters=among, limit=1)
    if not result.product_ids:
        return None
    return one.titles[int(shop.keys[result.product_ids[0]].rpartition("-")[2])]


async def _matches(shop: SearchedShop, one: Pair) -> bool:
    product_id = next(known for known, key in shop.keys.items() if key == one.key)
    async with shop.database.session() as session:
        found = await agreements(session, shop.shop, one.query, [product_id])
    return found[product_id] >= MATCHES_FROM


def macro_f1(truth: np.ndarray[Any, Any], said: np.ndarray[Any, Any]) -> float:
    """The mean of the F1 of matching and of not matching."""
    each = []
    for label in (True, False):
        both = int(((truth == label) & (said == label)).sum())
        each.append(2 * both / max(int((truth == label).sum() + (said == label).sum()), 1))
    return sum(each) / 2


def wilson(right: int, total: int) -> list[float]:
    """The 95 % interval of a share."""
    if not total:
        return [0.0, 1.0]
    z, share = 1.96, right / total
    middle, spread = share + z * z / (2 * total), z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return [round((middle + sign * spread) / (1 + z * z / total), 4) for sign in (-1, 1)]


def _interval(truth: np.ndarray[Any, Any], said: np.ndarray[Any, Any]) -> list[float]:
    """95 % of what drawing the pairs anew gives."""
    draws = np.random.default_rng(5).integers(0, len(truth), (_DRAWS, len(truth)))
    values = [macro_f1(truth[draw], said[draw]) for draw in draws]
    return [round(float(one), 4) for one in np.quantile(values, (0.025, 0.975))]


def _products(choices: Sequence[Choice], pairs: Sequence[Pair]) -> Iterator[Product]:
    for one in choices:
        for place, title in enumerate(one.titles):
            yield _product(f"{one.key}-{place}", title, one.key)
    for pair in pairs:
        yield _product(pair.key, pair.title, "pairs")


def _product(key: str, title: str, category: str) -> Product:
    return Product(
        key=key, handle=key, title=Words("", title), category=(Words(category, category),), variants=(Variant(sku=key),)
    )


def _choice(row: dict[str, Any]) -> Choice:
    right = str(row["gold_title"])
    # A title may hold the separator itself; the right one is known whole.
    before, found, after = str(row["candidates_text"]).rstrip(".").partition(right.rstrip("."))
    if not found:
        raise Invalid(f"Line {row['id']}: the right title is none of the candidates.", remedy="Leave the line out.")
    first, last = ([part for part in side.split(_SEPARATOR) if part.strip(" ,")] for side in (before, after))
    return Choice(key=f"choice-{row['id']}", query=str(row["query"]), titles=(*first, right, *last), right=right)


def _pair(row: dict[str, Any]) -> Pair:
    query, _, title = str(row["sentences"]).partition("\nDoc: ")
    return Pair(
        key=f"pair-{row['id']}",
        query=query.removeprefix("Query: "),
        title=title,
        match=row["labels"]["en"] == ["match"],
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        raise Invalid(f"There is no {path}.", remedy="See docs/guide/examining.md for the files it takes.")
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
