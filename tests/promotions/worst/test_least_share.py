"""The least payable share beside a proof, against every cart there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from tests.promotions.calendars import a_buyer, a_calendar, a_cart

from mercery.core.as_json import plain, read
from mercery.promotions.publishing.checking import prove_calendar
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.benefit import Pct
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import Certificate, LeastShare
from mercery.promotions.worst.least_share import least_share_of, share_words

BAG = Sku(id="bag", price=100_000, cost=40_000)
HALF = Rule(id="half", level="line", benefit=Pct(bps=4_700))


def test_a_proof_says_what_share_of_its_list_price_no_cart_pays_less_than() -> None:
    proof = prove_calendar(Calendar(skus={"bag": BAG}, rules=(HALF,)), 5)
    assert proof.share == LeastShare(found=5_300, bound=5_300, exact=True)
    said = share_words(proof)
    assert said is not None
    assert said.en == "No cart pays less than 53% of its list price."
    assert said.zh == "任何订单的实付都不低于标价的 53%。"
    assert read(Certificate, plain(proof)) == proof


def test_an_open_share_is_told_as_an_interval_and_an_old_proof_says_nothing_of_it() -> None:
    proof = prove_calendar(Calendar(skus={"bag": BAG}, rules=(HALF,)), 5)
    said = share_words(replace(proof, share=LeastShare(found=5_312, bound=4_100, exact=False)))
    assert said is not None and "is 53.12%" in said.en and "below 41% is possible" in said.en
    older = {name: value for name, value in plain(proof).items() if name != "share"}
    assert share_words(read(Certificate, older)) is None


def test_a_year_with_too_many_periods_is_left_without_it() -> None:
    rules = tuple(
        Rule(id=f"d{day}", level="line", benefit=Pct(bps=100 * day), starts=datetime(2026, 11, day, tzinfo=UTC),
             ends=datetime(2026, 11, day + 1, tzinfo=UTC))
        for day in range(1, 16)
    )  # fmt: skip
    assert least_share_of(Calendar(skus={"bag": BAG}, rules=rules), 5) is None


@pytest.mark.parametrize("seed", range(3))
def test_no_cart_pays_less_than_the_bound(seed: int) -> None:
    random = Random(seed)
    calendar = a_calendar(random, rules=3)
    share = least_share_of(calendar, 5)
    assert share is not None and share.bound <= share.found
    for _ in range(40):
        best = quote(calendar, a_cart(random, calendar), a_buyer(random, calendar)).best
        assert best.payable * 10_000 >= share.bound * best.list_total
