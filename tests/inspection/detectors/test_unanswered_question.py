"""A clear question is answered, put off with a reason, or handed on."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

OPEN = RuleId.UNANSWERED_QUESTION


VASE = {"care": "dishwasher safe, no microwave", "height": "31 cm"}
TENT = {"Skerry tent": "2.1 kg, sleeps two", "pegs": "12 in the bag"}
POT = {"炉具": "电磁炉、明火通用", "锅铲": "不送，单买15元"}


@pytest.mark.parametrize(
    ("known", "lines", "turn"),
    [
        (VASE, ("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! It's 31 cm tall.", "C: ok", "B: Anything else?"), 0),
        (TENT, ("C: Does the tent come with pegs?", "B: Hi! The tent weighs 2.1 kg and sleeps two.", "C: ok", "B: Great choice!"), 0),
        (POT, ("C: 这个锅电磁炉能用吗？送不送锅铲？", "B: 您好，电磁炉可以用的。", "C: 好", "B: 欢迎下单~"), 0),
        ({}, ("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! It's 31 cm tall."), 0),
        ({}, ("C: 这个枕套掉毛吗？还有多少钱一对", "B: 您好，一对59元。", "C: 哦", "B: 欢迎下单~"), 0),
        ({}, ("C: do you gift wrap", "B: Hello! This week 10% off with code SUN."), 0),
        ({}, ("C: when will the blue one be back", "H: Hello, it is very popular.", "C: back when?", "H: Many people ask for it."), 2),
        ({}, ("C: 衣服会缩水吗", "B: 您好，满300减30。", "C: 嗯", "B: 亲可以凑单。"), 0),
    ],
)  # fmt: skip
def test_ignored(known: dict[str, str], lines: tuple[str, ...], turn: int) -> None:
    finding = found(OPEN, *lines, known=known)
    assert finding is not None
    assert finding.turn == turn


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (VASE, ("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! 31 cm, and yes, put it in the machine, only not the microwave.")),
        (VASE, ("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! 31 cm, the rest I'll ask my colleague.")),
        (VASE, ("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! Which one do you mean?")),
        ({}, ("C: Do you do alterations? And what does the coat cost?", "B: Hello! 180, and yes, we do.")),
        ({}, ("C: 枕套多少钱？会起毛吗？", "B: 您好，59元，不会的。")),
        ({}, ("C: Does it come with a lid or do I buy one?", "B: Hello! It comes with one.")),
        (TENT, ("C: Does the tent come with pegs?", "B: Hi! A dozen of them.")),
        (POT, ("C: 这个锅电磁炉能用吗？送不送锅铲？", "B: 您好，都可以用，铲子要另外15元。")),
        (POT, ("C: 电磁炉能用吗？", "B: 能用的", "C: 这么好?", "B: 欢迎下单~")),
        (VASE, ("C: Says who? Who says the height is right?", "B: Hello, we measure each one.")),
    ],
)  # fmt: skip
def test_only_an_untold_fact_accuses(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(OPEN, *lines, known=known) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can you send it to Iceland?", "We deliver all over Europe."),
        ("Is it heavy?", "About 900 grams, so no."),
        ("does it have a zip", "It closes with magnets."),
        ("why is it late", "The truck had an accident near Lyon, sorry."),
        ("how many in a box", "A dozen."),
        ("hi! do you have this in 38? and is it real leather?", "Yes, one 38 left, and it's full calfskin."),
        ("is it in stock in Berlin?", "I don't have that information here."),
        ("can it be delivered on Sunday?", "Let me ask the carrier and write to you."),
        ("does it fit?", "Which model do you have?"),
        ("多久发货", "拍下48小时内。"),
        ("是正品吗", "专柜可验，假一赔十。"),
        ("160斤穿多大", "2XL。"),
        ("这个怎么安装", "盒子里有图纸，四颗螺丝拧上就行。"),
        ("新疆发吗", "偏远地区要补15元。"),
    ],
)
def test_answered_in_other_words_or_put_off(asked: str, said: str) -> None:
    assert found(OPEN, f"C: {asked}", f"B: Hello, 您好. {said}") is None


@pytest.mark.parametrize(
    "said",
    ["hello? anyone", "When I opened the box it was broken", "how nice, thanks", "are you kidding me?", "在吗", "你什么态度？", "好吧", "没什么"],
)  # fmt: skip
def test_what_asks_nothing(said: str) -> None:
    assert found(OPEN, f"C: {said}", "B: Hello, enjoy your day!") is None


def test_an_answer_may_come_later() -> None:
    lines = (
        "C: is there a rain cover?",
        "B: Hello, the bag is 89.",
        "C: ok",
        "B: By the way, the rain cover is in the side pocket.",
    )
    assert found(OPEN, *lines) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How wide is the strap?", "Hi! It's our bestseller."),
        ("is the lining silk?", "Hello, this week there is 10% off with code AUTUMN."),
        ("does it come in petite", "Good choice! Shall I put it in your basket?"),
        ("who do I write the cheque to", "Hi! We have many nice wallets on sale."),
        ("是不是真皮", "亲亲，收藏加购有礼。"),
        ("这手链会过敏不", "您好，送精美礼盒哦。"),
        ("怎么充电", "亲，给个五星好评返2元。"),
        ("开错发票怎么办", "感谢您对我们的支持。"),
        ("为什么还没退款", "亲，关注店铺领券哦。"),
    ],
)
def test_lures_and_courtesy_answer_nothing(asked: str, said: str) -> None:
    assert found(OPEN, f"C: {asked}", f"H: {said}") is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("is it machine washable?", "Hand wash only I'm afraid."),
        ("is the lining silk?", "It's viscose."),
        ("could you leave it with the neighbour?", "Noted for the driver."),
        ("any chance you can hold it till Friday?", "Till Friday evening, gladly."),
        ("when did it ship", "Let me check with the warehouse, one moment."),
        ("maybe a bigger box next time?", "I'll pass that on."),
        ("why is it more expensive than last year?", "The leather has gone up a lot."),
        ("can it go in the dishwasher", "Better not, the glaze will dull."),
        ("是不是真皮", "头层牛皮。"),
        ("送不送袋子", "送的。"),
        ("这颜色老气吗", "我妈和我都穿，挺显白。"),
        ("为啥涨价了", "原料贵了，没办法。"),
        ("帮我看看我穿几码？", "按您身高拍M。"),
        ("猫能吃吗", "专门给猫做的。"),
        ("two questions: is it real wool, and how do I wash it", "Pure merino. Hand wash, lukewarm."),
        ("can i get it by friday and does it cost extra", "Express gets there Thursday for 9."),
        ("will the colour fade in the sun?", "Over the years a touch, as any natural dye."),
        ("is this the same one the princess wore", "The very same, just with silver hardware."),
        ("and the bigger one?", "89 and it holds 40 litres."),
        ("Hi, is anyone there? I need a gift for my dad", "Good evening! What does he like?"),
        ("the small one then? or would you go bigger", "For two people I'd stay with the small."),
        ("what happens if nobody's home", "The driver tries again the next day."),
        ("you're closed on monday right?", "Mondays we rest."),
        ("will i smell like my grandma lol", "Haha, more like a garden after rain."),
        ("is 20 enough for a tip for the fitter?", "He isn't allowed to accept tips, but he likes coffee."),
        (
            "could you tell me if the order can still be changed? I'd like the red",
            "It was packed an hour ago, I'm afraid.",
        ),
        ("how long is the cable and which plug", "Two metres, UK plug."),
        ("do i need an adapter in Italy", "An Italian plug comes with it."),
        ("i can't decide, help?", "Tell me the occasion and I'll pick three."),
        ("which one do you use yourself", "I have had the green one for years."),
        ("so is it 40 or 45?", "45, the old page was wrong."),
        ("what about returns if it's a gift?", "Your friend gets a gift card for the value."),
        ("hm is it worth it", "For daily use, honestly yes."),
        ("can u send pics of the back", "Sent you three to the chat."),
        ("when you say oak, do you mean solid?", "Solid through and through."),
        ("我160 100斤穿啥码", "S就够了。"),
        ("那退的话邮费谁出", "质量问题我们出，不喜欢的话您出。"),
        ("能不能便宜点 学生党", "给您一张十元券，最多这样啦。"),
        ("会不会太厚 我在广州", "广州的话薄款就够啦。"),
        ("大概几点到呀", "一般下午三四点。"),
        ("我妈六十了穿合适不", "好多阿姨都买的这款，很显气质。"),
        ("怎么还没动静", "仓库昨晚爆单，今天下午一定走。"),
        ("你看我这脸型适合哪副", "圆脸推荐方框那副。"),
        ("充一次能用多久", "轻度用三天，重度一天。"),
        ("能刻几个字，刻字要加钱不", "八个字以内，不另收。"),
        ("什么时候补货啊 等好久了", "月底到一批。"),
        ("能当天退差价不", "降价七天内找我都给退。"),
        ("我地址写错了咋办", "您把对的发来，我让仓库改。"),
        ("还能开发票不 上个月买的", "三个月内都能补。"),
    ],
)
def test_answered_in_few_words(asked: str, said: str) -> None:
    assert found(OPEN, f"C: {asked}", f"H: {said}") is None


@pytest.mark.parametrize(
    "lines",
    [
        ("C: Which one for me, and will I have to glue it?", "H: The round one. It comes glued, only the felt is left to stick on."),
        ("C: how long does a repair take", "H: I haven't got a figure for that, sorry."),
        ("C: mine is at the tailor", "B: Hems take some months.", "C: months??", "B: I understand."),
        ("C: It did. And if I had kept it, could I wear it to a wedding", "H: You could, it is silk."),
        ("C: 修表要多久？包能修吗", "H: 您好，包可以修。", "C: 好", "H: 表要送维修，6 周左右。"),
        ("C: 特快怎么收费", "B: 您好，18 欧元。"),
        ("C: Who mends it and what is the price?", "B: It goes to the workshop, EUR 40."),
    ],
)  # fmt: skip
def test_in_doubt_nothing_is_found(lines: tuple[str, ...]) -> None:
    assert found(OPEN, *lines) is None
