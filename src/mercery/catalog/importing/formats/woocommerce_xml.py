"""WooCommerce products in WordPress's own export (WXR): posts of type `product` and `product_variation`, their data in post meta."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    described,
    finish,
    option,
    pictures,
    price_row,
    stock,
)
from mercery.catalog.product import Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.problems import refused
from mercery.core.files.tabular import Row, grouped
from mercery.core.files.xml_records import check_xml

NAME: Final = "woocommerce-xml"
_SETS: Final = ("grouped", "variable", "variable-subscription")


def is_export(head: str) -> bool:
    """Whether the beginning of an XML file is WordPress's."""
    return "wordpress.org/export/" in head


def read(path: Path, name: str, context: Context) -> Iterator[Product]:
    """The products, in file order, variations below their parents wherever they stand."""
    check_xml(path, name)
    pictures_by_id: dict[str, str] = {}
    known: set[str] = set()
    for row in _posts(path, name):
        if row.get("post_type") == "attachment":
            pictures_by_id[row.get("post_id")] = row.get("attachment_url")
        elif row.get("post_type") == "product":
            known.add(row.get("post_id"))

    def group(row: Row) -> str | None:
        if row.get("post_type") == "product":
            return row.get("post_id")
        if row.get("post_parent") not in known:
            context.log.stop(
                f"The variation {row.get('post_id')} names the product {row.get('post_parent')}, which is not in the file.",
                "Export it with its product.",
                line=row.line,
                column="wp:post_parent",
                field="key",
                zh=f"款式 {row.get('post_id')} 所属的商品 {row.get('post_parent')} 不在文件中，请连同商品一起导出。",
            )
        return row.get("post_parent")

    sold = (row for row in _posts(path, name) if row.get("post_type") in ("product", "product_variation"))
    for rows in grouped(sold, group):
        if any(row.get("post_type") == "product" for row in rows):
            yield _product(rows, pictures_by_id, context)
    if not known:
        context.log.stop(
            "The export holds no product.",
            "Export products from WordPress.",
            line=1,
            zh="导出文件中没有商品，请从 WordPress 导出商品。",
        )


def _posts(path: Path, name: str) -> Iterator[Row]:
    try:
        for _, element in etree.iterparse(
            str(path), events=("end",), tag="item", resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield Row(element.sourceline or 1, _cells(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise refused(
            name,
            f"The XML is malformed: {error.msg}.",
            "Export it again.",
            line=error.lineno,
            zh=f"XML 格式有误（{error.msg}），请重新导出。",
        ) from error


def _cells(element: etree._Element) -> dict[str, str]:
    """A post's fields by name, its meta by key, its terms as `term:<domain>` (several divided by line ends)."""
    cells: dict[str, str] = {}
    for child in element.iterchildren(tag=etree.Element):
        local = etree.QName(child).localname
        if local == "postmeta":
            texts = [(part.text or "").strip() for part in child.iterchildren(tag=etree.Element)]
            if len(texts) == 2 and texts[1]:
                cells.setdefault(texts[0], texts[1])
        elif local == "category":
            key = f"term:{child.get('domain')}"
            cells[key] = "\n".join(filter(None, (cells.get(key), (child.text or child.get("nicename") or "").strip())))
        elif local == "encoded":
            cells["excerpt" if "excerpt" in str(child.tag) else "content"] = (child.text or "").strip()
        else:
            cells[local] = (child.text or "").strip()
    return cells


def _product(rows: list[Row], images: dict[str, str], context: Context) -> Product:
    head = next(row for row in rows if row.get("post_type") == "product")
    children = [row for row in rows if row.get("post_type") == "product_variation"]
    ids = [head.get("_thumbnail_id"), *head.get("_product_image_gallery").split(",")]
    found = ProductFound(
        key=head.get("_sku") or f"id:{head.get('post_id')}",
        handle=unquote(head.get("post_name")),
        line=head.line,
        title=words(head.get("title")),
        description=described(head.get("content") or head.get("excerpt")),
        brand=head.get("term:product_brand"),
        category=tuple(words(name) for name in head.get("term:product_cat").splitlines()[:1]),
        status="active" if head.get("status") == "publish" else "draft",
        tags=[tag for tag in head.get("term:product_tag").splitlines() if tag],
        media=pictures(images.get(each.strip(), "") for each in ids),
        strict_options=False,
    )
    chosen = {key for row in children for key in row.cells if key.startswith("attribute_")}
    for key, value in head.cells.items():
        if key.startswith("term:pa_") and f"attribute_{key[5:]}" not in chosen:
            attribute = typed_attribute(_label(key[8:]), ", ".join(value.splitlines()))
            found.attributes += [attribute] if attribute else []
    if children:
        found.variants = [_variant(row, head, context) for row in children]
    elif head.get("term:product_type") not in _SETS:
        found.variants = [_variant(head, head, context)]
    return finish(found, context)


def _label(slugged: str) -> str:
    return unquote(slugged).replace("-", " ").replace("_", " ")


def _variant(row: Row, head: Row, context: Context) -> VariantFound:
    own = "" if row is head else f"{head.get('_sku') or head.get('post_name')}-{row.get('post_id')}"
    variant = VariantFound(
        line=row.line,
        sku=row.get("_sku") or own,
        barcode=row.get("_global_unique_id"),
        external_id=row.get("post_id"),
    )
    terms = {key[8:]: value.splitlines() for key, value in head.cells.items() if key.startswith("term:pa_")}
    for key, value in row.cells.items():
        if key.startswith("attribute_") and value:
            name = key.removeprefix("attribute_").removeprefix("pa_")
            written = next(
                (term for term in terms.get(name, []) if term.casefold() == unquote(value).casefold()), unquote(value)
            )
            variant.options.append(option(_label(name), words(written)))
    regular, sale = row.get("_regular_price", "_price"), row.get("_sale_price")
    price = price_row(context, sale or regular, regular if sale else "", line=row.line, column="_regular_price")
    if price:
        variant.prices = [price]
    else:
        context.log.note(
            "There is no price; it cannot be sold until it has one.",
            "Give it one.",
            line=row.line,
            field="price",
            zh="没有价格，填写价格之前不能销售。",
        )
    counted = stock(context, row.get("_stock"), line=row.line, column="_stock")
    managed = row.get("_manage_stock") == "yes"
    variant.stock = Stock(0) if row.get("_stock_status") == "outofstock" else counted if managed else Stock(None)
    return variant
