"""What a law forbids is found in any writing, and harmless words beside it are not."""

from __future__ import annotations

import pytest

from mercery.claims.advertising_law import breach, breaches
from mercery.claims.grammar.normal_form import normalised
from mercery.core.i18n import Lang

CN = frozenset({"cn"})


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It's the best.", "superlative"),
        ("The perfect bag for every day.", "superlative"),
        ("这是最好的选择。", "superlative"),
        ("Hurry, before others do!", "false_scarcity"),
        ("手慢无，赶紧下单。", "false_scarcity"),
        ("It is a medical watch.", "medical"),
        ("买了就是赚。", "guaranteed_gain"),
        ("宇航级铝材。", "superlative"),
        ("腕表之王。", "ranking"),
        ("保温杯界的首创。", "ranking"),
        ("永不掉色。", "absolute"),
        ("国宴同款。", "state_endorsement"),
        ("跳楼价。", "price_lure"),
        ("Carbon neutral shipping.", "green_claim"),
        ("Nothing else comes close.", "superlative"),
        ("The industry's first.", "ranking"),
        ("The US's first.", "ranking"),
        ("穿着它能行气，缓缓走。", "medical"),
        ("行气活血的鞋垫。", "medical"),
        ("健脾益气的香囊。", "medical"),
        ("益气养血。", "medical"),
        ("一洗白三度。", "medical"),
        ("It sharpens your focus all day.", "medical"),
        ("Our soap dissolves body fat.", "medical"),
        ("Recommended and used in clinics.", "medical"),
    ],
)
def test_forbidden_words_are_found(text: str, rule: str) -> None:
    found = breach(normalised(text))
    assert found is not None
    assert found.rule.key == rule


@pytest.mark.parametrize(
    "text",
    [
        "All the best to you!",
        "Perfect, thank you.",
        "There's no hurry at all.",
        "I cannot give a medical opinion.",
        "Is it your first time here?",
        "Let us first look at which size you need.",
        "Best wishes to your mother.",
        "Best before 12/2027.",
        "The most it holds is 20 kg.",
        "Two-year guarantee from the day of delivery.",
        "Free delivery over 100 euros.",
        "The lightest of the three, at 780 g.",
        "您最好先问问医生。",
        "您是第一次来吗？",
        "最近怎么样？",
        "整包最重 780 克。",
        "最多可放两台电脑。",
        "最适合您的尺码请参考下表。",
        "系列里最小的一只，宽 18 厘米。",
        "第一颗纽扣略低。",
        "请第一时间检查。",
        "每只包有唯一编号。",
        "误差的绝对值不超过 2 毫米。",
        "首饰请分开存放。",
        "赠品为一只防尘袋。",
        "彻底晾干后再收纳。",
        "面料为食品级硅胶，一级防水。",
        "广告中不得使用“国家级”等用语。",
        "并非最轻的一只，重 920 克。",
        "不能治疗任何疾病。",
        "《最好的时光》联名书签。",
        "今年的流行气息很浓。",
        "流行气质款。",
        "附一只旅行气垫。",
        "请留意出行气温。",
        "店里有公益气氛。",
        "我们想培养公益气氛。",
        "洗一洗白衬衫就好。",
        "每周一洗白衬衫。",
        "手机壳支持换肤。",
        "A half press sharpens the focus of the camera.",
        "The second ring improves the focus.",
        "The lid blocks fat splashes.",
        "The same chair is used in clinics.",
    ],
)
def test_harmless_words_are_not(text: str) -> None:
    assert breach(normalised(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "蕞佳搭档。", "zui佳搭档。", "最 佳搭档。", "最*佳搭档。", "最\u200b佳搭档。", "第１的选择。", "第①的选择。",
        "Ｎｏ．１ 之选。", "N0.1 之选。", "頂級皮料。", "顶ji皮料。", "鼎级皮料。", "獨一無二。", "独1无2。", "国家ji工艺。",
        "The BEST 托特包。", "The b e s t umbrella.",
    ],
)  # fmt: skip
def test_disguises_are_seen_through(text: str) -> None:
    assert breaches(text, jurisdictions=CN)


def test_a_breach_tells_where_it_stands_and_why() -> None:
    (found,) = breaches("这款包是最*佳选择。", "zh", CN)
    assert "这款包是最*佳选择。"[found.start : found.end] == found.words == "最*佳选"
    assert found.family == "most"
    assert found.jurisdictions == ("cn",)
    assert (found.law.name.zh, found.law.article) == ("广告法", "9(3)")
    assert "广告法 9(3)" in found.reason.zh
    assert "Advertising Law, 9(3)" in found.reason.en


def test_every_breach_of_a_text_is_told_in_its_order() -> None:
    found = breaches("顶级皮料，全网第一，永不变形。", "zh", CN)
    assert [one.words for one in found] == ["顶级", "全网第一", "永不"]


def test_a_clause_that_denies_says_nothing_of_the_next() -> None:
    assert [one.start for one in breaches("不是最贵的，却是最好的。", "zh", CN)] == [8]
    assert breaches("不得不说，这是最好的风衣。", "zh", CN)
    assert breaches("难道不是最好的吗？", "zh", CN)


def test_a_law_binds_where_it_holds() -> None:
    assert breaches("招财转运。", "zh", CN)
    assert not breaches("招财转运。", "zh", frozenset({"us"}))
    assert breaches("An eco-friendly bag.", "en", frozenset({"eu"}))
    assert not breaches("An eco-friendly bag.", "en", CN)


@pytest.mark.parametrize(
    ("text", "lang"), [("王者归来系列，灰色。", "zh"), ("The Ultimate No.1 strap is brown.", "en")]
)
def test_names_of_goods_may_hold_any_word(text: str, lang: Lang) -> None:
    assert breaches(text, lang)
    assert not breaches(text, lang, names=("王者归来", "Ultimate No.1"))


def test_a_name_that_holds_a_word_is_told_from_the_word() -> None:
    names = ("Ultimate Tote", "王者手袋")
    assert breach("the ultimate tote is 38 cm wide", names=names) is None
    assert breach("the ultimate tote is the best bag", names=names) is not None
    assert breach("王者手袋宽 38 厘米。", names=names) is None
    assert breach("包中的王者。", names=names) is not None
