"""Small exports of many systems (all invented) in `exports/`: what each must yield, and what is easily lost on the way."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.catalog.importing.reading import Read, read_text, refusal

from mercery.catalog.importing.reading import open_file
from mercery.catalog.product import Product
from mercery.claims.values import Stock
from mercery.core.money import Money

EXPORTS = Path(__file__).parent / "exports"
EXPECTED = {
    "bigcommerce.json": ("guessed", 1, 2, "25", "27.5", "Shirt"),
    "bigcommerce_v2.csv": ("bigcommerce", 2, 3, "25", "99", "Vela Shirt"),
    "bigcommerce_v3.csv": ("bigcommerce", 2, 3, "4.5", "125", "Boot"),
    "commercetools.json": ("guessed", 1, 2, "129", "139", "Boot"),
    "compare_to.csv": ("guessed", 2, 2, "2.5", "3.5", "Apple"),
    "french.csv": ("guessed", 2, 2, "89.9", "1250", "Chemise en lin"),
    "google.tsv": ("google-merchant", 2, 3, "8", "15", "Bag black"),
    "heureka.xml": ("guessed", 2, 3, "290.5", "1290", "Lněná košile M"),
    "interface.json": ("guessed", 2, 2, "9.99", "19.99", "Salve"),
    "japanese.csv": ("guessed", 2, 2, "1280", "3980", "リネンシャツ"),
    "jd.csv": ("guessed", 2, 3, "59.9", "599", "冲锋衣"),
    "korean.csv": ("guessed", 2, 2, "12000", "39000", "린넨 셔츠"),
    "magento1.csv": ("magento-1", 2, 3, "9.5", "22", "Tee"),
    "medusa.json": ("guessed", 1, 2, "19.5", "20", "Tee"),
    "nopcommerce.csv": ("guessed", 2, 2, "1200", "1800", "Writing desk"),
    "nuvemshop.csv": ("guessed", 2, 3, "39.9", "199.9", "Camisa de linho"),
    "odoo.csv": ("guessed", 2, 2, "40", "450", "Desk"),
    "opencart.csv": ("guessed", 2, 2, "100", "101", "Clock"),
    "page.html": ("schema.org", 2, 2, "119.99", "1299", "Kettle"),
    "polish.csv": ("guessed", 2, 2, "49.9", "1299", "Łańcuszek złoty"),
    "products.yaml": ("guessed", 2, 2, "12.5", "45", "Vase"),
    "russian.csv": ("guessed", 2, 2, "990.5", "3990", "Льняная рубашка"),
    "saleor.csv": ("saleor", 2, 3, "4.5", "10", "Tee"),
    "saleor_graph.json": ("guessed", 1, 2, "5", "7", "Quince Syrup"),
    "shopify.json": ("guessed", 2, 3, "8.5", "125", "Coat"),
    "shopify_markets.csv": ("shopify", 2, 4, "10", "42", "Vela"),
    "shopware.csv": ("guessed", 2, 3, "59.5", "110", "Jacke"),
    "spanish.csv": ("guessed", 2, 2, "12", "39", "Camisa"),
    "square.csv": ("guessed", 2, 3, "2.75", "4.5", "Coffee"),
    "squarespace.csv": ("guessed", 2, 3, "12.5", "20", "Lune Tee"),
    "taobao.csv": ("guessed", 2, 2, "99", "299", "真丝睡衣"),
    "wix_v3.csv": ("wix", 2, 3, "30", "210", "Coat"),
    "without_sku.json": ("guessed", 2, 2, "22.3", "109.95", "Bag"),
    "woocommerce.json": ("guessed", 2, 3, "15", "45", "Cardigan"),
    "woocommerce_chinese.csv": ("guessed", 1, 2, "1080", "1280", "围巾"),
    "woocommerce_french.csv": ("guessed", 2, 2, "9.5", "59.9", "Chemise"),
    "woocommerce_german.csv": ("guessed", 2, 3, "19.9", "1049", "Mütze"),
    "yandex.xml": ("guessed", 2, 3, "490", "1990", "Рубашка"),
    "youzan.csv": ("guessed", 2, 3, "690", "1280", "羊绒围巾"),
}
"""File: format, products, variants, lowest and highest price a buyer pays, first title."""


def read(name: str, currency: str = "EUR") -> Read:
    """The products of an export; FileRefused when it has errors."""
    with open_file(EXPORTS / name, currency=currency) as opened:
        products = list(opened.read())
        opened.log.refuse()
        warnings = [problem.text() for problem in opened.log.kept]
        return Read(opened.format, products, warnings, opened.sure)


def written(amount: Money | None) -> str | None:
    """An amount with its currency: `12.50 EUR`."""
    return f"{amount.major} {amount.currency}" if amount else None


def named(products: list[Product], title: str) -> Product:
    """The product of that title."""
    return next(product for product in products if title in (product.title.en, product.title.zh))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_export_is_read_whole(name: str) -> None:
    format_, products, variants, lowest, highest, title = EXPECTED[name]
    found = read(name)
    amounts = [v.prices[0].amount.major for p in found.products for v in p.variants if v.prices]
    first = found.products[0].title
    assert (found.sure, found.format, found.counts) == (True, format_, (products, variants))
    assert (min(amounts), max(amounts), first.en or first.zh) == (Decimal(lowest), Decimal(highest), title)
    assert len(set(found.skus)) == variants


def test_every_export_is_expected() -> None:
    assert {path.name for path in EXPORTS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize(
    ("name", "title", "options"),
    [
        ("bigcommerce.json", "Shirt", [{"size": "S"}, {"size": "L"}]),
        ("bigcommerce_v2.csv", "Vela Shirt", [{"size": "Small", "colour": "Red"}, {"size": "Large", "colour": "Red"}]),
        ("bigcommerce_v3.csv", "Boot", [{"size": "38"}, {"size": "39"}]),
        ("commercetools.json", "Boot", [{"size": "38"}, {"size": "39"}]),
        ("magento1.csv", "Tee", [{"size": "S"}, {"size": "M"}]),
        ("medusa.json", "Tee", [{"size": "S"}, {"size": "M"}]),
        ("nuvemshop.csv", "Camisa de linho", [{"tamanho": "P"}, {"tamanho": "M"}]),
        ("shopify.json", "Coat", [{"size": "S"}, {"size": "M"}]),
        ("squarespace.csv", "Lune Tee", [{"size": "S", "colour": "Red"}, {"size": "M", "colour": "Red"}]),
        ("wix_v3.csv", "Coat", [{"size": "S"}, {"size": "M"}]),
        ("woocommerce.json", "Cardigan", [{"colour": "Blue"}, {"colour": "Red"}]),
        ("woocommerce_german.csv", "Mütze", [{"colour": "Blau"}, {"colour": "Rot"}]),
        ("youzan.csv", "羊绒围巾", [{"colour": "驼色", "size": "均码"}, {"colour": "灰色", "size": "均码"}]),
    ],
)
def test_what_a_buyer_chooses_is_found(name: str, title: str, options: list[dict[str, str]]) -> None:
    product = named(read(name).products, title)
    assert [{key: value.en or value.zh for key, value in v.options.items()} for v in product.variants] == options


@pytest.mark.parametrize(
    ("name", "sku", "before"),
    [
        ("bigcommerce_v2.csv", "PL", "110.00 EUR"),
        ("heureka.xml", "H1", None),
        ("nuvemshop.csv", "CL-P", "199.90 EUR"),
        ("shopify.json", "C-S", "150.00 EUR"),
        ("squarespace.csv", "SQ2", "22.00 EUR"),
        ("squarespace.csv", "SQ1", None),
        ("wix_v3.csv", "C-S", "250.00 EUR"),
        ("woocommerce_chinese.csv", "WJ-H", "1280.00 EUR"),
        ("woocommerce_german.csv", "HM-B", "24.90 EUR"),
    ],
)
def test_a_reduction_keeps_the_price_before(name: str, sku: str, before: str | None) -> None:
    variant = next(v for p in read(name).products for v in p.variants if v.sku == sku)
    was = variant.prices[0].was
    assert written(was) == before


def test_currencies_written_in_a_file_are_kept() -> None:
    rubles = {row.amount.currency for p in read("yandex.xml").products for v in p.variants for row in v.prices}
    both = [row.amount.currency for row in read("medusa.json").products[0].variants[0].prices]
    feed = {row.amount.currency for p in read("google.tsv").products for v in p.variants for row in v.prices}
    assert (rubles, both, feed) == ({"RUB"}, ["EUR", "USD"], {"USD"})


def test_stock_is_a_count_a_word_or_nothing() -> None:
    square = {v.sku: v.stock for p in read("squarespace.csv").products for v in p.variants}
    offers = {v.sku: v.stock for p in read("yandex.xml").products for v in p.variants}
    wix = {v.sku: v.stock for p in read("wix_v3.csv").products for v in p.variants}
    assert square == {"SQ1": Stock(5), "SQ2": Stock(None), "SQ3": Stock(3)}
    assert [offers[sku] for sku in sorted(offers)] == [Stock(None), Stock(0), Stock(None)]
    assert wix == {"C-S": Stock(3), "C-M": Stock(0), "CAP": Stock(None)}


def test_hidden_products_are_drafts() -> None:
    hidden = {
        ("squarespace.csv", "Mug"),
        ("shopware.csv", "Hose"),
        ("nuvemshop.csv", "Caneca"),
        ("youzan.csv", "真丝方巾"),
    }
    assert {named(read(name).products, title).status for name, title in hidden} == {"draft"}


def test_prices_of_a_shop_that_writes_them_without_tax_say_so(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(
        "Product ID;Active (0/1);Name *;Price tax excluded;Tax rules ID;Wholesale price;On sale (0/1);Discount percent;"
        "Discount to (yyyy-mm-dd);Reference #;EAN13;Quantity\n1;1;Vase;40.00;1;20;1;25;2030-01-31;V-1;;4\n"
        "2;0;Bowl;12.50;1;6;0;;;V-2;;0\n",
        encoding="utf-8",
    )
    with open_file(path, currency="EUR") as opened:
        vase, bowl = list(opened.read())
    assert (opened.format, vase.tax_included, bowl.status) == ("prestashop", False, "draft")
    assert [(written(row.amount), written(row.was), str(row.valid_to)[:10]) for row in vase.variants[0].prices] == [
        ("30.00 EUR", "40.00 EUR", "2030-01-31"),
        ("40.00 EUR", None, "None"),
    ]


def test_surcharges_and_discounts_are_reckoned(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(
        "handleId,fieldType,name,price,surcharge,visible,discountMode,discountValue,inventory,sku,productOptionName1,"
        "productOptionType1,productOptionDescription1\n"
        "p1,Product,Card,10.00,,true,PERCENT,10,InStock,,Paper,DROP_DOWN,Plain;Laid\n"
        "p1,Variant,,,0,true,,,InStock,C-P,,,Plain\np1,Variant,,,5.00,true,,,OutOfStock,C-L,,,Laid\n",
        encoding="utf-8",
    )
    with open_file(path, currency="EUR") as opened:
        (card,) = list(opened.read())
    prices = [(v.sku, written(v.prices[0].amount), written(v.prices[0].was)) for v in card.variants]
    assert prices == [
        ("C-P", "9.00 EUR", "10.00 EUR"),
        ("C-L", "13.50 EUR", "15.00 EUR"),
    ]
    assert card.variants[1].stock == Stock(0)


def test_prices_in_one_cell_by_country_and_group(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(
        "productType,variantId,sku,prices,tax,categories,images,name.en,name.de,slug.en,size\n"
        "main,1,B-38,EUR 12900;US-USD 14900;DE-EUR 11900 trade#berlin,t,Shoes>Boots,a.jpg,Boot,Stiefel,boot,38\n"
        ",2,B-39,EUR 13900|12900,,,,,,,39\n",
        encoding="utf-8",
    )
    with open_file(path, currency="EUR") as opened:
        (boot,) = list(opened.read())
    rows = [(written(row.amount), row.price_list) for row in boot.variants[0].prices]
    assert rows == [("129.00 EUR", "default"), ("149.00 USD", "us"), ("119.00 EUR", "de trade berlin")]
    assert boot.variants[1].prices[0].was and [v.options["size"].en for v in boot.variants] == ["38", "39"]


WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<item><title>lune.jpg</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>https://p.example/lune.jpg</wp:attachment_url></item>
<item><title>Lune - S</title><wp:post_id>12</wp:post_id><wp:post_parent>11</wp:post_parent><wp:post_type>product_variation</wp:post_type><wp:postmeta><wp:meta_key>_regular_price</wp:meta_key><wp:meta_value>20</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_sale_price</wp:meta_key><wp:meta_value>15</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>attribute_pa_size</wp:meta_key><wp:meta_value>small</wp:meta_value></wp:postmeta></item>
<item><title>Lune</title><content:encoded><![CDATA[<p>Soft.</p>]]></content:encoded><wp:post_id>11</wp:post_id><wp:post_name>lune</wp:post_name><wp:status>publish</wp:status><wp:post_type>product</wp:post_type><category domain="product_type">variable</category><category domain="product_cat">Shirts</category><category domain="pa_size">Small</category><wp:postmeta><wp:meta_key>_sku</wp:meta_key><wp:meta_value>LU</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta></item>
<item><title>Mug</title><wp:post_id>13</wp:post_id><wp:post_name>mug</wp:post_name><wp:status>draft</wp:status><wp:post_type>product</wp:post_type><category domain="product_type">simple</category><wp:postmeta><wp:meta_key>_price</wp:meta_key><wp:meta_value>9.50</wp:meta_value></wp:postmeta><wp:postmeta><wp:meta_key>_stock_status</wp:meta_key><wp:meta_value>outofstock</wp:meta_value></wp:postmeta></item>
</channel></rss>
"""


def test_products_in_wordpress_own_export(tmp_path: Path) -> None:
    found = read_text(tmp_path, WORDPRESS, "shop.xml")
    lune, mug = (named(found.products, title) for title in ("Lune", "Mug"))
    (small,) = lune.variants
    assert (found.format, small.sku, small.options["size"].en) == ("woocommerce-xml", "LU-12", "Small")
    assert (written(small.prices[0].amount), written(small.prices[0].was)) == ("15.00 EUR", "20.00 EUR")
    assert [media.source for media in lune.media] == ["https://p.example/lune.jpg"]
    assert (mug.status, mug.variants[0].stock) == ("draft", Stock(0))
    orphan = WORDPRESS.replace("<wp:post_parent>11<", "<wp:post_parent>99<")
    assert "line 4, column wp:post_parent: The variation 12" in refusal(tmp_path, orphan, "shop.xml")


def test_a_question_in_a_heading_is_answered_yes_or_no(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Артикул,Имя,Базовая цена,В наличии?\nA,Рубашка,240,1\nB,Кружка,90,0\n")
    assert [v.stock for p in found.products for v in p.variants] == [Stock(None), Stock(0)]
