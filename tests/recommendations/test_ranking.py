"""Rules and variety: whatever is asked, a row keeps to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recommendations.goods import NOON, ago, pieces

from mercery.core.errors import Invalid
from mercery.recommendations.ranking import Scored, arranged
from mercery.recommendations.recommendation import Reason
from mercery.recommendations.rules import Rule, Target, checked_rule, factor, in_force

PLAIN = Rule(
    id="r", act="pin", target=Target(kind="product", value="bangle-jonc"), place=2, starts_at=ago(1), ends_at=None,
    reason="Window", made_at=NOON, changed_at=NOON,
)  # fmt: skip
SCORES = st.dictionaries(st.sampled_from(sorted(pieces())), st.floats(0.01, 1.0), min_size=1, max_size=40)


def scored(scores: dict[str, float]) -> list[Scored]:
    found = [Scored(piece=pieces()[key], score=score, reason=Reason(kind="loved")) for key, score in scores.items()]
    return sorted(found, key=lambda one: (-one.score, one.piece.order))


@given(scores=SCORES, limit=st.integers(1, 8))
def test_a_row_has_no_piece_twice_and_not_four_of_a_kind(scores: dict[str, float], limit: int) -> None:
    row = arranged(scored(scores), limit, (), "home").shown
    ids = [one.piece.id for one in row]
    assert len(ids) == len(set(ids)) <= limit and set(ids) <= set(scores)
    groups = [one.piece.group for one in row]
    assert limit < 3 or all(groups.count(one) <= 3 for one in groups)
    assert row[0].score == max(scores.values())


@given(scores=SCORES, place=st.integers(1, 4))
def test_a_pinned_piece_stands_at_its_place_or_as_near_as_there_are_pieces(
    scores: dict[str, float], place: int
) -> None:
    rule = replace(PLAIN, place=place)
    row = [one.piece.id for one in arranged(scored(scores | {"bangle-jonc": 0.001}), 4, (rule,), "home").shown]
    assert row.index("bangle-jonc") == min(place - 1, len(row) - 1)


@given(scores=SCORES)
def test_two_that_are_kept_apart_never_stand_together(scores: dict[str, float]) -> None:
    bags, shoes = Target(kind="kind", value="bag"), Target(kind="kind", value="shoe")
    rule = replace(PLAIN, act="apart", target=bags, other=shoes, place=None)
    groups = {one.piece.group for one in arranged(scored(scores), 6, (rule,), "home").shown}
    assert not {"bag", "shoe"} <= groups


def test_a_boost_and_a_burial_count_together_and_the_strongest_burial_leaves_out() -> None:
    bag = pieces()["saddle-bag"]
    boost = replace(PLAIN, act="boost", target=Target(kind="brand", value="maison aurelle"), strength=2)
    bury = replace(PLAIN, act="bury", target=Target(kind="kind", value="bag"), strength=1, id="b")
    by, left_out_by = factor(bag, (boost, bury))
    assert by == pytest.approx(1.6 / 1.25) and not left_out_by
    assert factor(bag, (replace(bury, strength=3),)) == (0.0, "b")
    assert factor(pieces()["candle-vetiver"], (bury,)) == (1.0, "")


def test_a_rule_counts_in_its_time_and_at_its_places() -> None:
    ended = replace(PLAIN, ends_at=ago(0))
    assert in_force([PLAIN, ended, replace(PLAIN, active=False), replace(PLAIN, starts_at=ago(-2))], "home", NOON) == (
        PLAIN,
    )
    only = replace(PLAIN, placements=("bag",))
    assert in_force([only], "home", NOON) == () and in_force([only], "bag", NOON) == (only,)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"), ({"place": 99}, "place"), ({"ends_at": ago(3)}, "ends"),
        ({"act": "apart"}, "other"), ({"target": Target(kind="kind", value="dragon")}, "target"),
        ({"placements": ("roof",)}, "placements"), ({"act": "boost", "strength": 7}, "strength"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_with_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked_rule(replace(PLAIN, **change))  # type: ignore[arg-type]
    assert field in {one.field for one in caught.value.problems}
