"""Messages that got no answer because the process that was answering them died: answered now, or handed to a person.

A message is stored before its answer is worked out, so nothing a customer wrote is lost; what is left over is found here by
its missing answer. Whoever answers twice stores once: the second keeps the answer of the first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mercery.accounts import service as accounts
from mercery.assistant.handing import packet
from mercery.assistant.service import Assistant
from mercery.conversations import service as conversations
from mercery.conversations.service.unanswered import LATELY, NOT_OLDER, Unanswered, unanswered
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.experiments.service import variant_for

WAITED: Final = timedelta(seconds=40)
"""Longer than any turn takes, a model's deadline included."""
FEATURE: Final = "assistant"
log = get_logger(__name__)


async def answer_unanswered(database: Database, *, waited: timedelta = WAITED, all_left: bool = True) -> int:
    """Take up messages that waited for longer, `all_left` or those of the last minutes. Returns how many."""
    async with database.session() as session:
        left = await unanswered(session, waited, not_older=NOT_OLDER if all_left else LATELY)
    for one in left:
        try:
            await _answer(database, one)
        except Exception:
            log.exception("unanswered_not_answered", conversation=one.conversation.id)
            await _given_up(database, one)
    if left:
        log.warning("unanswered_taken_up", messages=len(left))
    return len(left)


async def _given_up(database: Database, one: Unanswered) -> None:
    """To a person; where not even that can be done, the others still have their turn."""
    try:
        await _hand_over(database, one, "failed")
    except Exception:
        log.exception("unanswered_not_handed_over", conversation=one.conversation.id)


async def _answer(database: Database, one: Unanswered) -> None:
    async with database.session() as session:
        shop = await accounts.shop(session, one.conversation.shop_id)
    if variant_for(shop, FEATURE, one.conversation.visitor_id) == "holdout":
        await _hand_over(database, one, "holdout")
        return
    turn = Assistant(database).respond(
        shop=shop, conversation=one.conversation, text=one.message.text, lang=one.message.lang, context={},
        client_key=one.client_key,
    )  # fmt: skip
    async for _ in turn:
        pass


async def _hand_over(database: Database, one: Unanswered, reason: str) -> None:
    async with database.session() as session:
        shop = await accounts.shop(session, one.conversation.shop_id)
        current = await conversations.conversation(session, shop.id, one.conversation.id)
        if current.status == "assistant":
            made = packet(shop, current, None, (), one.message.text, reason)
            await conversations.hand_over(session, shop.id, current.id, made)
