"""A filled form becomes wishes of the closed vocabulary, or nothing."""

from hypothesis import given
from hypothesis import strategies as st
from tests.guide.hearing.department_store import known, schema

from mercery.guide.hearing.structured import FORM, from_structured


def test_a_form_is_read_into_wishes() -> None:
    found = from_structured(
        {
            "wishes": [
                {"kind": "category", "values": ["loafer"]},
                {"kind": "colour", "values": ["green"], "said": "in green"},
                {"kind": "material", "values": ["leather"], "unwanted": True},
                {"kind": "size", "values": ["42"]},
                {"kind": "price", "high": 200, "currency": "EUR"},
                {"kind": "measure", "name": "weight", "high": 3, "unit": "kg"},
                {"kind": "feature", "name": "movement:automatic"},
                {"kind": "delivery", "by": "2026-12-24"},
            ]
        },
        known(),
        turn=3,
    )
    read = {(wish.kind, wish.name): wish for wish in found}
    assert read["category", ""].values == ("shoes",)
    assert read["feature", "kind"].values == ("loafer",)
    assert read["colour", ""].values == ("forest-green",)
    assert read["colour", ""].said == "in green"
    assert read["material", ""].unwanted
    assert read["price", ""].high == 20000
    assert read["measure", "weight"].high == 3000
    assert read["feature", "movement"].values == ("automatic",)
    assert {wish.turn for wish in found} == {3}


def test_what_the_shop_does_not_know_is_left_out() -> None:
    rows = [
        {"kind": "brand", "values": ["Nobody"]},
        {"kind": "colour", "values": ["octarine"]},
        {"kind": "material", "values": ["unobtainium"]},
        {"kind": "size", "values": ["99"]},
        {"kind": "product", "values": ["made-up"]},
        {"kind": "price", "high": 10, "currency": "XXX"},
        {"kind": "price", "low": 10, "high": 5},
        {"kind": "measure", "name": "weight", "high": 3, "unit": "cm"},
        {"kind": "measure", "name": "charm", "high": 3, "unit": "g"},
        {"kind": "feature", "name": "flies"},
        {"kind": "audience", "values": ["cats"]},
        {"kind": "delivery", "by": "soon"},
        {"kind": "spell", "values": ["abracadabra"]},
    ]
    assert from_structured({"wishes": rows}, known()) == ()


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["leather", "black", "loafer", "EUR", "kg", "weight"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["kind", "values", "name", "low", "high", "unit", "currency", "by", "unwanted", "wishes"]) | st.text(max_size=6), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip


@given(_ANYTHING, st.lists(st.fixed_dictionaries({"kind": st.sampled_from(sorted(FORM)), "values": _ANYTHING}, optional={"name": _ANYTHING, "low": _ANYTHING, "high": _ANYTHING, "unit": _ANYTHING, "currency": _ANYTHING, "by": _ANYTHING}), max_size=5))  # fmt: skip
def test_nothing_is_invented_whatever_the_form_holds(anything: object, rows: list[dict[str, object]]) -> None:
    own = schema()
    for wish in (*from_structured(anything, known()), *from_structured({"wishes": rows}, known())):
        if wish.kind == "category":
            assert set(wish.values) <= {one.value for one in own.categories}
        if wish.kind == "colour":
            assert set(wish.values) <= {one.value for one in own.colours}
        if wish.kind == "brand":
            assert set(wish.values) <= {one.value for one in own.brands}
        if wish.kind == "price":
            assert wish.currency is None or wish.currency in own.currencies
