"""Statements held against what was known, kind by kind, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.inspection.told import told, turns

from mercery.inspection.detectors.wrong_fact import find

CONTRADICTED: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"noise": "45 dB"}, ("Is it loud?", "Hi, just 30 decibels.")),
    ({"净含量": "250ml"}, ("多大一瓶", "您好,500毫升。")),
    ({"warranty": "2 years"}, ("How long is the warranty?", "Hello, the warranty is six months.")),
    ({"适用": "3-8岁"}, ("1岁能骑吗", "您好,能骑的,放心。")),
    ({"max load": "90 kg"}, ("I weigh 110 kg, ok?", "Hello, yes, that's fine.")),
    ({"bulb included": "no"}, ("Do I need a bulb?", "Hello, a bulb is included.")),
    ({"防水": "否"}, ("淋雨没事吧", "您好,全防水的。")),
    ({"colours": "black, sand"}, ("Do you have it in red?", "Hi, yes, red is there as well.")),
    ({"材质": "涤纶"}, ("什么料子的", "您好,纯棉的。")),
    ({"material": "70% wool, 30% polyester"}, ("What's it made of?", "Hello, 100% wool.")),
    ({"carrier": "DPD"}, ("Who brings it?", "Hello, UPS does.")),
    ({"return shipping": "paid by the shop"}, ("Who pays the return?", "Hello, the return shipping is at your own expense.")),
    ({"status": "shipped"}, ("Is it still with you?", "Hello, it's still pending.")),
    ({"状态": "待发货"}, ("发了没", "您好,已经发货了。")),
    ({"opening_hours": "Tue-Sat 10-18"}, ("Open on Monday?", "Hello, yes, come by on Monday.")),
    ({"营业时间": "每天9点-20点"}, ("几点关门", "您好,营业到22点。")),
    ({"stock": "green 2, red 0"}, ("Is red there?", "Hello, yes, red is in stock.")),
    ({"address": "7 Mill Lane"}, ("Which address?", "Hello, 17 Mill Lane.")),
    ({"return_window": "14 days", "delivered": "1 Feb", "today": "16 Mar"}, ("Still in time?", "Hello, you're still within the return window.")),
    ({"退货期": "7天", "签收": "3月12日", "今天": "3月16日"}, ("能退吗", "您好,已经过期了,退不了。")),
    ({"ships": "20 Mar"}, ("When does it ship?", "Hello, it ships tomorrow.")),
    ({"cancel_rule": "only pending orders can be cancelled", "status": "shipped"}, ("Cancel it?", "Hello, shipped orders can be cancelled as well.")),
    ({"points": "600", "200 points": "3.00"}, ("What are they worth?", "Hello, your 600 points are worth 90.00.")),
    ({"活动": "满200减20"}, ("有活动吗", "您好,满200减50。")),
    ({"shipping": "free"}, ("Shipping?", "Hello, shipping costs 4.90.")),
    ({"fits": "Nova 12 to 14"}, ("Does it fit the nova 9?", "Hello, yes it does.")),
    ({"care": "not suitable for the dishwasher"}, ("Can it go in the dishwasher?", "Hello, yes, no problem.")),
    ({"ingredients": "oats, palm oil"}, ("Palm oil?", "Hello, no palm oil.")),
    ({"code": "HELLO10 valid until 1 Mar", "today": "16 Mar"}, ("Does HELLO10 work?", "Hello, yes, it's still valid.")),
    ({"cut-off": "orders before 12:00 leave the same day"}, ("When do I have to order?", "Hello, order before 15:00 and it leaves the same day.")),
    ({"rug": "jute, 160x230"}, ("how big is the rug", "Hello, it's 140 by 200.")),
    ({"kettle": "1.7 L, 2200 W", "warranty": "2 years"}, ("guarantee?", "Hi, five years on the kettle.")),
    ({"tea": "Assam, loose leaf", "origin": "India"}, ("where's the tea from", "Hi, it's from Sri Lanka.")),
    ({"soap": "contains lavender oil and goat milk"}, ("is the soap vegan", "Hi, yes it is.")),
    ({"boat tour": "daily 11:00 and 15:00"}, ("when's the afternoon one", "Hi! At 16:00.")),
    ({"lamp": "Lumo", "bulb": "E14, not included"}, ("does it come with a bulb?", "Hi! Yes, one bulb is in the box.")),
    ({"returns": "customer pays postage"}, ("who pays to send it back", "Hello, we do.")),
    ({"helmet": "sizes S-L"}, ("got it in xl?", "Hi, sure, XL is available.")),
    ({"门店": "周一店休"}, ("周一开门吗", "您好,开的。")),
    ({"瓜子": "500g", "口味": "焦糖"}, ("什么口味", "您好,五香的。")),
    ({"sizes": "30-38"}, ("do you have 42?", "Hello, yes, we do.")),
    ({"集合": "8:30"}, ("几点集合", "您好,早上两点集合。")),
    ({"质保": "主机两年,电池半年"}, ("电池保多久", "您好,跟主机一样保两年。")),
    ({"gift wrap": "3.00"}, ("Do you wrap it?", "Hello, yes, that's free.")),
    ({"returns": "unworn only, 10 days"}, ("and if I wear them?", "Hello, send them back within 10 days, worn ones are fine.")),
    ({"坐垫": "eva"}, ("坐垫是硅胶的吗", "您好,是的,硅胶的。")),
    ({"warranty": "24 months", "bought": "2 Jan 2025"}, ("Still under guarantee?", "Hello, no, the guarantee ended in January.")),
    ({"猫粮": "含鸡肉 无谷"}, ("猫粮有谷物吗", "您好,里面有小麦。")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), CONTRADICTED)
def test_what_contradicts_a_fact_is_found(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == [1]


BORNE_OUT: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"noise": "45 dB"}, ("Is it loud?", "Hi, about 45 decibels.")),
    ({"cable": "150 cm"}, ("Cable length?", "Hello, one and a half, so 1.5 m.")),
    ({"warranty": "2 years"}, ("Warranty?", "Hello, 24 months.")),
    ({"适用": "3-8岁"}, ("5岁能骑吗", "您好,能骑的。")),
    ({"max load": "90 kg"}, ("I weigh 70 kg, ok?", "Hello, yes, it holds up to 90 kg.")),
    ({"bulb included": "no"}, ("Do I need a bulb?", "Hello, no bulb is included, sorry.")),
    ({"colours": "black, sand"}, ("Do you have it in red?", "Hi, no, only black and sand.")),
    ({"frame": "solid oak"}, ("Is it real wood?", "Hello, yes, wood, solid oak.")),
    ({"status": "pending", "rule": "only pending orders can be cancelled"}, ("Cancel?", "Hello, it's pending, so yes, I can cancel it.")),
    ({"status": "shipped"}, ("Cancel?", "Hello, once it's delivered you can send it back.")),
    ({"opening_hours": "Tue-Sat 10-18"}, ("Open on Monday?", "Hello, we're closed on Mondays, from Tuesday on 10 to 18.")),
    ({"stock": "green 2, red 0"}, ("Is red there?", "Hello, red is sold out, green is in stock.")),
    ({"退货期": "7天", "签收": "3月12日", "今天": "3月16日"}, ("最晚哪天", "您好,3月19日之前都可以退。")),
    ({"price": "24.50"}, ("Three of them?", "Hello, that's 73.50 together.")),
    ({"points": "600", "200 points": "3.00"}, ("What are they worth?", "Hello, 9.00.")),
    ({"shipping": "4.90, free from 60"}, ("My basket is 52", "Hello, you're 8 short, so shipping is 4.90.")),
    ({"ships": "20 Mar"}, ("When does it ship?", "Hello, on 20 March, in four days.")),
    ({"fits": "Nova 12 to 14"}, ("Does it fit the nova 13?", "Hello, yes.")),
    ({"sizes": "30-38"}, ("do you have 34?", "Hello, yes, we do.")),
    ({"质保": "主机两年,电池半年"}, ("坏了怎么办", "您好,主机保两年,电池半年。")),
    ({"frame": "not included, about 30"}, ("so 95 all in?", "Exactly, 95 with frame.")),
    ({"大厅": "10人起"}, ("6个人能坐大厅吗", "包厢给您留,大厅要10位起。")),
    ({"customs": "Norway included"}, ("and Iceland?", "Iceland isn't Norway, so I can't say.")),
    ({"crate": "3 kg, 12 jars"}, ("I need 40 jars", "Hello, that's 4 crates.")),
    ({"状态": "运输中"}, ("家里没人怎么办", "您好,必须当面签收的。")),
    ({"洗护": "只能手洗"}, ("能放洗衣机吗", "您好,只能手洗,机洗会缩水。")),
    ({"address": "7 Mill Lane"}, ("Where is 4410?", "Hello, 4410 is on its way.")),
    ({"刻字": "免费"}, ("刻字要钱吗", "您好,刻字我们不收费。")),
    ({"engraving": "free with any ring"}, ("do I pay for engraving?", "Hello, not if you take a ring.")),
    ({"booking fee": "none"}, ("so no booking fee?", "Hello, none.")),
    ({"营业": "9:00-18:00 周二休"}, ("周二来行不行", "您好,周二我们休息。")),
    ({"voltage": "230 V"}, ("Will it run in the US?", "Hello, it needs 230 V, and the US has 120 V.")),
    ({"status": "shipped"}, ("Where is mine?", "Hello, it's on its way. My own one was delivered in March.")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), BORNE_OUT)
def test_what_a_fact_bears_out_is_left_alone(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == []


NOT_COVERED: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"price": "39"}, ("Can you frame it?", "Hi, yes, framing is 25 more.")),
    ({"return_window": "30 days"}, ("When will it be here?", "Hello, delivery takes 3 days.")),
    ({"商品": "书柜", "价格": "999"}, ("能打孔吗", "您好,可以的,师傅上门80元。")),
    ({"weight": "3 kg"}, ("Is it quiet?", "Hello, 40 dB at most.")),
    ({"identified": "yes", "order": "W100"}, ("Thanks", "You're welcome, it left our house 2 hours ago.")),
    ({"colour": "black"}, ("Which bag goes with it?", "Hello, a brown one would look good with it.")),
]


@pytest.mark.parametrize(("known", "lines"), NOT_COVERED)
def test_what_no_fact_covers_is_no_finding(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == []


SAYING_A_PRICE = ("It's {}.", "The price is {}.", "您好,{}元。", "Hello, it costs {}.", "现在只要{}元。")


@settings(max_examples=60)
@given(price=st.integers(15, 900), said=st.integers(15, 900), how=st.sampled_from(SAYING_A_PRICE))
@example(price=15, said=225, how="It's {}.")
def test_only_the_known_price_may_be_said(price: int, said: int, how: str) -> None:
    """A price that does not follow from the known one by counting, halving or a share is another price."""
    reckoned = (
        {price * n for n in range(1, 13)} | {price * n / 100 for n in range(1, 100)} | {price / n for n in range(1, 13)}
    )
    found = turns(find, {"price": str(price)}, "what does it cost?", how.format(said))
    if said == price:
        assert found == []
    elif said not in reckoned and all(abs(said - one) > 1 for one in reckoned) and said != price * 1.5:
        assert found == [1]


@settings(max_examples=40)
@given(known=st.integers(2, 60), said=st.integers(2, 60))
def test_only_the_known_window_may_be_said(known: int, said: int) -> None:
    lines = ("How long can I return it?", f"Hello, you can return it within {said} days.")
    assert turns(find, {"return_window": f"{known} days"}, *lines) == ([] if said == known else [1])


def test_a_finding_names_the_words_and_the_fact() -> None:
    found = list(find(told({"warranty": "2 years"}, "Warranty?", "Good morning. The warranty is 5 years, by the way.")))
    assert len(found) == 1
    assert found[0].quote == "The warranty is 5 years"
    assert found[0].expected == "warranty: 2 years"
    assert found[0].known is not None
    assert found[0].known.value == "2 years"
    assert "2 years" in found[0].why.en
    assert "2 years" in found[0].why.zh


def test_a_fact_known_by_its_id_is_named_with_it() -> None:
    talk = told(
        {"Price of Oslo chair": "€149.00"}, "What is the price of the Oslo chair?", "Hello, the Oslo chair is €129.00."
    )
    assert [one.known.name for one in find(talk) if one.known] == ["Price of Oslo chair"]


def test_facts_in_one_language_are_held_against_talk_in_the_other() -> None:
    assert turns(find, {"保修": "1年"}, "how long is the warranty", "Hello, three years of warranty.") == [1]
    assert turns(find, {"colours": "black, white"}, "有绿色吗", "您好,有的,绿色现货。") == [1]


SHELF = {
    "Elba bag price": "€890.00",
    "Elba bag stock": "sold out",
    "Elba bag material": "calf leather",
    "Tarn scarf price": "€140.00",
    "Tarn scarf stock": "in stock",
    "Tarn scarf material": "wool",
    "Returns": "Goods can be returned within 30 days. We do not take returns by courier without a label from us.",
}
"""Facts of a shop, several goods at once, as they are filled in from its records."""


@pytest.mark.parametrize(
    "lines",
    [
        ("Is the Tarn scarf there?", "Hello, yes, the Tarn scarf is in stock."),
        ("What is the Elba bag made of?", "Hello, calf leather."),
        ("What does the Tarn scarf cost?", "Hello, €140."),
        ("Both together?", "Hello, €1,030 together."),
        ("Can I return it?", "Hello, yes, you can return it within 30 days."),
    ],
)
def test_each_of_several_goods_has_its_own_facts(lines: tuple[str, ...]) -> None:
    assert turns(find, SHELF, *lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Is the Elba bag there?", "Hello, yes, the Elba bag is in stock."),
        ("What does the Tarn scarf cost?", "Hello, the Tarn scarf is €120."),
        ("What is the Tarn scarf made of?", "Hello, it is silk."),
        ("Returns?", "Hello, returns are possible for 90 days."),
    ],
)
def test_of_several_goods_a_wrong_statement_is_found(lines: tuple[str, ...]) -> None:
    assert turns(find, SHELF, *lines) == [1]
