"""What a merchant's words must not become: a rule that differs from them without a question or a notice."""

from datetime import datetime

import pytest
from tests.promotions.entry.strategies import KNOWN, ZONE

from mercery.promotions.entry.words import hear
from mercery.promotions.rules.benefit import Benefit, Bundle, BuyGet, Every, Fix, Gift, Off, Pct, Ship, Tiers
from mercery.promotions.rules.scope import Scope


@pytest.mark.parametrize(
    "text",
    [
        "15% off scarves. Colleagues do not get it.",
        "丝巾85折。员工没有。",
        "candles 20% off from 20 December to 8 December",
        "12月20日到12月8日香薰蜡烛8折",
        "满80减120",
        "candle 10% off and candle 25% off",
        "香薰蜡烛9折，香薰蜡烛75折",
        "15 off candles",
        "silk scarves over 300: 10% off",
        "from 2: 5%, from 4: 12%",
        "delivery only 3 yuan",
        "candles 15% off, colleagues 25% off",
        "Tote 10% off",
    ],
)
def test_what_denies_contradicts_or_can_be_meant_in_two_ways_is_asked(text: str) -> None:
    assert hear(text, KNOWN).questions


@pytest.mark.parametrize(
    ("text", "benefit", "tags"),
    [
        ("buy 4 candles, pay for 3", BuyGet(n=3, m=1), {"candle"}),
        ("香薰蜡烛买4付3", BuyGet(n=3, m=1), {"candle"}),
        ("every third candle 40% off", BuyGet(n=2, m=1, bps=4000), {"candle"}),
        ("half price on the second candle", BuyGet(n=1, m=1, bps=5000), {"candle"}),
        ("第三支香薰蜡烛4折", BuyGet(n=2, m=1, bps=6000), {"candle"}),
        ("买丝巾送香薰蜡烛", BuyGet(n=1, m=1, get=Scope(tags=frozenset(["candle"]))), {"scarves"}),
        ("buy a silk scarf, get a candle at 30%", BuyGet(n=1, m=1, bps=3000, get=Scope(tags=frozenset(["candle"]))), {"scarves"}),
        ("silk scarves now 199 yuan", Fix(price=19900), {"scarves"}),
        ("丝巾到手价199", Fix(price=19900), {"scarves"}),
        ("delivery on us", Ship(), set()),
        ("运费减半", Ship(bps=5000), set()),
        ("for each 200 yuan in the basket we take off 15 yuan", Every(step=20000, off=1500), set()),
        ("we throw in a silk pouch", Gift(gift="pouch"), set()),
        ("3 or more candles: 10%, 6 or more: 20%", Tiers(steps=((3, Pct(bps=1000)), (6, Pct(bps=2000))), by="quantity"), {"candle"}),
        ("1.500 yuan off", Off(amount=150_000), set()),
        ("candles 2 for 30", Bundle(n=2, price=3000), {"candle"}),
    ],
)  # fmt: skip
def test_ways_to_say_an_offer(text: str, benefit: Benefit, tags: set[str]) -> None:
    heard = hear(text, KNOWN)
    assert [rule.benefit for rule in heard.rules] == [benefit]
    assert heard.rules[0].scope.tags == tags and not heard.unheard


@pytest.mark.parametrize("text", ["candles 10% off and silk scarves 25% off", "香薰蜡烛9折，丝巾75折"])
def test_each_rate_keeps_its_own_goods(text: str) -> None:
    first, second = hear(text, KNOWN).rules
    assert (first.benefit, first.scope.tags) == (Pct(bps=1000), frozenset(["candle"]))
    assert (second.benefit, second.scope.tags) == (Pct(bps=2500), frozenset(["scarves"]))


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("10% off between 3 and 9 December", (2026, 12, 3), (2026, 12, 10)),
        ("12.3-12.9全场9折", (2026, 12, 3), (2026, 12, 10)),
        ("10% off throughout February", (2027, 2, 1), (2027, 3, 1)),
        ("2027年全年9折", (2027, 1, 1), (2028, 1, 1)),
        ("10% off from 1 December for two weeks", (2026, 12, 1), (2026, 12, 15)),
    ],
)
def test_stretches_of_days(text: str, starts: tuple[int, int, int], ends: tuple[int, int, int]) -> None:
    rule = hear(text, KNOWN).rules[0]
    assert (rule.starts, rule.ends) == (datetime(*starts, tzinfo=ZONE), datetime(*ends, tzinfo=ZONE))


def test_what_an_offer_does_not_hold_for_is_no_goods_of_it() -> None:
    for text in ("15% off silk scarves. Does not apply to outlet.", "丝巾85折，特卖款不参加"):
        rule = hear(text, KNOWN).rules[0]
        assert "outlet" not in rule.scope.tags and "outlet" in rule.scope.not_tags


def test_a_rule_beside_words_not_understood_is_incomplete() -> None:
    heard = hear("15% off silk scarves when the moon is full. 10% off candles.", KNOWN)
    first, second = heard.rules
    assert "moon" in " ".join(heard.incomplete[first.id])
    assert second.id not in heard.incomplete
