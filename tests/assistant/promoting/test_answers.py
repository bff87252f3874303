"""Questions about promotions, the bag, coupons and instalments, answered from what is published and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.assistant.conftest import NOW
from tests.promotions.published import publish

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.promoting.bag import use_bags
from mercery.assistant.service import Assistant, think
from mercery.assistant.turns import TurnContext
from mercery.catalog import service as catalog
from mercery.conversations import service as conversations
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.demo.catalogue import demo_products
from mercery.policies import service as policies
from mercery.policies.draft import PolicyDraft
from mercery.storefront import cart
from mercery.storefront.visitor_bags import VisitorBags

PARIS = ZoneInfo("Europe/Paris")
LAST_DAY = NOW.astimezone(PARIS).date() + timedelta(days=20)
LATER = datetime.combine(LAST_DAY + timedelta(days=1), time(), PARIS)
RULES: list[dict[str, Any]] = [
    {
        "id": "bags", "name": {"en": "Leather days", "zh": "皮具周"}, "level": "line", "benefit": {"kind": "pct", "bps": 2000},
        "scope": {"tags": ["category:bags"]}, "ends": LATER.isoformat(),
    },
    {"id": "spend", "level": "order", "stage": 2, "benefit": {"kind": "off", "amount": 6000}, "need_amount": 500_000},
    {
        "id": "friend", "name": {"en": "Letter to friends", "zh": "好友来信"}, "level": "order", "stage": 3, "group": "coupon",
        "benefit": {"kind": "pct", "bps": 1000}, "code": "FRIEND10",
    },
    {
        "id": "guest", "level": "order", "stage": 3, "group": "coupon", "benefit": {"kind": "pct", "bps": 500},
        "code": "GUEST5", "need_amount": 900_000,
    },
    {
        "id": "snow", "name": {"en": "Snow days", "zh": "雪日"}, "level": "order", "stage": 5, "benefit": {"kind": "pct", "bps": 3000},
        "starts": LATER.isoformat(),
    },
    {"id": "circle", "level": "order", "stage": 4, "benefit": {"kind": "pct", "bps": 500}, "who": ["member"]},
]  # fmt: skip


@pytest.fixture(autouse=True)
def bags() -> Iterator[None]:
    use_bags(VisitorBags())
    yield
    use_bags(None)


@pytest.fixture
async def sale(database: Database, shop: Shop) -> Shop:
    """The shop with promotions in force."""
    await publish(database, shop, RULES)
    return shop


async def put(database: Database, shop: Shop, handle: str, *codes: str) -> None:
    async with database.session() as session:
        product = await catalog.product(session, shop.id, handle=handle)
        await cart.add(session, shop.id, "vis_1", product, product.variants[0])
        for code in codes:
            await cart.give_code(session, shop.id, "vis_1", code)


async def ask(database: Database, shop: Shop, text: str) -> str:
    lang: Lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang=lang)
    turn = Assistant(database).respond(shop=shop, conversation=begun, text=text, lang=lang, context={}, client_key=None)
    return " ".join([event.data["text"] async for event in turn if event.kind == "sentence"])


async def afresh(database: Database, shop: Shop, text: str) -> str:
    """The answer to somebody who has asked nothing before."""
    async with database.session() as session:
        lang: Lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
        thought = await think(session, shop, text, lang=lang, context=TurnContext())
    return " ".join(sentence.text for sentence in thought.body.sentences)


def until() -> str:
    """The last day as it is told today."""
    same_year = LAST_DAY.year == clock.now().astimezone(PARIS).year
    return f"{LAST_DAY.day} {LAST_DAY:%B}" + ("" if same_year else f" {LAST_DAY.year}")


async def test_promotions_are_told_with_goods_ends_and_audience_and_nobodys_code(
    database: Database, sale: Shop
) -> None:
    said = await ask(database, sale, "Which promotions do you have at the moment?")
    assert said == f"20% off Bags until {until()}. €60 off the order, from €5,000. 5% off everything, for members only."
    chinese = await ask(database, sale, "现在有什么优惠？")
    assert "包袋：8折，有效至" in chinese and "满€5,000减€60" in chinese
    last = await ask(database, sale, "Until when do the promotions last?")
    assert f"20% off Bags until {until()}." in last and "from €5,000; no end is set." in last
    piece = await ask(database, sale, "Is there a discount on the Saddle Bag?")
    assert f"Yes, the Saddle Bag costs €1,184 instead of €1,480 until {until()}" in piece
    assert f"20% off Bags until {until()}." in piece
    assert "Your bag comes to" not in await ask(database, sale, "How much is my bag?")


async def test_the_bag_is_told_as_it_is_quoted_and_codes_with_the_reason(database: Database, sale: Shop) -> None:
    await put(database, sale, "saddle-bag", "GUEST5")
    said = await ask(database, sale, "How much is my bag?")
    assert (
        f"Your bag comes to €1,184 instead of €1,480 until {until()}." in said
        and "€296 comes off: Leather days." in said
    )
    assert "您的购物袋合计 €1,184，原价 €1,480" in await ask(database, sale, "我的购物袋一共多少钱？")
    tried = await ask(database, sale, "What does my bag cost with code FRIEND10?")
    assert "Your bag comes to €1,065.60" in tried and "€118.40 comes off: Letter to friends." in tried
    unknown = await ask(database, sale, "what does my bag cost with the code GOLD50?")
    assert "The code GOLD50 takes nothing off: the shop has no code of this name." in unknown
    why = await ask(database, sale, "Why does my coupon GUEST5 not work?")
    assert "what it asks for is not reached; €7,816 more is needed." in why
    assert "还差 €7,816" in await ask(database, sale, "优惠券 GUEST5 为什么用不了？")
    missing = await ask(database, sale, "How much more do I have to spend until the discount?")
    assert "€3,816 more, and this counts too: €60 off the order, from €5,000." in missing
    assert "再买 €3,816，即可享受：" in await ask(database, sale, "还差多少可以满减？")


async def test_what_goes_together_and_what_is_paid_in_parts(database: Database, sale: Shop) -> None:
    apart = await ask(database, sale, "Can I combine the codes FRIEND10 and GUEST5?")
    assert apart.startswith("No, of these one counts, the one that gives you more: ")
    beside = await ask(database, sale, "Can I use code FRIEND10 together with the Leather days promotion?")
    assert beside.startswith("Yes, these may be used together: ")
    assert (await ask(database, sale, "Can I combine FRIEND10 with Leather days?")).startswith("Yes, these may be used")
    assert await ask(database, sale, "Until when do the Leather days run?") == f"20% off Bags until {until()}."
    draft = PolicyDraft(
        key="instalments", topic="payment", title=Words("Instalments", "分期付款"),
        statement=Words("You may pay in three monthly payments.", "可分三期按月付款。"),
        values={"instalment_months": "3", "instalment_least_eur": 200},
    )  # fmt: skip
    async with database.session() as session:
        await policies.record_policy(session, sale.id, SYSTEM, draft, reason="test")
    said = await ask(database, sale, "Can I pay the Saddle Bag in instalments?")
    assert said == "It can be paid in 3 monthly payments of €394.67, the last €394.66, without a fee."


async def test_of_days_to_come_and_of_what_does_not_hold_now_no_yes_is_said(database: Database, sale: Shop) -> None:
    for text in ("Will there be a Black Friday sale?", "any promotions in the coming season?"):
        said = await ask(database, sale, text)
        assert said.startswith("No promotion has been announced beyond those in force") and "Yes" not in said
        assert "30%" not in said and f"20% off Bags until {until()}." in said
    for text in ("Is Snow days on now?", "When do the Snow days start?", "Is the buy one get one offer on now?"):
        said = await ask(database, sale, text)
        assert said.startswith(NOT_NAMED) and "30%" not in said
    assert (await ask(database, sale, "双十二有活动吗")).startswith("除目前有效的活动外，尚未公布其他活动。")
    assert (await ask(database, sale, "第二件半价什么时候开始")).startswith("目前没有这项无需优惠码的活动。")
    assert (await ask(database, sale, "Is Leather days on now?")).startswith("Yes: 20% off Bags")
    assert "for members only" in await ask(database, sale, "Do members pay less?")
    staff = await ask(database, sale, "Do employees get a discount?")
    assert staff.startswith("No promotion that needs no coupon code is for these customers only")


NOT_NAMED = "No promotion of this name is in force without a code at the moment."
NAMES = ("Snow days", "雪日"), ("Letter to friends", "好友来信")
"""Of a promotion of other days and of a coupon in force, which nobody has named by its code."""
INVENTED = "Harbour nights", "港湾夜"
ABOUT_A_NAME = (
    "Is there a {} promotion?", "Is {} on now?", "When does {} start?", "Until when does {} run?", "How long does {} run?",
    "Do you have a {} coupon?", "What is the {} offer?", "Tell me about {}", "Can I combine {} with Leather days?",
    "Why does the {} coupon not work?", "Will there be a {} sale?", "Is the Saddle Bag in the {} promotion?",
    "How much is the Saddle Bag with {}?",
)  # fmt: skip
ABOUT_A_NAME_ZH = (
    "有{}活动吗", "{}还在吗", "{}什么时候开始", "{}到什么时候", "有{}优惠券吗", "{}是什么", "{}可以和皮具周一起用吗", "{}有优惠吗",
    "马鞍包参加{}活动吗",
)  # fmt: skip


async def test_a_name_nobody_is_told_is_answered_like_an_invented_one(database: Database, sale: Shop) -> None:
    for lang, texts in enumerate((ABOUT_A_NAME, ABOUT_A_NAME_ZH)):
        for text in texts:
            invented = await afresh(database, sale, text.format(INVENTED[lang]))
            for name in NAMES:
                said = await afresh(database, sale, text.format(name[lang]))
                assert said.replace(name[lang], INVENTED[lang]) == invented, text
                assert not {"30%", "FRIEND10", "7折"} & set(said.split())


async def test_what_is_asked_for_by_a_name_or_by_its_goods_is_no_plain_yes(database: Database, sale: Shop) -> None:
    assert (await ask(database, sale, "Is there a Snow days promotion?")).startswith(NOT_NAMED)
    assert (await ask(database, sale, "Is there a Leather days promotion?")).startswith("Yes: 20% off Bags")
    assert (await ask(database, sale, "Are there any promotions?")).startswith("Yes: 20% off Bags")
    assert "Yes" not in await ask(database, sale, "Are there discounts for wholesale?")
    assert (await ask(database, sale, "Is there a promotion on bags?")).startswith("Yes: 20% off Bags")


async def test_how_a_coupon_is_used_is_said_in_one_sentence(database: Database, sale: Shop) -> None:
    for text in ("How do I use a coupon?", "Where do I enter my promo code?", "How do vouchers work?"):
        assert (await ask(database, sale, text)).startswith("Put the code into the field for codes in your bag: ")
    for text in ("优惠券怎么用", "优惠码在哪里输入？", "怎么使用优惠券"):
        assert (await ask(database, sale, text)).startswith("请在购物袋的优惠码一栏填写：")
    assert "field for codes" not in await ask(database, sale, "How do I use a gift card code?")


async def test_a_code_that_is_written_alone_is_looked_at(database: Database, sale: Shop) -> None:
    unknown = "The code GOLD50 takes nothing off: the shop has no code of this name."
    for text in ("GOLD50?", "Is GOLD50 still valid?", "How do I use GOLD50?"):
        assert await afresh(database, sale, text) == unknown
        known = await afresh(database, sale, text.replace("GOLD50", "GUEST5"))
        assert known == "5% off everything, from €9,000, with code GUEST5."
    assert "没有这个优惠码" in await afresh(database, sale, "GOLD50 能用吗")


async def test_where_no_promotion_takes_a_code_no_field_is_spoken_of(database: Database, shop: Shop) -> None:
    await publish(database, shop, [one for one in RULES if "code" not in one])
    assert "field for codes" not in await ask(database, shop, "How do I use a coupon?")


async def test_variants_of_different_prices_are_each_quoted_with_a_code(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        sold = [one.product for one in demo_products(NOW.date()) if one.product.key == "figuier-no4"]
        await catalog.apply_drafts(session, shop, sold, SYSTEM)
    await publish(database, shop, RULES)
    both = await afresh(database, shop, "How much is Figuier No 4 with FRIEND10?")
    assert both.startswith("For the Figuier No 4, 50 ml, you pay €115.20 instead of €128.")
    assert "For the Figuier No 4, 100 ml, you pay €167.40 instead of €186." in both
    large = await afresh(database, shop, "How much is Figuier No 4 in 100 ml with FRIEND10?")
    assert "€167.40" in large and "€115.20" not in large
    refused = await afresh(database, shop, "无花果树 4 号用 GOLD50 多少钱")
    assert "（50 毫升），应付 €128" in refused and refused.count("优惠码 GOLD50 未生效：本店没有这个优惠码。") == 1


ASKED = "That depends on the coupon: please write its code here."


async def test_a_coupon_is_asked_for_by_its_code_and_a_piece_is_quoted_with_it(database: Database, sale: Shop) -> None:
    assert await ask(database, sale, "Can I combine the welcome coupon with the sale?") == ASKED
    assert await ask(database, sale, "Why was my coupon not taken?") == ASKED
    assert await ask(database, sale, "为什么我的优惠券用不了") == "这取决于具体的优惠券，请告诉我优惠码。"
    typed = await ask(database, sale, "I typed GUEST5 and nothing happened")
    assert "from €9,000" in typed and "GUEST5" in typed
    nothing = await ask(database, sale, "Can I combine GOLD50 with Leather days?")
    assert nothing == "The code GOLD50 takes nothing off: the shop has no code of this name."
    priced = await ask(database, sale, "How much for the Saddle Bag with FRIEND10?")
    assert "For the Saddle Bag you pay €1,065.60 instead of €1,480" in priced
    refused = await ask(database, sale, "How much for the Saddle Bag with GUEST5?")
    assert "you pay €1,184" in refused and "what it asks for is not reached; €7,816 more is needed." in refused


async def test_where_no_policy_opens_paying_in_parts_none_is_offered(database: Database, sale: Shop) -> None:
    async with database.session() as session:
        await policies.withdraw_policy(session, sale.id, SYSTEM, "instalments", reason="test")
    assert (await ask(database, sale, "Can I pay in instalments?")).startswith("Payment in instalments is not offered.")
    assert (await ask(database, sale, "可以分期付款吗")).startswith("不提供分期付款。")


async def test_with_nothing_published_questions_go_the_way_they_went(database: Database, shop: Shop) -> None:
    for text in ("Which promotions do you have?", "有什么优惠？"):
        said = await ask(database, shop, text)
        assert "% off" not in said and "8折" not in said
    assert "No, the Saddle Bag costs €1,480" in await ask(database, shop, "Is the Saddle Bag on sale?")
