"""The catalogue for programs with an API key: read products, keep stock and prices, send products."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.catalog import service
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.importing.draft import Context
from mercery.catalog.importing.formats import mercery_json
from mercery.catalog.listing import Listing, listed
from mercery.catalog.product_json import product_to_json
from mercery.core.database import Json
from mercery.core.errors import Invalid, MerceryError, Problem
from mercery.core.files.problems import ProblemLog
from mercery.core.files.records import Record
from mercery.core.money import Money
from mercery.web.database import Db
from mercery.web.exact import Day, Flag, Whole
from mercery.web.pagination import Paging

router = APIRouter(prefix="/api/v1", tags=["catalogue"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.CATALOG_WRITE))]
_MOST = 500


class StockIn(BaseModel):
    """The pieces of one variant that can be sold; `quantity` null: not counted."""

    model_config = ConfigDict(extra="forbid")
    sku: str = Field(min_length=1, max_length=200)
    quantity: Whole | None = Field(ge=0, le=100_000_000)
    restock: Day | None = None


class PriceIn(BaseModel):
    """The list price of one variant in one currency, in minor units; `was_minor` is the compare-at price."""

    model_config = ConfigDict(extra="forbid")
    sku: str = Field(min_length=1, max_length=200)
    currency: str = Field(pattern="^[A-Z]{3}$")
    minor: Whole = Field(ge=0)
    was_minor: Whole | None = Field(None, ge=0)


class StockRows(BaseModel):
    """Up to 500 variants, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")
    rows: list[StockIn] = Field(min_length=1, max_length=_MOST)
    reason: str | None = Field(None, max_length=300)


class PriceRows(BaseModel):
    """Up to 500 prices, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")
    rows: list[PriceIn] = Field(min_length=1, max_length=_MOST)
    reason: str | None = Field(None, max_length=300)


class CostIn(BaseModel):
    """What one piece costs the shop and what it is never sold below, in minor units; null: not known, or no floor."""

    model_config = ConfigDict(extra="forbid")
    sku: str = Field(min_length=1, max_length=200)
    currency: str = Field(pattern="^[A-Z]{3}$")
    cost_minor: Whole | None = Field(None, ge=0)
    floor_minor: Whole | None = Field(None, ge=0)


class CostRows(BaseModel):
    """Up to 500 costs, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")
    rows: list[CostIn] = Field(min_length=1, max_length=_MOST)
    reason: str | None = Field(None, max_length=300)


class ProductsIn(BaseModel):
    """Products in the form of `mercery export`, at most 500, taken together or not at all."""

    model_config = ConfigDict(extra="forbid")
    products: list[dict[str, Any]] = Field(min_length=1, max_length=_MOST)
    dry_run: Flag = False


class ProductsOut(BaseModel):
    """One page of products in the form of `mercery export`."""

    items: list[dict[str, Any]]
    total: int
    page: int
    last: int


class Applied(BaseModel):
    """What a change did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@router.get("/products")
async def list_products(session: Db, key: Reader, paging: Paging, q: str = "", status: str = "") -> ProductsOut:
    """Products in the shop's order; `q` looks in titles, brand, key and SKU. Scope `catalog:read`."""
    wanted = Listing(text=q.strip()[:200], status=status, offset=paging.offset, limit=paging.size)
    products, total = await listed(session, key.shop_id, wanted)
    return ProductsOut(
        items=[product_to_json(product) for product in products],
        total=total,
        page=paging.number,
        last=max(1, -(-total // paging.size)),
    )


@router.get("/products/{handle}")
async def read_product(session: Db, key: Reader, handle: str) -> Json:
    """One product by its handle. Scope `catalog:read`."""
    return product_to_json(await service.product(session, key.shop_id, handle=handle))


@router.put("/products")
async def put_products(session: Db, key: Writer, sent: ProductsIn) -> Applied:
    """Add products, or change those with the same `key`; products not named stay. Scope `catalog:write`."""
    shop = await accounts.shop(session, key.shop_id)
    log = ProblemLog("products")
    records = (Record(line=number, data=data) for number, data in enumerate(sent.products, start=1))
    drafts = list(mercery_json.read(records, Context(log=log, currency=shop.currency)))
    log.refuse()
    done = await service.apply_drafts(session, shop, drafts, key.actor, dry_run=sent.dry_run, log=log)
    return Applied(new=done.new, changed=done.changed, unchanged=done.unchanged)


@router.put("/stock")
async def put_stock(session: Db, key: Writer, sent: StockRows) -> Applied:
    """Set stock and restock dates by SKU. Scope `catalog:write`."""
    done = Applied()
    problems: list[Problem] = []
    for number, row in enumerate(sent.rows):
        try:
            before = await _version(session, key.shop_id, row.sku)
            await service.set_stock(
                session, key.shop_id, row.sku, row.quantity, key.actor, restock=row.restock, reason=sent.reason
            )
            _count(done, changed=await _version(session, key.shop_id, row.sku) != before)
        except MerceryError as error:
            problems.append(_problem(number, row.sku, error))
    return _all_or_nothing(done, problems)


@router.put("/prices")
async def put_prices(session: Db, key: Writer, sent: PriceRows) -> Applied:
    """Set list prices by SKU and currency. Scope `catalog:write`."""
    done = Applied()
    problems: list[Problem] = []
    for number, row in enumerate(sent.rows):
        was = None if row.was_minor is None else Money(row.was_minor, row.currency)
        try:
            before = await _version(session, key.shop_id, row.sku)
            await service.set_price(
                session, key.shop_id, row.sku, Money(row.minor, row.currency), key.actor, was=was, reason=sent.reason
            )
            _count(done, changed=await _version(session, key.shop_id, row.sku) != before)
        except MerceryError as error:
            problems.append(_problem(number, row.sku, error))
    return _all_or_nothing(done, problems)


@router.put("/costs")
async def put_costs(session: Db, key: Writer, sent: CostRows) -> Applied:
    """Set costs and floors by SKU and currency. Nothing reads them back for customers. Scope `catalog:write`."""
    rows = [
        GoodsCost(sku=row.sku, currency=row.currency, cost=row.cost_minor, floor=row.floor_minor, line=number)
        for number, row in enumerate(sent.rows, start=1)
    ]
    changed = await record_costs(session, key.shop_id, rows, key.actor, reason=sent.reason or "")
    return Applied(changed=changed, unchanged=len(rows) - changed)


async def _version(session: AsyncSession, shop_id: str, sku: str) -> int:
    variant = (await service.product_of_sku(session, shop_id, sku)).variant(sku)
    return variant.version if variant else 0


def _count(done: Applied, *, changed: bool) -> None:
    if changed:
        done.changed += 1
    else:
        done.unchanged += 1


def _problem(number: int, sku: str, error: MerceryError) -> Problem:
    return Problem(message=error.message, remedy=error.remedy, field=f"rows.{number}", column=sku, zh=error.zh)


def _all_or_nothing(done: Applied, problems: list[Problem]) -> Applied:
    if problems:
        raise Invalid(
            "Nothing was changed: some rows cannot be used.", problems=problems, zh="未作任何改动：部分行不能使用。"
        )
    return done
