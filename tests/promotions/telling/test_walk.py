"""A price line by line in words, as the evaluator came to it."""

from dataclasses import replace

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.quoting.best import quote
from mercery.promotions.rules.benefit import Every, Gift, Off, Pct, Ship
from mercery.promotions.rules.buyer import ANYBODY
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.certificate import tell_certificate
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.walk import tell_walk
from mercery.promotions.worst.certificate import Certificate, Fault, WorstCart

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


def test_a_certificate_says_whether_it_passes_which_cart_and_whose_fault() -> None:
    found = quote(SHOP, CART)
    worst = WorstCart(
        priced=found.best, margin=replace(found.margin, margin=-1_200, needed=0), buyer=ANYBODY, moment=None
    )
    certificate = Certificate(
        aim="margin", found=-1_200, bound=-1_200, exact=True, passes=False, worst=worst, runners_up=(), intervals=(),
        faults=(Fault(rule="sale", alone=29_600, share=29_600),), attacks=(), kinds=None, seconds=0.1,
    )  # fmt: skip
    names = replace(Names.of(SHOP), skus={"bag": Words("Tote Iris", "鸢尾托特")})
    english = tell_certificate(certificate, SHOP, "en", names)
    assert english[0] == "Does not pass: a cart goes below the floor."
    assert english[1] == "The least margin of a cart is -€12, proved."
    assert "1 × Tote Iris; list price €1,480" in english[2]
    assert english[3] == "At fault: “Sale”; without it the worst case is better by €296."
    opened = replace(certificate, exact=False, bound=-5_000)
    assert "-€50" in tell_certificate(opened, SHOP, "zh", names)[1]
