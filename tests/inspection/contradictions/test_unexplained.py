"""Figures and words of a group that nobody gave, where a fact gives others: and what explains a figure after all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find

KETTLE = {"kettle": "Arden, 1.7 l", "boil": "3 min for a full jug", "cord": "75 cm"}
CUPS = {"item": "mug Tove", "price": "14", "delivery": "4.50, free from 50"}
WRONG: list[tuple[Mapping[str, str], tuple[str, str]]] = [
    # A measure in which a fact gives another value.
    ({"lamp": "Moth", "cable": "2 m", "bulb": "E27, max 40 W"}, ("is the lead long enough for a socket 3 metres off", "Hi, yes, the cable is 3.5 m.")),
    ({"lamp": "Moth", "cable": "2 m", "bulb": "E27, max 40 W"}, ("what bulb goes in", "Hello, an E27, up to 60 W.")),
    ({"backpack": "Tern 30", "volume": "30 litres", "weight": "1.1 kg"}, ("What does the Tern weigh empty?", "Hello! It comes to 1.6 kilos without anything in it.")),
    ({"candle": "Cedar, 220 g", "burns": "45 hours", "price": "26"}, ("how many hours do I get out of it", "Hi, about 60 hours if you trim the wick.")),
    ({"电动牙刷": "Q3", "续航": "充一次用30天", "档位": "3档"}, ("充一次电用几天", "亲,一次充满大概能用两个月呢。")),
    ({"书架": "五层", "每层承重": "15公斤"}, ("一层能放多重的书", "您好,每层放25公斤没问题的。")),
    # Told beside the answer, too.
    ({"trail shoe": "Oda, 5 mm lugs", "rubber": "natural"}, ("are the soles natural rubber", "Hi! They are, with 8 mm lugs for the mud.")),
    # A price that stands as one.
    ({"book": "Low Tide", "price": "16.99"}, ("is it any good", "Hello! Our readers like it. It's 18.50.")),
    ({"杯子": "白瓷", "价格": "59"}, ("白的还有吗", "您好,有货,现在69元。")),
    ({"bread knife": "olive wood", "price": "38"}, ("how much", "Hi! 19 for the knife.")),
    ({"砚台": "歙石", "价格": "420"}, ("多少钱来着", "您好,240一方哈。")),
    ({"加急费": "30元"}, ("加急多少钱", "您好,收45元。")),
    # What is missing to a sum.
    ({"delivery": "free from 60.00", "basket": "47.00"}, ("how much more do I need", "Hello, just another 8.00 and it ships free.")),
    # The value of a case, told of the thing itself.
    ({"head torch": "8 h, 30 h with the spare battery"}, ("how long does it run", "Hello! It runs for 30 hours.")),
    # A day that nobody gave.
    ({"order": "sent on 12 March"}, ("when did it leave you", "Hello, it was handed over on the 15th.")),
    ({"展览": "至4月6日"}, ("展览到哪天", "您好,到4月20号。")),
    ({"pick-up": "Thursday 19 March"}, ("when can I pick it up", "Hi! On 24 March.")),
    # An hour in words.
    ({"hours": "Mon-Sat 10-17"}, ("how long are you open", "Hi, till six.")),
    # A word of a group that nobody named.
    ({"parcel": "at the hub in Leeds", "carrier": "DPD"}, ("any news of my parcel", "Hello, it has reached the hub in Bristol, GLS has it.")),
    ({"琴弦": "钢弦", "琴身": "云杉面板"}, ("面板啥木头", "您好,面板是桃花心木的。")),
    # The value of another case, another row of a table.
    ({"battery": "20 h with noise cancelling, 35 h without"}, ("how long with noise cancelling on?", "Hello, 35 hours with it on.")),
    ({"sizes": "38 = 24 cm, 39 = 24.5 cm, 40 = 25.5 cm"}, ("my foot is 25.5, which size", "Hi, take a 39.")),
    ({"尺码": "M:50-57kg, L:57-65kg, XL:65-72kg"}, ("我60公斤穿哪个码", "您好,您穿M码。")),
    # A sum from which on it is free.
    (CUPS | {"basket": "42.00"}, ("so delivery is free?", "Hello! Yes, you get free delivery with that basket.")),
    (CUPS | {"basket": "56.00"}, ("do I pay for delivery", "Hello, you're a little short, so delivery is 4.50.")),
    ({"邮费": "满99包邮", "商品": "核桃仁"}, ("多少包邮", "您好,满69就包邮。")),
    # What a list names, denied; what is only for some, granted.
    ({"soup": "lentil, tomato, cumin, celery"}, ("anything I should know, I avoid celery", "Hi, no celery in this one.")),
    ({"biscuits": "oat, almond, butter, honey"}, ("hello, nuts?", "Hi, not one of them has nuts in it.")),
    ({"配送": "仅限上海、杭州", "商品": "鲜花"}, ("北京能送吗", "您好,北京可以送的。")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), WRONG)
def test_what_nobody_gave_and_a_fact_gives_otherwise(known: Mapping[str, str], lines: tuple[str, str]) -> None:
    assert turns(find, known, *lines) == [1]


RIGHT: list[tuple[Mapping[str, str], tuple[str, str]]] = [
    # The fact, in another unit, rounded, or in words.
    (KETTLE, ("how long till a full pot boils?", "Hi, give it three minutes or so when it's filled to the top.")),
    ({"vase": "30 cm"}, ("how tall", "Hello, 300 mm.")),
    ({"大米": "5kg", "产地": "五常"}, ("一袋多重", "您好,一袋10斤。")),
    ({"窗帘": "高2.4米"}, ("我填的多高", "您好,填的是2米4。")),
    # Several at a price, less what is taken off, and use by the day.
    ({"果酱": "每瓶26元", "优惠": "三瓶减8元"}, ("三瓶多少钱", "您好,三瓶70块。")),
    ({"tea": "90 g, 9.00"}, ("three grams a day, how long will it last", "Hello, about a month.")),
    # A day that follows from one that was given, that the customer said, or of the week.
    ({"dispatch": "2 days", "ordered": "12 March"}, ("when does it go out", "Hello, on 14 March.")),
    ({"order": "sent on 12 March"}, ("I need it on the 20th", "Hi, the 20th is a Friday, right?")),
    ({"delivery": "Wednesday"}, ("which day exactly", "Hello, on 18 March.")),
    # The case is named, or its own value is told as well.
    ({"head torch": "8 h, 30 h with the spare battery"}, ("how long with both batteries", "Hi! 30 hours with the spare battery in.")),
    ({"delivery": "free from 60.00", "basket": "47.00"}, ("how much more", "Hello, another 13.00 will do.")),
    # What the customer said, and what follows from two that were given.
    ({"hooks": "8 kg each"}, ("my guitar is 3 kg, will it hold", "Hi, 3 kg is no trouble at all.")),
    ({"oat milk": "6 x 1 l", "price": "11.40"}, ("price per litre?", "Hi, that's 1.90 a litre.")),
    ({"velvet": "24 per metre"}, ("how much for 3.5 metres", "Hello, 3.5 metres come to 84.")),
    (CUPS, ("four of the mugs please", "Hi, four mugs are 56.")),
    # Something else than the fact's: another matter, so much later, so much a day, minutes beside days.
    ({"exchange": "30 days"}, ("can I swap it", "Hello, you can, the form takes two minutes.")),
    ({"修改": "收到后2个工作日"}, ("周三能好吗", "您好,18点后签收就得顺延一天。")),
    ({"capsules": "60, 30 g"}, ("how many a day", "Hello, two a day with water.")),
    ({"书柜": "三门", "价格": "999"}, ("能打孔吗", "您好,可以的,师傅上门80元。")),
    # Nearer names of what a fact names, and what is set beside it.
    ({"top": "walnut veneer on MDF"}, ("is it wood", "Hi, it's wood on the outside, walnut veneer.")),
    ({"colours": "navy, moss"}, ("do you have red", "Hello, not in red, only navy and moss.")),
    ({"battery": "20 h with noise cancelling, 35 h without"}, ("how long with noise cancelling on?", "Hello, with it on you get 20 hours.")),
    ({"sizes": "38 = 24 cm, 39 = 24.5 cm, 40 = 25.5 cm"}, ("my foot is 24.5, which size", "Hi, take a 39.")),
    (CUPS | {"basket": "42.00"}, ("is delivery free?", "Hello, not yet, another 8 and it is.")),
    # In a way of doing, of other things, set beside it, on the road.
    ({"return": "30 days", "refund": "5 working days"}, ("how do I send it back", "Hello, print the label, keep the receipt for 6 months.")),
    ({"lamp": "E27 max 40 W"}, ("will an LED do", "Hello, yes, an 8 W LED is as bright as a 60 W bulb.")),
    ({"jacket": "navy, green"}, ("what goes with the green", "Hello, grey or black trousers look good with it.")),
    ({"shirt": "cotton, white"}, ("how do I get wine out", "Hello, salt and cold water; a wool wash is too mild.")),
    ({"parcel": "in Leeds"}, ("why is it there", "Hi, everything from Hamburg goes by way of Leeds.")),
    ({"跑鞋": "240克", "颜色": "黑 白"}, ("配什么裤子", "您好,黑色的配灰色运动裤就很好看。")),
    ({"快递": "中通"}, ("能发顺丰吗", "您好,顺丰要补15元差价,可以的。")),
    ({"soup": "lentil, tomato, cumin, celery"}, ("is there leek in it", "Hi, no leek in this one.")),
    ({"配送": "仅限上海、杭州"}, ("杭州能送吗", "您好,杭州可以送的。")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), RIGHT)
def test_what_is_explained_accuses_nobody(known: Mapping[str, str], lines: tuple[str, str]) -> None:
    assert turns(find, known, *lines) == []
