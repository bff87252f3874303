"""Which variants a customer means by a colour, whatever the shop heads its options with."""

from __future__ import annotations

import pytest

from mercery.assistant.decide.about_goods import chosen_variants
from mercery.assistant.goods import Goods
from mercery.assistant.turns import Command
from mercery.catalog.product import Product, Variant
from mercery.claims.plan import About
from mercery.core.i18n import Words


def tin(option: str, *values: Words) -> Goods:
    title = Words("Tea Tin", "茶叶罐")
    variants = tuple(Variant(id=f"var_{n}", sku=f"T{n}", options={option: value}) for n, value in enumerate(values))
    product = Product(id="prd_tin", key="T", handle="tea-tin", title=title, variants=variants)
    return Goods(product=product, about=About(product_id=product.id, title=title), facts=())


def meant(goods: Goods, colour: str) -> tuple[list[str], tuple[str, ...]]:
    return chosen_variants(Command(topic="stock", text="", colours=(colour,)), goods)


@pytest.mark.parametrize("option", ["colour", "size", "volume"])
@pytest.mark.parametrize("green", [Words("Green"), Words("", "绿色")])
def test_a_value_that_is_the_colours_name_is_that_colour_under_any_heading(option: str, green: Words) -> None:
    """Else an answer denies the colour and lists it in the same breath."""
    assert meant(tin(option, Words("Red", "红色"), green), "green") == (["var_1"], ())


def test_a_size_that_only_holds_a_colours_name_is_no_colour() -> None:
    assert meant(tin("size", Words("Black Forest 36")), "black") == ([], ("black",))
