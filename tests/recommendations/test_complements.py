"""What completes what, how alike two pieces are, and which colours go together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.recommendations.goods import pieces

from mercery.claims.vocabulary import COLOURS
from mercery.recommendations.colours import harmony
from mercery.recommendations.complements import by_kind, completing, fit, rules
from mercery.recommendations.nearness import nearest, nearness, shared
from mercery.recommendations.piece import care_classes

KEYS = st.sampled_from(sorted(pieces()))
COLOUR = st.sampled_from(sorted(COLOURS))


def first(base: str) -> str:
    return completing(pieces()[base], by_kind(pieces().values()))[0][0].id


def test_the_care_set_is_the_one_for_the_material() -> None:
    assert {first(one) for one in ("saddle-bag", "hobo-lune", "loafer-arno", "weekender")} == {"care-leather"}
    assert {first(one) for one in ("soft-tote", "giulia-pump")} == {"care-suede"}
    assert not {"care-leather", "care-suede"} & _all("box-crossbody"), "patent leather"
    assert not {"care-leather", "care-suede"} & _all("card-wallet"), "it darkens by itself"


def _all(base: str) -> set[str]:
    return {one.id for one, _ in completing(pieces()[base], by_kind(pieces().values()))}


def test_leather_is_told_apart_by_its_surface() -> None:
    assert care_classes("full-grain calfskin") == care_classes("小羊皮") == {"leather"}
    assert care_classes("calf suede") == {"suede"} and care_classes("patent calfskin") == {"patent"}
    assert care_classes("vegetable-tanned calfskin") == {"vegetable-tanned"} and care_classes("steel") == frozenset()


@given(base=KEYS, other=KEYS)
def test_a_durable_kind_never_completes_itself_and_nobody_is_dressed_as_another(base: str, other: str) -> None:
    one, two = pieces()[base], pieces()[other]
    if fit(one, two) is not None:
        assert not (one.group == two.group and one.durable and two.durable)
        assert {one.audience, two.audience} != {"women", "men"}


@given(one=KEYS, other=KEYS)
def test_nearness_is_the_same_both_ways_and_highest_with_itself(one: str, other: str) -> None:
    there, back = nearness(pieces()[one], pieces()[other]), nearness(pieces()[other], pieces()[one])
    assert abs(there - back) < 1e-9 and 0 <= there <= 1 + 1e-9
    assert there <= nearness(pieces()[one], pieces()[one]) + 1e-9


def test_the_nearest_of_a_bag_are_bags_and_what_they_share_is_told() -> None:
    found = nearest(pieces()["saddle-bag"], list(pieces().values()), limit=3)
    assert found[0][0].id == "saddle-bag-mini" and all(one.group == "bag" for one, _ in found)
    assert shared(pieces()["work-tote"], pieces()["weekender"])[0] == "kind"


@given(one=COLOUR, other=COLOUR)
def test_colours_go_together_both_ways(one: str, other: str) -> None:
    assert harmony([one], [other]) == harmony([other], [one]) and 0 <= harmony([one], [other]) <= 1


def test_a_neutral_goes_with_a_colour_and_an_unknown_colour_with_nothing() -> None:
    assert harmony(["black"], ["bottle green"]) == 0.5 and harmony(["cognac"], ["navy"]) == 0.6
    assert harmony(["black"], ["black"]) == 1.0 and harmony(["seagull"], ["black"]) == 0.0


def test_every_rule_names_what_exists() -> None:
    assert len(rules()) > 80 and all(0 < one.weight <= 1 for one in rules())
