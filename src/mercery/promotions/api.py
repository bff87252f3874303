"""Promotions for programs with an API key: quotes, drafts and their proofs, orders that were priced. Publishing takes two
people in the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.customers.service import ids_by_key
from mercery.promotions.api_shapes import (
    CartIn,
    CheckOut,
    LineIn,
    OrderIn,
    OrderOut,
    QuotedLine,
    QuotedStep,
    QuoteOut,
    SetIn,
    SetOut,
    SetsOut,
)
from mercery.promotions.buying import buyer_of
from mercery.promotions.cart_quote import CartLine, CartQuote
from mercery.promotions.publishing import service
from mercery.promotions.service import quote_cart
from mercery.promotions.worst.least_share import share_words
from mercery.web.database import Db

router = APIRouter(prefix="/api/v1/promotions", tags=["promotions"])


Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.PROMOTIONS_READ))]


Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.PROMOTIONS_WRITE))]


@router.post("/quote")
async def quote(session: Db, key: Reader, sent: CartIn) -> QuoteOut:
    """What a cart costs now, with every rule applied. Scope `promotions:read`."""
    shop = await accounts.shop(session, key.shop_id)
    products, lines = await _lines(session, shop, sent.lines)
    buyer = await buyer_of(session, shop.id, await _customer(session, shop, sent.customer), codes=sent.codes)
    found = await quote_cart(session, shop, lines, currency=sent.currency or None, buyer=buyer, products=products)
    return _quoted(found, {variant.id: variant.sku for one in products for variant in one.variants})


@router.get("")
async def list_sets(session: Db, key: Reader) -> SetsOut:
    """Sets of promotions. Scope `promotions:read`: those that are published, as customers may know them; with
    `promotions:write` all of them, whole."""
    every = await service.promotion_sets(session, key.shop_id)
    return SetsOut(items=[_told(one, key) for one in every if _may_see(one, key)])


@router.post("")
async def create_set(session: Db, key: Writer, sent: SetIn) -> SetOut:
    """Keep rules as a draft. Scope `promotions:write`."""
    shop = await accounts.shop(session, key.shop_id)
    return _set(await service.create(session, shop, key.actor, sent.draft))


@router.get("/{set_id}")
async def read_set(session: Db, key: Reader, set_id: str) -> SetOut:
    """One set. Scope `promotions:read`: once it is published, without coupon codes, limits and what is to come; with
    `promotions:write` whole."""
    one = await service.promotion_set(session, key.shop_id, set_id)
    if not _may_see(one, key):
        raise NotFound("There is no such set of promotions.", zh="没有这组促销。")
    return _told(one, key)


@router.put("/{set_id}")
async def change_set(session: Db, key: Writer, set_id: str, sent: SetIn) -> SetOut:
    """Give a set that is not published another content. Scope `promotions:write`."""
    shop = await accounts.shop(session, key.shop_id)
    return _set(await service.change(session, shop, key.actor, set_id, sent.draft))


@router.post("/{set_id}/check")
async def check_set(session: Db, key: Writer, set_id: str) -> CheckOut:
    """Have a set proved together with what is in force; a job does it. Scope `promotions:write`."""
    shop = await accounts.shop(session, key.shop_id)
    check_id = await service.begin(session, shop, key.actor, set_id)
    return _check(await service.check(session, shop.id, check_id))


@router.get("/checks/{check_id}")
async def read_check(session: Db, key: Reader, check_id: str) -> CheckOut:
    """How far a proof is. Scope `promotions:read`; with `promotions:write` also how many goods the set's rules reach have no
    known cost, and which first: publishing such a set takes a yes of its own."""
    found = await service.check(session, key.shop_id, check_id)
    if found.state != "done" or found.set_id is None or Scope.PROMOTIONS_WRITE not in key.scopes:
        return _check(found)
    shop = await accounts.shop(session, key.shop_id)
    lacking = await service.unknown_costs_of(session, shop, await service.promotion_set(session, shop.id, found.set_id))
    told = {code: one.data for code, one in lacking.items()}
    return _check(found).model_copy(update={"unknown_costs": told})


@router.get("/certificates/{certificate_id}")
async def read_certificate(session: Db, key: Writer, certificate_id: str) -> Json:
    """A proof whole, with costs and margins, and in a word the least share of its list price a cart pays: scope `promotions:write`."""
    kept = await service.certificate(session, key.shop_id, certificate_id)
    about = {"goods": len(kept.covers.goods), "rules": sorted(kept.covers.rules), "lacking_costs": kept.covers.lacking}
    return {
        "id": kept.id, "currency": kept.currency, "made_at": kept.made_at.isoformat(), "made_by": kept.made_by,
        "least_share": said.en if (said := share_words(kept.certificate)) else "",
        "covers": about, "certificate": plain(kept.certificate),
    }  # fmt: skip


@router.post("/orders")
async def place_order(session: Db, key: Writer, sent: OrderIn) -> OrderOut:
    """Tell what an order was priced with: it is held against the proof, its uses are counted. The same order told again
    changes nothing. Scope `promotions:write`."""
    shop = await accounts.shop(session, key.shop_id)
    placed = service.PlacedOrder(
        number=sent.number.strip().lstrip("#"), currency=sent.currency or shop.currency, codes=tuple(sent.codes),
        lines=tuple((line.sku, line.quantity) for line in sent.lines), total=sent.total, shipping=sent.shipping,
        placed_at=sent.placed_at, customer_id=await _customer(session, shop, sent.customer),
    )  # fmt: skip
    kept = await service.record_order(session, shop, placed)
    if kept is None:
        return OrderOut(number=placed.number, total=sent.total, quoted=sent.total, rules={}, units={}, release=0, certificate="")  # fmt: skip
    if kept.as_quoted:
        await service.keep_units(session, shop.id, kept)
    return _order(kept)


async def _lines(session: AsyncSession, shop: Shop, sent: Sequence[LineIn]) -> tuple[list[Product], list[CartLine]]:
    owners = await catalog.product_ids_of_skus(session, shop.id, {line.sku for line in sent})
    problems = [
        Problem(field=f"lines.{at}.sku", message=f"There is no variant with the SKU '{line.sku}'.", remedy="Mend the SKU.", zh=f"没有 SKU 为“{line.sku}”的款式，请更正 SKU。")
        for at, line in enumerate(sent)
        if line.sku not in owners
    ]  # fmt: skip
    if problems:
        raise Invalid(
            "The cart names goods the shop does not have.", problems=problems, zh="购物车中有本店没有的商品。"
        )
    products = await catalog.products(session, shop.id, list(dict.fromkeys(owners.values())))
    ids = {variant.sku: (one.id, variant.id) for one in products for variant in one.variants}
    return products, [
        CartLine(product_id=ids[line.sku][0], variant_id=ids[line.sku][1], quantity=line.quantity) for line in sent
    ]


async def _customer(session: AsyncSession, shop: Shop, key: str) -> str | None:
    if not key:
        return None
    found = (await ids_by_key(session, shop.id, [key])).get(key)
    if found is None:
        message = f"There is no customer '{key}'."
        raise Invalid(
            message,
            problems=[
                Problem(
                    field="customer",
                    message=message,
                    remedy="Send the customer first.",
                    zh=f"没有编号为“{key}”的顾客，请先发送该顾客。",
                )
            ],
            zh=f"没有编号为“{key}”的顾客，请先发送该顾客。",
        )
    return found


def _quoted(found: CartQuote, skus: dict[str, str]) -> QuoteOut:
    walk = found.promotions
    return QuoteOut(
        currency=found.currency,
        at=found.at,
        lines=[
            QuotedLine(
                sku=skus[line.variant_id],
                quantity=line.quantity,
                unit=line.price.price.amount.minor if line.price else None,
                was=line.price.price.was.minor if line.price and line.price.price.was else None,
                paid=line.paid.minor if line.paid else line.total.minor if line.total else None,
                unit_paid=[one.minor for one in line.unit_paid],
                problem=line.problem.message.en if line.problem else "",
            )
            for line in found.lines
        ],
        subtotal=found.subtotal.minor,
        discount=found.discount.minor if found.discount else 0,
        shipping=found.shipping.minor if found.shipping else 0,
        total=found.total.minor,
        valid_to=found.valid_to,
        steps=_steps(found),
        gifts=dict(walk.chosen.gifts) if walk else {},
        missed=dict(walk.quote.missed) if walk else {},
        missed_pieces=sorted(walk.quote.missed_pieces) if walk else [],
        optimal=walk.quote.optimal if walk else True,
        platform=walk.quote.platform.payable if walk else found.total.minor,
        release=walk.release if walk else 0,
        certificate=walk.certificate if walk else "",
    )


def _steps(found: CartQuote) -> list[QuotedStep]:
    walk = found.promotions
    if walk is None:
        return []
    return [
        QuotedStep(
            rule=step.rule, name=walk.names[step.rule].text("en"), level=step.level, base=step.base, need=step.need,
            reached=step.reached, discount=step.discount, split=list(step.split), note=step.note,
        )
        for step in walk.chosen.steps
    ]  # fmt: skip


_INNER: Final = ("code", "budget", "total", "per_user", "merchant_bps")
"""Of a rule, what only the shop itself knows: the coupon, the money and the copies left, and who pays."""


def _may_see(one: service.PromotionSet, key: ApiKey) -> bool:
    """Whether the key may know that the set exists: a draft is nobody's but the shop's."""
    return Scope.PROMOTIONS_WRITE in key.scopes or one.state == "published"


def _told(one: service.PromotionSet, key: ApiKey) -> SetOut:
    """The set whole to a key that may write it; to others what customers may know."""
    whole = _set(one)
    if Scope.PROMOTIONS_WRITE in key.scopes:
        return whole
    moment = now()
    begun = {rule.id for rule in one.rules if rule.holds_at(moment)}
    rules = [
        {name: value for name, value in rule.items() if name not in _INNER}
        for rule in whole.rules
        if rule["id"] in begun and not rule.get("code")
    ]
    return whole.model_copy(update={"rules": rules, "watch": {}, "author": "", "published_by": ""})


def _set(one: service.PromotionSet) -> SetOut:
    return SetOut(
        id=one.id, number=one.number, version=one.version, state=one.state, name=one.name.en, name_zh=one.name.zh,
        currency=one.currency, rules=[dict(rule) for rule in one.written], watch=dict(one.watch), author=one.author,
        certificates=dict(one.certificates), published_at=one.published_at, published_by=one.published_by,
    )  # fmt: skip


def _check(one: service.Check) -> CheckOut:
    return CheckOut(
        id=one.id, state=one.state, done=one.done, total=one.total, certificates=dict(one.certificates),
        problem=one.problem,
    )  # fmt: skip


def _order(kept: service.OrderPricing) -> OrderOut:
    rules: dict[str, int] = {}
    for step in kept.priced.steps:
        rules[step.rule] = rules.get(step.rule, 0) + step.discount
    units: dict[str, list[int]] = {}
    for line in kept.priced.lines:
        units.setdefault(line.sku, []).extend(line.unit_paid)
    return OrderOut(
        number=kept.number, total=kept.total, quoted=kept.quoted, rules=rules, units=units, release=kept.release,
        certificate=kept.certificate,
    )  # fmt: skip
