"""A talk is kept as it is."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.guide.need import Need, Shown, Wish
from mercery.guide.state import GuideState, state_from_json, state_to_json

words = st.text(max_size=8)
values = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)
amounts = st.none() | st.decimals(0, 10_000, places=2).map(lambda one: Decimal(str(one)))
wishes = st.builds(
    Wish,
    kind=st.sampled_from(("category", "brand", "colour", "material", "size", "feature", "measure", "price", "product")),
    values=values, unwanted=st.booleans(), pure=st.booleans(), term=words, name=words, low=amounts, high=amounts,
    dimension=words, currency=st.none() | st.just("EUR"), by=st.none() | st.just(date(2026, 3, 5)),
    firmness=st.sampled_from(("must", "wish")), said=words, turn=st.integers(0, 9), label=st.builds(Words, words, words),
)  # fmt: skip
states = st.builds(
    GuideState,
    need=st.builds(Need, wishes=st.lists(wishes, max_size=3).map(tuple), currency=st.none() | st.just("CNY"), country=st.none() | st.just("CN"), words=values),
    shown=st.lists(st.builds(Shown, product_id=words, variant_id=st.none() | words, turn=st.integers(0, 9)), max_size=2).map(tuple),
    asked=values, refused=values, turn=st.integers(0, 9),
)  # fmt: skip


@given(states)
def test_what_is_kept_is_what_comes_back(state: GuideState) -> None:
    assert state_from_json(json.loads(json.dumps(state_to_json(state)))) == state


def test_without_anything_kept_a_talk_begins() -> None:
    assert state_from_json(None) == GuideState()
