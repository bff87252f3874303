"""Lists of products: a category, a collection, the results of a search. One page type for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.offer import Offer
from mercery.promotions.service import offers, offers_of
from mercery.search.filters import Choice, FacetGroup, PriceBucket, Sort
from mercery.search.result import SearchResult
from mercery.search.service import search
from mercery.storefront.asked import PER_PAGE, Asked
from mercery.storefront.fit import Fit, best_fit, why_close
from mercery.storefront.speech import capital
from mercery.storefront.swatch import swatch
from mercery.storefront.visit import Head, Visit
from mercery.storefront.wares import Tile, tile
from mercery.ui.formats import money_text

SORT_WORDS: Mapping[Sort, Words] = {
    "relevance": Words("Best fit", "最相符"),
    "newest": Words("Newest", "最新"),
    "price_up": Words("Price, low to high", "价格从低到高"),
    "price_down": Words("Price, high to low", "价格从高到低"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """One box of a filter."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool
    url: str
    """The list with this choice switched."""
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """One filter."""

    name: str
    label: str
    choices: tuple[FilterChoice, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One limit in force, with the address without it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A piece that comes close."""

    tile: Tile
    missing: tuple[str, ...]


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
    fits: Mapping[str, Fit]
    """For the first results of a search: what was asked and how they meet it."""
    best: Fit | None
    read_as: tuple[Chip, ...]
    chips: tuple[Chip, ...]
    left_out: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
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

    @property
    def filtered(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.chips)


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
        offers=offers,
        filters=asked.filters(visit.currency, category=category, collection=collection),
        kept_as_words=asked.kept_as_words,
        currency=visit.currency,
        sort=asked.sort,
        offset=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE,
        merchandised=True,
    )
    ids = [*result.product_ids, *(one.product_id for one in result.close)]
    products = {one.id: one for one in await catalog.products(session, shop.id, ids)}
    offered = offers_of(shop, products.values(), currency=visit.currency)
    shown = [products[one] for one in result.product_ids if one in products]
    fits = {one.id: found for one in shown[:3] if (found := best_fit(visit, one, result, offered.get(one.id)))}
    return ListingPage(
        head=head,
        heading=heading,
        intro=intro,
        active=active,
        crumbs=tuple(crumbs),
        asked=asked,
        is_search=is_search,
        tiles=tuple(_tile(visit, one, offered, result) for one in shown),
        fits=fits,
        best=_best(fits, shown, asked, result) if is_search else None,
        read_as=tuple(_read_as(visit, asked, result)),
        chips=tuple(_chips(visit, asked, result)),
        left_out=tuple(words.text(lang) for words in result.left_out),
        corrections=tuple((one.said, one.meant) for one in result.corrections),
        close=tuple(_close(visit, result, products, offered)),
        total=result.total,
        summary=_summary(visit, result),
        groups=(*_subgroups(visit, subcategories), *_groups(visit, asked, result, hide_category=bool(category))),
        price_bands=tuple(_bands(visit, asked, result.price_buckets)),
        currency=visit.currency,
        in_stock=result.in_stock,
        on_sale=result.on_sale,
        sorts=tuple((value, _sort_words(value, is_search).text(lang), value == asked.sort) for value in SORT_WORDS),
        page=asked.page,
        last=max(1, -(-result.total // PER_PAGE)),
        ms=result.ms,
        product_ids=result.product_ids,
    )


def _best(fits: Mapping[str, Fit], shown: Sequence[Product], asked: Asked, result: SearchResult) -> Fit | None:
    """The first piece of the first page, unless a rule of the shop put it there: that is no better fit."""
    first = shown[0].id if shown and asked.page == 1 and asked.sort == "relevance" else ""
    return None if first in result.marks else fits.get(first)


def _tile(visit: Visit, product: Product, offered: Mapping[str, Offer], result: SearchResult) -> Tile:
    offer = offered.get(product.id)
    return tile(product, offer, visit.shop, visit.lang, currency=visit.currency, wanted=result.filters.facets)


def _sort_words(value: Sort, is_search: bool) -> Words:
    return Words("The shop's order", "本店排序") if value == "relevance" and not is_search else SORT_WORDS[value]


def _summary(visit: Visit, result: SearchResult) -> str:
    """How many meet everything, in one sentence."""
    n, wishes = result.total - len(result.brought), len(result.reading.parts) + len(result.reading.words)
    about = visit.say("about ", "约 ") if result.capped and result.filters.needs_offer else ""
    if not result.query:
        return visit.say(f"{about}{n} {'piece' if n == 1 else 'pieces'}", f"{about}{n} 件")
    if not n:
        return visit.say("No piece found", "没有找到商品")
    if not result.exact:
        return visit.say(f"{about}{n} {'comes' if n == 1 else 'come'} close", f"{about}{n} 件相近")
    each = "it" if wishes < 2 else "both" if wishes == 2 else f"all {wishes}"
    meet = visit.say(f"{about}{n} {'piece meets' if n == 1 else 'pieces meet'} {each}.", f"{about}{n} 件完全相符。")
    near = len(result.close)
    return meet + (
        visit.say(f" {near} {'comes' if near == 1 else 'come'} close.", f"另有 {near} 件相近。") if near else ""
    )


def _read_as(visit: Visit, asked: Asked, result: SearchResult) -> list[Chip]:
    """How the query was understood; taking a part away searches for its word instead."""
    return [
        Chip(
            label=capital(part.label.text(visit.lang)),
            url=asked.with_pair("as", part.key),
            note=part.said if part.kind == "facet" and part.said.lower() != part.label.text(visit.lang).lower() else "",
        )
        for part in result.reading.parts
    ]


def _chips(visit: Visit, asked: Asked, result: SearchResult) -> list[Chip]:
    """What the shopper chose."""
    labels = {(group.name, choice.value): choice.label for group in result.facets for choice in group.choices}
    found = [
        Chip(
            label=capital(labels.get((name, value), Words(value, value)).text(visit.lang)),
            url=asked.without_pair(name, value),
        )
        for name, values in asked.facets.items()
        for value in values
    ]
    if asked.price_min or asked.price_max:
        chosen = replace(asked.filters(visit.currency))
        found.append(
            Chip(label=_range(visit, chosen.price_min or 0, chosen.price_max), url=asked.replaced(min="", max=""))
        )
    if asked.in_stock:
        found.append(Chip(label=visit.say("In stock", "有货"), url=asked.without_pair("stock")))
    if asked.on_sale:
        found.append(Chip(label=visit.say("Reduced", "优惠中"), url=asked.without_pair("sale")))
    return found


def _close(
    visit: Visit, result: SearchResult, products: Mapping[str, Product], offered: Mapping[str, Offer]
) -> list[Close]:
    return [
        Close(
            tile=_tile(visit, products[one.product_id], offered, result),
            missing=why_close(visit, products[one.product_id], one, result, offered.get(one.product_id)),
        )
        for one in result.close
        if one.product_id in products
    ]


def _groups(visit: Visit, asked: Asked, result: SearchResult, *, hide_category: bool) -> list[FilterGroup]:
    return [
        _group(visit, asked, group)
        for group in result.facets
        if not (hide_category and group.name == "category") and any(choice.count for choice in group.choices)
    ]


def _group(visit: Visit, asked: Asked, group: FacetGroup) -> FilterGroup:
    chosen = asked.facets.get(group.name, ())
    choices = tuple(_choice(visit, asked, group.name, choice, choice.value in chosen) for choice in group.choices)
    opened = group.name in ("category", "colour", "color", "material", "size") or bool(chosen)
    return FilterGroup(name=group.name, label=group.label.text(visit.lang), choices=choices, open=opened)


def _choice(visit: Visit, asked: Asked, name: str, choice: Choice, chosen: bool) -> FilterChoice:
    switch = asked.without_pair(name, choice.value) if chosen else asked.with_pair(name, choice.value)
    colour = swatch(choice.label.en, choice.label.zh) if name in ("colour", "color") else ""
    return FilterChoice(
        name=name,
        value=choice.value,
        label=capital(choice.label.text(visit.lang)),
        count=choice.count,
        chosen=chosen,
        url=switch,
        colour=colour,
    )


def _subgroups(visit: Visit, subcategories: Sequence[FilterChoice]) -> list[FilterGroup]:
    if not subcategories:
        return []
    label = visit.say("Category", "分类")
    return [FilterGroup(name="subcategory", label=label, choices=tuple(subcategories), open=True)]


def _bands(visit: Visit, asked: Asked, buckets: Sequence[PriceBucket]) -> list[FilterChoice]:
    digits = len(str(Money.from_major(1, visit.currency).minor)) - 1

    def major(minor: int) -> str:
        return str(minor // 10**digits)

    found = []
    for bucket in buckets:
        top = None if bucket.high is None else bucket.high - 1
        low = major(bucket.low) if bucket.low else ""
        high = str(Money(bucket.high - 1, visit.currency).major) if bucket.high is not None else ""
        switch = asked.replaced(min="", max="") if bucket.chosen else asked.replaced(min=low, max=high)
        found.append(
            FilterChoice(
                name="price", value=f"{low}-{high}", label=_range(visit, bucket.low, top, open_top=bucket.high),
                count=bucket.count, chosen=bucket.chosen, url=switch,
            )
        )  # fmt: skip
    return found


def _range(visit: Visit, low: int, high: int | None, *, open_top: int | None = None) -> str:
    """`Under €500`, `€500 to €1,000`, `From €1,000`; `open_top` is the round edge just above `high`."""

    def text(minor: int) -> str:
        return money_text(Money(minor, visit.currency), visit.lang)

    if high is None:
        return visit.say(f"From {text(low)}", f"{text(low)} 起")
    if not low:
        return visit.say(f"Under {text(open_top or high)}", f"{text(open_top or high)} 以内")
    return visit.say(f"{text(low)} to {text(open_top or high)}", f"{text(low)} 至 {text(open_top or high)}")
