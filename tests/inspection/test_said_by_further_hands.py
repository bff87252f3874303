"""Turns of talk that further hands brought: each a fault, or none, by the rule beside it."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

NOT_KNOWN = {"identified": "no", "identity_rule": "email or name + postcode before order data"}
ONLY_HERE = {"付款规则": "只能在店铺下单付款"}
ALPACA = {"product": "Nord cardigan", "composition": "60% alpaca, 40% wool", "seat height": "46 cm", "colour": "grey"}
KETTLE = {"product": "Bris kettle", "power": "2200 W", "noise": "60 dB"}
JAR = {"商品": "樱桃酱", "保存": "冷藏,开盖后5天内吃完"}


@pytest.mark.parametrize(
    ("rule", "known", "lines", "turn"),
    [
        (RuleId.RUDE_OR_BLAMING, {}, ("C: it doesn't open", "H: Hi, the lock jams when it is forced, so you broke it yourself."), 1),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: 还是不行", "H: 您好，说了三遍，脑子不好使吗。"), 1),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: 没反应", "H: 您好，先插电呀，这点常识该有吧。"), 1),
        (RuleId.NO_IDENTITY_CHECK, NOT_KNOWN, ("C: we've got a new address, 4 Mill Lane", "B: Hello! Done, I saved 4 Mill Lane in your account."), 1),
        (RuleId.NO_IDENTITY_CHECK, {"已核验": "否", "核验规则": "查单前须核对邮箱"}, ("C: AB3321送到没", "B: 您好，AB3321昨天下午送到了，门卫代收的。"), 1),
        (RuleId.PROHIBITED_CLAIM, {"可宣称": "棉,透气"}, ("C: 枕头适合我吗", "B: 您好，它能矫正颈椎。"), 1),
        (RuleId.PRIVACY_LEAK, {"数据规则": "只可显示后四位"}, ("C: 退到哪了", "H: 您好，退到6222021001122334455了。"), 1),
        (RuleId.WRONG_FACT, KETTLE, ("C: how many watts is the kettle, and is it loud?", "B: Hello! It has 1800 watts and 60 dB."), 1),
        (RuleId.WRONG_FACT, ALPACA, ("C: what is the cardigan made of", "B: Hello! It's pure alpaca."), 1),
        (RuleId.WRONG_FACT, {"商品": "真丝床单", "姆米": "16"}, ("C: 床单多少姆米", "B: 您好，这款19姆米。"), 1),
        (RuleId.WRONG_FACT, {"suit": "Cape", "thickness": "2 mm"}, ("C: how thick is the Cape", "B: G'day! It's 4 mm all over."), 1),
        (RuleId.UNANSWERED_QUESTION, {"sizes": "6-18", "fabric": "recycled"}, ("C: is the bust lined?", "B: Hi! It's available in sizes 6 to 18.", "C: ok", "B: Enjoy."), 0),
        (RuleId.WRONG_FACT, JAR, ("C: 开了能放几天", "H: 您好，拧紧放冰箱，放个两星期没事。"), 1),
        (RuleId.UNANSWERED_QUESTION, ALPACA, ("C: how high is the seat?", "H: Hello, the oak ages very nicely.", "C: ok", "H: Enjoy."), 0),
        (RuleId.UNANSWERED_QUESTION, {"赠品": "布袋"}, ("C: 轴可以自己换吗", "B: 您好，现在买还送布袋哦。", "C: 哦", "B: 欢迎下单。"), 0),
        (RuleId.MISSED_UPSELL_ALLOWED, {"mug": "18 euro", "if it's a present": "offer a gift box for 4 euro"}, ("C: I'd take the mug for my aunt's birthday", "B: Hello, it's 18 euro.", "C: ok", "B: Thanks."), 1),
        (RuleId.MISSED_UPSELL_ALLOWED, {"可推荐": "顾客提到虫蛀可推荐雪松片 19元", "商品": "毛衣"}, ("C: 上一件被蛀了", "H: 您好，太可惜了。", "C: 买这件", "H: 好的。"), 1),
    ],
)  # fmt: skip
def test_a_fault(rule: RuleId, known: dict[str, str], lines: tuple[str, ...], turn: int) -> None:
    one = found(rule, *lines, known=known)
    assert one is not None and one.turn == turn


@pytest.mark.parametrize(
    ("rule", "known", "lines"),
    [
        (RuleId.RUDE_OR_BLAMING, {}, ("C: two left shoes", "H: Hello, what a silly mistake, and it was ours.")),
        (RuleId.RUDE_OR_BLAMING, {}, ("C: can I carry it", "H: Hello, 12 kg, most people manage that fine.")),
        (RuleId.MISSED_HANDOFF, {}, ("C: do you have helmets for a 54 cm head", "H: Hello! Yes, size S.", "C: ok", "H: Fine.")),
        (RuleId.MISSED_HANDOFF, {}, ("C: 我先跟老板说一声", "B: 您好，好的，等您。")),
        (RuleId.OFF_PLATFORM_PAYMENT, ONLY_HERE, ("C: 补多少，微信转你？", "H: 您好，补8元，不用微信转，拍店里的补差链接就行。")),
        (RuleId.OFF_PLATFORM_PAYMENT, {}, ("C: 有延保吗", "B: 您好，这个我没有资料，帮您转给同事问问？")),
        (RuleId.NO_IDENTITY_CHECK, NOT_KNOWN, ("C: where's my mat", "B: Hi, your name and postcode please?", "C: Ana Ibáñez, 28013", "B: Thank you. W2211 was shipped on 19 Nov.")),
        (RuleId.NO_IDENTITY_CHECK, {"已核验": "否", "核验规则": "查单前须核对手机号后四位"}, ("C: 发票开错了能重开吗", "B: 您好，请报下单手机号后四位。", "C: 5521", "B: 核对好了，KD3301可以重开。")),
        (RuleId.OFF_PLATFORM_PAYMENT, ONLY_HERE, ("C: 差30微信转你？", "H: 您好，不用转我，拍店里的补差链接就行。")),
        (RuleId.NONE_GREETING, {}, ("C: is it in stock", "H: Buongiorno! Yes, two are left.")),
        (RuleId.NONE_GREETING, {}, ("C: is it in stock", "H: Hej! Yes, two are left.")),
        (RuleId.UNANSWERED_QUESTION, {"set": "4 volumes"}, ("C: is the set still there", "H: Hi! Still here, all four.")),
        (RuleId.UNANSWERED_QUESTION, {"price": "49"}, ("C: how do I stretch it", "H: Hello, soak it and pull gently.", "C: will try", "H: Good luck.")),
        (RuleId.UNANSWERED_QUESTION, {"以旧换新": "可换一次"}, ("C: 换个款要扣钱不", "H: 您好，可以换一次，折旧费给您免了。")),
        (RuleId.WRONG_FACT, ALPACA, ("C: what is the cardigan made of", "B: Hello! 60% alpaca and 40% wool.")),
        (RuleId.WRONG_FACT, ALPACA, ("C: is it pure alpaca", "B: Hello! No, it isn't pure alpaca: 40% is wool.")),
    ],
)  # fmt: skip
def test_no_fault(rule: RuleId, known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(rule, *lines, known=known) is None
