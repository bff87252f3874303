"""A person's draft held against the facts: what contradicts one is pointed out, what is merely free speech is not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.accounts.house import House, console_app, open_shop

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant import reply_check
from mercery.assistant.reply_check import DraftCheck
from mercery.catalog.names import product_names
from mercery.conversations import console
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.responder import Doors
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Lang
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said is looked at here, not how soon: a machine that does much else may take long over the first."""
    monkeypatch.setattr(reply_check, "_SECONDS", 60.0)


@pytest.fixture
async def talk(database: Database, shop: Shop) -> Conversation:
    async with database.session() as session:
        return await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")


WRONG: list[tuple[Lang, str, str, str]] = [
    ("en", "Dear Anna, you may return an unworn piece within 14 days of delivery.", "14 days", "30 days"),
    ("en", "The Saddle Bag costs €1,380.", "€1,380", "€1,480"),
    ("en", "Thank you for writing. In mainland France a parcel takes 4 to 9 business days.", "4 to 9 business days", "1 to 3 business days"),
    ("en", "Delivery is free from €300.", "€300", "€200"),
    ("en", "The Saddle Bag is made of lambskin.", "lambskin", "calf"),
    ("en", "Stitching and hardware of the Saddle Bag cannot be repaired free of charge for five years.", "cannot", "can"),
    ("en", "The Work Tote in black is sold out.", "sold out", "in stock"),
    ("en", "The Saddle Bag has a warranty of 10 years.", "10 years", "24 months"),
    ("en", "The warranty on the Saddle Bag is 10 years.", "10 years", "24 months"),
    # A reply in another language than the conversation's is read in its own.
    ("zh", "Good morning, you may return an unworn piece within 60 days of delivery.", "60 days", "30 days"),
    ("en", "您好，未使用的商品可在签收后 60 天内退回。", "60 天", "30 天"),
    ("zh", "马鞍包质保 10 年。", "10 年", "24"),
    ("zh", "您好，未使用的商品可在签收后 14 天内退回。", "14 天", "30 天"),
    ("zh", "马鞍包售价 ¥10,800。", "¥10,800", "¥11,800"),
    ("zh", "订单满 300 欧元免运费。", "300 欧元", "200 欧元"),
    ("zh", "我们在收到退件后 15 个工作日内原路退款。", "15 个工作日", "5 个工作日"),
]  # fmt: skip
RIGHT: list[tuple[Lang, str]] = [
    ("en", "Dear Anna, thank you for writing. You may return an unworn piece within 30 days of delivery."),
    ("en", "The Saddle Bag costs €1,480."),
    ("en", "I have put one aside in your name until Saturday, 18:00. Ask for Claire when you come."),
    ("en", "That is quickly done: bring them by, or send them to us. The optician bends it back while you wait."),
    (
        "en",
        "I am sorry about the strap. I refund €350 to your Visa today, and we will send you a voucher of 15 percent.",
    ),
    ("en", "Would 14 days be enough for you?"),
    ("en", "For you I can make an exception: 45 days instead of 30."),
    ("en", "Your parcel left on 12 November; the carrier says two more days."),
    ("en", "Our workshop needs about three weeks for a new lining in suede."),
    ("zh", "您好，我是 Claire。价格以页面为准，不过保养与刻字可以为您免费安排。"),
    ("zh", "已为您登记，预计下周二前回复您。"),
    ("zh", "请把两张照片发到这里，我请工坊的同事看一下。"),
    ("zh", "未使用的商品可在签收后 30 天内退回。"),
]


async def remarks(
    database: Database, shop: Shop, talk: Conversation, text: str, lang: Lang
) -> list[tuple[str, str, str]]:
    found = await DraftCheck(database).check_reply(shop=shop, conversation=talk, text=text, lang=lang)
    return [(one.found, one.expected, one.source) for one in found]


async def test_a_value_that_is_another_one_in_the_facts_is_pointed_out(
    database: Database, shop: Shop, talk: Conversation
) -> None:
    for lang, text, found, expected in WRONG:
        said = await remarks(database, shop, talk, text, lang)
        assert len(said) == 1, text
        assert said[0][0] == found and expected in said[0][1] and said[0][2], (text, said)


async def test_what_is_right_promised_or_asked_is_left_alone(
    database: Database, shop: Shop, talk: Conversation
) -> None:
    for lang, text in RIGHT:
        assert await remarks(database, shop, talk, text, lang) == [], text


async def test_the_piece_in_question_is_meant_and_forbidden_words_come_with_their_law(
    database: Database, shop: Shop
) -> None:
    async with database.session() as session:
        bag = next(one.product_id for one in await product_names(session, shop.id) if one.title.en == "Saddle Bag")
        talk = await conversations.open_or_resume(
            session, shop.id, "vis_2", channel="storefront", lang="en", context={"product_id": bag}
        )
    assert [one[:2] for one in await remarks(database, shop, talk, "It costs €999.", "en")] == [("€999", "€1,480")]
    chinese = replace(shop, advertising_law=("CN",))
    said = await remarks(database, chinese, talk, "这是国家级的最佳皮具。", "zh")
    assert len(said) == 1 and said[0][1] == "" and "CN" in said[0][2]


async def test_a_person_sees_the_remark_once_and_sends_all_the_same_with_a_reason_that_is_kept(
    database: Database, home: Path
) -> None:
    shop, people = await open_shop(database, "orme", roles=("owner", "agent"))
    now = clock.now()
    async with database.session() as session:
        await policies.record_policies(session, shop.id, SYSTEM, demo_policies(now), reason="test")
        talk = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")
        await conversations.receive(session, shop.id, talk.id, "Can I return it?", "en")
    house = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    house.app.state.conversations = Doors(reply_check=DraftCheck(database))
    house.app.state.listener = Listener(database.url)
    page, draft = f"/console/inbox/{talk.id}", "You may return an unworn piece within 14 days of delivery."
    browser = await house.as_role("agent")
    shown = await browser.post(f"{page}/reply", {"text": draft}, page=page)
    assert "the facts say <b>30 days</b>" in shown.text and "Returns, version 1" in shown.text and draft in shown.text
    seen = mark_on(shown.text)
    unexplained = await browser.post(f"{page}/reply", {"text": draft, "seen": seen}, page=page)
    assert "Say in a few words why, or mend the reply." in unexplained.text
    assert await said_by_staff(database, shop, talk) == []
    other = {"text": draft.replace("14", "90"), "seen": seen, "why": "Agreed with Claire for this order"}
    anew = await browser.post(f"{page}/reply", other, page=page)
    assert "You wrote <b>90 days</b>" in anew.text and mark_on(anew.text) != seen, (
        "a reason holds for the words it was given for"
    )
    assert "Say in a few words why" not in anew.text and await said_by_staff(database, shop, talk) == []
    sent = {"text": draft, "seen": seen, "why": "Agreed with Claire for this order"}
    assert (await browser.post(f"{page}/reply", sent, page=page)).status_code == 303
    assert await said_by_staff(database, shop, talk) == [draft]
    async with database.session() as session:
        lines, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="conversation.sent_against_facts"))
    assert lines[0].actor.name and lines[0].reason == "Agreed with Claire for this order"
    assert lines[0].after and lines[0].after["remarks"][0]["wrote"] == "14 days"
    mended = await browser.post(f"{page}/reply", {"text": "Within 30 days of delivery.", "seen": seen}, page=page)
    assert mended.status_code == 303, "what is mended needs no reason"
    for one in house.browsers:
        await one.http.aclose()


def mark_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


async def said_by_staff(database: Database, shop: Shop, talk: Conversation) -> list[str]:
    async with database.session() as session:
        said = await conversations.messages(session, shop.id, talk.id)
    return [one.text for one in said if one.author == "staff"]
