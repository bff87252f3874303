"""A release of the demo shop that went out a while ago, checked like any other, and the questions the shop always asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.core import clock
from mercery.demo.reading import content, rows, words
from mercery.demo.talk import CLAIRE, OneTransaction
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.releases import questions, service
from mercery.knowledge.releases.shop_question import ShopQuestion

_FILE: Final = "releases.yaml"
_AGO: Final = timedelta(days=16)
_QUESTIONS_AGO: Final = timedelta(days=12)
_MINUTES: Final = timedelta(minutes=40)


def demo_questions() -> Iterator[ShopQuestion]:
    """The questions the shop always asks before a release."""
    for node in rows(content(_FILE)["questions"]):
        given = cast("dict[str, Any]", dict(node))
        yield ShopQuestion(**{**given, "words": tuple(given.get("words", ()))})


async def release_once(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """Publish it as of its day. Returns how many answers it changed."""
    answers = {one.key: one for one in await knowledge.answers(session, shop.id)}
    changed = [_changed(cast("dict[str, Any]", dict(node)), answers) for node in rows(content(_FILE)["changes"])]
    number = 0
    with clock.at(now - _AGO):
        for made, why in changed:
            release = await service.put_in(session, shop.id, CLAIRE, made, after_version=made.version, reason=why)
            number = release.number
        check = await service.begin(session, shop, CLAIRE, number, at_once=True)
        await service.work(OneTransaction(session), PastTurns(meaning=False), shop.id, check)
    with clock.at(now - _AGO + _MINUTES):
        reason = str(content(_FILE)["reason"])
        await service.publish(session, shop, CLAIRE, number, seen=check, reason=reason)
    return len(changed)


async def ask_own_questions(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """Keep the shop's own questions and put them to what is said. Returns how many there are."""
    asked = list(demo_questions())
    with clock.at(now - _QUESTIONS_AGO):
        await questions.add_all(session, shop.id, CLAIRE, asked)
    check = await service.begin_questions(session, shop, CLAIRE, at_once=True)
    await service.work(OneTransaction(session), PastTurns(meaning=False), shop.id, check)
    return len(asked)


def _changed(node: dict[str, Any], answers: dict[str, ApprovedAnswer]) -> tuple[ApprovedAnswer, str]:
    return replace(answers[node["key"]], answer=words(node["answer"])), str(node["why"])
