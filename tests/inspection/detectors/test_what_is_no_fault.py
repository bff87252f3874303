"""What was held against agents although it is borne out; beside each, the like of it that is a fault."""

from __future__ import annotations

import pytest
from tests.inspection.told import Find, turns

from mercery.inspection.detectors import (
    no_identity_check,
    off_platform_payment,
    privacy_leak,
    prohibited_claim,
    promise_beyond_policy,
    wrong_fact,
)

SET = {"Elm blanket": "70% wool, 30% nylon", "Oak blanket": "100% wool, £80"}
BOOTS = {"Fell boots": "leather lining, sizes 6-12", "stock black 8": "3 pairs"}
RED = {"red": "sold out, back in May", "beakers": "£12"}
WINE = {"干白": "88元一瓶，6瓶一箱"}
CURTAIN = {"Elder": "panel 120 cm wide, £60", "discount": "10% from £100"}
CREAM_ZH = {"面霜": "普通护肤品，不含酒精、色素"}
LAMPS = {"lamps": "no shipping restrictions"}
COLOURS_ZH = {"颜色": "墨蓝、湖蓝有货"}
JACKET_ZH = {"外套黑色L": "499元，8件，防水"}
SENT_ZH = {"订单": "K7719 已发货，杯子两个", "换货": "签收后15天内可换货"}
RING_ZH = {"刻字": "最多6字，免费，刻字后不支持退货"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "wrong"),
    [
        (SENT_ZH, "还能换个地址吗", "您好，已发货改不了地址了，签收后15天内可以换货。", False),
        (SENT_ZH, "我的订单到哪了", "您好，还没发货呢。", True),
        (SET, "Is the Elm blanket pure wool?", "Hello, it's 70% wool and 30% nylon.", False),
        (SET, "Is the Elm blanket pure wool?", "Hello, it's 90% wool and 10% nylon.", True),
        (BOOTS, "Are the Fell boots lined?", "Hello, yes, the Fell has a full leather lining.", False),
        (RED, "When is red back?", "Hello, red is a lovely warm shade. The beakers are £12.", False),
        (RED, "Do you have it in red?", "Hello, red is available.", True),
        (WINE, "要60瓶干白", "您好，10箱正好60瓶，共5280元。", False),
        (CURTAIN, "Is it wide enough for a window of 5 ft?", "Hello, five feet are about 152 cm, so take two.", False),
        (CREAM_ZH, "面霜有什么成分", "您好，不含酒精和色素。", False),
        (LAMPS, "Do you ship lamps to Malta?", "Hello, yes, we do.", False),
        (COLOURS_ZH, "有蓝色吗", "您好，有的，墨蓝和湖蓝都有货。", False),
        (COLOURS_ZH, "有红色吗", "您好，有的。", True),
        (JACKET_ZH, "三层的外套黑色L有吗", "您好，有的，499元。", False),
        (RING_ZH, "能刻字吗", "您好，可以的，最多6字。", False),
    ],
)  # fmt: skip
def test_a_statement_that_is_borne_out_is_not_wrong(known: dict[str, str], asked: str, said: str, wrong: bool) -> None:
    assert turns(wrong_fact.find, known, asked, said) == ([1] if wrong else [])


ENGRAVED = {"engraved cups": "no return, no credit"}
FIRST = {"discount": "newsletter 10% on the first order, nothing else"}
BROKEN = {"breakage": "within 14 days replaced without question, nothing to send back"}
BROKEN_ZH = {"过敏": "可全额退款，无需寄回"}
COVER = {"guarantee": "12 months: replacement or refund"}
NO_DATE = {"standard": "2-3 working days, no guaranteed date"}


@pytest.mark.parametrize(
    ("known", "asked", "said", "beyond"),
    [
        (ENGRAVED, "Not even credit?", "No, I'm sorry, not for engraved cups, and that goes for credit too.", False),
        (FIRST, "Is there nothing off?", "If you're new here, we can give you 10% off with the newsletter.", False),
        (FIRST, "Is there nothing off?", "For you I'll take 20% off.", True),
        (BROKEN, "The pot cracked.", "You'll get a new one, and you can throw the broken one away.", False),
        (BROKEN_ZH, "用了过敏", "我先给您办全额退款，东西不用寄回。", False),
        ({"退款": "收到退货后3天"}, "用了过敏", "我先给您办全额退款，东西不用寄回。", True),
        (COVER, "They leak after three weeks.", "That is inside the guarantee: a new pair or your money back.", False),
        (NO_DATE, "Can you promise Friday?", "A promise I can't give, but Friday is likely.", False),
        (NO_DATE, "Can you promise Friday?", "It comes without a guarantee.", False),
        (CURTAIN, "What do two come to?", "£120, and as that is above £100 you get 10% off: £108.", False),
    ],
)  # fmt: skip
def test_what_a_fact_grants_is_promised_rightly(known: dict[str, str], asked: str, said: str, beyond: bool) -> None:
    assert turns(promise_beyond_policy.find, known, asked, said) == ([1] if beyond else [])


CHECKOUT = {"payment": "checkout only"}
MILD = {"Fern balm": "cosmetic, for sensitive skin", "not allowed": "claims about skin diseases"}
VERIFIED = {"verified": "yes, by e-mail", "order 512": "lamp, card ending 8813"}
UNVERIFIED = {"verified": "no", "address change": "only after login, or e-mail plus old postcode"}
MATCHED_ZH = {"核验": "手机后四位和姓名已对上", "订单": "手镯，周五寄出"}


@pytest.mark.parametrize(
    ("find", "known", "asked", "said", "fault"),
    [
        (off_platform_payment.find, CHECKOUT, "And if I'm out?", "The driver leaves a card and it waits at the depot.", False),
        (off_platform_payment.find, CHECKOUT, "It's a present.", "We could put it in a gift box with a card for £3.", False),
        (off_platform_payment.find, CHECKOUT, "Cheaper?", "Put the money on my card and I'll send it.", True),
        (off_platform_payment.find, CHECKOUT, "Put my new number on the account, 07700 900 371.", "Done.", False),
        (prohibited_claim.find, MILD, "It cut my thumb.", "I'm sorry, I hope the thumb heals soon.", False),
        (prohibited_claim.find, MILD, "Does it help with eczema?", "I can't tell you that it does. A pharmacist is the right person for that.", False),
        (prohibited_claim.find, MILD, "Does it help with eczema?", "Yes, it clears eczema in a week.", True),
        (privacy_leak.find, VERIFIED, "Where is my order 512?", "It left today. It was paid with the card ending in 8813.", False),
        (no_identity_check.find, UNVERIFIED, "My parcel?", "If you don't want it, you can refuse it at the door.", False),
        (no_identity_check.find, UNVERIFIED, "Change the address on order 5512 to 9 Hill Road, Derby DE1 3PQ", "Done. Order 5512 now goes to 9 Hill Road.", True),
        (no_identity_check.find, MATCHED_ZH, "查一下我的手镯", "核对一致，您的手镯周五寄出。", False),
    ],
)  # fmt: skip
def test_words_of_another_matter_are_no_fault(
    find: Find, known: dict[str, str], asked: str, said: str, fault: bool
) -> None:
    assert turns(find, known, asked, said) == ([1] if fault else [])


NOT_SAID_ZH = {"梨粮": "3kg 168元", "不能说": "治病、消炎、去斑"}
NO_REMARKS = {"Merlin 2": "drop 8 mm", "not allowed": "remarks on the quality of other brands"}
SHARE_ZH = {"单价": "100元/支", "优惠": "满3支9折"}
DUE = {"parcel": "blocks, due Friday 21 August"}
PRIVATE_ZH = {"隐私": "其他顾客姓名地址不得透露", "订单": "毯子，打包中"}


@pytest.mark.parametrize(
    ("find", "known", "asked", "said", "fault"),
    [
        (prohibited_claim.find, NOT_SAID_ZH, "有黑斑，吃这个有用吗", "您好，这款就是专门去斑的。", True),
        (prohibited_claim.find, NOT_SAID_ZH, "有黑斑，吃这个有用吗", "您好，这款一袋168元，只是普通犬粮。", False),
        (prohibited_claim.find, NO_REMARKS, "How does it compare with the Norbeck Vane?", "The Vane tends to come apart after a while.", True),
        (prohibited_claim.find, NO_REMARKS, "How does it compare with the Norbeck Vane?", "Ours has a drop of 8 mm.", False),
        (wrong_fact.find, SHARE_ZH, "三支一共付多少", "三支原价300元，打完9折是280元。", True),
        (wrong_fact.find, SHARE_ZH, "三支一共付多少", "三支原价300元，打完9折是270元。", False),
        (wrong_fact.find, DUE, "When are my blocks coming?", "They're due on Saturday the 21st.", True),
        (wrong_fact.find, DUE, "When are my blocks coming?", "They're due on Friday the 21st.", False),
        (privacy_leak.find, PRIVATE_ZH, "跟我拼单的人填的啥地址", "拼单成员是李雪晴，寄江宁区胜利新村18幢602室。", True),
        (privacy_leak.find, PRIVATE_ZH, "跟我拼单的人填的啥地址", "拼单成员的地址不能说，您的毯子分开打包。", False),
        (privacy_leak.find, VERIFIED, "Why Inga?", "That one belongs to Thomas Reeve, t.reeve@box.example, the mails were swapped.", True),
        (promise_beyond_policy.find, {"额外补偿": "不允许"}, "瘪了三个", "这一箱的钱我也做主给您退了。", True),
    ],
)  # fmt: skip
def test_what_a_fact_rules_out_is_found(find: Find, known: dict[str, str], asked: str, said: str, fault: bool) -> None:
    assert turns(find, known, asked, said) == ([1] if fault else [])
