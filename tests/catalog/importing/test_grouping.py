"""Which rows of an unknown table are one product, and what its columns mean."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalog.importing.reading import read_text

from mercery.catalog.importing.fields import COSTS, NAMES, currency_in
from mercery.catalog.importing.guess import SURE, guess_mapping
from mercery.catalog.importing.option_columns import option_pairs, split_choices
from mercery.core.files.tabular import heading

ROWS = [
    "P1,,Coat,10,configurable,,", "P1-S,P1,Coat S,10,simple,S,", "P1-M,P1,Coat M,12,simple,M,", "P2,,Cup,5,simple,,",
    "P3,,Hat,7,configurable,,", "P3-1,P3,Hat,7,simple,,red", "P3-2,P3,Hat,7,simple,,blue",
]  # fmt: skip
HEAD = "sku,parent_sku,name,price,type,size,colour\n"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers())
def test_parents_find_their_variants_in_any_order(tmp_path: Path, seed: int) -> None:
    shuffled = random.Random(seed).sample(ROWS, len(ROWS))
    read = read_text(tmp_path, HEAD + "\n".join(shuffled) + "\n")
    assert {product.key: {v.sku for v in product.variants} for product in read.products} == {
        "P1": {"P1-S", "P1-M"},
        "P2": {"P2"},
        "P3": {"P3-1", "P3-2"},
    }


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("item_group_id,id,title,price,colour\nG,1,Bag,5,red\nG,2,Bag,5,tan\n,3,Cup,4,\n", {"Bag": 2, "Cup": 1}),
        ("handle,title,price,size\nbag,Bag,5,S\nbag,,5,M\ncup,Cup,4,\n", {"Bag": 2, "Cup": 1}),
        ("title,price,size\nBag,5,S\nBag,5,M\nCup,4,\n", {"Bag": 2, "Cup": 1}),
        ("id,title,sku,price,option name 1,option value 1\n1,Bag,B-S,5,Size,S\n,,B-M,5,Size,M\n2,Cup,C,4,,\n", {"Bag": 2, "Cup": 1}),
        ("type,sku,name,price,size\nproduct,B,Bag,5,\nvariation,B-S,,5,S\nvariation,B-M,,6,M\nproduct,C,Cup,4,\n", {"Bag": 2, "Cup": 1}),
        ("sku,title,price,image\nB,Bag,5,1.jpg\n,,,2.jpg\nC,Cup,4,3.jpg\n", {"Bag": 1, "Cup": 1}),
        ("product id,title,sku,price,capacity\n1,Bag,B1,5,10 l\n1,Bag,B2,6,20 l\n", {"Bag": 2}),
    ],
)  # fmt: skip
def test_rows_that_are_one_product(tmp_path: Path, text: str, products: dict[str, int]) -> None:
    read = read_text(tmp_path, text)
    assert {product.title.en: len(product.variants) for product in read.products} == products


def test_rows_with_nothing_but_a_title_in_common_stay_apart(tmp_path: Path) -> None:
    read = read_text(tmp_path, "title,price\nCup,5\nCup,6\nBowl,4\n")
    assert [(product.key, product.variants[0].sku) for product in read.products] == [
        ("Cup", "cup"),
        ("Cup (2)", "cup-2"),
        ("Bowl", "bowl"),
    ]


def test_a_row_without_a_price_waits_for_one(tmp_path: Path) -> None:
    read = read_text(tmp_path, "sku,title,price\nA,Cup,5\nB,Bowl,\n")
    assert read.counts == (2, 2) and not read.products[1].variants[0].prices
    assert "line 3, column price: There is no price" in read.warnings[0]


@given(field=st.sampled_from(sorted(NAMES.keys() - {"kind"})), data=st.data())
def test_a_name_alone_means_its_field_or_one_that_shares_it(field: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(NAMES[field]))
    mapping = guess_mapping([word], {})
    shared = {other for other, words in NAMES.items() if heading(word) in {heading(each) for each in words}}
    taken = {guess.field for guess in mapping.guesses}
    assert not taken or taken <= shared | {"price"}


@pytest.mark.parametrize(
    "column",
    [
        "Product Price", "Price (EUR)", "Price tax incl.", "price_gross", "Preis inkl. MwSt", "Prix HT ou TTC", "Verkaufspreis brutto",
        "Price tax excluded or Price tax included", "Variant Price", "价格（元）", "List Price", "Price incl. VAT (€)",
    ],
)  # fmt: skip
def test_headings_that_surely_are_the_price(column: str) -> None:
    mapping = guess_mapping(["title", column], {column: ["5.00", "12.50"], "title": ["Cup", "Bowl"]})
    assert mapping.column("price") == heading(column) and mapping.sure


@given(cost=st.sampled_from(sorted(COSTS - {"standard", "unit", "import", "list"})), order=st.booleans())
def test_what_a_piece_costs_the_shop_is_never_its_price(cost: str, order: bool) -> None:
    column = f"{cost} price" if order else f"price {cost}"
    mapping = guess_mapping(["title", column], {column: ["5.00", "12.50"], "title": ["Cup", "Bowl"]})
    exact = any(heading(column) in {heading(word) for word in NAMES[field]} for field in ("price", "was", "sale"))
    qualified = cost in ("tax", "taxes", "vat", "discount", "from", "to")
    assert mapping.confidence("price") < SURE or exact or qualified


def test_of_two_currencies_the_shops_own_is_the_price() -> None:
    columns = ["title", "Price USD", "Price EUR"]
    samples = {"title": ["Cup"], "Price USD": ["5.00"], "Price EUR": ["4.50"]}
    assert guess_mapping(columns, samples, currency="EUR").column("price") == "price eur"
    assert guess_mapping(columns, samples, currency="USD").column("price") == "price usd"
    assert [currency_in(raw) for raw in ("Price for ALL", "Price (SEK)", "price_usd", "售价（元）", "Price TRY")] == [
        "ALL",
        "SEK",
        "USD",
        "CNY",
        "TRY",
    ]


def test_pairs_of_columns_that_name_an_option_and_give_it() -> None:
    pairs = {
        ("Option1 Name", "Option1 Value"), ("Option Name 2", "Option Value 2"), ("Attribute 3 name", "Attribute 3 value(s)"),
        ("Nome da variação 4", "Valor da variação 4"), ("productOptionName5", "productOptionDescription5"),
        ("属性 6 名称", "属性 6 值"), ("Name von Attribut 7", "Wert(e) von Attribut 7"),
    }  # fmt: skip
    columns = [column for pair in pairs for column in pair]
    assert set(option_pairs([*columns, "Attribute 3 visible", "Option 9 image"])) == pairs


def test_choices_in_one_cell() -> None:
    assert split_choices("Colour: Red; Size: M") == [("Colour", "Red"), ("Size", "M")]
    assert split_choices("颜色:红色;尺码:M") == [("颜色", "红色"), ("尺码", "M")]
    assert split_choices("Red / M") == []
