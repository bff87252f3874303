"""Promotions of a shop as facts, for the tests of what is said of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from mercery.claims.deals import Amount, Instalments, Promotion, Term
from mercery.claims.facts import Fact, Subject, SubjectKind
from mercery.claims.values import Price, Value
from mercery.core.i18n import Words
from mercery.core.money import Money

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 23, tzinfo=UTC)
"""Midnight in Paris: the last day is Sunday the 29th."""


def euros(major: str | int) -> Money:
    return Money.from_major(major, "EUR")


def deal(
    key: str, value: Value, *, until: datetime | None = None, kind: SubjectKind = "promotion", parent: str | None = None
) -> Fact:
    name = value.name if isinstance(value, Promotion) else Words(key)
    return Fact(
        subject=Subject(kind=kind, id=key, name=name, parent_id=parent),
        attribute="promotion",
        label=Words("Promotion", "促销"),
        value=value,
        source=Words("promotion 3, proved (crt_1)", "促销第 3 版，已证明（crt_1）"),
        version=3,
        valid_to=until,
        recorded_at=NOW,
    )


LEATHER = deal(
    "leather",
    Promotion(
        Words("20% off leather", "皮具：8折"), Words("Leather days", "皮具周"), (Term(gives="percent", percent=Decimal(20)),),
        goods=(Words("leather", "皮具"),), products=("prd_bag",),
    ),
    until=SUNDAY,
)  # fmt: skip
SPEND = deal(
    "spend",
    Promotion(
        Words("€60 off the order, from €900", "满€900减€60"), Words(""),
        (Term(gives="amount", amount=euros(60), from_amount=euros(900)),),
    ),
)  # fmt: skip
EVERY = deal(
    "every",
    Promotion(
        Words("€50 off every €300, for members only", "每满€300减€50，限会员"), Words(""),
        (Term(gives="amount", amount=euros(50), from_amount=euros(300), every=True),), audiences=(Words("members", "会员"),),
    ),
)  # fmt: skip
POST = deal(
    "post",
    Promotion(
        Words("Free delivery, from €200", "满€200包邮"), Words(""), (Term(gives="delivery", from_amount=euros(200)),)
    ),
)
CODE = deal(
    "code",
    Promotion(
        Words("10% off everything, with code FRIEND10", "全场：9折，券码FRIEND10"), Words("Letter to friends", "好友来信"),
        (Term(gives="percent", percent=Decimal(10)),), code="FRIEND10", with_others=False,
    ),
)  # fmt: skip
TIERS = deal(
    "tiers",
    Promotion(
        Words("€30 off from €310, €80 off from €610", "满€310减€30，满€610减€80"), Words("Steps", "阶梯"),
        (
            Term(gives="amount", amount=euros(30), from_amount=euros(310)),
            Term(gives="amount", amount=euros(80), from_amount=euros(610)),
        ),
    ),
)  # fmt: skip
THIRD = deal(
    "third",
    Promotion(
        Words("Buy 2, get 1 free on scarves", "丝巾：买2件送1件"), Words(""),
        (Term(gives="pieces", percent=Decimal(100), pieces=1, of_pieces=3),), goods=(Words("scarves", "丝巾"),),
    ),
)  # fmt: skip
SET = deal(
    "set",
    Promotion(
        Words("Any 3 for €99 on candles", "香烛：任选3件€99"), Words(""), (Term(gives="price", pieces=3, amount=euros(99)),),
        goods=(Words("candles", "香烛"),),
    ),
)  # fmt: skip
CAPPED = deal(
    "capped",
    Promotion(
        Words("15% off watches, at most €40 off an order", "腕表：8.5折，每单最高优惠€40"), Words(""),
        (Term(gives="percent", percent=Decimal(15)),), goods=(Words("watches", "腕表"),), most=euros(40),
    ),
)  # fmt: skip
PLAN = deal(
    "var_bag",
    Instalments(3, euros("426.67"), euros("426.66"), 2, euros(1280), euros(0)),
    kind="variant",
    parent="prd_bag",
)
ALL = (LEATHER, SPEND, EVERY, POST, CODE, TIERS, THIRD, SET, CAPPED, PLAN)


def total(major: str, was: str | None = None) -> Fact:
    return deal("bag", Price(euros(major), euros(was) if was else None), kind="bag", until=SUNDAY)


def amount(key: str, major: str) -> Fact:
    return deal(key, Amount(euros(major)), kind="bag")
