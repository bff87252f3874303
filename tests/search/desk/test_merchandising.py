"""Rules on a ranked list."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.search.desk.making import NOON, rule

from mercery.search.desk.merchandising import Merchandised, in_force, merchandise, to_bring_in
from mercery.search.desk.rule import Rule, Scope


@dataclass(frozen=True)
class Piece:
    product_id: str
    values: frozenset[str] = field(default_factory=frozenset)
    sold: bool = True


def pieces(names: str, *, brand: str = "", gone: str = "") -> list[Piece]:
    """One piece a letter; those in `brand` are Orme's, those in `gone` cannot be bought."""
    return [Piece(name, frozenset({"brand=orme"} if name in brand else ()), sold=name not in gone) for name in names]


def applied(ranked: list[Piece], *rules: Rule, brought: str = "", gone: str = "") -> Merchandised[Piece]:
    return merchandise(ranked, rules, may_rise=lambda one: one.sold, brought=pieces(brought, gone=gone))


def order(found: Merchandised[Piece]) -> str:
    return "".join(one.product_id for one in found.pieces)


def test_a_pin_stands_at_its_place_and_says_where_it_was() -> None:
    found = applied(pieces("abcdef"), rule("pin", "e", place=2))
    assert order(found) == "aebcdf"
    assert found.marks["e"].was == 5 and set(found.marks) == {"e"}


def test_a_pin_brings_a_piece_in_that_was_no_result() -> None:
    pin = rule("pin", "z", place=1)
    assert to_bring_in([pin], {"a", "b"}) == ("z",)
    found = applied(pieces("ab"), pin, brought="z")
    assert order(found) == "zab" and found.marks["z"].was is None


def test_what_cannot_be_bought_is_not_brought_forward() -> None:
    found = applied(pieces("abcz", gone="z"), rule("pin", "z", place=1), rule("boost", "z", name="b", strength=3))
    assert order(found) == "abcz" and found.marks == {}
    assert found.refused == {"r": "z", "b": "z"}
    assert order(applied(pieces("ab"), rule("pin", "z", place=1), brought="z", gone="z")) == "ab"


def test_a_boost_moves_all_pieces_of_a_brand_up_and_keeps_their_order() -> None:
    assert order(applied(pieces("abcdefgh", brand="gh"), rule("boost", "brand=orme", strength=3))) == "ghabcdef"
    assert order(applied(pieces("abcdefgh", brand="gh"), rule("boost", "brand=orme", strength=1))) == "abcghdef"


def test_a_burial_moves_down_or_to_the_very_end() -> None:
    assert order(applied(pieces("abcdef"), rule("bury", "a", strength=3))) == "bcdefa"
    assert order(applied(pieces("abcdef"), rule("bury", "b", strength=1))) == "acdbef"


def test_of_two_pins_at_one_place_the_older_keeps_it() -> None:
    newer = rule("pin", "f", place=1, name="new", made_at=NOON)
    found = applied(pieces("abcdef"), rule("pin", "e", place=1), newer)
    assert order(found) == "efabcd"


def test_a_pin_beats_a_burial_of_the_same_piece() -> None:
    assert order(applied(pieces("abc"), rule("bury", "c", strength=3), rule("pin", "c", place=1, name="p"))) == "cab"


def test_a_pin_beyond_the_end_stands_last() -> None:
    assert order(applied(pieces("abc"), rule("pin", "a", place=40))) == "bca"


def test_a_rule_counts_from_its_beginning_until_its_end_and_for_its_searches_only() -> None:
    made = rule("pin", "a", place=1)
    assert in_force([made], keys={"tote"}, now=NOON) == (made,)
    assert in_force([made], keys={"tote"}, now=made.starts_at - timedelta(seconds=1)) == ()
    assert made.ends_at is not None and in_force([made], keys={"tote"}, now=made.ends_at) == ()
    assert in_force([made], keys={"satchel"}, now=NOON) == ()
    assert in_force([rule("pin", "a", place=1, active=False)], keys={"tote"}, now=NOON) == ()


def test_plural_case_and_empty_words_do_not_keep_a_search_from_its_rule() -> None:
    made = rule("pin", "a", place=1, scope=Scope(kind="queries", queries=("Leather totes",)))
    assert in_force([made], keys={"leather tote"}, now=NOON) == (made,)


def test_a_rule_for_a_category_counts_on_its_page_and_in_no_search() -> None:
    made = rule("pin", "a", place=1, scope=Scope(kind="category", category="bags"))
    assert in_force([made], keys={""}, category="bags", now=NOON) == (made,)
    assert in_force([made], keys={"bag"}, category="", now=NOON) == ()


ACTS = st.sampled_from(("pin", "boost", "bury"))
RULES = st.lists(
    st.builds(
        lambda act, target, place, strength, n: rule(
            act, target, place=place if act == "pin" else None, strength=strength, name=f"{n:03d}"
        ),
        ACTS,
        st.sampled_from("abcdefghz"),
        st.integers(1, 12),
        st.integers(1, 3),
        st.integers(0, 999),
    ),
    max_size=6,
    unique_by=lambda made: made.id,
)


@given(ranked=st.permutations("abcdefgh"), rules=RULES, gone=st.sets(st.sampled_from("abcdefghz")))
def test_nothing_is_lost_doubled_or_brought_forward_against_the_limits(
    ranked: list[str], rules: list[Rule], gone: set[str]
) -> None:
    before = pieces("".join(ranked), gone="".join(gone))
    found = merchandise(
        before, rules, may_rise=lambda one: one.sold, brought=pieces("z", gone="".join(gone)) if rules else ()
    )
    after = [one.product_id for one in found.pieces]
    assert len(after) == len(set(after)) and set(after) - {"z"} == set(ranked)
    assert ("z" in after) == any(one.act == "pin" and one.target.value == "z" and "z" not in gone for one in rules)
    moved_up = {name for name in gone & set(after) if name in found.marks and found.marks[name].act != "bury"}
    assert moved_up == set()
    assert all(found.marks[one].was != place for place, one in enumerate(after, 1) if one in found.marks)


@given(ranked=st.permutations("abcdefgh"), rules=RULES)
def test_rules_say_the_same_in_whichever_order_they_are_read(ranked: list[str], rules: list[Rule]) -> None:
    first = in_force(rules, keys={"tote"}, now=NOON)
    again = in_force(list(reversed(rules)), keys={"tote"}, now=NOON)
    assert order(applied(pieces("".join(ranked)), *first)) == order(applied(pieces("".join(ranked)), *again))
