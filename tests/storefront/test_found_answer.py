"""The answer above the results of a search, as a browser without a script gets it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import text
from tests.storefront.conftest import Boutique

from mercery.accounts.actor import SYSTEM
from mercery.core.i18n import Words
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policy
from mercery.storefront import found_answer
from mercery.web.rate_limit import Limit

ROBOT = {"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}


@pytest.fixture(autouse=True)
async def everybody_may_ask(boutique: Boutique, monkeypatch: pytest.MonkeyPatch) -> None:
    """No visitor of this shop is held out, and a busy machine is waited for."""
    monkeypatch.setattr(found_answer, "MOMENT", 30.0)
    async with boutique.database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0}'"""))


async def found(boutique: Boutique, query: str, lang: str = "en", headers: Mapping[str, str] = {}) -> str:
    answer = await boutique.client.get(f"/{lang}/search", params={"q": query}, headers=dict(headers))
    assert answer.status_code == 200
    return answer.text


def answered(html: str) -> str:
    """The answer's words; empty where there is none."""
    part = re.search(r'<p class="found-answer-text"[^>]*>(.*?)</p>', html, re.DOTALL)
    return re.sub(r"<sup.*?</sup>|<span class=.visually-hidden.*?</span>|<[^>]+>", "", part[1]).strip() if part else ""


async def returns_policy(boutique: Boutique) -> None:
    draft = PolicyDraft(
        key="returns", topic="returns", title=Words("Returns", "退货"),
        statement=Words("You may return an unworn piece within 30 days.", "未使用的商品可在 30 天内退回。"),
    )  # fmt: skip
    async with boutique.database.session() as session:
        await record_policy(session, boutique.shop.id, SYSTEM, draft, reason="test")


async def test_a_question_about_a_piece_has_its_answer_stitched_to_its_source_above_the_results(
    boutique: Boutique,
) -> None:
    html = await found(boutique, "what is the saddle bag made of")
    assert answered(html) == "The Saddle Bag is made of calfskin."
    above, _, below = html.partition('id="listing"')
    assert 'href="#from-a"' in above and 'id="from-a"' in above and "catalogue" in above
    assert '<dialog class="drawer" id="source-a"' in above and 'class="best"' in below
    chinese = await found(boutique, "马鞍包是什么材质的？", "zh")
    assert "小牛皮" in answered(chinese) and 'href="#from-甲"' in chinese


async def test_a_question_about_the_shop_is_answered_from_its_policies_and_no_piece_is_called_missing(
    boutique: Boutique,
) -> None:
    await returns_policy(boutique)
    html = await found(boutique, "can I return sale items")
    assert answered(html) == "You may return an unworn piece within 30 days."
    assert "Nothing here answers" not in html
    assert "30 天" in answered(await found(boutique, "打折商品可以退货吗", "zh"))


async def test_a_search_is_not_answered_and_an_unsure_question_neither(boutique: Boutique) -> None:
    assert answered(await found(boutique, "black saddle bag")) == ""
    assert 'class="found-answer"' not in await found(boutique, "what is the meaning of all this")


async def test_a_question_about_an_order_leads_to_a_conversation(boutique: Boutique) -> None:
    html = await found(boutique, "where is my order?")
    assert "Orders are looked up in conversation" in html
    assert 'data-mercery-ask="where is my order?"' in html


async def test_an_answer_is_kept_once_and_opens_no_conversation(boutique: Boutique) -> None:
    for _ in range(2):
        await found(boutique, "what is the saddle bag made of")
    async with boutique.database.session() as session:
        kept = (await session.execute(text("SELECT id, kind, times FROM search_answers"))).all()
        asked = (
            await session.execute(
                text("SELECT details FROM interactions WHERE kind = 'question' AND surface = 'search'")
            )
        ).all()
        talks = await session.scalar(text("SELECT count(*) FROM conversations"))
    assert [(row.kind, row.times) for row in kept] == [("answer", 2)] and talks == 0
    assert [row.details["turn"] for row in asked] == [kept[0].id] * 2


async def test_neither_machines_nor_the_hold_out_get_an_answer(boutique: Boutique) -> None:
    assert answered(await found(boutique, "what is the saddle bag made of", headers=ROBOT)) == ""
    async with boutique.database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 1.0}'"""))
    assert answered(await found(boutique, "what is the saddle bag made of")) == ""


async def test_a_slow_answer_is_not_waited_for_and_comes_after_the_page(
    boutique: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_answer, "MOMENT", 0.0)
    html = await found(boutique, "what is the saddle bag made of")
    later = re.search(r'hx-get="(/en/search/answer\?[^"]+)" hx-trigger="load"', html)
    wait = re.search(r'<noscript><a class="linked" href="([^"]+)"', html)
    assert later and wait and answered(html) == "" and "Saddle Bag" in html
    part = (await boutique.client.get(later[1].replace("&amp;", "&"))).text
    assert answered(part) == "The Saddle Bag is made of calfskin." and "<html" not in part
    whole = (await boutique.client.get(wait[1].replace("&amp;", "&"))).text
    assert answered(whole) == "The Saddle Bag is made of calfskin." and "<html" in whole


async def test_who_asks_without_end_gets_results_only(boutique: Boutique, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Limit(name="test_search_answer", burst=1, seconds=600, shared=False)
    monkeypatch.setattr(found_answer, "PER_VISITOR", one)
    assert answered(await found(boutique, "what is the saddle bag made of"))
    html = await found(boutique, "what is the saddle bag made of")
    assert answered(html) == "" and "Saddle Bag" in html
