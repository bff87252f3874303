"""What of a recording still holds, what was on the counter when, and which second shows a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Price
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.livestream.line import LineKind
from mercery.livestream.replays import Recording, Timeline, chapters_of, held_against, in_force
from mercery.livestream.said import SaidSpan
from mercery.livestream.showing import SaidLine
from mercery.studio.standing import digest_of

AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
LATER = AT + timedelta(days=9)
BAG = Subject(kind="variant", id="var_1", name=Words("Saddle Bag", "马鞍包"), parent_id="prd_1")


def recording(seconds: float = 120.0) -> Recording:
    return Recording(id="rec_1", show_id="lsh_1", folder=Path(), began_at=AT, seconds=seconds, published=True)


def price(euros: int, version: int = 1, *, valid_to: datetime | None = None) -> Fact:
    return Fact(
        subject=BAG, attribute="price", label=Words("Price", "价格"), value=Price(Money.from_major(euros, "EUR")),
        source=Words("price list", "价目表"), version=version, recorded_at=AT, valid_to=valid_to,
    )  # fmt: skip


def line(second: float, text: str, product: str = "", *facts: Fact, kind: LineKind = "piece") -> SaidLine:
    spans = tuple(
        SaidSpan(
            start=0, end=len(text), fact_id=one.id, source="price list", digest=digest_of(one), valid_to=one.valid_to
        )
        for one in facts
    )
    return SaidLine(
        id=round(second * 10), kind=kind, lang="en", text=text, spans=spans, product_id=product, comment_id="",
        item_id="", price={}, began_at=AT + timedelta(seconds=second), ended_at=AT + timedelta(seconds=second + 3),
    )  # fmt: skip


def test_a_price_that_has_changed_is_not_passed_on_as_true() -> None:
    told = held_against(
        recording(), [line(10, "€1,280", "prd_1", price(1280))], in_force([price(1480, 2)], LATER), LATER
    )

    assert (told[0].now, told[0].start, len(told[0].fallen)) == ("changed", 10.0, 1)


def test_the_same_price_under_a_newer_version_still_holds() -> None:
    told = held_against(
        recording(), [line(10, "€1,280", "prd_1", price(1280))], in_force([price(1280, 7)], LATER), LATER
    )

    assert told[0].now == "holds"


def test_a_price_holds_where_any_currency_still_says_it() -> None:
    yuan = replace(price(0), value=Price(Money.from_major(9_800, "CNY")), version=2)
    facts = in_force([yuan, price(1280, 3)], LATER)

    assert held_against(recording(), [line(10, "€1,280", "prd_1", price(1280))], facts, LATER)[0].now == "holds"


def test_what_was_said_to_end_has_ended_even_while_the_same_fact_stands() -> None:
    ended = price(1280, valid_to=AT + timedelta(days=1))

    assert held_against(recording(), [line(1, "€1,280", "prd_1", ended)], {}, LATER)[0].now == "changed"


def test_a_fact_that_is_gone_or_cannot_be_asked_is_never_taken_as_true() -> None:
    answer = replace(price(1), subject=Subject(kind="answer", id="ans_1", name=Words("a", "a")))
    told = held_against(recording(), [line(1, "x", "", price(1)), line(5, "y", "", answer)], {}, LATER)

    assert [one.now for one in told] == ["changed", "unchecked"]


def test_chapters_follow_the_counter_and_an_answer_takes_no_piece_off_it() -> None:
    lines = [
        line(0, "Welcome.", kind="welcome"),
        line(12, "Here is the bag.", "prd_1"),
        line(20, "Yes, Anna.", kind="answer"),
        line(26, "It has a strap.", "prd_1"),
        line(60, "Here is the scarf.", "prd_2"),
    ]

    assert [(one.start, one.end, one.kind, one.product_id) for one in chapters_of(recording(), lines)] == [
        (0.0, 12.0, "words", ""),
        (12.0, 60.0, "piece", "prd_1"),
        (60.0, 120.0, "piece", "prd_2"),
    ]


@given(
    st.lists(
        st.tuples(st.floats(0, 119, allow_nan=False), st.sampled_from(["", "prd_1", "prd_2", "prd_3"])), max_size=25
    )
)
@settings(max_examples=50)
def test_chapters_cover_the_recording_without_gaps(said: list[tuple[float, str]]) -> None:
    lines = [line(round(second, 1), "x", product) for second, product in sorted(said)]
    chapters = chapters_of(recording(), lines)

    if lines:
        assert chapters[0].start == 0.0 and chapters[-1].end == 120.0
    assert all(one.end == after.start for one, after in pairwise(chapters))
    assert all(one.end > one.start for one in chapters)


def test_after_an_interruption_a_moment_is_found_by_its_date() -> None:
    """Ten seconds, a minute without any, ten seconds more."""
    timeline = Timeline((AT, AT + timedelta(seconds=70)), (0.0, 10.0), 20.0)
    found = replace(recording(20.0), timeline=timeline)

    assert found.second(AT + timedelta(seconds=4)) == 4.0
    assert found.second(AT + timedelta(seconds=40)) == 10.0
    assert found.second(AT + timedelta(seconds=73)) == 13.0
    assert found.ended_at == AT + timedelta(seconds=80)
