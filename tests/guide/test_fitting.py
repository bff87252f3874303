"""One variant has to meet everything, and nothing is met by guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.guide.goods import IN_EUROS, category, feature, kind, of, piece, up_to, variant, without

from mercery.guide.considered import Considered
from mercery.guide.fitting import Fit, Selling, fit
from mercery.guide.need import Wish
from mercery.guide.relaxing import weight


def held(one: Considered, *wishes: Wish, selling: Selling = IN_EUROS) -> Fit | None:
    return fit(one, wishes, selling, [weight(wish) for wish in wishes])


def meets(one: Considered, *wishes: Wish) -> bool:
    found = held(one, *wishes)
    return found is not None and not found.missed


RED = Wish(kind="colour", values=("red",))
SIZE_38 = Wish(kind="size", values=("38",))


def test_colour_and_size_are_met_by_one_and_the_same_variant() -> None:
    boots = piece(
        "boots", variant("r37", colour="red", size="37"), variant("b38", colour="black", size="38"), category="Shoes"
    )
    assert meets(boots, RED)
    assert meets(boots, SIZE_38)
    assert not meets(boots, RED, SIZE_38)


def test_what_is_sold_out_in_the_wanted_size_is_not_offered() -> None:
    boots = piece("boots", variant("37", size="37"), variant("38", size="38", stock=0), category="Shoes")
    assert not meets(boots, SIZE_38)


def test_a_price_within_the_limit_belongs_to_the_variant_that_is_wanted() -> None:
    scent = piece("scent", variant("s", size="50 ml", price=9_000), variant("l", size="100 ml", price=14_000))
    large = Wish(kind="size", values=("100-ml",))
    assert not meets(scent, large, up_to(10_000))
    found = held(scent, up_to(20_000))
    assert found is not None
    assert found.variant.sku == "s"


def test_a_piece_without_a_price_in_the_currency_is_not_sold_there() -> None:
    assert held(piece("bag", variant("bag", currency="CNY"))) is None


def test_no_amount_is_converted() -> None:
    bag = piece("bag", variant("bag", price=10_000))
    in_yuan = Wish(kind="price", high=Decimal(1_000_000), currency="CNY")
    assert not meets(bag, in_yuan)


def test_nothing_left_in_stock_is_no_fit_at_all() -> None:
    assert held(piece("bag", variant("bag", stock=0))) is None


@pytest.mark.parametrize(
    ("audience", "asked", "suits"),
    [
        ("women", "women", True),
        ("unisex", "women", True),
        (None, "men", True),
        ("men", "women", False),
        ("kids", "women", False),
        ("kids", "kids", True),
        ("unisex", "kids", False),
        ("women", "adult", True),
        ("kids", "adult", False),
    ],
)
def test_for_whom(audience: str | None, asked: str, suits: bool) -> None:
    assert meets(piece("x", audience=audience), Wish(kind="audience", values=(asked,))) is suits


def test_leather_is_met_by_its_kinds_in_the_main_part() -> None:
    assert meets(piece("a", material="lambskin; cotton lining"), of("leather"))
    assert meets(piece("b", material="suede"), of("leather"))
    assert not meets(piece("c", material="coated canvas with calf leather trim"), of("leather"))


def test_an_unwanted_material_is_looked_for_in_every_part() -> None:
    assert not meets(piece("a", material="waxed cotton with bridle leather handles"), without("leather"))
    assert not meets(piece("b", material="stainless steel case; calf leather strap"), without("leather"))
    assert meets(piece("c", material="polyurethane (leather-free); recycled polyester lining"), without("leather"))


def test_an_unwanted_material_is_looked_for_in_the_texts_too() -> None:
    for text in ("A roomy tote with calf leather handles.", "手柄为小牛皮。"):
        assert not meets(piece("a", material="cotton canvas", description=text), without("leather"))
    assert not meets(piece("b", material="cotton canvas", notes="Suede base"), without("leather"))
    for text in ("Leather-free.", "No leather is used.", "Faux leather handles.", "不含皮革。"):
        assert meets(piece("c", material="cotton canvas", description=text), without("leather")), text


def test_an_alloy_is_free_of_nickel_only_where_the_shop_says_so() -> None:
    assert not meets(piece("a", material="brass, gold plated", category="Jewellery"), without("nickel"))
    assert not meets(
        piece("b", material="brass", flags={"nickel_free": False}, category="Jewellery"), without("nickel")
    )
    assert meets(piece("c", material="brass", flags={"nickel_free": True}, category="Jewellery"), without("nickel"))
    assert meets(piece("d", material="brass", description="Nickel-free.", category="Jewellery"), without("nickel"))


def test_where_nothing_says_what_a_piece_is_of_it_is_not_said_to_be_without_something() -> None:
    assert not meets(piece("a"), without("leather"))


def test_pure_is_nothing_beside_it_and_otherwise_the_larger_share_counts() -> None:
    blend = piece("a", material="70% merino wool, 30% cashmere", category="Knitwear")
    pure = piece("b", material="100% cashmere", category="Knitwear")
    assert meets(blend, of("wool"))
    assert not meets(blend, of("cashmere"))
    assert not meets(blend, of("wool", pure=True))
    assert meets(pure, of("cashmere", pure=True))


def test_a_stone_beside_the_metal_is_a_material_of_a_jewel() -> None:
    ring = piece("a", material="18k yellow gold; 0.20 ct lab-grown diamond", category="Jewellery")
    assert meets(ring, of("diamond"))
    assert meets(ring, of("gold"))


def test_a_material_the_shop_says_is_not_in_it_is_not_in_it() -> None:
    scarf = piece("a", material="100% modal; contains no silk", category="Scarves")
    assert not meets(scarf, of("silk"))
    assert meets(scarf, without("silk"))


def test_a_colour_means_its_family_and_an_option_may_name_it_beside_a_part() -> None:
    bag = piece("a", variant("a", colour="bottle green"))
    assert meets(bag, Wish(kind="colour", values=("green",)))
    assert not meets(bag, Wish(kind="colour", values=("sage",)))
    watch = piece("b", variant("b", colour="black dial"), category="Watches")
    assert meets(watch, Wish(kind="colour", values=("black",)))


def test_an_unwanted_colour_leaves_the_other_variants() -> None:
    bag = piece("a", variant("g", colour="grey"), variant("k", colour="camel"))
    found = held(bag, Wish(kind="colour", values=("grey",), unwanted=True))
    assert found is not None
    assert found.variant.sku == "k"


def test_a_size_is_met_by_its_name_or_within_its_span() -> None:
    slippers = piece("a", variant("l", size="L (42-44)"), category="Shoes")
    assert meets(slippers, Wish(kind="size", values=("l-42-44",)))
    assert meets(slippers, Wish(kind="size", values=("43",)))
    assert not meets(slippers, Wish(kind="size", values=("41",)))
    assert not meets(piece("b", category="Shoes"), SIZE_38)


def test_a_note_that_denies_is_no_fit_and_what_takes_more_takes_less() -> None:
    thirteen = Wish(kind="measure", name="laptop_fit", dimension="length", low=Decimal("330.2"))
    assert meets(piece("a", notes="Two inside pockets; fits a 13-inch laptop"), thirteen)
    assert not meets(piece("b", notes="One inside zip pocket; does not fit a 13-inch laptop"), thirteen)
    assert meets(piece("c", notes="Padded sleeve for a 15-inch laptop"), thirteen)
    assert not meets(piece("d", notes="Fits a 13-inch laptop"), replace(thirteen, low=Decimal("381")))
    assert not meets(piece("e", notes="Two inside pockets"), thirteen)


def test_a_flag_decides_and_silence_is_not_a_yes() -> None:
    hood = feature("hood")
    assert meets(piece("a", flags={"hood": True}, category="Coats"), hood)
    assert not meets(piece("b", flags={"hood": False}, category="Coats"), hood)
    assert not meets(piece("c", category="Coats"), hood)
    assert meets(piece("d", flags={"hood": False}, category="Coats"), feature("hood", unwanted=True))
    assert not meets(piece("e", flags={"hood": True}, category="Coats"), feature("hood", unwanted=True))


def test_how_it_closes_is_said_by_the_closure_and_not_by_an_inside_pocket() -> None:
    assert meets(piece("a", closure="zip"), feature("zip"))
    assert not meets(piece("b", closure="magnetic", notes="One inside zip pocket"), feature("zip"))
    assert not meets(piece("c", closure="open top, no zip"), feature("zip"))


def test_a_denied_feature_is_not_had() -> None:
    assert meets(piece("a", lens="polarised, category 3", category="Eyewear"), feature("polarised"))
    assert not meets(piece("b", lens="not polarised, category 2", category="Eyewear"), feature("polarised"))
    assert not meets(piece("c", notes="Water-repellent finish; not waterproof"), feature("waterproof"))


def test_a_cream_is_free_of_nuts_only_where_the_shop_says_so() -> None:
    for wish in (feature("nuts", unwanted=True), feature("nut_free")):
        assert not meets(piece("a", material="sweet almond oil, shea butter", notes="Contains nut oil"), wish)
        assert not meets(piece("b", material="shea butter"), wish)
        assert meets(piece("c", material="shea butter", notes="Contains no nut oil"), wish)
        assert meets(piece("d", flags={"nut_free": True}), wish)
        assert not meets(piece("e", flags={"nut_free": False}), wish)
        assert not meets(piece("f", flags={"nuts": True}), wish)
        assert not meets(piece("g", notes="Not nut-free"), wish)
        assert not meets(piece("h", notes="Contains no nut oil. May contain traces of nuts"), wish)


def test_a_scent_is_told_by_its_notes_and_not_by_a_name() -> None:
    scent = piece("a", title="White Oud", scent_notes="sandalwood, iris", category="Fragrance")
    assert meets(scent, feature("scent", "sandalwood"))
    assert not meets(scent, feature("scent", "oud"))
    assert meets(scent, feature("scent", "oud", unwanted=True))
    assert not meets(scent, feature("scent", "iris", unwanted=True))


def test_a_size_of_years_answers_to_the_number() -> None:
    coat = piece("a", variant("8", size="8Y"), category="Kids")
    assert meets(coat, Wish(kind="size", values=("8",)))
    assert not meets(coat, Wish(kind="size", values=("6",)))


def test_a_value_of_an_attribute_is_a_feature() -> None:
    watch = piece("a", movement="automatic", category="Watches")
    assert meets(watch, feature("movement", "automatic"))
    assert not meets(watch, feature("movement", "quartz"))


def test_a_kind_is_met_by_what_it_is_a_kind_of() -> None:
    loafers = piece("a", title="Riva Loafers", category="Shoes")
    assert meets(loafers, kind("shoe"))
    assert meets(loafers, kind("loafer"))
    assert not meets(loafers, kind("boot"))


def test_measures_are_compared_in_their_own_dimension() -> None:
    case = piece("a", weight="2.9 kg", category="Luggage", dimensions="55 x 38 x 21 cm")
    assert meets(case, Wish(kind="measure", name="weight", dimension="mass", high=Decimal(3000)))
    assert not meets(case, Wish(kind="measure", name="weight", dimension="mass", high=Decimal(2500)))
    assert meets(case, Wish(kind="measure", name="dimensions", dimension="length", high=Decimal(550)))
    assert not meets(case, Wish(kind="measure", name="dimensions", dimension="length", low=Decimal(300)))
    assert not meets(piece("b"), Wish(kind="measure", name="weight", dimension="mass", high=Decimal(3000)))


def test_the_length_is_the_longest_side_and_the_width_of_what_is_flat_the_shorter() -> None:
    throw = piece("a", dimensions="130 x 170 cm", category="Home")
    assert meets(throw, Wish(kind="measure", name="length", dimension="length", low=Decimal(1500)))
    assert not meets(throw, Wish(kind="measure", name="width", dimension="length", low=Decimal(1500)))
    bag = piece("b", dimensions="34 x 28 x 14 cm")
    assert meets(bag, Wish(kind="measure", name="width", dimension="length", low=Decimal(340)))
    assert meets(bag, Wish(kind="measure", name="depth", dimension="length", high=Decimal(150)))


def test_a_chosen_size_that_names_an_amount_is_a_measure() -> None:
    scent = piece("a", variant("s", size="50 ml"), variant("l", size="100 ml"), category="Fragrance")
    found = held(scent, Wish(kind="measure", name="volume", dimension="volume", low=Decimal(100)))
    assert found is not None
    assert not found.missed
    assert found.variant.sku == "l"


def test_on_sale_and_refused_pieces() -> None:
    reduced = piece("a", variant("a", price=8_000, was=10_000))
    assert meets(reduced, Wish(kind="on_sale"))
    assert not meets(piece("b"), Wish(kind="on_sale"))
    assert not meets(reduced, Wish(kind="product", values=("prd_a",), unwanted=True))
    assert not meets(reduced, Wish(kind="category", values=("bags",), unwanted=True))


def test_a_day_is_met_only_where_the_policies_promise_it() -> None:
    by_friday = Wish(kind="delivery", by=date(2026, 3, 6))
    in_time = Selling(currency="EUR", arrives=date(2026, 3, 5), arrives_fact="policy:delivery/delivery@1")
    late = Selling(currency="EUR", arrives=date(2026, 3, 9))
    found = held(piece("a"), by_friday, selling=in_time)
    assert found is not None
    assert [proof.fact_id for _, proof in found.met] == ["policy:delivery/delivery@1"]
    missed = held(piece("a"), by_friday, selling=late)
    assert missed is not None
    assert missed.missed == (by_friday,)
    assert not meets(piece("a"), by_friday)


def test_each_wish_that_is_met_names_the_fact_that_shows_it() -> None:
    bag = piece("a", variant("a", colour="black", price=9_000), material="calf leather")
    found = held(bag, category("bags"), of("leather"), Wish(kind="colour", values=("black",)), up_to(10_000))
    assert found is not None
    assert [proof.fact_id.split("@")[0] for _, proof in found.met] == [
        "product:prd_a/category",
        "product:prd_a/material",
        "variant:var_a/colour",
        "variant:var_a/price",
    ]


def test_of_a_substance_nobody_knows_a_piece_is_free_only_by_the_words_of_the_shop() -> None:
    milk = feature("allergen:milk", unwanted=True)
    assert weight(milk) == weight(without("leather"))
    assert not meets(piece("a", description="A rich hand cream."), milk)
    assert not meets(piece("b", description="Contains milk protein."), milk)
    assert not meets(piece("c", description="Not milk-free."), milk)
    assert not meets(piece("d", description="Milk-free. May contain traces of milk."), milk)
    assert not meets(piece("e", flags={"milk_free": False}), milk)
    assert meets(piece("f", flags={"milk_free": True}), milk)
    for text in ("Milk-free.", "A cream free from milk.", "Contains no milk."):
        assert meets(piece("g", description=text), milk), text


@pytest.mark.parametrize("text", ["Dairy-free.", "Contains no dairy.", "不含牛奶", "不含乳制品"])
def test_a_substance_may_be_cleared_by_any_of_its_names(text: str) -> None:
    milk = feature("allergen:milk", unwanted=True)
    assert meets(piece("a", description=text), milk)
    assert not meets(piece("b", description=f"{text} Made with whey."), milk)


def test_a_short_name_is_not_found_within_other_words() -> None:
    sulphates = feature("allergen:sulphates", unwanted=True)
    assert meets(piece("a", description="Sulphate-free. A slim bottle."), sulphates)
    assert not meets(piece("b", description="Sulphate-free, says the label; with SLS."), sulphates)
