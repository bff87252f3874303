"""What a product says of itself, and what the shop's words are."""

from tests.guide.hearing.department_store import products, schema

from mercery.guide.hearing.categories import placed
from mercery.guide.hearing.features import stated_in
from mercery.guide.hearing.formality import style_of
from mercery.guide.hearing.kinds import all_kinds, is_kind_of, kinds_in, parents
from mercery.guide.hearing.known import read_piece


def test_every_kind_stands_under_kinds_that_exist() -> None:
    assert {above for kind in all_kinds() for above in parents(kind)} <= all_kinds()


def test_a_beanie_is_a_hat_and_an_accessory() -> None:
    assert is_kind_of("beanie", "hat")
    assert is_kind_of("beanie", "accessory")
    assert not is_kind_of("hat", "beanie")


def test_the_most_special_name_counts() -> None:
    assert kinds_in("Harbour Tote Bag") == {"tote"}
    assert kinds_in("包邮的面包") == frozenset()


def test_texts_state_and_deny_features() -> None:
    assert dict(stated_in("Two zip pockets, no hood; not polarised")) == {
        "zip": True,
        "pocket": True,
        "hood": False,
        "polarised": False,
    }
    assert dict(stated_in("无主动降噪")) == {"noise_cancelling": False}


def test_a_piece_is_read_with_its_values() -> None:
    piece = read_piece(next(one for one in products() if one.id == "parka"))
    assert piece.kinds == {"coat"}
    assert piece.materials == ("waxed cotton",)
    assert "wool" in piece.parts
    assert piece.features["hood"] is True
    assert piece.price is not None and piece.price.minor == 32000


def test_the_schema_knows_which_kinds_come_in_which_sizes() -> None:
    shoes = next(one for one in schema().categories if one.value == "shoes")
    assert shoes.kind_sizes["loafer"] == {"41", "42", "43"}


def test_goods_are_placed_by_label_by_pieces_or_by_what_they_are_a_kind_of() -> None:
    assert placed("tote", schema()).values == ("bags-and-luggage/totes",)
    assert placed("loafer", schema()).values == ("shoes",)
    assert not placed("umbrella", schema()).sold
    assert placed("umbrella", schema()).values == ("accessories",)


def test_style_follows_from_the_kind_where_that_leaves_no_doubt() -> None:
    assert style_of(["sneaker"]) == "casual"
    assert style_of(["clutch"]) == "formal"
    assert style_of(["watch"]) is None
