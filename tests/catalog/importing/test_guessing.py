"""Files of no known system: the mapping guessed, or refused when it cannot be sure; encodings and damage."""

import codecs
import gzip
import json
from pathlib import Path

import pytest
from tests.catalog.importing.reading import read_text, refusal

from mercery.claims.values import Dimensions, Materials, Quantity, Stock
from mercery.core.i18n import Words

CHINESE = "商品名称,货号,颜色,尺码,价格,划线价,库存,材质,品牌\n羊绒围巾,WJ01,驼色,均码,¥1280.00,1580,6,100%羊绒,欧姆\n羊绒围巾,WJ01,灰色,均码,¥1280.00,,0,100%羊绒,欧姆\n真丝方巾,WJ02,红色,90cm,¥690,,3,真丝,欧姆\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_chinese_table_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    read = read_text(tmp_path, CHINESE.encode(encoding), currency="CNY")
    scarf = read.products[0]
    assert (read.sure, read.counts) == (True, (2, 3))
    assert read.prices == ["1280.00 CNY", "1280.00 CNY", "690.00 CNY"]
    assert scarf.title == Words("", "羊绒围巾") and scarf.variants[0].prices[0].was
    material = scarf.attribute("material")
    assert material and isinstance(material.value, Materials) and material.value.parts[0].percent == 100
    assert scarf.variants[1].options == {"colour": Words("", "灰色"), "size": Words("", "均码")}


def test_a_german_table_with_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    text = "Artikelnummer;Bezeichnung;Preis;UVP;Bestand;Größe\nA1;Mütze;1.280,00 €;1.500,00 €;4;M\nA2;Schal;19,9;;0;L\nA3;Jacke;1.280;;0;L\n"
    read = read_text(tmp_path, text.encode("latin-1", "replace").replace(b"?", b"\x80"))
    assert (read.sure, read.prices) == (True, ["1280.00 EUR", "19.90 EUR", "1280.00 EUR"])
    assert read.products[0].title.en == "Mütze"


@pytest.mark.parametrize("sign", [";", "|", "\t"])
def test_other_delimiters(tmp_path: Path, sign: str) -> None:
    rows = [("sku", "title", "price", "stock"), ("A1", "Cup, blue", "8.00", "3"), ("A2", "Bowl", "12.50", "0")]
    read = read_text(tmp_path, "\n".join(sign.join(row) for row in rows))
    assert (read.prices, read.products[0].title.en, read.products[0].variants[0].stock) == (
        ["8.00 EUR", "12.50 EUR"],
        "Cup, blue",
        Stock(3),
    )


def test_nested_objects_with_minor_units_and_two_languages(tmp_path: Path) -> None:
    product = {
        "product_id": "P1", "title": {"en": "Arda", "zh": "阿尔达"}, "category": "bags", "gender": "women",
        "attributes": {"material": "calf leather; cotton lining", "dimensions": "34 x 28 x 14 cm", "weight_g": 780},
        "warranty_months": 24,
        "variants": [
            {"sku": "AR-B", "options": {"colour": "black", "size": None}, "price_minor": 125000, "compare_at_minor": 150000, "currency": "EUR", "stock": 0, "restock_date": "2026-12-10"},
            {"sku": "AR-T", "options": {"colour": "tan", "size": None}, "price_minor": 9800, "compare_at_minor": None, "currency": "CNY", "stock": 2, "restock_date": None},
        ],
    }  # fmt: skip
    for name, text in (
        ("p.jsonl", json.dumps(product) + "\n"),
        ("p.json", json.dumps({"products": [product]}, indent=1)),
    ):
        read = read_text(tmp_path, text, name)
        arda = read.products[0]
        assert (arda.title, arda.audience, read.prices) == (
            Words("Arda", "阿尔达"),
            "women",
            ["1250.00 EUR", "98.00 CNY"],
        )
        kinds = {attribute.name: type(attribute.value) for attribute in arda.attributes}
        assert kinds == {"material": Materials, "dimensions": Dimensions, "weight": Quantity, "warranty": Quantity}
        assert str(arda.variants[0].stock.restock) == "2026-12-10" and arda.variants[0].prices[0].was


def test_yaml_and_its_bombs(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "products:\n  - name: Cup\n    sku: C1\n    price: 8.5\n    stock: 3\n  - name: Bowl\n    sku: C2\n    price: '12,50'\n",
        "p.yaml",
    )
    assert (read.counts, read.prices) == ((2, 2), ["8.50 EUR", "12.50 EUR"])
    assert "line 2" in refusal(tmp_path, "a: &a [x, x]\nb: [*a, *a]\n", "p.yaml")
    assert "line 3" in refusal(tmp_path, "products:\n  - name: Cup\n   sku: C1\n", "p.yaml")


def test_a_mapping_that_is_not_sure_is_not_taken(tmp_path: Path) -> None:
    text = "ref,what,asking\nA1,Cup of clay,8.00\nA2,Bowl of clay,12.00\n"
    assert not read_text(tmp_path, text).sure
    given = {"fields": {"sku": "ref", "title": "what", "price": "asking"}}
    read = read_text(tmp_path, text, mapping=given)
    assert (read.sure, read.prices, read.skus) == (True, ["8.00 EUR", "12.00 EUR"], ["A1", "A2"])
    assert "names the column 'cost'" in refusal(tmp_path, text, mapping={"fields": {"price": "cost"}})


def test_price_and_sale_price_side_by_side(tmp_path: Path) -> None:
    read = read_text(tmp_path, "sku,name,price,sale price\n1,Cup,10.00,8.00\n2,Bowl,12.00,\n")
    assert read.prices == ["8.00 EUR", "12.00 EUR"] and read.products[0].variants[0].prices[0].was


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (b"", "a.csv", "empty"),
        (b"\n\n", "a.csv", "empty"),
        (b"title,price\nCup,-3\n", "a.csv", "line 2, column price: The price -3 is negative"),
        (b"title,price\nCup,99999999999999\n", "a.csv", "line 2"),
        (b"title,price,sku\nCup,8,1\nBowl,9\n", "a.csv", "line 3: The row has 2 columns"),
        (b"title,price,restock date\nCup,8,2026-02-31\n", "a.csv", "line 2, column restock date"),
        (b"title,price,stock\nCup,8,4\nBowl,9,many\n", "a.csv", "line 3, column stock"),
        (b"title,price\nCup,8 XQQ\n", "a.csv", "currency"),
        (b'[{"title": "Cup", "price": 8},\n {"title": "Bowl", "price": }]', "a.json", "line 2"),
        (b'[{"title": "Cup", "price": 8},\n {"title": "Bo', "a.json", "line 2"),
        (b'{"title": "Cup", "price": 8}\n{"title": "Bowl"\n', "a.jsonl", "line 2"),
        (b"[]", "a.json", "empty"),
        (b'[{"title": "Cup", "price": NaN}]', "a.json", "NaN"),
        (gzip.compress(b"title,price\nCup,8\n" * 90, mtime=0)[:-12], "a.csv.gz", "cut off"),
        ("title,price\nTasse à café,8\n".encode() + "Été,9\n".encode("latin-1"), "a.csv", "line 3: The file mixes encodings"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "a.csv", ""),
        (codecs.BOM_UTF16_LE + b"a", "a.csv", "utf-16"),
    ],
)  # fmt: skip
def test_damaged_files_are_refused_with_the_reason(tmp_path: Path, text: bytes, name: str, said: str) -> None:
    message = refusal(tmp_path, text, name)
    assert message and said in message


def test_a_packed_file(tmp_path: Path) -> None:
    assert read_text(tmp_path, gzip.compress(CHINESE.encode()), "a.csv.gz", "CNY").counts == (2, 3)


def test_quotes_hold_lines_and_delimiters(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, 'sku,title,description,price\n1,"Cup ""one"", blue","first\nsecond",8\n2,Bowl 5" wide,x,9\n'
    )
    assert read.products[0].description.en == "first\nsecond"
    assert (read.products[1].source_line, read.products[1].title.en) == (4, 'Bowl 5" wide')
