"""A draft is held against the rules of conduct before it is sent: pointed out, never stopped, kept when it is sent all the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.accounts.house import House, console_app, open_shop
from tests.inspection.house import Talks

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.conversations import console
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.responder import Doors, EveryCheck, ReplyRemark
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Lang
from mercery.inspection.conduct_check import ConductCheck
from mercery.inspection.rule import RuleId
from mercery.inspection.rulebook import RuleBook, RuleSetting
from mercery.inspection.service import rules

NOW = datetime.now(UTC) - timedelta(minutes=5)
BREAKING: list[tuple[Lang, str, RuleId]] = [
    ("en", "Hello. If you had read the page properly you would have seen it.", RuleId.RUDE_OR_BLAMING),
    ("zh", "您好，您直接微信转账到我个人账户，我来给您发货。", RuleId.OFF_PLATFORM_PAYMENT),
    ("en", "Hello. I guarantee that it will be with you tomorrow morning.", RuleId.PROMISE_BEYOND_POLICY),
]
KEEPING: list[tuple[Lang, str]] = [
    ("en", "Good morning. You may return an unworn piece within 30 days of delivery."),
    ("en", "I am sorry about the strap. Please send it to us and we look at it."),
    ("zh", "您好，未使用的商品可在签收后 30 天内退回。"),
    ("zh", "请您在结算页付款，支付宝与微信支付均可。"),
]


@pytest.fixture
async def talk(talks: Talks) -> Conversation:
    """A customer who has just written, after a rude word that was sent before."""
    return await talks.with_person(
        [("staff", "Hello, if you had read the page you would know."), ("customer", "When does it arrive?")],
        at=NOW,
        close=False,
    )


async def remarks(database: Database, shop: Shop, talk: Conversation, lang: Lang, text: str) -> tuple[ReplyRemark, ...]:
    return await ConductCheck(database, seconds=30).check_reply(shop=shop, conversation=talk, text=text, lang=lang)


async def test_what_breaks_a_rule_is_pointed_out_with_the_rule_and_the_words(
    database: Database, shop: Shop, talk: Conversation
) -> None:
    for lang, text, rule in BREAKING:
        said = await remarks(database, shop, talk, lang, text)
        assert [one.rule for one in said] == [rule.value], text
        assert said[0].found and said[0].why is not None and said[0].why.en and said[0].why.zh


async def test_what_keeps_the_rules_is_left_alone_whatever_was_said_before(
    database: Database, shop: Shop, talk: Conversation
) -> None:
    for lang, text in KEEPING:
        assert await remarks(database, shop, talk, lang, text) == (), text


async def test_a_rule_the_shop_has_switched_off_says_nothing(
    database: Database, shop: Shop, talk: Conversation
) -> None:
    off = RuleSetting(on=False, severity="serious")
    book = RuleBook(rules={**RuleBook().rules, RuleId.RUDE_OR_BLAMING: off})
    async with database.session() as session:
        await rules.record_rules(session, shop.id, SYSTEM, book, reason="Not for us", after_version=0)
    lang, text, _ = BREAKING[0]
    assert await remarks(database, shop, talk, lang, text) == ()


async def test_two_checks_say_the_same_words_once(database: Database, shop: Shop, talk: Conversation) -> None:
    twice = EveryCheck(ConductCheck(database, seconds=30), ConductCheck(database, seconds=30))
    lang, text, _ = BREAKING[0]
    assert len(await twice.check_reply(shop=shop, conversation=talk, text=text, lang=lang)) == 1


async def test_a_person_is_shown_the_rule_and_what_is_sent_all_the_same_is_kept(database: Database, home: Path) -> None:
    shop, people = await open_shop(database, "orme", roles=("owner", "agent"))
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")
        await conversations.receive(session, shop.id, begun.id, "I cannot find the table of sizes.", "en")
    house = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    house.app.state.conversations = Doors(reply_check=EveryCheck(ConductCheck(database, seconds=30)))
    house.app.state.listener = Listener(database.url)
    browser, page, draft = await house.as_role("agent"), f"/console/inbox/{begun.id}", BREAKING[0][1]
    shown = await browser.post(f"{page}/reply", {"text": draft}, page=page)
    assert "Rude or blaming." in shown.text and "You wrote <b>If you had read</b>" in shown.text
    seen = re.search(r'name="seen" value="(\w+)"', shown.text)
    assert seen is not None
    sent = {"text": draft, "seen": seen[1], "why": "A quotation of our own page"}
    assert (await browser.post(f"{page}/reply", sent, page=page)).status_code == 303
    async with database.session() as session:
        lines, _ = await audit.entries(session, shop.id, audit.AuditFilter(action="conversation.sent_against_facts"))
    assert lines[0].after and lines[0].after["remarks"][0]["rule"] == "rude_or_blaming"
    for one in house.browsers:
        await one.http.aclose()
