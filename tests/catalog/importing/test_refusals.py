"""What is wrong in a file is named with its line, column and remedy, and nothing of the file is taken."""

from pathlib import Path

import pytest
from tests.catalog.importing.reading import read_text

from mercery.core.files.problems import FileRefused

SHOPIFY = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n"
WOO = "ID,Type,SKU,Name,Published,Regular price,Sale price,Date sale price ends,Parent\n"
MAGENTO = "sku,product_type,attribute_set_code,name,price,qty,configurable_variations\n"
VENDURE = "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets\n"
SPREE = "slug,sku,name,price,currency,status,compare_at_price,inventory_count,option1_name,option1_value,category1\n"
MEDUSA = "Product Handle,Product Title,Variant SKU,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value\n"
FEED = (
    '<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n{}\n</channel></rss>'
)
ITEM = "<item><g:id>{}</g:id><g:title>Cup</g:title><g:price>{}</g:price></item>"
LINKED = '{{"@context": "https://schema.org",\n "@type": "Product", "name": "Cup", "offers": {{"price": "{}", "priceCurrency": "{}"}}}}'

CASES = [
    ("row_length.csv", SHOPIFY + "a,A,Size,S,1,5,3\na,,,M,2\n", "line 3: The row has 5 columns, the heading has 7"),
    ("price_of_words.csv", SHOPIFY + "a,A,Size,S,1,abc,3\n", "line 2, column Variant Price: 'abc' is not a price"),
    ("negative_price.csv", SHOPIFY + "a,A,Size,S,1,-5,3\n", "line 2, column Variant Price: The price -5 is negative"),
    ("stock_of_words.csv", SHOPIFY + "a,A,Size,S,1,5,many\n", "line 2, column Variant Inventory Qty"),
    ("option_missing.csv", SHOPIFY + "a,A,Size,S,1,5,3\na,,,,2,6,3\n", "line 3, column Option1 Value"),
    ("unknown_currency.csv", SHOPIFY + "a,A,Size,S,1,5 XQQ,3\n", "line 2, column Variant Price: The currency"),
    ("open_quote.csv", SHOPIFY + 'a,"A,Size,S,1,5,3\na,,,M,2,6,3\n', "line 2: A quote is opened and never closed"),
    ("page.csv", "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n", "line 1: This is a web page"),
    ("letter.csv", "Dear all,\nplease find attached\nthe products, thanks\n", "line 1: The file has one column only"),
    ("orphan.csv", WOO + "1,simple,A,Cup,1,5,,,\n2,variation,B,Shirt,1,9,,,NOPE\n", "line 3, column Parent"),
    ("twin.csv", WOO + "1,simple,A,Cup,1,5,,,\n2,simple,A,Bowl,1,6,,,\n", "line 3, column SKU: The SKU 'A' appears twice"),
    ("no_such_day.csv", WOO + "1,simple,A,Cup,1,5,4,2026-02-31,\n", "line 2, column date sale price ends"),
    ("no_name.csv", WOO + "1,simple,A,,1,5,,,\n", "line 2: The product has no title"),
    ("variation_missing.csv", MAGENTO + 'C,configurable,D,Coat,,,"sku=C-S,size=S|sku=C-M,size=M"\nC-S,simple,D,Coat S,10,1,\n', "names the variation 'C-M'"),
    ("magento_twin.csv", MAGENTO + "C,simple,D,Coat,5,1,\nC,simple,D,Coat,5,1,\n", "line 3, column sku"),
    ("option_values.csv", VENDURE + "Kite,kite,,,,colour|size,red,K1,5,standard,1,true,,\n", "line 2, column optionValues"),
    ("vendure_columns.csv", VENDURE.replace(",price", "") + "Kite,kite,,,,,,K1,standard,1,true,,\n", "line 1, column price"),
    ("first_row.csv", VENDURE + ",,,,,,,K1,5,standard,1,true,,\n", "line 2, column name"),
    ("spree_currency.csv", SPREE + "mug,M,Mug,5,ZZZ,active,,3,,,\n", "line 2, column currency: The currency 'ZZZ' is unknown"),
    ("spree_option.csv", SPREE + "mug,,Mug,0,EUR,active,,3,Colour,,\nmug,M1,,5,EUR,active,,3,,Red,\nmug,M2,,5,EUR,active,,3,,,\n", "line 4, column option1_value"),
    ("medusa_option.csv", MEDUSA + "tee,Tee,T1,5,Size,\n", "line 2, column Option 1: Option 1 has a name but no value"),
    ("medusa_column.csv", MEDUSA.replace("\n", ",Product Colur\n") + "tee,Tee,T1,5,Size,S,red\n", "line 1, column Product Colur"),
    ("medusa_currency.csv", MEDUSA.replace("EUR", "XQQ") + "tee,Tee,T1,5,Size,S\n", "line 1, column Variant Price XQQ"),
    ("saleor.csv", "id,name,variant id,variant sku,default (channel price amount)\nP1,Tee,V1,T-S,ten\n", "line 2, column default (channel price amount)"),
    ("orphan.json", '[{"model": "product.product", "pk": 1, "fields": {"name": "A"}},\n{"model": "product.productvariant", "pk": 2, "fields": {"product": 9}}]', "line 2: The variant 2 names product 9"),
    ("cut_off.json", '[{"title": "Cup", "price": 8},\n {"title": "Bo', "line 2: The JSON is malformed"),
    ("numbers.json", "[1, 2]", "line 1: Element 1 of the list is not an object"),
    ("text.json", '"products"', "line 1: The document holds no list of objects"),
    ("cut_off.xml", FEED.format(ITEM.format(1, "5 EUR"))[:-20], "line 3: The XML is malformed"),
    ("bomb.xml", '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>\n<rss><channel><item><title>&b;</title></item></channel></rss>', "line 2: The XML declares entities"),
    ("outside.xml", '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<rss><channel><item><title>&a;</title></item></channel></rss>', "line 2: The XML declares entities"),
    ("feed_price.xml", FEED.format(ITEM.format(1, "five EUR")), "line 3, column price"),
    ("feed_twin.xml", FEED.format(ITEM.format(1, "5 EUR") + "\n" + ITEM.format(1, "6 EUR")), "line 4, column id: The id '1' appears twice"),
    ("feed_empty.xml", FEED.format(""), "line 1: The feed has no item"),
    ("other.xml", "<shop>\n<product><name>Cup</name><price>5</price></product>\n<product><name>Bowl</name><price>x</price></product>\n<product><name>Jug</name><price>5</price></product></shop>", "line 3, column price"),
    ("linked_price.jsonld", LINKED.format("abc", "EUR"), "line 2, column offers.price: 'abc' is not a price"),
    ("linked_currency.jsonld", LINKED.format("5", "XQQ"), "line 2, column offers.price: The currency 'XQQ' is unknown"),
    ("linked_none.html", '<html>\n<script type="application/ld+json">{"@type": "Organization"}</script></html>', "line 2: There is no schema.org Product"),
    ("bad_indent.yaml", "products:\n  - name: Cup\n   sku: C1\n", "line 3: The YAML is malformed"),
    ("alias.yaml", "a: &a [x]\nproducts: [*a]\n", "line 2: YAML aliases and tags are not read"),
    ("nobody.csv", "sku,parent_sku,name,price,type\nP,,Coat,10,configurable\nP-S,P,Coat S,10,simple\nX-S,X,Hat,10,simple\n", "line 4, column parent_sku: The row names the parent 'X'"),
    ("no_price_at_all.csv", "sku,title,price\nA,Cup,\nB,Bowl,\n", "line 2, column price: The variant has no price"),
    ("no_title.csv", "sku,title,price\nA,,5\nB,Bowl,4\n", "line 2: The product has no title"),
    ("negative_stock.csv", "sku,title,price,stock\nA,Cup,5,-2\n", "line 2, column stock: The stock -2 is negative"),
    ("wix_orphan.csv", "handleId,fieldType,name,price,surcharge,visible\nx,Variant,,,5,true\n", "line 2, column fieldType"),
    ("bigcommerce_orphan.csv", 'Item Type,Product ID,Product Name,Product Code/SKU,Price\n  SKU,,"[S]Size=S",A-S,5\n', "line 2: The sku has no product row above it"),
    ("commercetools.csv", "productType,variantId,sku,prices,name.en\nmain,1,A,EUR x,Cup\n", "line 2, column prices: 'EUR x' is not a price"),
    ("magento1.csv", "sku,_store,_type,_attribute_set,name,price,_super_products_sku\nT,,configurable,D,Tee,5,T-S\n", "line 2, column _super_products_sku"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), CASES, ids=[name for name, _, _ in CASES])
def test_a_broken_file_is_refused_by_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_text(tmp_path, text, name)
    errors = [problem for problem in refusal.value.problems if problem.severity == "error"]
    assert any(said in problem.text() for problem in errors), [problem.text() for problem in errors]
    assert all(problem.line and problem.file == name and problem.remedy for problem in errors)


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_text(tmp_path, SHOPIFY + "a,A,Size,S,1,abc,3\nb,,Size,S,2,5,many\nc,C,Size,S,3\n")
    assert sorted({problem.line for problem in refusal.value.problems}) == [2, 3, 4]
