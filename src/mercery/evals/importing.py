"""`mercery eval import DIR…`: other systems' exports through the real importer into a scratch database, counted there.

A folder with `expected.json` holds files and what each must yield (`must_fail` for the broken ones). A folder without one
is a shop: it counts as one good item, right when everything was imported and the export equals the source.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.exporting import export
from mercery.catalog.importing.service import ImportOptions, ImportOutcome, import_path
from mercery.catalog.product import Product, Variant
from mercery.catalog.product_json import product_from_json
from mercery.catalog.service import all_product_ids, products
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.core.money import Money
from mercery.evals.registry import Result
from mercery.evals.scratch import NO_DATA, scratch_database
from mercery.orders.importing.kinds import register_kinds

Say = Callable[[str], None]
_SALE_APART = (
    "woocommerce",
    "magento",
    "magento-1",
    "google-merchant",
    "wix",
    "bigcommerce",
    "prestashop",
    "commercetools",
)
"""Formats that write a reduction apart from the price: their price is the regular one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one file or shop went."""

    name: str
    good: bool
    right: bool
    detail: Mapping[str, Any]


def run(paths: list[Path], say: Say) -> Result:
    """Examine every folder; figures `good_right good_total bad_refused bad_total` and `by_file`."""
    return asyncio.run(_run(paths, say))


async def _run(paths: Sequence[Path], say: Say) -> Result:
    register_kinds()
    verdicts: list[Verdict] = []
    async with scratch_database() as database:
        for path in paths:
            expected = path / "expected.json" if path.is_dir() else None
            if expected is not None and expected.exists():
                wanted = json.loads(expected.read_text(encoding="utf-8"))
                for name, keys in wanted.items():
                    verdicts.append(await _file(database, path / name, keys))
                    say(f"{'right' if verdicts[-1].right else 'WRONG'}  {name}")
            else:
                verdicts.append(await _shop(database, path))
                say(f"{'right' if verdicts[-1].right else 'WRONG'}  {path}")
    good = [verdict for verdict in verdicts if verdict.good]
    bad = [verdict for verdict in verdicts if not verdict.good]
    figures = {
        "good_right": sum(verdict.right for verdict in good),
        "good_total": len(good),
        "bad_refused": sum(verdict.right for verdict in bad),
        "bad_total": len(bad),
        "by_file": {verdict.name: {"right": verdict.right, **verdict.detail} for verdict in verdicts},
    }
    return Result(n=len(verdicts), figures=figures)


async def _new_shop(database: Database, path: Path) -> Shop:
    """A shop as `shop.json` beside the files describes it, else one in euros."""
    described = _described(path)
    async with database.session() as session:
        return await create_shop(
            session,
            slug=new_id("eval").replace("_", "-"),
            name=Words(str(described.get("name", "Eval"))),
            currency=str(described.get("default_currency", "EUR")),
            timezone=str(described.get("timezone", "Europe/Paris")),
        )


def _described(path: Path) -> dict[str, Any]:
    beside = (path if path.is_dir() else path.parent) / "shop.json"
    found: dict[str, Any] = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return found


async def _import(database: Database, shop: Shop, path: Path) -> list[ImportOutcome]:
    async with database.session() as session:
        options = ImportOptions(leave_out=NO_DATA)
        return await import_path(session, shop, path, SYSTEM, options)


async def _catalogue(database: Database, shop: Shop) -> list[Product]:
    async with database.session() as session:
        return await products(session, shop.id, await all_product_ids(session, shop.id, active_only=False))


async def _file(database: Database, path: Path, wanted: Mapping[str, Any]) -> Verdict:
    must_fail = "must_fail" in wanted
    shop = await _new_shop(database, path)
    try:
        outcomes = await _import(database, shop, path)
    except MerceryError as error:
        messages = [problem.text() for problem in error.problems[:5]] or [error.message]
        named = any(problem.line for problem in error.problems) and not await _catalogue(database, shop)
        return Verdict(name=path.name, good=not must_fail, right=must_fail and named, detail={"refused": messages})
    except OSError as error:
        return Verdict(name=path.name, good=not must_fail, right=False, detail={"unreadable": str(error)})
    got = counted(await _catalogue(database, shop), sale_apart=_writes_sale_apart(outcomes[0]))
    wrong = {
        key: {"got": got.get(key), "expected": value} for key, value in wanted.items() if not _same(got.get(key), value)
    }
    detail = {"format": outcomes[0].format, "got": got, "wrong": wrong, "warnings": outcomes[0].warning_count}
    return Verdict(name=path.name, good=not must_fail, right=not must_fail and not wrong, detail=detail)


def _writes_sale_apart(outcome: ImportOutcome) -> bool:
    guessed = outcome.mapping is not None and outcome.mapping.column("sale") is not None
    return guessed or outcome.format in _SALE_APART


def counted(catalogue: Sequence[Product], *, sale_apart: bool) -> dict[str, Any]:
    """Products, variants, lowest and highest price in major units, and the first title, as the catalogue has them.

    `sale_apart`: the file's price is the regular one, what a buyer pays now stands elsewhere.
    """
    amounts = [
        amount
        for product in catalogue
        for variant in product.variants
        if (amount := _price(variant, sale_apart)) is not None
    ]
    first = catalogue[0].title if catalogue else Words("")
    return {
        "products": len(catalogue),
        "variants": sum(len(product.variants) for product in catalogue),
        "price_min": float(min(amounts)) if amounts else None,
        "price_max": float(max(amounts)) if amounts else None,
        "first_title": first.en or first.zh,
    }


def _price(variant: Variant, sale_apart: bool) -> Decimal | None:
    rows = [row for row in variant.prices if row.price_list == "default"] or list(variant.prices)
    if not rows:
        return None
    amount: Money = rows[0].was or rows[0].amount if sale_apart else rows[0].amount
    return amount.major


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(got - wanted) < 0.005
    return bool(got == wanted)


async def _shop(database: Database, path: Path) -> Verdict:
    shop = await _new_shop(database, path)
    try:
        outcomes = await _import(database, shop, path)
    except MerceryError as error:
        messages = [problem.text() for problem in error.problems[:5]] or [error.message]
        return Verdict(name=path.name, good=True, right=False, detail={"refused": messages})
    out = io.StringIO()
    async with database.session() as session:
        await export(session, shop, out)
    exported = [product_from_json(json.loads(line)) for line in out.getvalue().splitlines()]
    wrong = _compare(path, exported)
    counts = {outcome.name: _numbers(outcome) for outcome in outcomes}
    again = await _import(database, shop, path)
    if any(outcome.summary and outcome.summary.changes for outcome in again):
        wrong.append("a second import of the same files changes something")
    return Verdict(name=path.name, good=True, right=not wrong, detail={"files": counts, "wrong": wrong[:20]})


def _numbers(outcome: ImportOutcome) -> dict[str, Any]:
    if outcome.summary:
        return {"kind": outcome.kind, "products": outcome.summary.products, "variants": outcome.summary.variants}
    assert outcome.counted is not None
    return {"kind": outcome.kind, "new": outcome.counted.new}


def _compare(path: Path, exported: Sequence[Product]) -> list[str]:
    """What differs between the source's own rows and our export: products, titles, SKUs, prices, stock, restock dates."""
    source = path / "products.jsonl" if path.is_dir() else path
    if not source.exists() or source.suffix != ".jsonl":
        return []
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    wrong = [] if len(rows) == len(exported) else [f"{len(exported)} products instead of {len(rows)}"]
    for row, product in zip(rows, exported, strict=False):
        title = row.get("title")
        wanted = Words(title.get("en", ""), title.get("zh", "")) if isinstance(title, dict) else Words(str(title))
        if product.title != wanted:
            wrong.append(f"{product.key}: title {product.title} instead of {wanted}")
        wrong += _compare_variants(row.get("variants", []), product)
    return wrong


def _compare_variants(rows: Sequence[Mapping[str, Any]], product: Product) -> list[str]:
    wrong = []
    if [row.get("sku") for row in rows] != [variant.sku for variant in product.variants]:
        wrong.append(f"{product.key}: other variants")
    for row, variant in zip(rows, product.variants, strict=False):
        price = variant.prices[0] if variant.prices else None
        restock = variant.stock.restock.isoformat() if variant.stock.restock else None
        got = (
            price.amount.minor if price else None,
            price.was.minor if price and price.was else None,
            price.amount.currency if price else None,
            variant.stock.quantity,
            restock,
        )
        wanted = tuple(row.get(key) for key in ("price_minor", "compare_at_minor", "currency", "stock", "restock_date"))
        if got != wanted:
            wrong.append(f"{variant.sku}: {got} instead of {wanted}")
    return wrong
