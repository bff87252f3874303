"""The page of one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Option, Product, Variant
from mercery.claims.values import Materials
from mercery.claims.vocabulary import materials_in, same_or_kind_of
from mercery.core.clock import now
from mercery.core.i18n import Lang, Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.service import answers_to_say
from mercery.promotions.price import VariantPrice
from mercery.promotions.service import price_facts, price_products
from mercery.search.document import category_key
from mercery.search.words import index_terms
from mercery.storefront import cart
from mercery.storefront.promised import PromotionLine, plans_of_piece, promotions_of_piece
from mercery.storefront.recommended import Rows, recommended_rows
from mercery.storefront.reviewed import Reviewed, reviewed
from mercery.storefront.rules import PolicyLine, first_of
from mercery.storefront.seo import breadcrumb_json_ld, product_json_ld
from mercery.storefront.speech import Said, capital, ledger, said, until_text
from mercery.storefront.swatch import swatch
from mercery.storefront.visit import Head, Visit, head_of
from mercery.storefront.wares import (
    Picture,
    ground_of,
    main_material,
    pictures,
    price_words,
    product_url,
    stock_text,
)
from mercery.storefront.written import NOTHING_WRITTEN, WrittenOfPiece, written_of
from mercery.ui.formats import money_text

MOST_ANSWERS: Final = 4
_LINE_TOPICS: Final = ("delivery", "returns")
_ABOUT_PIECES: Final = frozenset(
    {"care", "materials", "material", "product", "products", "size", "sizing", "repair", "warranty"}
)


_KINDS: Final = ("leather", "silk", "cashmere", "wool", "gold", "silver", "diamond")
"""Kinds of material customers ask about by name."""
_TELL_NOTHING: Final = frozenset(
    index_terms("a the of and with a care made material length weight pieces shop white water diameter")
)
"""Words that a question and a piece may share by chance."""


_TELLING: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChoice:
    """One value of an option: where choosing it leads, and whether that combination can be had."""

    label: str
    url: str
    chosen: bool
    available: bool
    exists: bool
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """One thing to choose."""

    name: str
    label: str
    chosen: str
    choices: tuple[OptionChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAlso:
    """A question the shop has answered."""

    question: str
    answer: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """Everything the page of a piece shows."""

    head: Head
    active: str
    crumbs: tuple[tuple[str, str], ...]
    product_id: str
    handle: str
    sku: str
    variant_id: str
    name: str
    line: str
    description: tuple[str, ...]
    ground: str
    pictures: tuple[Picture, ...]
    price: str
    was: str
    until: str
    then: str
    tax: str
    price_claim: Said | None
    not_sold: str
    """Why there is no price, when there is none."""
    options: tuple[OptionRow, ...]
    stock: str
    available: bool
    few: bool
    in_bag: int
    """How many of the chosen variant are in the visitor's bag."""
    rules: tuple[PolicyLine, ...]
    ledger: tuple[Said, ...]
    asked_also: tuple[AskedAlso, ...]
    reviewed: Reviewed | None
    recommended: Rows
    """What completes it, and what may be had in its place."""
    promotions: tuple[PromotionLine, ...] = ()
    """Those the piece is part of."""
    instalments: tuple[str, ...] = ()
    """How its price can be paid in parts."""
    written: WrittenOfPiece = NOTHING_WRITTEN
    """What the studio has published about it."""


async def product_page(visit: Visit, product: Product, sku: str = "") -> ProductPage:
    """The page of `product` with the variant `sku`, or the first that can be had."""
    session, shop, lang = visit.session, visit.shop, visit.lang
    prices = price_products(shop, [product], currency=visit.currency)
    variant = _chosen(product, sku, prices)
    price = prices.get(variant.id) if variant else None
    shown = pictures(product, variant, lang)
    notes = await visit.policies()
    answers = await answers_to_say(session, shop.id, lang, now())
    bag = await cart.lines(session, shop.id, visit.visitor_id)
    facts = list(product_facts(product, shop))
    stated = {fact.subject.id: fact for fact in price_facts(shop, [product], currency=visit.currency)}
    price_fact = stated.get(variant.id) if variant else None
    also = [_also(visit, one) for one in _relevant(answers, product)]
    line = _line(product, variant, lang)
    crumbs = _crumbs(visit, product)
    said_of_it = await reviewed(visit, product.id)
    written = await written_of(visit, product)
    described = written.copy.described if written.copy else product.description.text(lang)
    return ProductPage(
        head=_head(visit, product, variant, prices, shown, crumbs, also, said_of_it, described),
        active=category_key(product.category[:1]) if product.category else "",
        crumbs=(*crumbs, (product.title.text(lang), "")) if crumbs else (),
        product_id=product.id,
        handle=product.handle,
        sku=variant.sku if variant else "",
        variant_id=variant.id if variant else "",
        name=product.title.text(lang),
        line=line,
        description=tuple(part.strip() for part in product.description.text(lang).split("\n") if part.strip()),
        ground=ground_of(product),
        pictures=tuple(shown),
        price=money_text(price.price.amount, lang) if price else "",
        was=money_text(price.price.was, lang) if price and price.price.was else "",
        until=capital(until_text(price.valid_to, lang, shop.timezone)) if price else "",
        then=money_text(price.then, lang) if price and price.then else "",
        tax=price_words(shop, price.price.tax_included, lang) if price else "",
        price_claim=said(price_fact, lang, shop.timezone) if price_fact else None,
        not_sold="" if price else visit.say(f"Not sold in {visit.currency}.", f"这件商品不以 {visit.currency} 出售。"),
        options=tuple(_option_row(visit, product, option, variant) for option in product.options),
        stock=stock_text(variant.stock, lang, shop.timezone) if variant else visit.say("Not for sale", "暂不出售"),
        available=variant is not None and variant.stock.available and price is not None and product.status == "active",
        few=variant is not None and variant.stock.quantity is not None and 0 < variant.stock.quantity <= 3,
        in_bag=sum(line.quantity for line in bag if variant and line.variant_id == variant.id),
        rules=first_of(notes, _LINE_TOPICS),
        ledger=tuple(ledger(facts, lang, shop.timezone, options=[option.name for option in product.options])),
        asked_also=tuple(also),
        reviewed=said_of_it,
        recommended=await recommended_rows(
            visit,
            "product",
            about=(product.id,),
            back=product_url(product, lang, variant.sku if sku and variant else ""),
        ),
        promotions=await promotions_of_piece(visit, product),
        instalments=await plans_of_piece(visit, product, variant, price),
        written=written,
    )


def _chosen(product: Product, sku: str, prices: Mapping[str, VariantPrice]) -> Variant | None:
    """The variant asked for, else the first that can be bought, else the first."""
    asked = product.variant(sku) if sku else None
    to_be_had = [one for one in product.variants if one.stock.available and one.id in prices]
    return asked or next(iter(to_be_had or product.variants), None)


def _line(product: Product, variant: Variant | None, lang: Lang) -> str:
    """`Bordeaux, calfskin`: the chosen options and what it is made of."""
    parts = [variant.title(lang) if variant else "", main_material(product, lang)]
    return capital(("，" if lang == "zh" else ", ").join(part for part in parts if part))


def _option_row(visit: Visit, product: Product, option: Option, chosen: Variant | None) -> OptionRow:
    now_chosen = chosen.options.get(option.name) if chosen else None
    return OptionRow(
        name=option.name,
        label=option.label.text(visit.lang),
        chosen=now_chosen.text(visit.lang) if now_chosen else "",
        choices=tuple(_choice(visit, product, option, value, chosen) for value in option.values),
    )


def _choice(visit: Visit, product: Product, option: Option, value: Words, chosen: Variant | None) -> OptionChoice:
    """The same combination with `value`; where it does not exist, the first piece that has the value."""
    having = [one for one in product.variants if one.options.get(option.name) == value]
    others = {name: words for name, words in (chosen.options if chosen else {}).items() if name != option.name}
    same = [one for one in having if all(one.options.get(name) == words for name, words in others.items())]
    target = next(iter(same or [one for one in having if one.stock.available] or having), None)
    return OptionChoice(
        label=value.text(visit.lang),
        url=product_url(product, visit.lang, target.sku if target else ""),
        chosen=chosen is not None and chosen.options.get(option.name) == value,
        available=bool(same) and same[0].stock.available,
        exists=bool(having),
        colour=swatch(value.en, value.zh) if option.name in ("colour", "color") else "",
    )


def _also(visit: Visit, answer: ApprovedAnswer) -> AskedAlso:
    return AskedAlso(
        question=answer.question.text(visit.lang),
        answer=answer.answer.text(visit.lang),
        until=until_text(answer.valid_to, visit.lang, visit.shop.timezone),
    )


def _relevant(answers: Sequence[ApprovedAnswer], product: Product) -> list[ApprovedAnswer]:
    """Approved answers that speak of what the piece is; those about pieces in general after them."""
    made_of = [part.material.en for a in product.attributes if isinstance(a.value, Materials) for part in a.value.parts]
    named = [material for text in made_of for material in materials_in(text)]
    kinds = [kind for kind in _KINDS if any(same_or_kind_of(material, kind) for material in named)]
    # Only long words of an attribute's name say what it is about: `prescription`, `engraving`, and not `fit` or `strap`.
    names = [word for a in product.attributes for word in a.name.split("_") if len(word) > _TELLING]
    own = " ".join([product.title.en, *(step.en for step in product.category), *made_of, *kinds, *names])
    terms = set(index_terms(own.replace("_", " "))) - _TELL_NOTHING

    def weight(answer: ApprovedAnswer) -> tuple[int, int]:
        shared = len(terms.intersection(index_terms(answer.question.en)))
        return (-shared, 0 if answer.category.lower() in _ABOUT_PIECES else 1)

    ranked = sorted(answers, key=weight)
    return [one for one in ranked if weight(one) < (0, 1)][:MOST_ANSWERS]


def _crumbs(visit: Visit, product: Product) -> tuple[tuple[str, str], ...]:
    """Category names with their addresses."""
    return tuple(
        (step.text(visit.lang), visit.url(f"/c/{quote(category_key(product.category[:depth]))}"))
        for depth, step in enumerate(product.category, 1)
    )


def _head(
    visit: Visit,
    product: Product,
    variant: Variant | None,
    prices: Mapping[str, VariantPrice],
    shown: Sequence[Picture],
    crumbs: Sequence[tuple[str, str]],
    also: Sequence[AskedAlso],
    said_of_it: Reviewed | None,
    described: str,
) -> Head:
    title = product.title.text(visit.lang)
    path = product_url(product, visit.lang)
    return head_of(
        visit,
        title,
        described or title,
        path=path,
        image=shown[0].url if shown else "",
        kind="product",
        json_ld=(
            product_json_ld(visit, product, prices, shown, said_of_it, described),
            breadcrumb_json_ld(visit, [*crumbs, (title, path)]),
        ),
        index=product.status == "active",
        assistant=visit.assistant(
            product_id=product.id,
            sku=variant.sku if variant else "",
            picture=shown[0].url if shown else "",
            suggestions=tuple(one.question for one in also[:3]),
        ),
    )
