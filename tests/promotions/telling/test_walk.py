"""A price line by line in words, as the evaluator came to it."""

from dataclasses import replace

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.benefit import Every, Gift, Off, Pct, Ship, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.walk import tell_walk

SALE = Rule(id="sale", benefit=Pct(bps=2_000), level="line", name=Words("Sale", "大促"))
COUPON = Rule(id="coupon", benefit=Off(amount=6_000), need_amount=90_000, stage=3, code="W60")
EVERY = Rule(id="every", benefit=Every(step=200_000, off=10_000), stage=2)
POUCH = Rule(id="pouch", benefit=Gift(gift="pouch"), need_amount=100_000, stage=2)
POST = Rule(id="post", benefit=Ship(), level="ship", need_amount=50_000, stage=6)
SHOP = Calendar(
    skus={"bag": Sku(id="bag", price=148_000, cost=60_000), "pouch": Sku(id="pouch", price=4_000, name="Silk pouch")},
    rules=(SALE, COUPON, EVERY, POUCH, POST),
    currency="EUR",
    shipping=900,
)
CART = (Line(sku="bag", quantity=1),)


def test_the_walk_goes_from_the_list_price_to_what_is_paid_and_adds_up() -> None:
    lines = tell_walk(quote(SHOP, CART), SHOP, "en")
    told = [(line.words, line.amount.minor if line.amount else None) for line in lines]
    assert told[0] == ("List price of 1 piece", 148_000)
    assert ("20% off €1,480", -29_600) in told
    assert ("€60 above €900", -6_000) in told
    assert ("Free gift: Silk pouch", None) in told
    paid = next(line.amount for line in lines if line.kind == "payable")
    steps = [line.amount for line in lines if line.kind in ("list", "step", "delivery") and line.amount]
    assert paid == sum(steps, Money.zero("EUR"))


def test_a_threshold_says_what_was_asked_and_what_was_read() -> None:
    coupon = next(line for line in tell_walk(quote(SHOP, CART), SHOP, "en") if line.rule == "coupon")
    assert coupon.detail == "threshold €900 reached with €1,184"


def test_what_is_missing_for_the_next_rule_is_said() -> None:
    missed = [line for line in tell_walk(quote(SHOP, CART), SHOP, "zh") if line.kind == "missed"]
    assert [(line.rule, line.amount) for line in missed] == [("every", Money(81_600, "EUR"))]
    assert missed[0].words.startswith("再买€816可享：每满€2,000减€100")


def test_what_is_missing_of_pieces_is_said_in_pieces() -> None:
    three = Rule(id="three", benefit=Tiers(steps=((3, Pct(bps=1_000)),), by="quantity"), stage=2)
    both = Rule(id="both", benefit=Off(amount=5_000), need_amount=100_000, need_qty=2, stage=3)
    quoted = quote(replace(SHOP, rules=(three, both)), CART)
    assert (quoted.missed, quoted.missed_pieces) == ({"three": 2, "both": 1}, frozenset({"three", "both"}))
    missed = [line for line in tell_walk(quoted, replace(SHOP, rules=(three, both)), "en") if line.kind == "missed"]
    assert [line.amount for line in missed] == [None, None]
    assert missed[0].words.startswith("2 pieces more") and missed[1].words.startswith("1 piece more")
