"""Lists of products: a category, a collection, the results of a search. One page type for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.promotions.offer import Offer
from mercery.promotions.service import glances, offers_of
from mercery.search.filters import Sort
from mercery.search.result import SearchResult
from mercery.search.service import listed, search
from mercery.search.words import index_terms
from mercery.storefront.around import Around, around
from mercery.storefront.asked import PER_PAGE, Asked
from mercery.storefront.facets import FilterChoice, FilterGroup, filter_groups, price_bands
from mercery.storefront.fit import Fit, FitLine, fit_of, kind_line, reasons
from mercery.storefront.kinds import as_served, only_mentions, unnamed, worded_options
from mercery.storefront.lacking import is_near, lacks, why_close
from mercery.storefront.limits import Chip, chosen, read_as, taken_back
from mercery.storefront.visit import Head, Visit
from mercery.storefront.wares import Tile, tile

SORT_WORDS: Mapping[Sort, Words] = {
    "relevance": Words("Best fit", "最相符"),
    "newest": Words("Newest", "最新"),
    "price_up": Words("Price, low to high", "价格从低到高"),
    "price_down": Words("Price, high to low", "价格从高到低"),
}


_FEW_WORDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A piece that comes close."""

    tile: Tile
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a piece is among the results."""

    meets: tuple[FitLine, ...] = ()
    lacks: tuple[str, ...] = ()
    """What had to be left out of the search and this piece does not have."""
    placed: str = ""
    """Said where a rule of the shop moved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """Everything a list of products shows."""

    head: Head
    heading: str
    intro: str
    active: str
    crumbs: tuple[tuple[str, str], ...]
    asked: Asked
    is_search: bool
    tiles: tuple[Tile, ...]
    whys: Mapping[str, Why]
    """For each result of a search, by product: why it is there."""
    best: Fit | None
    read_as: tuple[Chip, ...]
    taken_back: tuple[Chip, ...]
    chips: tuple[Chip, ...]
    left_out: tuple[str, ...]
    close: tuple[Close, ...]
    total: int
    summary: str
    groups: tuple[FilterGroup, ...]
    price_bands: tuple[FilterChoice, ...]
    currency: str
    in_stock: int
    on_sale: int
    sorts: tuple[tuple[str, str, bool], ...]
    """Value, words, whether chosen."""
    page: int
    last: int
    ms: float
    product_ids: tuple[str, ...]
    order: str
    """By what the results are ordered, in one sentence."""
    whole: int
    """How many pieces the shop has; 0 where no words were searched for."""
    around: Around | None = None
    no_kind: tuple[str, ...] = ()
    """Words of the search that no piece shown is called by or filed under, where nothing meets everything."""

    @property
    def filtered(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.chips)

    @property
    def nothing_like_it(self) -> bool:
        """Whether the words name no piece: nothing was found, or a few words found nothing that meets them all."""
        short = len(list(index_terms(self.asked.query))) <= _FEW_WORDS
        return not self.chips and (not self.total or (bool(self.left_out) and short))


async def listing_page(
    visit: Visit,
    asked: Asked,
    *,
    heading: str,
    head: Head,
    intro: str = "",
    active: str = "",
    category: str = "",
    collection: str = "",
    crumbs: Sequence[tuple[str, str]] = (),
    subcategories: Sequence[FilterChoice] = (),
) -> ListingPage:
    """The list, with its filters, page and near misses."""
    session, shop, lang = visit.session, visit.shop, visit.lang
    is_search = not (category or collection)
    result = await search(
        session,
        shop,
        asked.query if is_search else "",
        lang,
        offers=glances,
        filters=asked.filters(visit.currency, category=category, collection=collection),
        kept_as_words=asked.kept_as_words,
        currency=visit.currency,
        sort=asked.sort,
        offset=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE,
        merchandised=True,
    )
    result = as_served(result)
    ids = [*result.product_ids, *(one.product_id for one in result.close)]
    products = {one.id: one for one in await catalog.products(session, shop.id, ids)}
    offered = offers_of(shop, products.values(), currency=visit.currency)
    shown = [products[one] for one in result.product_ids if one in products]
    close = _close(visit, result, products, offered)
    fits = _fits(visit, shown, offered, result) if is_search else {}
    whys = _whys(visit, shown, fits, offered, result) if is_search else {}
    no_kind = unnamed(result, shown) if is_search and shown else ()
    whole = (await listed(session, shop, {}, limit=1))[0] if is_search and asked.query else 0
    return ListingPage(
        head=head,
        heading=heading,
        intro=intro,
        active=active,
        crumbs=tuple(crumbs),
        asked=asked,
        is_search=is_search,
        tiles=tuple(_tile(visit, one, offered, result) for one in shown),
        whys=whys,
        best=_best(fits, shown, asked, result) if is_search and not no_kind else None,
        no_kind=no_kind,
        read_as=read_as(visit, asked, result),
        taken_back=taken_back(visit, asked),
        chips=chosen(visit, asked, result),
        left_out=tuple(words.text(lang) for words in result.left_out),
        close=tuple(close),
        total=result.total,
        summary=_summary(visit, result, whole, len(close)),
        groups=filter_groups(visit, asked, result, subcategories, hide_category=bool(category)),
        price_bands=price_bands(visit, asked, result.price_buckets),
        currency=visit.currency,
        in_stock=result.in_stock,
        on_sale=result.on_sale,
        sorts=tuple((value, _sort_words(value, is_search).text(lang), value == result.sort) for value in SORT_WORDS),
        page=asked.page,
        last=max(1, -(-result.total // PER_PAGE)),
        ms=result.ms,
        product_ids=result.product_ids,
        order=_order(visit, result),
        whole=whole,
        around=await around(visit, asked, result) if is_search else None,
    )


def _fits(visit: Visit, shown: Sequence[Product], offered: Mapping[str, Offer], result: SearchResult) -> dict[str, Fit]:
    """How each piece meets what was asked; what a rule of the shop brought is no result and meets nothing."""
    wanted = [one for one in shown if one.id not in result.brought]
    return {one.id: found for one in wanted if (found := fit_of(visit, one, result, offered.get(one.id)))}


def _whys(
    visit: Visit, shown: Sequence[Product], fits: Mapping[str, Fit], offered: Mapping[str, Offer], result: SearchResult
) -> dict[str, Why]:
    """Why each piece is there; one that only tells of what another is called says so."""
    whys = {one.id: _why(visit, one, fits.get(one.id), offered, result) for one in shown}
    for one in shown:
        if one.id not in result.brought and not whys[one.id].meets and (word := only_mentions(result, one, shown)):
            told = visit.say(f"“{word}” is neither its name nor its kind", f"“{word}”不是它的名称或分类")
            whys[one.id] = replace(whys[one.id], lacks=(*whys[one.id].lacks, told))
    return whys


def _why(visit: Visit, product: Product, fit: Fit | None, offered: Mapping[str, Offer], result: SearchResult) -> Why:
    if product.id in result.brought:
        return Why(placed=visit.say("Shown here by the shop", "本店推荐展示"))
    return Why(
        meets=reasons(visit, fit, result.reasons.get(product.id, ()))
        or (kind_line(visit, product) if any(part.facet == "category" for part in result.reading.parts) else ()),
        lacks=lacks(visit, product, result, offered.get(product.id)),
        placed=visit.say("Moved forward by the shop", "本店前移") if _moved_up(product.id, result) else "",
    )


def _moved_up(product_id: str, result: SearchResult) -> bool:
    mark = result.marks.get(product_id)
    return mark is not None and mark.act != "bury"


def _best(fits: Mapping[str, Fit], shown: Sequence[Product], asked: Asked, result: SearchResult) -> Fit | None:
    """The first piece of the first page, unless a rule of the shop put it there: that is no better fit."""
    first = shown[0].id if shown and asked.page == 1 and result.sort == "relevance" else ""
    return None if first in result.marks else fits.get(first)


def _tile(visit: Visit, product: Product, offered: Mapping[str, Offer], result: SearchResult) -> Tile:
    offer = offered.get(product.id)
    wanted = {**worded_options(result, product), **result.filters.facets}
    return tile(product, offer, visit.shop, visit.lang, currency=visit.currency, wanted=wanted)


def _sort_words(value: Sort, is_search: bool) -> Words:
    return Words("The shop's order", "本店排序") if value == "relevance" and not is_search else SORT_WORDS[value]


def _summary(visit: Visit, result: SearchResult, whole: int, near: int) -> str:
    """How many of the `whole` shop's pieces meet everything, in one sentence."""
    n, wishes = result.total - len(result.brought), len(result.reading.parts) + len(result.reading.words)
    about = visit.say("about ", "约 ") if result.capped and result.filters.needs_offer else ""
    if not result.query:
        return visit.say(f"{about}{n} {'piece' if n == 1 else 'pieces'}", f"{about}{n} 件")
    if not n:
        return visit.say("No piece found", "没有找到商品")
    if not result.exact:
        return visit.say(f"{about}{n} {'comes' if n == 1 else 'come'} close", f"{about}{n} 件相近")
    each = "what you asked for" if wishes < 2 else "both" if wishes == 2 else f"all {wishes}"
    of_all = visit.say(f" of {whole} pieces", f"（共 {whole} 件）") if whole > n else visit.say(" pieces", "")
    of_all = visit.say(" piece", "") if n == 1 and whole <= 1 else of_all
    meets = "meets" if n == 1 else "meet"
    meet = visit.say(f"{about}{n}{of_all} {meets} {each}.", f"{about}{n} 件完全相符{of_all}。")
    return meet + (
        visit.say(f" {near} {'comes' if near == 1 else 'come'} close.", f"另有 {near} 件相近。") if near else ""
    )


def _order(visit: Visit, result: SearchResult) -> str:
    """How the results are ordered, and that nobody paid for a place."""
    by = {
        "relevance": visit.say(
            "fit first, then what can be had, then what others chose",
            "先看相符程度，再看有无现货，最后看其他顾客的选择",
        ),
        "newest": visit.say("the newest first", "最新在前"),
        "price_up": visit.say("the lowest price first", "价格从低到高"),
        "price_down": visit.say("the highest price first", "价格从高到低"),
    }[result.sort]
    said = visit.say(f"Nothing here was ranked for commission. The order is {by}.", f"排序不含任何佣金因素：{by}。")
    moved = sum(one in result.marks for one in result.product_ids)
    if not moved:
        return said
    pieces = "1 piece was" if moved == 1 else f"{moved} pieces were"
    return said + visit.say(f" {pieces} moved by the shop.", f"其中 {moved} 件由本店调整位置。")


def _close(
    visit: Visit, result: SearchResult, products: Mapping[str, Product], offered: Mapping[str, Offer]
) -> list[Close]:
    return [
        Close(
            tile=_tile(visit, products[one.product_id], offered, result),
            missing=why_close(visit, products[one.product_id], one, result, offered.get(one.product_id)),
        )
        for one in result.close
        if one.product_id in products and is_near(products[one.product_id], one)
    ]
