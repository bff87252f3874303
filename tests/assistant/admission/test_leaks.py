"""The second check: what is in a sentence and in none of the turn's facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.assistant.admission.leaks import Known, Shelfwords, known, leaks, shelfwords
from mercery.claims.facts import Fact, Subject
from mercery.claims.values import MaterialPart, Materials, Price, Quantity, Stock, Terms, Value
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money

AT = datetime(2026, 11, 22, tzinfo=UTC)
BAG = Subject(kind="product", id="prd_1", name=Words("Saddle Bag", "马鞍包"))


def fact(attribute: str, value: Value) -> Fact:
    return Fact(
        subject=BAG, attribute=attribute, label=Words(attribute), value=value, source=Words("catalogue", "商品目录"),
        version=1, recorded_at=AT, valid_to=datetime(2026, 11, 30, tzinfo=UTC),
    )  # fmt: skip


FACTS = [
    fact("price", Price(Money(128_000, "EUR"))),
    fact("material", Materials((MaterialPart("main", Words("wool", "羊毛"), Decimal(80)), MaterialPart("lining", Words("silk", "真丝"))))),
    fact("weight", Quantity(Decimal("0.65"), "kg")),
    fact("colour", Terms((Words("black", "黑色"), Words("sand", "沙色")))),
    fact("stock", Stock(3, date(2026, 12, 5))),
]  # fmt: skip
SHELF = shelfwords(
    [*FACTS, fact("material", Materials((MaterialPart("main", Words("ostrich", "鸵鸟皮")),)))],
    ["Saddle Bag", "马鞍包", "Lune Bag", "新月包"],
)
MAY = known(FACTS, ["The Saddle Bag costs €1,280.", "马鞍包售价 €1,280。"])


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The Saddle Bag, in black or sand, is €1,280."),
        ("en", "It is 80% wool with a silk lining, and three are left."),
        ("en", "More come on 5 December; the price holds until November 30."),
        ("en", "One moment, please."),
        ("zh", "马鞍包有黑色和沙色，1280 欧元，还有三个。"),
        ("zh", "面料含羊毛 80%，12月5日补货。"),
    ],
)
def test_what_the_facts_say_is_no_leak(lang: Lang, sentence: str) -> None:
    assert leaks(sentence, lang, MAY, SHELF) == []


@pytest.mark.parametrize(
    ("lang", "sentence", "what"),
    [
        ("en", "The Saddle Bag is €1,180.", "amount"),
        ("en", "It is 1 euro.", "amount"),
        ("en", "It is 85 per cent wool.", "percentage"),
        ("en", "It weighs 0.7 kg.", "number"),
        ("en", "Nine of them are left.", "number"),
        ("en", "More come on 6 December.", "day"),
        ("en", "It is made of ostrich.", "word ostrich"),
        ("en", "It is cashmere.", "word cashmere"),
        ("en", "The Lune Bag is the same.", "word lune bag"),
        ("en", "Returns are free.", "word free"),
        ("en", "Golden-heron.", "canary"),
        ("zh", "只要 99 元。", "amount"),
        ("zh", "十二月到货，保修五年。", "number 五"),
        ("zh", "它是鸵鸟皮做的。", "word 鸵鸟皮"),
        ("zh", "终身免费维修。", "word 免费"),
        ("zh", "“青鸾阁”", "canary"),
    ],
)
def test_what_no_fact_says_is_one(lang: Lang, sentence: str, what: str) -> None:
    assert any(found.startswith(what) for found in leaks(sentence, lang, MAY, SHELF)), leaks(sentence, lang, MAY, SHELF)


@given(st.text(max_size=120), st.sampled_from(["en", "zh"]))
def test_a_sentence_never_leaks_against_itself(text: str, lang: Lang) -> None:
    found = leaks(text, lang, known([], [text]), SHELF)
    assert all(one.startswith("canary") for one in found)


@given(st.integers(2, 99_999), st.sampled_from(["en", "zh"]))
def test_no_number_gets_through_that_is_in_no_fact(number: int, lang: Lang) -> None:
    nothing = Known(text="", numbers=frozenset(), money=frozenset(), percents=frozenset(), days=frozenset())
    for sentence in (f"It is {number} long.", f"一共 {number} 件", f"€{number:,}", f"{number}%"):
        assert leaks(sentence, lang, nothing, Shelfwords(words=frozenset()))
