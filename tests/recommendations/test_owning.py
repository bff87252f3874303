"""What somebody has, and what that rules out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.recommendations.goods import TODAY, ago, pieces

from mercery.recommendations.behaviour import due_dates
from mercery.recommendations.history import Bought, History
from mercery.recommendations.owning import (
    LOOKING_AGAIN_DAYS,
    UNSAID_DAYS,
    Owning,
    lessened,
    owning,
    ruled_out,
    used_up_on,
)
from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import Asked, Placement, Said

KEYS = st.sampled_from(sorted(pieces()))


def has(*bought: tuple[str, int], placement: Placement = "home", said: tuple[Said, ...] = (), about: tuple[str, ...] = (), of: dict[str, Piece] | None = None) -> Owning:  # fmt: skip
    lines = tuple(Bought(product_id=key, at=ago(days)) for key, days in bought)
    return owning(
        Asked(placement=placement, about=about), History(bought=lines, said=said), (of or pieces()).get, TODAY
    )


def why(key: str, owns: Owning, placement: Placement = "home", due: dict[str, date] | None = None) -> str:
    found = ruled_out(pieces()[key], owns, placement, TODAY, due or {})
    return found.kind if found else ""


def test_one_bag_is_enough_until_its_window_is_over() -> None:
    owns = has(("saddle-bag", 10))
    assert (why("saddle-bag", owns), why("weekender", owns), why("card-wallet", owns)) == ("owned", "has_one", "")
    found = ruled_out(pieces()["weekender"], owns, "home", TODAY, {})
    assert found is not None and found.because_of == "saddle-bag" and found.until == TODAY + timedelta(days=1815)
    assert why("weekender", has(("saddle-bag", 1_830))) == ""


def test_a_ring_leaves_earrings_and_a_boot_leaves_sandals() -> None:
    owns = has(("ring-trace", 3), ("chelsea-boot", 3))
    assert (why("ring-aube", owns), why("hoops-solid", owns), why("plage-sandal", owns)) == ("has_one", "", "")


def test_the_very_piece_that_lasts_is_not_offered_again_because_its_kind_is() -> None:
    owns = has(("carre-deco", 400))
    assert not pieces()["carre-deco"].days_said
    assert (why("carre-deco", owns), why("carre-jardin", owns)) == ("owned", "")


def test_who_looks_at_the_kind_again_sees_others_after_three_months() -> None:
    assert why("hobo-lune", has(("saddle-bag", LOOKING_AGAIN_DAYS - 1)), "instead") == "has_one"
    owns = has(("saddle-bag", LOOKING_AGAIN_DAYS + 1))
    assert (why("hobo-lune", owns, "instead"), why("hobo-lune", owns, "home")) == ("", "has_one")


def test_what_is_used_up_comes_back_a_little_before() -> None:
    assert why("candle-vetiver", has(("candle-vetiver", 44))) == "not_yet"
    assert why("candle-vetiver", has(("candle-vetiver", 45))) == ""
    assert why("candle-vetiver", has(("candle-vetiver", 40)), due={"candle-vetiver": ago(40 - 35).date()}) == ""


def test_what_is_used_up_nobody_knows_when_is_not_offered_straight_after() -> None:
    candle = replace(pieces()["candle-vetiver"], days=None)
    said = Said(product_id=candle.id, what="have_it", at=ago(1))
    for owns in (has((candle.id, 1)), has(said=(said,))):
        found = ruled_out(candle, owns, "home", TODAY, {})
        assert found is not None and found.until == ago(1).date() + timedelta(days=UNSAID_DAYS)
    assert ruled_out(candle, has((candle.id, UNSAID_DAYS)), "home", TODAY, {}) is None
    assert ruled_out(candle, has((candle.id, 20)), "home", TODAY, {candle.id: ago(1).date()}) is None


def test_repeats_move_the_checked_time_by_half_at_most() -> None:
    candle, bought = pieces()["candle-vetiver"], ago(0).date()
    for told, expected in ((5, 30), (80, 80), (400, 90)):
        due = {candle.id: bought + timedelta(days=told)}
        assert used_up_on([(candle, bought)], candle, due) == bought + timedelta(days=expected)


def test_an_unchecked_draft_moves_back_and_leaves_nothing_out() -> None:
    drafted = {key: replace(one, basis="draft", confidence=0.95) for key, one in pieces().items()}
    owns = has(("saddle-bag", 3), of=drafted)
    assert ruled_out(drafted["hobo-lune"], owns, "home", TODAY, {}) is None
    assert lessened(drafted["hobo-lune"], owns, TODAY) < 0.2 and lessened(drafted["tray-comptoir"], owns, TODAY) == 1.0
    unsure = {key: replace(one, basis="draft", confidence=0.5) for key, one in pieces().items()}
    assert lessened(unsure["hobo-lune"], has(("saddle-bag", 3), of=unsure), TODAY) == 1.0


def test_what_somebody_says_counts_and_the_bag_counts_as_had() -> None:
    owns = has(said=(Said(product_id="heure-36", what="have_it", at=ago(1)), Said(product_id="carre-deco", what="not_for_me", at=ago(1))))  # fmt: skip
    assert (why("heure-36", owns), why("heure-40", owns), why("carre-deco", owns)) == (
        "have_it",
        "has_one",
        "not_for_me",
    )
    assert why("carre-jardin", owns) == ""
    assert why("work-tote", has(about=("saddle-bag",), placement="bag")) == "has_one"
    assert why("work-tote", has(about=("saddle-bag",), placement="instead"), "instead") == ""


@given(key=KEYS, other=KEYS, days=st.integers(0, 4_000))
def test_nothing_durable_of_the_kind_is_shown_within_its_window(key: str, other: str, days: int) -> None:
    had, piece = pieces()[key], pieces()[other]
    found = ruled_out(piece, has((key, days)), "home", TODAY, {})
    enough = had.window_days is not None and days < had.window_days
    if piece.group == had.group and piece.durable and enough:
        assert found is not None and (found.until is None or found.until > TODAY)
    elif piece.group != had.group:
        assert found is None


def test_who_bought_a_piece_three_times_is_due_by_their_own_gap() -> None:
    lines = tuple(Bought(product_id="candle-vetiver", at=ago(days)) for days in (10, 50, 90))
    assert due_dates(History(bought=lines)) == {"candle-vetiver": ago(10).date() + timedelta(days=40)}
    assert due_dates(History(bought=lines[:2])) == {}
