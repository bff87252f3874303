"""Every act, in both languages: worded naturally, and nothing in it that the last look refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.building import BAG, NOW, SHOES, euros, fact, grams, pieces, said, text

from mercery.claims.deal_acts import DealAct
from mercery.claims.facts import Fact
from mercery.claims.frames.render import CHOICES
from mercery.claims.mentions import Mention
from mercery.claims.plan import (
    About,
    Act,
    Asked,
    Cite,
    Clarify,
    Compare,
    HandOver,
    HandOverReason,
    Inform,
    Listed,
    Listing,
    NoText,
    NotKnown,
    NotOffered,
    Offer,
    Quote,
    Relay,
    ReplyDraft,
    Social,
    TextKind,
    facts_named,
)
from mercery.claims.values import (
    Dimensions,
    Flag,
    MaterialPart,
    Materials,
    Quantity,
    Statement,
    Stock,
    Terms,
    Text,
    Unit,
    Value,
)
from mercery.core.i18n import LANGS, Lang, Words

OTHER = About(product_id="prd_other", title=Words("Work Tote", "通勤托特包"))
PRICE, OTHER_PRICE = fact("price", euros(148000)), fact("price", euros(139000), about=OTHER)
SALE = fact("price", euros(98000, 118000), until=datetime(2026, 12, 12, 23, tzinfo=UTC))
WEIGHT, OTHER_WEIGHT = fact("weight", grams("780")), fact("weight", grams("0.56", "kg"), about=OTHER)
SIDES = fact("dimensions", Dimensions((Decimal(34), Decimal(28), Decimal("14.5")), "cm"))
OTHER_SIDES = fact("dimensions", Dimensions((Decimal(30), Decimal(20), Decimal(10)), "cm"), about=OTHER)
STOCKS = (
    fact("stock", pieces(2), about=SHOES, variant="v1"),
    fact("stock", pieces(0, date(2026, 12, 10)), about=SHOES, variant="v2"),
)
MADE = Materials(
    (
        MaterialPart("main", Words("modal", "莫代尔"), Decimal(85)),
        MaterialPart("main", Words("cashmere", "羊绒"), Decimal(15)),
        MaterialPart("lining", Words("cotton", "棉")),
    )
)
RETURNS = fact(
    "returns",
    Statement(Words("You may return a piece within 30 days.", "商品可在 30 天内退回。"), (("days", 30),)),
    kind="policy",
)
THREE_WEEKS = Asked(amount=Mention(kind="quantity", value=Decimal(3), unit="week"), text="3 weeks")
THIRTY = Mention(kind="quantity", value=Decimal(30), unit="day")


def inform(attribute: str, *facts: Fact, about: About = BAG, **more: object) -> Inform:
    return Inform(about=about, attribute=attribute, fact_ids=tuple(one.id for one in facts), **more)  # type: ignore[arg-type]


def one_of(attribute: str, value: Value, **labels: Words) -> tuple[Act, tuple[Fact, ...]]:
    made = fact(attribute, value, **labels)  # type: ignore[arg-type]
    return inform(attribute, made), (made,)


ACTS: list[tuple[Act, tuple[Fact, ...], str, str]] = [
    (inform("price", PRICE), (PRICE,), "The Harbour Tote costs €1,480, tax included.", "港湾托特包售价 €1,480，含税。"),
    (
        inform("price", SALE, verdict="yes"), (SALE,),
        "Yes, the Harbour Tote costs €980 instead of €1,180 until 12 December, tax included.",
        "是的，港湾托特包售价 €980，原价 €1,180，此价有效至 12 月 12 日，含税。",
    ),
    (
        inform("stock", STOCKS[0], about=SHOES, verdict="yes"), STOCKS[:1],
        "Yes, the Lido Loafers in black, size 38 are in stock; 2 are left.", "有的，Lido 乐福鞋（黑色 38 码）有现货，还有 2 双。",
    ),
    (
        inform("stock", STOCKS[1], about=SHOES, verdict="no"), STOCKS[1:],
        "No, the Lido Loafers in tan, size 39 are sold out at the moment; they are expected back on 10 December.",
        "抱歉，Lido 乐福鞋（棕褐色 39 码）暂时售罄，预计 12 月 10 日补货。",
    ),
    (
        inform(CHOICES, *STOCKS, about=SHOES), STOCKS,
        "The Lido Loafers come in black and tan; tan is sold out at the moment. The Lido Loafers come in sizes 38 and 39; size 39 is sold out at the moment.",
        "Lido 乐福鞋有黑色和棕褐色；棕褐色暂时售罄。Lido 乐福鞋有 38 码和 39 码；39 码暂时售罄。",
    ),
    (
        NotOffered(about=SHOES, attribute=CHOICES, asked=Words("green", "绿色"), fact_ids=tuple(one.id for one in STOCKS)), STOCKS,
        "No, the Lido Loafers do not come in green. They come in black and tan; tan is sold out at the moment. They come in sizes 38 and 39; size 39 is sold out at the moment.",
        "没有绿色的 Lido 乐福鞋。这款有黑色和棕褐色；棕褐色暂时售罄。这款有 38 码和 39 码；39 码暂时售罄。",
    ),
    (
        *one_of("material", MADE),
        "The Harbour Tote is made of 85% modal and 15% cashmere; the lining is cotton.",
        "港湾托特包的材质为 85% 莫代尔和 15% 羊绒，里衬为棉。",
    ),
    (inform("weight", WEIGHT), (WEIGHT,), "The Harbour Tote weighs 780 g.", "港湾托特包重 780 克。"),
    (
        inform("dimensions", SIDES, asked=Asked(amount=Mention(kind="quantity", unit="in"))), (SIDES,),
        "The Harbour Tote measures 34 × 28 × 14.5 cm (13.4 × 11 × 5.7 in).", "港湾托特包的尺寸为 34 × 28 × 14.5 厘米（13.4 × 11 × 5.7 英寸）。",
    ),
    (
        *one_of("heel_height", Quantity(Decimal(85), "mm"), label=Words("Heel height", "跟高")),
        "The heel height of the Harbour Tote is 85 mm.", "港湾托特包的跟高：85 毫米。",
    ),
    (
        *one_of("origin", Text(Words("La Chaux-de-Fonds, Switzerland", "瑞士拉绍德封")), label=Words("Made in", "产地")),
        "The Harbour Tote is made in La Chaux-de-Fonds, Switzerland.", "港湾托特包的产地为瑞士拉绍德封。",
    ),
    (
        *one_of("care", Text(Words("Wipe with a soft cloth", "用软布擦拭"))),
        "To care for the Harbour Tote: wipe with a soft cloth.", "港湾托特包的保养方法：用软布擦拭。",
    ),
    (
        *one_of("dishwasher_safe", Flag(False), label=Words("Dishwasher-safe", "可用洗碗机")),
        "The Harbour Tote is not dishwasher-safe.", "港湾托特包不可用洗碗机。",
    ),
    (
        *one_of("engraving", Flag(True), label=Words("Can be engraved", "可刻字")),
        "The Harbour Tote can be engraved.", "港湾托特包可刻字。",
    ),
    (
        *one_of("prescription", Flag(False), label=Words("Takes prescription lenses", "可配度数镜片")),
        "The Harbour Tote does not take prescription lenses.", "港湾托特包不可配度数镜片。",
    ),
    (
        *one_of("zip", Flag(True), label=Words("Zip", "拉链")),
        "“Zip” applies to the Harbour Tote.", "港湾托特包“拉链”一项：是。",
    ),
    (
        *one_of("occasion", Terms((Words("travel", "旅行"), Words("work", "通勤"))), label=Words("Occasion", "场合")),
        "Occasion of the Harbour Tote: travel and work.", "港湾托特包的场合：旅行和通勤。",
    ),
    (
        *one_of("laptop_fit", Quantity(Decimal(13), "in")),
        "The Harbour Tote takes a laptop of up to 13 in.", "港湾托特包可放最大 13 英寸的笔记本电脑。",
    ),
    (
        *one_of("warranty", Quantity(Decimal(24), "month")),
        "The Harbour Tote has a warranty of 24 months.", "港湾托特包的质保期为 24 个月。",
    ),
    (
        Compare(about=OTHER, other=BAG, attribute="price", side="under", fact_ids=(OTHER_PRICE.id, PRICE.id), verdict="no"),
        (PRICE, OTHER_PRICE),
        "No, the Work Tote is cheaper: it costs €1,390, the Harbour Tote €1,480.", "不是，通勤托特包更便宜：售价 €1,390，港湾托特包 €1,480。",
    ),
    (
        Compare(about=BAG, other=OTHER, attribute="weight", side="over", fact_ids=(WEIGHT.id, OTHER_WEIGHT.id)),
        (WEIGHT, OTHER_WEIGHT),
        "The Harbour Tote is heavier: it weighs 780 g, the Work Tote 0.56 kg.", "港湾托特包更重：重 780 克，通勤托特包 0.56 公斤。",
    ),
    (
        Compare(about=OTHER, other=BAG, attribute="dimensions", side="under", fact_ids=(OTHER_SIDES.id, SIDES.id), verdict="yes"),
        (SIDES, OTHER_SIDES),
        "Yes, the Work Tote is smaller: it measures 30 × 20 × 10 cm, the Harbour Tote 34 × 28 × 14.5 cm.",
        "是的，通勤托特包更小：尺寸为 30 × 20 × 10 厘米，港湾托特包 34 × 28 × 14.5 厘米。",
    ),
    (Quote(fact_id=RETURNS.id), (RETURNS,), "You may return a piece within 30 days.", "商品可在 30 天内退回。"),
    (
        Quote(fact_id=RETURNS.id, verdict="yes", asked=THREE_WEEKS, limit=THIRTY), (RETURNS,),
        "Yes, 3 weeks is within the 30 days. You may return a piece within 30 days.", "可以，3 weeks在 30 天之内。商品可在 30 天内退回。",
    ),
    (
        Listing(products=(Listed(about=BAG, price_id=PRICE.id), Listed(about=OTHER, price_id=OTHER_PRICE.id)), total=2),
        (PRICE, OTHER_PRICE),
        "This is what fits: the Harbour Tote at €1,480 and the Work Tote at €1,390.", "符合的有：港湾托特包（€1,480）和通勤托特包（€1,390）。",
    ),
    (
        Listing(products=(Listed(about=OTHER, price_id=OTHER_PRICE.id),), total=4, fits=False), (OTHER_PRICE,),
        "Among others we have the Work Tote at €1,390.", "店内有（部分）：通勤托特包（€1,390）。",
    ),
    (Listing(products=(), total=0, fits=False), (), "I find nothing of this kind in our range.", "店内没有找到这类商品。"),
    (
        NotKnown(about=BAG, label=Words("Weight", "重量")), (),
        "The weight of the Harbour Tote is not recorded, and I do not want to guess.", "港湾托特包的重量未见记录，我不便猜测。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("act", "facts", "en", "zh"), ACTS, ids=lambda one: getattr(one, "kind", None))
def test_an_act_is_said_naturally_in_both_languages(act: Act, facts: tuple[Fact, ...], en: str, zh: str) -> None:
    assert text(act, *facts, asked="green 绿色 3 weeks") == en
    assert text(act, *facts, lang="zh", asked="green 绿色 3 weeks") == zh


TALK: list[Act] = [
    *(Social(what=what) for what in ("greeting", "thanks", "bye", "identity", "off_topic", "no_haggling")),
    *(Clarify(what=what) for what in ("which_product", "which_question", "rephrase")),
    *(Offer(what=what) for what in ("person", "more")),
    *(HandOver(reason=reason) for reason in get_args(HandOverReason)),
    NotKnown(),
    NotKnown(about=BAG),
    *(NoText(source=source) for source in get_args(TextKind)),
    *(ReplyDraft(mood=mood) for mood in ("glad", "sorry", "plain")),
    ReplyDraft(left_out=(("orders", 2),)),
    Relay(source="document", left_out=(("hidden", 1), ("links", 12))),
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("act", TALK)
def test_talk_asserts_nothing_and_passes(act: Act, lang: Lang) -> None:
    assert text(act, lang=lang)
    assert facts_named(act) == ()


def test_every_kind_of_act_is_among_these() -> None:
    from mercery.claims import plan

    elsewhere = {Cite, plan.Propose, plan.LeaveOut, plan.AskWish, plan.Table, *get_args(DealAct)}
    """`Cite` below, what the guide says in `test_guiding_frames`, what is told of promotions in `test_deal_frames`."""
    assert {type(act) for act, *_ in ACTS} | {type(act) for act in TALK} | elsewhere == set(get_args(plan.Act))


def test_a_passage_is_repeated_with_its_place() -> None:
    described = fact("description", Text(Words("Two inside pockets. A zip.", "内有两个口袋。")))
    cited = Cite(about=BAG, fact_id=described.id, excerpt="Two inside pockets")
    assert text(cited, described) == "The description of the Harbour Tote says: “Two inside pockets”."
    invented = Cite(about=BAG, fact_id=described.id, excerpt="Three inside pockets")
    assert not any(checked.ok for _, checked in said(invented, described))


UNITS: tuple[Unit, ...] = ("mm", "cm", "g", "kg", "ml", "h", "month", "business_day", "percent", "carat")
AMOUNT = st.decimals(min_value=Decimal("0.1"), max_value=99999, places=1)
NAMED = st.sampled_from(["brass", "goatskin suede", "18k gold", "100% silk", "made in 1970"])
VALUES = st.one_of(
    st.integers(1, 10**7).map(euros),
    st.builds(lambda minor, more: euros(minor, minor + more), st.integers(1, 10**6), st.integers(1, 10**6)),
    st.builds(Stock, st.one_of(st.none(), st.integers(0, 5000)), st.one_of(st.none(), st.dates(date(2025, 1, 1)))),
    st.builds(Quantity, AMOUNT, st.sampled_from(UNITS)),
    st.builds(Dimensions, st.lists(AMOUNT, min_size=2, max_size=3).map(tuple), st.sampled_from(("mm", "cm", "in"))),
    st.builds(Flag, st.booleans()),
    st.builds(Text, NAMED.map(lambda one: Words(one, one))),
    st.builds(
        Materials,
        st.lists(
            st.builds(
                MaterialPart,
                st.sampled_from(("main", "lining", "strap")),
                st.sampled_from([Words("silk", "真丝"), Words("18k gold", "18K 金")]),
                st.one_of(st.none(), st.integers(1, 100).map(Decimal)),
            ),
            min_size=1,
            max_size=4,
        ).map(tuple),
    ),
)


@given(
    value=VALUES,
    lang=st.sampled_from(LANGS),
    attribute=st.sampled_from(("weight", "care", "closure", "volume", "origin")),
    verdict=st.sampled_from((None, "yes", "no")),
    asked_unit=st.sampled_from((None, "in", "lb", "oz", "cm")),
)
def test_whatever_the_value_what_a_frame_says_of_it_passes(
    value: Value, lang: Lang, attribute: str, verdict: None, asked_unit: str | None
) -> None:
    name = {"price": "price", "stock": "stock"}.get(value.kind, attribute)
    made = fact(name, value)
    asked = Asked(amount=Mention(kind="quantity", unit=asked_unit)) if asked_unit else None
    act = inform(name, made, verdict=verdict, asked=asked)
    for sentence, checked in said(act, made, lang=lang):
        assert checked.ok, (sentence.text, checked.reason)
        assert sentence.fact_ids == (made.id,)


def test_nothing_is_said_of_a_fact_that_was_not_given() -> None:
    with pytest.raises(KeyError):
        said(inform("price", PRICE))


def test_now_is_before_the_sale_ends() -> None:
    assert SALE.holds_at(NOW)
