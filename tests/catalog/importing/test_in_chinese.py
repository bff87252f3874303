"""Columns in Chinese beside the column of the same name."""

from pathlib import Path

import pytest
from tests.catalog.importing.reading import read_text

from mercery.catalog.importing.in_chinese import in_chinese
from mercery.claims.values import Materials, Text
from mercery.core.i18n import Words

TEA = (
    "Product code,SKU,Name (English),Name (Chinese),Description,Description (Chinese),Category,Category (Chinese),Size,Size (Chinese),Price EUR,Material,Material (Chinese),Origin,Origin (Chinese)\n"
    "T1,T1-R,Tea Tin,茶叶罐,Two lids.,双盖。,Tools > Tins,茶具 > 茶罐,Red,红色,13.00,tinplate,马口铁,Kyoto,京都\n"
    "T1,T1-B,Tea Tin,茶叶罐,Two lids.,双盖。,Tools > Tins,茶具 > 茶罐,Black,黑色,13.00,tinplate,马口铁,Kyoto,京都\n"
    "T2,T2,Scoop,茶则,One piece.,整段。,Tools,茶具,,,12.00,bamboo,竹,,\n"
)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Name", "Name (Chinese)"),
        ("name_en", "name_zh"),
        ("Name", "Chinese name"),
        ("Name", "name-zh-CN"),
        ("英文名称", "中文名称"),
        ("名称(英文)", "名称（中文）"),
    ],
)
def test_a_column_is_paired_with_the_one_it_translates(english: str, chinese: str) -> None:
    columns = [chinese, "Price", english]
    assert in_chinese(columns, {chinese: ["茶叶罐", "茶则"], english: ["Tea Tin"]}) == {chinese: english}


def test_a_heading_alone_makes_no_translation() -> None:
    """What lies in China, and a column whose own language has no other beside it."""
    assert in_chinese(["Stock", "Stock (CN)"], {"Stock (CN)": ["3", "0"]}) == {}
    assert in_chinese(["Name", "Colour (Chinese)"], {"Colour (Chinese)": ["红色"]}) == {}


def test_a_table_in_two_languages_becomes_one_set_of_products_in_both(tmp_path: Path) -> None:
    read = read_text(tmp_path, TEA)
    tin, scoop = read.products
    assert (read.sure, read.counts, tin.key) == (True, (2, 3), "T1")
    assert (tin.title, tin.description) == (Words("Tea Tin", "茶叶罐"), Words("Two lids.", "双盖。"))
    assert tin.category == (Words("Tools", "茶具"), Words("Tins", "茶罐")) and scoop.category == (
        Words("Tools", "茶具"),
    )
    assert [variant.options["size"] for variant in tin.variants] == [Words("Red", "红色"), Words("Black", "黑色")]
    material, origin = tin.attribute("material"), tin.attribute("origin")
    assert material and isinstance(material.value, Materials) and origin
    assert material.value.parts[0].material == Words("tinplate", "马口铁")
    assert origin.value == Text(Words("Kyoto", "京都"))
    assert {attribute.name for attribute in tin.attributes} == {"material", "origin"}


def test_a_mapping_may_leave_such_a_column_out(tmp_path: Path) -> None:
    fields = {"title": "Name (English)", "price": "Price EUR", "sku": "SKU", "key": "Product code"}
    chosen = {"fields": fields, "options": ["Size"], "attributes": ["Material"], "chinese": []}
    tin = read_text(tmp_path, TEA, mapping=chosen).products[0]
    material = tin.attribute("material")
    assert material and isinstance(material.value, Materials) and material.value.parts[0].material == Words("tinplate")
