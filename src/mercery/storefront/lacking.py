"""What a piece misses of what was asked, and what it has instead, in words that stand on facts."""

from __future__ import annotations

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.catalog.slug import slug
from mercery.core.money import Money
from mercery.promotions.offer import Offer
from mercery.search.reading import Part
from mercery.search.result import CloseMatch, SearchResult
from mercery.storefront.fit import labelled_text
from mercery.storefront.speech import value_text
from mercery.storefront.visit import Visit
from mercery.storefront.wares import main_material
from mercery.ui.formats import money_text


def why_close(
    visit: Visit, product: Product, close: CloseMatch, result: SearchResult, offer: Offer | None
) -> tuple[str, ...]:
    """What a near miss lacks, with what it has instead where that is known."""
    if close.part is not None and (lack := _lack(visit, product, close.part, result.filters.price_max, offer, result)):
        return (lack,)
    return tuple(
        visit.say(f"Its record does not say {words.en}", f"商品资料未提及{words.zh}") for words in close.missing
    )


def is_near(product: Product, close: CloseMatch) -> bool:
    """A piece of a wholly other kind comes close to nothing, whatever its colour and price."""
    if close.part is None or close.part.facet != "category":
        return True
    wanted = {value.partition("/")[0] for value in dict(close.part.limits).get("category", ())}
    return bool(product.category) and slug(product.category[0].en or product.category[0].zh) in wanted


def lacks(visit: Visit, product: Product, result: SearchResult, offer: Offer | None) -> tuple[str, ...]:
    """What a result lacks of the limits that had to be left out, as far as its record or price shows it."""
    found = []
    for part in result.dropped:
        if part.kind == "facet" and _has(product, part) is not False:
            continue
        if lack := _lack(visit, product, part, None, offer, result):
            found.append(lack)
    return tuple(found)


def _lack(
    visit: Visit, product: Product, part: Part, most: int | None, offer: Offer | None, result: SearchResult
) -> str:
    offer = offer.among(result.filters.facets) if offer else None
    match part.kind:
        case "price":
            over = offer.low.minor - most if offer is not None and most is not None else 0
            gap = money_text(Money(over, visit.currency), visit.lang) if over > 0 else ""
            return visit.say(f"{gap} above your limit", f"超出预算 {gap}") if gap else ""
        case "measure":
            return _other_measure(visit, product, part)
        case "facet" if part.facet == "category":
            kind = product.category[-1] if product.category else None
            return visit.say(f"Another kind: filed under {kind.en}", f"属于{kind.zh}") if kind else ""
        case "facet":
            return visit.say(f"Not {_mid(part.label.en)}", f"不是{part.label.zh}") + _instead(visit, part, product)
        case "unwanted":
            return visit.say(f"Not met: {_mid(part.label.en)}", f"未满足：{part.label.zh}") + _made_of(
                visit, part, product
            )
        case "stock":
            return visit.say("Sold out at the moment", "暂时缺货") if offer is None or not offer.available else ""
        case "sale":
            return visit.say("Not reduced", "未参加优惠") if offer is None or not offer.on_sale else ""
        case _:
            return ""


def _made_of(visit: Visit, part: Part, product: Product) -> str:
    """` (cotton canvas; trim: calfskin)` behind a material that is not wanted."""
    if part.facet not in ("material", "made_of"):
        return ""
    fact = next((one for one in product_facts(product, visit.shop) if one.attribute == "material"), None)
    text = value_text(fact.value, visit.lang) if fact else ""
    return visit.say(f" ({text})", f"（{text}）") if text else ""


def _other_measure(visit: Visit, product: Product, part: Part) -> str:
    fact = next((one for one in product_facts(product, visit.shop) if one.attribute in part.names), None)
    if fact is None:
        return visit.say(f"Not stated: {_mid(part.label.en)}", f"未注明：{part.label.zh}")
    return labelled_text(fact.label.text(visit.lang), value_text(fact.value, visit.lang), visit)


def _has(product: Product, part: Part) -> bool | None:
    """Whether the piece has a value that was read from the query; None where that is not to be told here."""
    option = next((one for one in product.options if one.name == part.facet), None)
    if option is None:
        return None
    wanted = dict(part.limits).get(part.facet, ())
    return any(slug(value.en or value.zh) in wanted for value in option.values)


def _instead(visit: Visit, part: Part, product: Product) -> str:
    """`: it comes in taupe and bottle green` for a colour it does not have; what it is made of for a material."""
    name = part.facet
    if name in ("colour", "color"):
        option = next((one for one in product.options if one.name == name), None)
        names = [value.text(visit.lang) for value in option.values] if option else []
        return visit.say(f": it comes in {', '.join(names)}", f"：现有{'、'.join(names)}") if names else ""
    if name in ("material", "made_of"):
        made_of = main_material(product, visit.lang)
        return visit.say(f": it is made of {made_of}", f"：材质为{made_of}") if made_of else ""
    return ""


def _mid(text: str) -> str:
    """The label as it stands inside a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
