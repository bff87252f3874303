"""Chinese as it is spoken over the counter: true sentences pass, and each turned a little is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.grammar.judging import (
    BRACELET,
    CORDA,
    DAWN,
    EVENING,
    LOAFERS,
    PARFUM,
    SCARF,
    SHOPPER,
    SOFT,
    STOLE,
    TAN_TOTE,
    TOTE,
    WEEKENDER,
    passes,
)  # fmt: skip

from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.plainer import plainer


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("宝，这只能放13英寸电脑，里面还有两个小口袋。", TOTE),
        ("棕褐色12月10号回来，着急的话看黑色，有四只。", TAN_TOTE),
        ("别被名字带跑了，石头是石榴石。", BRACELET),
        ("海军蓝6只沙色9只。", SHOPPER),
        ("八折560欧，原来要700呢。", WEEKENDER),
        ("打完折560欧。", WEEKENDER),
        ("羊皮面麂皮里。", SOFT),
        ("游泳别戴哈。", DAWN),
        ("真丝百分百。", SCARF),
        ("1250一只。", TOTE),
        ("两千一百五，精钢表壳。", DAWN),
        ("棕褐色12月10号回来，从今天算正好18天。", TAN_TOTE),
        ("面子羊皮，里子麂皮。", SOFT),
        ("黑色只剩四只咯。", TAN_TOTE),
        ("黑色手头有四只。", TAN_TOTE),
        ("特价商品签收14天里可以退。", None),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("宝，这只能放15英寸电脑，里面还有两个小口袋。", TOTE),
        ("里面有三个小口袋。", TOTE),
        ("棕褐色12月10号回来，着急的话看黑色，有五只。", TAN_TOTE),
        ("棕褐色12月15号回来，着急的话看黑色，有四只。", TAN_TOTE),
        ("棕褐色12月10号回来，从今天算正好17天。", TAN_TOTE),
        ("棕褐色12月11号回来，从今天算还有18天。", TAN_TOTE),
        ("棕褐色12月10号回来，从明天算还有18天。", TAN_TOTE),
        ("特价商品从今天算还有14天可以退。", None),
        ("特价商品可以退，从今天算正好14天。", None),
        ("特价商品可以退，还有14天。", None),
        ("特价商品可以退，还剩14天呢。", None),
        ("特价商品可以退，时间还有两周。", None),
        ("特价商品可以退，期限还有14天整。", None),
        ("特价商品可以退，剩14天时间。", None),
        ("面子麂皮，里子羊皮。", SOFT),
        ("面子羊皮，里子羊绒。", SOFT),
        ("黑色只剩五只咯。", TAN_TOTE),
        ("黑色不剩咯。", TAN_TOTE),
        ("黑色手头有五只。", TAN_TOTE),
        ("黑色手头没有了。", TAN_TOTE),
        ("棕褐色手头有四只。", TAN_TOTE),
        ("一只1350，手头有四只。", TOTE),
        ("特价商品签收15天里可以退。", None),
        ("一共120块，没到包邮线，运费要50。", None),
        ("一共1500块，过了包邮线，运费要60。", None),
        ("没到包邮线，运费要8.5。", None),
        ("三岁的小囡才好玩。", None),
        ("另一只1350。", TOTE),
        ("别被名字带跑了，红宝石一颗。", BRACELET),
        ("石榴石一丝没有。", BRACELET),
        ("海军蓝9只沙色6只。", SHOPPER),
        ("八折560欧，原来要650呢。", WEEKENDER),
        ("打完折700欧。", WEEKENDER),
        ("打完折1250欧。", TOTE),
        ("折后1250欧。", TOTE),
        ("麂皮面羊皮里。", SOFT),
        ("游泳可以戴哈。", DAWN),
        ("羊绒百分百。", STOLE),
        ("真丝没有。", SCARF),
        ("1350一只。", TOTE),
        ("两千一百六，精钢表壳。", DAWN),
        ("金壳配小牛皮带。", EVENING),
        ("平时穿多大就拍多大。", LOAFERS),
        ("本色只有37码。", CORDA),
        ("以雪松代替海盐。", PARFUM),
    ],
)
def test_turned_a_little_it_is_refused(text: str, about: str | None) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("收到退件后10天内退款。", True),
        ("下单后10天内退款。", False),
        ("付款之后10天内退款。", False),
        ("人民币订单发大陆，2到4个工作日送到。", True),
        ("人民币订单发大陆，3到4个工作日送到。", False),
        ("满150欧元免运费。", True),
        ("满120欧免运费，不到的话要9.5欧。", False),
        ("满150欧免运费，不到的话要8.5欧。", False),
    ],
)
def test_rules_as_they_are_told(text: str, so: bool) -> None:
    assert passes(text) == so


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("这个我吃不准，问清楚再跟您讲。", True),
        ("亲，在的，您慢慢说哈。", True),
        ("是自己戴呢，还是准备送人？", True),
        ("在的，黑色有五只。", False),
        ("黑色在的，您慢慢说。", False),
        ("还在的，您慢慢说。", False),
        ("我吃不准，大概有五只。", False),
        ("准备送人的话，免费包装。", False),
        ("吃得准，是真皮的。", False),
    ],
)
def test_talk_as_it_is_spoken(text: str, so: bool) -> None:
    assert passes(text) == so


def test_a_basket_counts_each_piece() -> None:
    assert passes("一个托特包加一条真丝方巾，一共1510欧。") == passes("一个托特包和一条真丝方巾一共1510欧。")
    assert not passes("两个托特包加一条真丝方巾，一共1510欧。")


@given(days=st.integers(min_value=2, max_value=60), event=st.sampled_from(("下单", "付款", "购买")))
def test_days_are_counted_from_what_the_rule_says(days: int, event: str) -> None:
    assert not passes(f"{event}后{days}天内退款。")


@pytest.mark.parametrize(
    "text",
    [
        "稍等我两分钟，问下仓库马上回你。",
        "哎呀摔着了？人没事吧？",
        "好嘞，我这就去帮您查一下库存。",
        "谢谢您愿意等，真的很感激。",
    ],
)
def test_looking_into_it_is_talk(text: str) -> None:
    assert passes(text)


@given(address=st.sampled_from(("宝", "姐", "老板", "亲爱的", "小姐姐")), pieces=st.integers(min_value=1, max_value=12))
def test_who_is_addressed_says_nothing(address: str, pieces: int) -> None:
    assert passes(f"{address}，黑色还有{pieces}只。", TOTE) == (pieces == 4)


def test_english_pairs_leave_chinese_alone() -> None:
    text = normalised("用WINTER10打九折。")
    assert plainer(plainer(text)) == plainer(text)
