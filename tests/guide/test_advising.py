"""From a need and the pieces to advice: offers, what is given up, near misses, and what was bought already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.guide.goods import (
    IN_EUROS,
    TODAY,
    category,
    feature,
    kind,
    need,
    of,
    piece,
    product,
    up_to,
    variant,
    without,
)

from mercery.claims.values import Stock
from mercery.guide.advising import Counter, advised, fits_of
from mercery.guide.considered import Considered
from mercery.guide.fitting import of_variant
from mercery.guide.need import Need, Wish
from mercery.guide.owned import Purchase
from mercery.guide.relaxing import protected

COUNTER = Counter(currency="EUR", today=TODAY)


def ids(offers: object) -> list[str]:
    return [one.product_id.removeprefix("prd_") for one in offers]  # type: ignore[attr-defined]


def if_possible(wish: Wish) -> Wish:
    return replace(wish, firmness="wish")


BAGS = [
    piece("leather", variant("l1", price=50_000, colour="black"), material="calf leather", title="Harbour Tote"),
    piece("canvas", variant("c1", price=20_000, colour="sand"), material="cotton canvas", title="Dune Tote"),
    piece("reduced", variant("r1", price=30_000, was=40_000, colour="black"), material="nylon", title="Ridge Backpack"),
]


def test_what_meets_everything_is_offered_with_reasons() -> None:
    advice = advised(BAGS, need(category("bags"), up_to(25_000)), COUNTER)
    assert advice.outcome == "offer"
    assert ids(advice.offers) == ["canvas"]
    assert [reason.wish.kind for reason in advice.offers[0].reasons] == ["price", "category"]
    assert all(reason.fact_id for reason in advice.offers[0].reasons)
    assert advice.offers[0].price_fact_id.startswith("variant:var_c1/price@")


def test_what_was_only_wished_for_narrows_while_something_has_it() -> None:
    advice = advised(BAGS, need(category("bags"), if_possible(Wish(kind="on_sale"))), COUNTER)
    assert ids(advice.offers) == ["reduced"]
    assert advice.given_up == ()


def test_what_was_only_wished_for_is_given_up_openly_where_nothing_has_it() -> None:
    reduced = if_possible(Wish(kind="on_sale"))
    advice = advised(BAGS, need(category("bags"), of("leather"), reduced), COUNTER)
    assert ids(advice.offers) == ["leather"]
    assert advice.given_up == (reduced,)
    assert advice.offers[0].misses == (reduced,)


def test_of_two_wishes_that_cannot_both_be_had_the_lesser_goes() -> None:
    reduced, leather = if_possible(Wish(kind="on_sale")), if_possible(of("leather"))
    advice = advised(BAGS, need(category("bags"), reduced, leather), COUNTER)
    assert advice.given_up == (reduced,)
    assert ids(advice.offers) == ["leather"]


def test_where_nothing_fits_nothing_is_offered_and_the_nearest_stand_apart() -> None:
    advice = advised(BAGS, need(category("bags"), of("leather"), up_to(40_000)), COUNTER)
    assert advice.outcome == "none"
    assert advice.offers == ()
    assert advice.left == 0
    assert [wish.kind for wish in advice.given_up] == ["material"]
    assert ids(advice.near) == ["canvas", "leather", "reduced"]
    assert [[wish.kind for wish in one.misses] for one in advice.near] == [["material"], ["price"], ["material"]]


def test_an_allergy_a_size_and_what_is_owned_are_never_given_up() -> None:
    creams = [piece("almond", variant("a"), material="sweet almond oil", category="Beauty", title="Hand Cream")]
    advice = advised(creams, need(category("beauty"), feature("nuts", unwanted=True)), COUNTER)
    assert advice.outcome == "none"
    assert advice.near == ()
    assert advice.given_up == ()
    shoes = [piece("s", variant("s", size="41"), category="Shoes", title="Quay Loafers")]
    assert advised(shoes, need(category("shoes"), Wish(kind="size", values=("42",))), COUNTER).near == ()
    refused = Wish(kind="product", values=("prd_leather",), unwanted=True)
    assert "leather" not in ids(advised(BAGS, need(category("bags"), refused, of("leather")), COUNTER).near)


def test_what_is_sold_out_and_expected_back_stands_apart_with_its_day() -> None:
    back = date(2026, 3, 20)
    one = variant("q41", size="41", stock=0)
    loafers = [
        piece("later", replace(one, sku="later", id="var_later", stock=Stock(0, date(2026, 4, 9))), category="Shoes"),
        piece("soon", replace(one, stock=Stock(0, back)), variant("q42", size="42"), category="Shoes"),
        piece("never", variant("n41", size="41", stock=0), category="Shoes"),
    ]
    advice = advised(loafers, need(category("shoes"), Wish(kind="size", values=("41",))), COUNTER)
    assert advice.outcome == "none"
    assert next((one.product_id, one.variant_id, one.back_on) for one in advice.near) == ("prd_soon", "var_q41", back)
    assert ids(advice.near) == ["soon", "later"]
    assert advice.near[0].stock_fact_id.startswith("variant:var_q41/stock@")


def test_a_budget_is_spent_rather_than_undercut() -> None:
    pieces = [piece(f"b{at}", variant(f"b{at}", price=price * 100), title=f"Tote {at}") for at, price in enumerate((40, 90, 190, 380))]  # fmt: skip
    assert ids(advised(pieces, need(category("bags"), up_to(40_000)), COUNTER).offers)[0] == "b3"


def test_an_order_by_weight_shows_the_weights_and_puts_last_what_has_none() -> None:
    weights = {"heavy": "1200 g", "light": "300 g", "middle": "800 g"}
    pieces = [piece("unknown", title="Tote"), *(piece(key, title="Tote", weight=text) for key, text in weights.items())]
    lightest = Wish(kind="measure", name="weight", dimension="mass", term="least")
    offers = advised(pieces, replace(need(category("bags")), order=lightest), COUNTER).offers
    assert ids(offers) == ["light", "middle", "heavy", "unknown"]
    assert [one.reasons[0].attribute for one in offers[:3]] == ["weight"] * 3
    assert all(reason.wish.term == "" for one in offers for reason in one.reasons if reason.attribute == "weight")


def test_an_order_by_price_begins_with_the_lowest() -> None:
    cheapest = Wish(kind="price", term="least")
    offers = advised(BAGS, replace(need(category("bags")), order=cheapest), COUNTER).offers
    assert ids(offers) == ["canvas", "reduced", "leather"]


def test_where_others_are_asked_for_and_there_are_none_it_is_told_how_many_fit() -> None:
    shown = replace(COUNTER, without={"prd_leather", "prd_canvas", "prd_reduced"})
    advice = advised(BAGS, need(category("bags")), shown)
    assert (advice.outcome, advice.offers, advice.left) == ("none", (), 3)
    rest = replace(COUNTER, without={"prd_leather"})
    assert sorted(ids(advised(BAGS, need(category("bags")), rest).offers)) == ["canvas", "reduced"]


def test_what_misses_the_limit_by_far_is_no_near_miss_while_something_is_nearer() -> None:
    found = [
        piece("mug", variant("m", price=3_400)),
        piece("tray", variant("t", price=4_900)),
        piece("lamp", variant("l", price=76_000)),
    ]
    assert ids(advised(found, need(up_to(3_399)), COUNTER).near) == ["mug", "tray"]
    assert ids(advised(found[2:], need(up_to(3_399)), COUNTER).near) == ["lamp"]


def test_where_pieces_were_turned_down_what_is_far_too_dear_does_not_take_their_place() -> None:
    refused = Wish(kind="product", values=("prd_pen",), unwanted=True)
    found = [piece("pen", variant("p", price=28_000)), piece("coat", variant("c", price=126_000))]
    advice = advised(found, need(up_to(30_000), refused), COUNTER)
    assert (advice.outcome, advice.near) == ("none", ())


def test_a_present_that_takes_an_unknown_size_comes_after_those_that_fit_everybody() -> None:
    she = Wish(kind="audience", values=("women",))
    found = [
        piece(
            "sandals", variant("s36", price=9_000, size="36"), category="Shoes", title="Gift sandals", audience="women"
        ),
        piece("scarf", variant("sc", price=9_000), category="Scarves", audience="women"),
    ]
    asked = replace(need(she), words=("gift",))
    assert ids(advised(found, asked, COUNTER).offers) == ["scarf", "sandals"]
    sized = replace(need(she, Wish(kind="size", values=("36",))), words=("gift",))
    assert ids(advised(found, sized, COUNTER).offers)[0] == "sandals"


def test_another_kind_of_thing_is_no_near_miss() -> None:
    rings = [piece("band", variant("b"), category="Jewellery", title="Plain Ring")]
    assert advised(rings, need(category("jewellery"), kind("bangle")), COUNTER).near == ()


def test_an_occasion_no_piece_speaks_of_gives_way_and_one_that_some_do_holds() -> None:
    evening = Wish(kind="occasion", values=("evening",))
    assert advised(BAGS, need(category("bags"), evening), COUNTER).given_up == (evening,)
    with_clutch = [*BAGS, piece("clutch", variant("k", colour="green"), material="silk satin", title="Night Clutch")]
    assert ids(advised(with_clutch, need(category("bags"), evening), COUNTER).offers) == ["clutch"]
    in_black = advised(with_clutch, need(category("bags"), evening, Wish(kind="colour", values=("black",))), COUNTER)
    assert in_black.outcome == "none"


def test_a_birthday_keeps_nothing_out() -> None:
    advice = advised(BAGS, need(category("bags"), Wish(kind="occasion", values=("birthday",))), COUNTER)
    assert advice.left == 3
    assert advice.given_up == ()


def test_what_lasts_and_was_bought_is_not_offered_again() -> None:
    owned = (Purchase(product_id="prd_canvas", on=TODAY - timedelta(days=400)),)
    advice = advised(BAGS, need(category("bags")), replace(COUNTER, owned=owned))
    assert "canvas" not in ids(advice.offers)


def test_what_is_used_up_is_offered_again_once_it_is_due() -> None:
    soap = Considered(product=product("soap", durable=False, replacement_days=60, category="Beauty"), at=IN_TIME)
    lately = (Purchase(product_id="prd_soap", on=TODAY - timedelta(days=20)),)
    long_ago = (Purchase(product_id="prd_soap", on=TODAY - timedelta(days=90)),)
    assert advised([soap], need(category("beauty")), replace(COUNTER, owned=lately)).outcome == "none"
    assert advised([soap], need(category("beauty")), replace(COUNTER, owned=long_ago)).outcome == "offer"


def test_a_piece_that_is_asked_for_by_name_may_be_one_that_is_owned() -> None:
    owned = (Purchase(product_id="prd_canvas", on=date(2025, 1, 1)),)
    again = Wish(kind="product", values=("prd_canvas",))
    assert ids(advised(BAGS, need(again), replace(COUNTER, owned=owned)).offers) == ["canvas"]


def test_where_no_currency_was_said_what_is_sold_only_in_another_is_found() -> None:
    pieces = [piece("far", variant("f", currency="CNY"), title="Far Tote")]
    counter = replace(COUNTER, others=("CNY",))
    assert ids(advised(pieces, need(category("bags"), currency=None), counter).offers) == ["far"]
    assert advised(pieces, need(category("bags"), currency="EUR"), counter).outcome == "none"


def test_four_are_offered_and_not_four_of_a_kind() -> None:
    totes = [piece(f"t{at}", variant(f"t{at}", price=20_000 + at), title=f"Tote {at}") for at in range(6)]
    others = [piece("pack", variant("p", price=90_000), title="Ridge Backpack", brand="Else"), piece("belt", variant("q", price=70_000), title="Belt", brand="Other")]  # fmt: skip
    advice = advised([*totes, *others], need(category("bags")), COUNTER)
    assert len(advice.offers) == 4
    assert {"pack", "belt"} <= set(ids(advice.offers))
    assert advice.left == 8


def test_words_that_no_wish_accounts_for_rank_and_exclude_nothing() -> None:
    advice = advised(BAGS, Need(wishes=(category("bags"),), currency="EUR", words=("harbour",)), COUNTER)
    assert ids(advice.offers)[0] == "leather"
    assert advice.left == 3


IN_TIME = BAGS[0].at

COLOURS = ("black", "red", "green", "navy")
SIZES = ("36", "37", "38")
MATERIALS = ("calf leather", "cotton; calf leather trim", "100% cashmere", "70% wool, 30% cashmere", "")

variants_of_a_piece = st.lists(
    st.tuples(st.sampled_from(COLOURS), st.sampled_from(SIZES), st.integers(1, 9), st.integers(0, 2), st.booleans()),
    min_size=1,
    max_size=4,
)
pieces_of_a_shop = st.lists(
    st.tuples(variants_of_a_piece, st.sampled_from(MATERIALS), st.sampled_from(("women", "men", "kids", None))),
    min_size=1,
    max_size=6,
)
wish = st.one_of(
    st.sampled_from(COLOURS).map(lambda one: Wish(kind="colour", values=(one,))),
    st.sampled_from(COLOURS).map(lambda one: Wish(kind="colour", values=(one,), unwanted=True)),
    st.sampled_from(SIZES).map(lambda one: Wish(kind="size", values=(one,))),
    st.sampled_from(("women", "men", "adult")).map(lambda one: Wish(kind="audience", values=(one,))),
    st.sampled_from(("leather", "cashmere", "wool")).map(of),
    st.sampled_from(("leather", "cashmere")).map(without),
    st.integers(1, 9).map(lambda price: up_to(price * 1000)),
    st.just(Wish(kind="on_sale")),
)
wishes = st.lists(
    st.tuples(wish, st.sampled_from(("must", "wish"))).map(lambda pair: replace(pair[0], firmness=pair[1])),
    max_size=4,
    unique_by=lambda one: one.key,
)


def shop_of(drawn: list[tuple[list[tuple[str, str, int, int, bool]], str, str | None]]) -> list[Considered]:
    pieces = []
    for at, (drawn_variants, material, audience) in enumerate(drawn):
        own = [
            variant(
                f"{at}-{place}",
                colour=colour,
                size=size,
                price=price * 1000,
                stock=stock,
                was=price * 2000 if reduced else None,
            )
            for place, (colour, size, price, stock, reduced) in enumerate(drawn_variants)
        ]
        pieces.append(piece(f"p{at}", *own, audience=audience, **({"material": material} if material else {})))
    return pieces


@given(pieces_of_a_shop, wishes)
@settings(max_examples=120, deadline=None)
def test_no_variant_that_is_offered_goes_against_what_was_said_without_doubt(
    drawn: list[tuple[list[tuple[str, str, int, int, bool]], str, str | None]], asked: list[Wish]
) -> None:
    pieces = shop_of(drawn)
    advice = advised(pieces, need(*asked), COUNTER)
    by_id = {one.id: one for one in pieces}
    for offer in advice.offers:
        one = by_id[offer.product_id]
        chosen = next(each for each in one.product.variants if each.id == offer.variant_id)
        assert chosen.stock.available
        for said in asked:
            if said.firmness == "must" and said.kind in ("colour", "size", "price", "on_sale"):
                assert of_variant(one, chosen, said, IN_EUROS) is not None
        assert not [missed for missed in offer.misses if missed.firmness == "must"]
        assert set(offer.misses) <= set(advice.given_up)


@given(pieces_of_a_shop, wishes)
@settings(max_examples=120, deadline=None)
def test_giving_up_never_drops_what_is_protected(
    drawn: list[tuple[list[tuple[str, str, int, int, bool]], str, str | None]], asked: list[Wish]
) -> None:
    advice = advised(shop_of(drawn), need(*asked), COUNTER)
    assert not any(protected(given) for given in advice.given_up)
    assert not any(protected(missed) for one in (*advice.offers, *advice.near) for missed in one.misses)


@given(pieces_of_a_shop, wishes)
@settings(max_examples=60, deadline=None)
def test_where_something_meets_everything_nothing_is_given_up(
    drawn: list[tuple[list[tuple[str, str, int, int, bool]], str, str | None]], asked: list[Wish]
) -> None:
    pieces = shop_of(drawn)
    advice = advised(pieces, need(*asked), COUNTER)
    if any(not one.missed for one in fits_of(pieces, need(*asked), IN_EUROS)):
        assert advice.given_up == ()
        assert all(one.misses == () for one in advice.offers)


def test_a_limit_is_a_limit_to_the_last_minor_unit() -> None:
    exact = [piece("a", variant("a", price=25_000), title="Tote")]
    assert advised(exact, need(up_to(25_000)), COUNTER).outcome == "offer"
    assert advised(exact, need(Wish(kind="price", high=Decimal(24_999), currency="EUR")), COUNTER).outcome == "none"
