"""Rules in words: which piece or group is meant, where it counts, and why it moves nothing at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.errors import Invalid, MerceryError, NotFound, Problem
from mercery.core.i18n import Lang, Words
from mercery.search.desk.rule import Rule, Scope, Target
from mercery.search.desk.rules_view import ENDS_SOON, RuleLine
from mercery.search.filters import GROUP_LABELS
from mercery.search.finding import OfferSource
from mercery.search.library import opened
from mercery.search.matching import of_products
from mercery.search.service import listed, match_products, suggest

_MOST_GROUPS = 1_500
_MOST_PIECES = 8
_SURE = 0.99


class ManyPieces(Invalid):
    """A typed name means more than one piece."""

    def __init__(self, pieces: Sequence[tuple[str, str]]) -> None:
        problem = Problem(
            field="piece",
            message="Several pieces may be meant.",
            remedy="Choose one of them.",
            zh="可能指多件商品，请选择其一。",
        )
        super().__init__(problem.message, remedy=problem.remedy, problems=[problem])
        self.pieces = pieces


async def piece_named(session: AsyncSession, shop: Shop, text: str, lang: Lang) -> str:
    """The id of the piece that a SKU, an address or a name means; Invalid when none or several may be meant."""
    plain = text.strip()
    handle = plain.rstrip("/").rpartition("/")[2].partition("?")[0]
    try:
        return (await catalog.product_of_sku(session, shop.id, plain)).id
    except NotFound:
        pass
    try:
        return (await catalog.product(session, shop.id, handle=handle)).id
    except MerceryError:
        pass
    found = await match_products(session, shop, plain, lang, limit=_MOST_PIECES)
    if len(found) == 1 or (len(found) > 1 and found[0].score >= _SURE and found[1].score < _SURE):
        return found[0].product_id
    begun = await suggest(session, shop, plain, lang, limit=_MOST_PIECES)
    ids = [*(one.product_id for one in found), *(one.product_id for one in begun if one.product_id)]
    products = await catalog.products(session, shop.id, list(dict.fromkeys(ids)))
    if not products:
        problem = Problem(
            field="piece",
            message="No piece is called that.",
            remedy="Write its name, SKU or address.",
            zh="没有找到该商品，请填写名称、SKU 或地址。",
        )
        raise Invalid(problem.message, remedy=problem.remedy, problems=[problem], zh=problem.zh)
    if len(products) == 1:
        return products[0].id
    raise ManyPieces([(one.id, one.title.text(lang)) for one in products[:_MOST_PIECES]])


async def title(session: AsyncSession, shop: Shop, product_id: str) -> Words | None:
    """The name of a piece; None where there is none."""
    found = await catalog.products(session, shop.id, [product_id]) if product_id else []
    return found[0].title if found else None


async def groups(session: AsyncSession, shop: Shop, lang: Lang) -> list[tuple[str, str]]:
    """Every value a group of pieces can be chosen by, by facet."""
    shelf = await opened(session, shop.id)
    facets = sorted(
        shelf.index.rows.labels.items(), key=lambda pair: (pair[1].name != "category", pair[1].name, pair[1].value)
    )
    return [
        (key, f"{_facet_name(facet.name).text(lang)}{'：' if lang == 'zh' else ': '}{facet.label.text(lang)}")
        for key, facet in facets[:_MOST_GROUPS]
    ]


async def categories(session: AsyncSession, shop: Shop, lang: Lang) -> list[tuple[str, str]]:
    """Handle and name of each category, those below others named with them."""
    known = await catalog.categories(session, shop.id)
    names = {one.handle: one.name.text(lang) for one in known}
    return [
        (one.handle, " › ".join([names[one.parent], names[one.handle]] if one.parent in names else [names[one.handle]]))
        for one in known
        if one.count
    ]


async def values(session: AsyncSession, shop: Shop, rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """The values of the pieces that rules name."""
    ids = list(dict.fromkeys(one.target.value for one in rules if one.target.kind == "product"))
    shelf = await opened(session, shop.id)
    return {one.product_id: frozenset(one.values) for one in of_products(shelf.index, ids)}


async def lines(
    session: AsyncSession, shop: Shop, rules: Sequence[Rule], now: datetime, *, offers: OfferSource
) -> dict[str, RuleLine]:
    """Every rule by its id, in words."""
    ids = [one.target.value for one in rules if one.target.kind == "product"]
    products = {one.id: one for one in await catalog.products(session, shop.id, ids)}
    priced = await offers(session, shop, list(products))
    shelf = await opened(session, shop.id)
    names = {one.handle: one.name for one in await catalog.categories(session, shop.id)}
    found = {}
    for rule in rules:
        target = rule.target
        piece = products.get(target.value)
        idle = None
        if target.kind == "product":
            offer = priced.get(target.value)
            idle = _idle(piece is not None and piece.status == "active", bool(offer and offer.available), rule)
            said = piece.title if piece else Words("a piece that is gone", "已移除的商品")
        else:
            label = shelf.index.rows.labels.get(target.facet)
            said = _group(target, label.label if label else None)
            count, _ = await listed(session, shop, {target.facet.partition("=")[0]: [target.value]}, limit=1)
            idle = None if count else Words("no piece has this value", "没有商品具有此值")
        found[rule.id] = RuleLine(
            rule=rule, target=said, where=_where(rule.scope, names), standing=rule.standing(now), idle=idle,
            ends_soon=rule.ends_at is not None and rule.standing(now) == "in_force" and rule.ends_at - now <= ENDS_SOON,
        )  # fmt: skip
    return found


def _idle(shown: bool, sold: bool, rule: Rule) -> Words | None:
    if not shown:
        return Words("the piece is not shown in the shop", "该商品未在店铺展示")
    if not sold and rule.act != "bury":
        return Words("cannot be bought now, so it is not brought forward", "暂时无法购买，因此不会前移")
    return None


def _facet_name(name: str) -> Words:
    plain = name.replace("_", " ")
    return GROUP_LABELS.get(name) or Words(plain.capitalize(), plain)


def _group(target: Target, label: Words | None) -> Words:
    name = _facet_name(target.name or target.kind)
    value = label or Words(target.value, target.value)
    return Words(
        f"all of {name.en.lower()} {value.en or value.zh}", f"{name.zh or name.en}为“{value.zh or value.en}”的商品"
    )


def _where(scope: Scope, names: Mapping[str, Words]) -> Words:
    match scope.kind:
        case "all":
            return Words("every list", "所有列表")
        case "category":
            name = names.get(scope.category, Words(scope.category, scope.category))
            return Words(f"the page {name.en or name.zh}", f"“{name.zh or name.en}”页面")
        case "queries":
            shown, more = scope.queries[:3], len(scope.queries) - 3
            en, zh = ", ".join(f"“{one}”" for one in shown), "、".join(f"“{one}”" for one in shown)
            return Words(f"{en} and {more} more", f"{zh}等 {len(scope.queries)} 个搜索") if more > 0 else Words(en, zh)
