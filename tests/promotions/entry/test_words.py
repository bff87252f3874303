"""What a merchant writes, and the rules it becomes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.promotions.entry.strategies import KNOWN, NAMES, ZONE

from mercery.core.i18n import Words
from mercery.promotions.entry.heard import Heard
from mercery.promotions.entry.words import hear
from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)  # fmt: skip
from mercery.promotions.rules.scope import Scope
from mercery.promotions.telling.names import AUDIENCES


def said(text: str, **answers: int) -> Heard:
    return hear(text, KNOWN, {key.replace("_at_", "@"): value for key, value in answers.items()})


def open_questions(heard: Heard) -> list[str]:
    return [question.words.en for question in heard.questions]


@pytest.mark.parametrize(
    ("text", "benefit", "need"),
    [
        ("every 300 minus 50", Every(step=30000, off=5000), 0),
        ("¥50 off for every ¥300", Every(step=30000, off=5000), 0),
        ("满300减50，上不封顶", Every(step=30000, off=5000), 0),
        ("每满200减30，最多减3次", Every(step=20000, off=3000, times=3), 0),
        ("满300减50", Off(amount=5000), 30000),
        ("满三百减五十", Off(amount=5000), 30000),
        ("满1万减1千", Off(amount=100000), 1000000),
        ("60 off orders over 900", Off(amount=6000), 90000),
        ("spend 900, save 60", Off(amount=6000), 90000),
        ("15% off orders from ¥1,200", Pct(bps=1500), 120000),
        ("全场八五折", Pct(bps=1500), 0),
        ("全场打8折", Pct(bps=2000), 0),
        ("全场9.5折", Pct(bps=500), 0),
        ("candles half price", Pct(bps=5000), 0),
        ("皮包立减20%", Pct(bps=2000), 0),
        ("第二件半价", BuyGet(n=1, m=1, bps=5000), 0),
        ("second candle half price", BuyGet(n=1, m=1, bps=5000), 0),
        ("买三免一", BuyGet(n=2, m=1), 0),
        ("买三送一", BuyGet(n=3, m=1), 0),
        ("buy 2 get 1 free on candles", BuyGet(n=2, m=1), 0),
        ("3 for 2 on candles", BuyGet(n=2, m=1), 0),
        ("any 3 candles for ¥99", Bundle(n=3, price=9900), 0),
        ("any 3 for ¥99 on candles", Bundle(n=3, price=9900), 0),
        ("99元任选3件", Bundle(n=3, price=9900), 0),
        ("3件8折，5件7折", Tiers(steps=((3, Pct(bps=2000)), (5, Pct(bps=3000))), by="quantity"), 0),
        ("满300减50，满500减100", Tiers(steps=((30000, Off(amount=5000)), (50000, Off(amount=10000)))), 0),
        ("10% off 2 pieces, 20% off 3 pieces", Tiers(steps=((2, Pct(bps=1000)), (3, Pct(bps=2000))), by="quantity"), 0),
        ("定金50抵100", Deposit(pay=5000, worth=10000), 0),
        ("满2000包邮", Ship(), 200000),
        ("free delivery over 80", Ship(), 8000),
        ("free gift (silk pouch) over ¥900", Gift(gift="pouch"), 90000),
        ("满900送真丝小袋2个", Gift(gift="pouch", qty=2), 90000),
        ("每满900送真丝小袋", Gift(gift="pouch", step=90000), 0),
        ("每100积分抵1元，最多抵50%", Points(rate=1, max_bps=5000), 0),
        ("一口价199 丝巾", Fix(price=19900), 0),
        ("spend over 500 and get 50 off", Off(amount=5000), 50000),
        ("满200可用20元券", None, 0),
        ("300减50", Off(amount=5000), 30000),
        ("twenty percent off candles", Pct(bps=2000), 0),
        ("get 3 candles for the price of 2", BuyGet(n=2, m=1), 0),
        ("每满100减10，最高优惠50元", Every(step=10000, off=1000), 0),
        ("预付100元定金抵300元", Deposit(pay=10000, worth=30000), 0),
        ("每件直降20元", Off(amount=2000, per="unit"), 0),
    ],
)  # fmt: skip
def test_one_offer_is_heard(text: str, benefit: Benefit | None, need: int) -> None:
    heard = said(text)
    if benefit is None:
        assert not heard.settled
        return
    assert heard.settled, (heard.unheard, heard.questions)
    assert [(rule.benefit, rule.need_amount) for rule in heard.rules] == [(benefit, need)]


def test_three_wishes_in_one_sentence_become_two_rules() -> None:
    for text in (
        "every 300 minus 50, not with coupons, members 5% more",
        "满300减50，上不封顶，不与优惠券同享，会员再享95折",
    ):
        heard = said(text)
        assert heard.settled
        first, second = heard.rules
        assert (first.benefit, first.excludes) == (Every(step=30000, off=5000), frozenset(["coupon"]))
        assert (second.benefit, second.who, second.basis) == (Pct(bps=500), frozenset(["member"]), "running")
        assert second.stage > first.stage


def test_two_tags_side_by_side_are_the_goods_that_have_both_and_an_open_limit_is_asked_about() -> None:
    text = "20% off all outlet leather bags from 27 Nov 8pm to midnight, at most 2 per customer, first order only"
    heard = said(text)
    rule = heard.rules[0]
    assert rule.scope == Scope(skus=frozenset(["b2"]))
    assert (rule.starts, rule.ends) == (datetime(2026, 11, 27, 20, tzinfo=ZONE), datetime(2026, 11, 28, tzinfo=ZONE))
    assert (rule.who, rule.per_user) == (frozenset(["first_order"]), 2)
    asked = heard.questions[0]
    assert text[asked.start : asked.end] == "at most 2 per customer"
    answered = hear(text, KNOWN, {asked.id: 1})
    assert answered.settled and answered.rules[0].benefit == PerLine(by="pct", value=2000, max_units=2)


def test_a_coupon_with_all_its_limits() -> None:
    heard = said("coupon WELCOME60: 60 off 900, new customers, once each, 500 in total")
    assert heard.settled
    rule = heard.rules[0]
    assert (rule.code, rule.benefit, rule.need_amount) == ("WELCOME60", Off(amount=6000), 90000)
    assert (rule.who, rule.per_user, rule.total, rule.group) == (frozenset(["new"]), 1, 500, "coupon")


def test_every_part_knows_the_words_it_was_heard_from() -> None:
    text = "满300减50，限会员，平台承担40%"
    parts = {part.kind: text[part.start : part.end] for part in said(text).parts}
    assert parts == {"benefit": "满300减50", "buyers": "限会员", "funding": "平台承担40%"}


def test_words_that_mean_nothing_to_the_shop_are_shown_and_never_dropped() -> None:
    heard = said("15% off silk scarves for sparkling evenings, but only when it rains")
    assert len(heard.rules) == 1 and not heard.settled
    assert [one.text for one in heard.unheard] == ["sparkling evenings", "but only", "rains"]


def test_goods_the_shop_does_not_know_leave_the_rule_open() -> None:
    assert [one.text for one in said("20% off umbrellas").unheard] == ["umbrellas"]
    assert [one.text for one in said("雨伞8折").unheard] == ["雨伞"]


def test_an_amount_in_another_currency_becomes_no_rule_but_a_question() -> None:
    heard = said("$50 off orders over $300")
    assert heard.rules == ()
    assert open_questions(heard) == ["“$50” is in USD, the shop sells in CNY: how much is it in CNY?"]


def test_a_rate_that_can_be_meant_in_two_ways_is_asked_about() -> None:
    asked = said("全场80折").questions[0]
    assert [choice.zh for choice in asked.choices] == ["8折（减20%）", "2折（减80%）"]
    assert hear("全场80折", KNOWN, {asked.id: 1}).rules[0].benefit == Pct(bps=8000)


def test_an_amount_without_a_threshold_is_of_the_order_or_of_each_piece() -> None:
    heard = said("¥20 off silk scarves")
    assert open_questions(heard) == ["Is it ¥20 off the order or off each piece?"]
    assert said("¥20 off silk scarves", per_at_0=1).rules[0].benefit == Off(amount=2000, per="unit")


def test_a_fixed_price_for_nothing_in_particular_asks_for_which_goods_and_until_when() -> None:
    assert open_questions(said("限时价199")) == ["Which goods have this price?", "From when until when?"]


def test_members_are_asked_about_where_the_shop_has_several_kinds() -> None:
    audiences = {**AUDIENCES, "gold": Words("gold members", "金卡会员"), "silver": Words("silver members", "银卡会员")}
    del audiences["member"]
    known = replace(KNOWN, names=replace(NAMES, audiences=audiences))
    heard = hear("members 5% more", known)
    assert [choice.en for choice in heard.questions[0].choices] == ["gold members", "silver members"]
    assert hear("silver members 5% more", known).rules[0].who == frozenset(["silver"])


_MONDAY = KNOWN.today + timedelta(days=7 - KNOWN.today.weekday())
_FIRST = (KNOWN.today.replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("10% off candles next week", _MONDAY, _MONDAY + timedelta(days=7)),
        ("皮包九折，下周", _MONDAY, _MONDAY + timedelta(days=7)),
        ("皮包九折，下周末", _MONDAY + timedelta(days=5), _MONDAY + timedelta(days=7)),
        ("10% off candles until the end of the month", None, _FIRST),
        ("皮包九折到月底", None, _FIRST),
        ("皮包九折到周日", None, _MONDAY),
    ],
)
def test_weeks_and_months_are_stretches_of_the_calendar(text: str, starts: date | None, ends: date) -> None:
    rule = said(text).rules[0]
    assert (rule.starts and rule.starts.date()) == starts
    assert rule.ends is not None and rule.ends.date() == ends


@pytest.mark.parametrize(
    ("text", "today", "starts", "ends"),
    [
        # A year on, the last of February is not the same day.
        ("10% off candles on 28 February", date(2027, 11, 3), date(2028, 2, 28), date(2028, 2, 29)),
        ("10% off candles on 28 February", date(2028, 3, 5), date(2029, 2, 28), date(2029, 3, 1)),
        ("10% off candles on 29 February", date(2028, 3, 5), date(2029, 2, 28), date(2029, 3, 1)),
        ("香薰蜡烛9折，12月20日到2月28日", date(2027, 11, 3), date(2027, 12, 20), date(2028, 2, 29)),
        ("10% off candles on 28 February from 10:00", date(2028, 3, 5), date(2029, 2, 28), date(2029, 3, 1)),
        ("10% off candles on 28 February from 10:00", date(2027, 11, 3), date(2028, 2, 28), date(2028, 2, 29)),
        ("香薰蜡烛9折，2月28日10点", date(2028, 3, 5), date(2029, 2, 28), date(2029, 3, 1)),
    ],
)
def test_february_of_the_year_that_is_meant(text: str, today: date, starts: date, ends: date) -> None:
    rule = hear(text, replace(KNOWN, today=today)).rules[0]
    assert rule.starts is not None and rule.ends is not None
    assert (rule.starts.date(), rule.ends.date()) == (starts, ends)


def test_an_hour_to_begin_at_belongs_to_the_day_it_is_said_of() -> None:
    rule = said("10% off candles on 20 December from 10:00").rules[0]
    assert rule.starts == datetime(2026, 12, 20, 10, tzinfo=ZONE)
    assert said("10% off candles on 20 December from 10:00", until_at_16=1).rules[0].ends is None


def test_what_is_chosen_of_the_end_holds_for_the_year_that_is_chosen() -> None:
    text = "10% off candles before 20 October"
    assert [question.id for question in said(text).questions] == ["day@16", "year@16"]
    assert said(text, day_at_16=1, year_at_16=0).rules[0].ends == datetime(2027, 10, 21, tzinfo=ZONE)
    assert said(text, day_at_16=1, year_at_16=1).rules[0].ends == datetime(2026, 10, 21, tzinfo=ZONE)
    text = "10% off candles, 20 October 10:00"
    assert said(text, until_at_17=1, year_at_17=0).rules[0].ends is None
    assert said(text, until_at_17=0, year_at_17=0).rules[0].ends == datetime(2027, 10, 21, tzinfo=ZONE)
