"""A line on record keeps its claims with their sources, in the words of the moment."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.facts import Fact, Subject
from mercery.claims.sentence import Line
from mercery.claims.values import Price, Text
from mercery.claims.wording import Voice
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.livestream.said import SaidSpan, read_spans, runs_of, spans_json, spans_of

AT = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
VOICE = Voice(lang="en", now=AT, timezone="Europe/Paris")
BAG = Subject(kind="product", id="prd_1", name=Words("Saddle Bag", "马鞍包"))


def fact(attribute: str, value: object, source: str, *, valid_to: datetime | None = None) -> Fact:
    return Fact(
        subject=BAG, attribute=attribute, label=Words(attribute.capitalize(), attribute), value=value,  # type: ignore[arg-type]
        source=Words(source, source), version=1, recorded_at=AT, valid_to=valid_to,
    )  # fmt: skip


def test_each_claim_is_kept_with_its_source_and_its_end() -> None:
    leather = fact("material", Text(Words("calfskin", "小牛皮")), "catalogue")
    ends = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    price = fact("price", Price(Money.from_major(1280, "EUR")), "price list", valid_to=ends)
    line = Line().name("Saddle Bag").say(" is ").fact(leather, "calfskin").say(" and costs ").fact(price, "€1,280")
    sentence = line.say(".").done()

    kept = read_spans(spans_json(spans_of(sentence, {one.id: one for one in (leather, price)}, VOICE)))

    assert [(one.source, one.state, one.until) for one in kept] == [
        ("catalogue", "holds", ""),
        ("price list", "expiring", "21:00 on 22 November"),
    ]
    assert [(run.text, run.claim is not None) for run in runs_of(sentence.text, kept)] == [
        ("Saddle Bag is ", False),
        ("calfskin", True),
        (" and costs ", False),
        ("€1,280", True),
        (".", False),
    ]


@given(
    text=st.text(max_size=40),
    places=st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=6),
)
def test_cutting_a_line_at_its_claims_never_changes_its_words(text: str, places: list[tuple[int, int]]) -> None:
    spans = [SaidSpan(start=start, end=end, fact_id="product:1/material@1") for start, end in places]

    assert "".join(run.text for run in runs_of(text, spans)) == text
