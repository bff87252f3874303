"""schema.org in JSON-LD: Product, ProductGroup with hasVariant, Offer and AggregateOffer, in @graph, ItemList or HTML pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    described,
    finish,
    no_price,
    option,
    pictures,
    price_row,
)
from mercery.catalog.product import Media, PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.problems import refused
from mercery.core.i18n import Words

NAME: Final = "schema.org"
_OPTIONS: Final = ("color", "size", "material", "pattern")
_WRAPPING: Final = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$")
_ABSENT: Final = ("OutOfStock", "SoldOut", "Discontinued", "PreOrder")


def scripts(path: Path, name: str) -> list[tuple[int, str]]:
    """Line and text of each JSON-LD script in an HTML page."""
    try:
        tree = lxml_html.parse(str(path), parser=lxml_html.HTMLParser(no_network=True, encoding="utf-8"))
        found = tree.xpath("//script[@type='application/ld+json']")
    except (etree.XMLSyntaxError, AssertionError) as error:
        raise refused(
            name, "The page cannot be read as HTML.", "Save it again.", zh="无法按 HTML 读取此网页，请重新保存。"
        ) from error
    if not found:
        raise refused(
            name,
            "The page has no JSON-LD (schema.org) in it.",
            "Use a page with product data.",
            line=1,
            zh="网页中没有 JSON-LD（schema.org）数据，请使用含商品数据的网页。",
        )
    return [(element.sourceline or 1, element.text or "") for element in found]


def read_page(path: Path, name: str, context: Context) -> Iterator[Product]:
    """The products described in an HTML page."""
    count = 0
    found = scripts(path, name)
    for line, text in found:
        try:
            data = json.loads(_WRAPPING.sub("", text))
        except json.JSONDecodeError as error:
            raise refused(
                name,
                f"The JSON-LD is malformed: {error.msg}.",
                "Mend the page.",
                line=line + error.lineno - 1,
                zh=f"JSON-LD 格式有误（{error.msg}），请修改网页。",
            ) from error
        for product in _products(data, text, context, line):
            count += 1
            yield product
    if not count:
        context.log.stop(
            "There is no schema.org Product in the page.",
            "Use a product's page.",
            line=found[0][0],
            zh="网页中没有 schema.org 商品，请使用商品页。",
        )


def read(data: Any, source: str, context: Context) -> Iterator[Product]:
    """The products in JSON-LD, each once, variants under their group. `source`: its text, to name lines by."""
    count = 0
    for product in _products(data, source, context, 1):
        count += 1
        yield product
    if not count:
        context.log.stop(
            "There is no schema.org Product in the file.",
            "Export it with products.",
            line=1,
            zh="文件中没有 schema.org 商品，请连同商品一起导出。",
        )


def _line_of(node: Mapping[str, Any], source: str, first: int) -> int:
    """Where the source names the node, by what is most its own."""
    for key in ("sku", "productGroupID", "@id", "mpn", "name"):
        value = node.get(key)
        if isinstance(value, str) and value:
            at = max(source.find(json.dumps(value)), source.find(json.dumps(value, ensure_ascii=False)))
            if at >= 0:
                return first + source.count("\n", 0, at)
    return first


def _products(data: Any, source: str, context: Context, first: int) -> Iterator[Product]:
    index = {node["@id"]: node for node in _all(data) if isinstance(node.get("@id"), str) and len(node) > 1}
    used: set[int] = set()
    groups = _Groups(data, index)
    for node in _nodes(data, None):
        if id(node) in used or groups.inside(node):
            continue
        used.add(id(node))
        yield _product(node, groups, context, _line_of(node, source, first))


def _types(node: Mapping[str, Any]) -> set[str]:
    given = node.get("@type", ())
    return {
        str(each).rsplit("/", 1)[-1].removeprefix("schema:") for each in (given if isinstance(given, list) else [given])
    }


def _all(data: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list):
        for each in data:
            yield from _all(each)
    elif isinstance(data, Mapping):
        yield data
        for value in data.values():
            yield from _all(value)


def _nodes(data: Any, inside: str | None) -> Iterator[Mapping[str, Any]]:
    """Products and groups anywhere, those inside another's hasVariant, offers or recommendations apart."""
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each, inside)
    elif isinstance(data, Mapping):
        kinds = _types(data)
        if kinds & {"Product", "ProductGroup", "IndividualProduct", "ProductModel"}:
            if len(data.keys() - {"@type", "@id", "url"}) > 0:
                yield data
            return
        for key, value in data.items():
            if key in ("@graph", "itemListElement", "item", "mainEntity", "hasPart", "products", "about"):
                yield from _nodes(value, key)


class _Groups:
    """Which products are variants of which group, by nesting, by @id or by isVariantOf / inProductGroupWithID."""

    def __init__(self, data: Any, index: Mapping[str, Mapping[str, Any]]) -> None:
        self.members: dict[int, list[Mapping[str, Any]]] = {}
        self._inside: set[int] = set()
        self._index = index
        nodes = list(_nodes(data, None))
        by_id = {
            str(node.get(key)): node
            for node in nodes
            for key in ("@id", "productGroupID")
            if node.get(key) and "ProductGroup" in _types(node)
        }
        for node in nodes:
            if "ProductGroup" in _types(node) or node.get("hasVariant"):
                for raw in _list(node.get("hasVariant")):
                    self._add(
                        node, index.get(str(raw.get("@id")), raw) if isinstance(raw, Mapping) else index.get(str(raw))
                    )
        for node in nodes:
            above = node.get("isVariantOf")
            target = (
                above.get("@id") or above.get("productGroupID")
                if isinstance(above, Mapping)
                else above or node.get("inProductGroupWithID")
            )
            group = by_id.get(str(target)) if target else None
            if group is not None and group is not node:
                self._add(group, node)

    def _add(self, group: Mapping[str, Any], member: Mapping[str, Any] | None) -> None:
        if member is not None and id(member) not in self._inside:
            self.members.setdefault(id(group), []).append(member)
            self._inside.add(id(member))

    def inside(self, node: Mapping[str, Any]) -> bool:
        return id(node) in self._inside

    def follow(self, value: Any) -> Any:
        return self._index.get(value["@id"], value) if isinstance(value, Mapping) and set(value) == {"@id"} else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, Mapping):
        return _text(value.get("name", value.get("@value", value.get("url", ""))))
    return "" if value is None else str(value).strip()


def _words(value: Any) -> Words:
    texts = [each for each in _list(value) if isinstance(each, Mapping) and "@value" in each]
    if texts:
        by = {str(each.get("@language", "en")).split("-")[0]: str(each["@value"]) for each in texts}
        return Words(by.get("en", ""), by.get("zh", ""))
    return words(_text(value))


def _product(node: Mapping[str, Any], groups: _Groups, context: Context, line: int | None) -> Product:
    members = groups.members.get(id(node), [])
    key = _text(
        node.get(
            "productGroupID",
            node.get("sku", node.get("productID", node.get("mpn", node.get("@id", node.get("url", node.get("name")))))),
        )
    )
    found = ProductFound(
        key=key or "product",
        line=line,
        title=_words(node.get("name")),
        description=described(_text(node.get("description"))),
        brand=_text(node.get("brand", node.get("manufacturer"))),
        category=tuple(
            words(step.strip()) for step in _text(node.get("category")).replace("/", ">").split(">") if step.strip()
        ),
        audience=_text((node.get("audience") or {}).get("suggestedGender", ""))
        if isinstance(node.get("audience"), Mapping)
        else "",
        media=_images(node),
        strict_options=False,
    )
    for name in (*_OPTIONS, "weight", "width", "height", "depth"):
        if node.get(name) and not members:
            text = _measure(node[name])
            attribute = typed_attribute(name, text)
            found.attributes += [attribute] if attribute else []
    for extra in _list(node.get("additionalProperty")):
        if isinstance(extra, Mapping):
            attribute = typed_attribute(_text(extra.get("name")), _measure(extra))
            found.attributes += [attribute] if attribute else []
    found.variants = [_variant(member, groups, context, line, grouped=True) for member in members] or _own_variants(
        node, groups, context, line
    )
    return finish(found, context)


def _measure(value: Any) -> str:
    if isinstance(value, Mapping):
        unit = {
            "CMT": "cm",
            "MMT": "mm",
            "KGM": "kg",
            "GRM": "g",
            "MTR": "m",
            "LTR": "l",
            "MLT": "ml",
            "INH": "in",
        }.get(str(value.get("unitCode", "")), str(value.get("unitText") or ""))
        return f"{_text(value.get('value', value.get('name')))} {unit}".strip()
    return ", ".join(_text(each) for each in _list(value))


def _images(node: Mapping[str, Any]) -> list[Media]:
    sources = [
        _text(each.get("contentUrl", each.get("url"))) if isinstance(each, Mapping) else str(each)
        for each in _list(node.get("image"))
    ]
    return pictures(sources)


def _own_variants(node: Mapping[str, Any], groups: _Groups, context: Context, line: int | None) -> list[VariantFound]:
    """A product without a group is one variant; several offers with SKUs of their own are several."""
    offers = _offers(node, groups)
    with_sku = [offer for offer in offers if _text(offer.get("sku"))]
    if len({_text(offer.get("sku")) for offer in with_sku}) < 2:
        return [_variant(node, groups, context, line, grouped=False)]
    found = []
    for offer in with_sku:
        name = _text(offer.get("name"))
        made = _variant(dict(node, sku=_text(offer["sku"]), offers=offer), groups, context, line, grouped=False)
        inner = offer.get("itemOffered")
        made.options = [
            option(key, words(_text(inner[key]))) for key in _OPTIONS if isinstance(inner, Mapping) and inner.get(key)
        ] or ([option("Variant", words(name))] if name else [])
        found.append(made)
    return found


def _offers(node: Mapping[str, Any], groups: _Groups) -> list[Mapping[str, Any]]:
    found = []
    for each in _list(node.get("offers")):
        offer = groups.follow(each)
        if isinstance(offer, Mapping):
            inner = (
                [groups.follow(one) for one in _list(offer.get("offers"))] if "AggregateOffer" in _types(offer) else []
            )
            found += [one for one in inner if isinstance(one, Mapping)] or [offer]
    return found


def _variant(
    node: Mapping[str, Any], groups: _Groups, context: Context, line: int | None, *, grouped: bool
) -> VariantFound:
    sku = _text(node.get("sku", node.get("productID", node.get("mpn"))))
    variant = VariantFound(
        line=line,
        sku=sku,
        barcode=next(
            (_text(node[key]) for key in ("gtin", "gtin13", "gtin12", "gtin14", "gtin8") if node.get(key)), ""
        ),
    )
    if grouped:
        variant.options = [option(name, words(_text(node[name]))) for name in _OPTIONS if node.get(name)]
        variant.pictures = [image.source for image in _images(node)]
    errors = context.log.errors
    offers = _offers(node, groups)
    seen: set[str] = set()
    for offer in offers:
        price = _price(offer, context, line)
        if price and price.amount.currency not in seen:
            seen.add(price.amount.currency)
            variant.prices.append(price)
    if not variant.prices and context.log.errors == errors:
        no_price(context, variant, "offers.price")
    if offers:
        said = _text(offers[0].get("availability")).rsplit("/", 1)[-1]
        level = offers[0].get("inventoryLevel")
        count = _text(level.get("value")) if isinstance(level, Mapping) else ""
        variant.stock = Stock(0) if said in _ABSENT else Stock(int(count) if count.isdigit() else None)
    return variant


def _price(offer: Mapping[str, Any], context: Context, line: int | None) -> PriceRow | None:
    specs = [each for each in _list(offer.get("priceSpecification")) if isinstance(each, Mapping)]
    listed = [
        each
        for each in specs
        if str(each.get("priceType", "")).rsplit("/", 1)[-1]
        in ("ListPrice", "StrikethroughPrice", "SRP", "MSRP", "RegularPrice")
    ]
    asked = [each for each in specs if each not in listed]
    value = offer.get("price", offer.get("lowPrice"))
    currency = offer.get("priceCurrency")
    if value is None and asked:
        value, currency = asked[0].get("price"), asked[0].get("priceCurrency", currency)
    was = listed[0].get("price") if listed else None
    return price_row(
        context, _text(value), _text(was), line=line, column="offers.price", currency=_text(currency).upper() or None
    )
