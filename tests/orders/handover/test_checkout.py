"""Addresses that fill a cart at the shop's own system, in the forms its maker documents."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.orders.handover.checkout import Checkout, Piece, checked, hand_over, problems_of
from mercery.orders.handover.template import Filling, fill

SHOPIFY = Checkout(kind="shopify", address="https://orme.example")
WOO = Checkout(kind="woocommerce", address="https://orme.example")
OLD_WOO = Checkout(kind="woocommerce_before_10", address="https://orme.example")
OWN = Checkout(
    kind="template",
    address="https://orme.example/cart?add={items}&code={codes}&ref={ref}&l={lang}&c={currency}",
    item="{sku}*{quantity}",
    separator=";",
)


def piece(number: int, own: str | None, quantity: int = 1, sku: str = "") -> Piece:
    return Piece(variant_id=f"var_{number}", sku=sku or f"SKU-{number}", quantity=quantity, external_id=own)


BAG = [piece(1, "70881412", 2), piece(2, "70881382")]


def test_shopify_gets_every_piece_the_codes_and_a_cart_attribute_that_comes_back() -> None:
    done = hand_over(SHOPIFY, BAG, ref="hov_abc123", lang="zh", currency="EUR", codes=["FRIEND 10", "B&B"])
    assert done.address == (
        "https://orme.example/cart/70881412:2,70881382:1?attributes[mercery]=hov_abc123&discount=FRIEND%2010,B%26B&locale=zh-CN"
    )
    assert done.codes == ("FRIEND 10", "B&B") and not done.left and not done.codes_left


def test_shopify_can_land_on_the_cart_page() -> None:
    to_cart = Checkout(kind="shopify", address="https://orme.example", landing="cart")
    assert hand_over(to_cart, BAG, ref="hov_a", lang="en", currency="EUR").address.endswith("&storefront=true")


def test_woocommerce_gets_one_code_and_what_its_order_attribution_notes() -> None:
    done = hand_over(WOO, BAG, ref="hov_abc123", lang="en", currency="EUR", codes=["ONE", "TWO"])
    assert done.address == (
        "https://orme.example/checkout-link/?products=70881412:2,70881382:1&coupon=ONE"
        "&utm_source=mercery&utm_medium=assistant&utm_content=hov_abc123"
    )
    assert (done.codes, done.codes_left) == (("ONE",), ("TWO",))


def test_two_lines_with_one_id_are_added_up_because_woocommerce_would_keep_the_last() -> None:
    done = hand_over(WOO, [piece(1, "7", 2), piece(2, "7", 3)], ref="hov_a", lang="en", currency="EUR")
    assert "products=7:5&" in done.address


def test_an_older_woocommerce_takes_one_kind_of_piece_and_the_rest_is_said() -> None:
    done = hand_over(OLD_WOO, BAG, ref="hov_a", lang="en", currency="EUR", codes=["ONE"])
    assert done.address.startswith("https://orme.example/?add-to-cart=70881412&quantity=2&utm_source=mercery")
    assert [(one.sku, why) for one, why in done.left] == [("SKU-2", "one_at_a_time")]
    assert done.codes_left == ("ONE",)


@pytest.mark.parametrize("own,why", [(None, "no_id"), ("", "no_id"), ("gid://x/1", "odd_id"), ("７", "odd_id")])
def test_a_piece_the_shops_system_does_not_know_is_left_out_and_said(own: str | None, why: str) -> None:
    done = hand_over(SHOPIFY, [piece(1, own), piece(2, "5")], ref="hov_a", lang="en", currency="EUR")
    assert [reason for _, reason in done.left] == [why]
    assert "/cart/5:1?" in done.address
    assert hand_over(SHOPIFY, [piece(1, own)], ref="hov_a", lang="en", currency="EUR").address == ""


def test_a_template_by_sku_needs_no_ids() -> None:
    done = hand_over(OWN, [piece(1, None, 2), piece(2, None)], ref="hov_a", lang="en", currency="CNY", codes=["A B"])
    assert done.address == ("https://orme.example/cart?add=SKU-1*2;SKU-2*1&code=A%20B&ref=hov_a&l=en&c=CNY")
    assert not OWN.needs_ids and not OWN.takes_one


def test_a_bag_too_large_for_an_address_is_refused() -> None:
    many = [piece(number, f"{number + 1:060d}") for number in range(120)]
    with pytest.raises(Invalid, match="too large"):
        hand_over(SHOPIFY, many, ref="hov_a", lang="en", currency="EUR")


@given(
    sku=st.text(min_size=1, max_size=30),
    code=st.text(min_size=1, max_size=30),
    quantity=st.integers(min_value=1, max_value=999),
)
def test_whatever_is_filled_into_a_template_stays_in_its_place(sku: str, code: str, quantity: int) -> None:
    try:
        sku.encode(), code.encode()
    except UnicodeEncodeError:
        return
    address = fill(
        "https://orme.example/add/{sku}?qty={quantity}&code={codes}&end=1",
        [Filling(id="", sku=sku, quantity=quantity)],
        item="",
        separator=",",
        values={"codes": code},
    )
    parts = urlsplit(address)
    assert parts.netloc == "orme.example" and not parts.fragment
    assert unquote(parts.path.removeprefix("/add/")) == sku and "/" not in parts.path.removeprefix("/add/")
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert asked == {"qty": [str(quantity)], "code": [code], "end": ["1"]}


@pytest.mark.parametrize(
    "wanted,field",
    [
        (Checkout(kind="shopify", address="http://orme.example"), "address"),
        (Checkout(kind="shopify", address="javascript:alert(1)"), "address"),
        (Checkout(kind="shopify", address="https://user@orme.example"), "address"),
        (Checkout(kind="shopify", address="https://orme"), "address"),
        (Checkout(kind="shopify", address="https://orme.example?x=1"), "address"),
        (Checkout(kind="template", address="https://{sku}.example/add"), "address"),
        (Checkout(kind="template", address="https://orme.example{sku}"), "address"),
        (Checkout(kind="template", address="https://orme.example/add"), "address"),
        (Checkout(kind="template", address="https://orme.example/{item}"), "address"),
        (Checkout(kind="template", address="https://orme.example/{items}/{id}", item="{id}{quantity}"), "address"),
        (Checkout(kind="template", address="https://orme.example/ {items}", item="{id}{quantity}"), "address"),
        (Checkout(kind="template", address="https://orme.example/{items", item="{id}{quantity}"), "address"),
        (Checkout(kind="template", address="https://orme.example/{items}", item="{id}"), "item"),
        (Checkout(kind="template", address="https://orme.example/{items}", item="{id}#{quantity}"), "item"),
        (Checkout(kind="template", address="https://orme.example/{items}", item="{id}{quantity}", separator="=" * 9), "separator"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_its_field_in_both_languages(wanted: Checkout, field: str) -> None:
    found = problems_of(wanted, http_allowed=False)
    assert list(found) == [field] and found[field].en and found[field].zh
    with pytest.raises(Invalid):
        checked(wanted, http_allowed=False)


def test_settings_are_kept_in_their_plain_form() -> None:
    kept = checked(
        Checkout(kind="woocommerce", address=" https://orme.example/shop/ ", item="x", landing="cart"),
        http_allowed=False,
    )
    assert kept == Checkout(kind="woocommerce", address="https://orme.example/shop")
    assert checked(Checkout(address="nonsense"), http_allowed=False) == Checkout()
    assert checked(Checkout(kind="shopify", address="http://localhost:9000"), http_allowed=True).host == "localhost"
