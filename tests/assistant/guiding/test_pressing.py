"""What pressing a button does to a need: just what it says, and nothing else."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mercery.assistant.guiding.pressing import Priced, pressed
from mercery.assistant.guiding.talk import Guided, Reply, Talk, deed_of, deeds_to_json
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.need import Need, Wish
from mercery.guide.state import GuideState

BAGS = Wish(kind="category", values=("bags",), label=Words("Bags", "包袋"))
BLACK = Wish(kind="colour", values=("black",), label=Words("Black", "黑色"))
DEAR = Wish(kind="price", low=Decimal(100_000), currency="EUR", label=Words("Over €1,000", "1000 欧以上"))


def reply(deed: str, **fields: object) -> Reply:
    return Reply(label=Words("x"), words=Words("x"), deed=deed, **fields)  # type: ignore[arg-type]


def state(*wishes: Wish) -> GuideState:
    return GuideState(need=Need(wishes=wishes), turn=3)


def test_a_chip_takes_its_wish_away_and_leaves_the_others() -> None:
    after = pressed(state(BAGS, BLACK), reply("drop", wish=BLACK))
    assert after.need.wishes == (BAGS,) and after.turn == 4


def test_a_chip_of_one_piece_leaves_the_other_pieces_turned_down() -> None:
    refused = Wish(kind="product", values=("prd_1", "prd_2"), unwanted=True)
    after = pressed(state(BAGS, refused), reply("drop", wish=refused, products=("prd_1",)))
    assert after.need.of("product", unwanted=True)[0].values == ("prd_2",)


def test_not_this_one_keeps_what_was_refused_before() -> None:
    before = pressed(state(BAGS), reply("refuse", products=("prd_1",)))
    after = pressed(before, reply("refuse", products=("prd_2",)))
    assert after.need.of("product", unwanted=True)[0].values == ("prd_1", "prd_2")


def test_cheaper_is_below_what_was_shown_and_takes_the_place_of_a_floor() -> None:
    priced = Priced(product_id="prd_1", variant_id="var_1", amount=Money(125_000, "EUR"))
    wish = pressed(state(BAGS, DEAR), reply("cheaper", products=("prd_1",)), priced).need.of("price")
    assert [(one.low, one.high, one.currency) for one in wish] == [(None, Decimal(124_999), "EUR")]
    assert wish[0].label.en == "Under €1,250"


def test_the_same_in_another_colour_is_about_just_that_piece() -> None:
    green = Wish(kind="colour", values=("green",))
    after = pressed(state(BAGS, BLACK), reply("colour", wish=green, products=("prd_1",)))
    assert [one.values for one in after.need.of("colour")] == [("green",)]
    assert after.need.of("product")[0].values == ("prd_1",)


def test_a_question_that_does_not_matter_is_not_asked_again() -> None:
    after = pressed(state(BAGS), reply("dismiss", kind="colour"))
    assert after.refused == ("colour",) and after.need.wishes == (BAGS,)


def test_beginning_anew_forgets_the_need_and_the_pieces() -> None:
    after = pressed(state(BAGS, BLACK), reply("anew"))
    assert after.need.wishes == () and after.shown == ()


WISHES = st.lists(
    st.builds(
        Wish,
        kind=st.sampled_from(["category", "colour", "brand", "occasion"]),
        values=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2, unique=True).map(tuple),
        unwanted=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda wish: (wish.key, wish.values),
)


@given(WISHES, st.integers(0, 4))
def test_a_chip_never_changes_more_than_its_own_wish(wishes: list[Wish], place: int) -> None:
    if place < len(wishes):
        after = pressed(state(*wishes), reply("drop", wish=wishes[place]))
        assert after.need.wishes == tuple(one for at, one in enumerate(wishes) if at != place)


@given(WISHES)
def test_what_buttons_do_is_kept_with_the_turn_and_read_again(wishes: list[Wish]) -> None:
    replies = tuple(
        Reply(label=Words("x"), words=Words(f"Without: {at}", f"不限：{at}"), deed="drop", wish=wish)
        for at, wish in enumerate(wishes)
    )
    kept = deeds_to_json(Guided(state=GuideState(), chips=replies).replies)
    for at, wish in enumerate(wishes):
        for words in (f"without: {at}", f"  不限：{at}。", f"不限:{at}"):
            found = deed_of(Talk(deeds=kept), words)
            assert found is not None and (found.deed, found.wish) == ("drop", wish)
    assert deed_of(Talk(deeds=kept), "something else") is None
