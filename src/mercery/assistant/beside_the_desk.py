"""What a message asks besides its order business (`I want a refund, and when do you open?`): answered by the assistant, in
front of what the desk says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.assistant.desk.hearing import hear
from mercery.assistant.desk.joining import of_own_orders
from mercery.assistant.desk.service import DeskTurn
from mercery.assistant.normalise import language, normalise
from mercery.assistant.pipeline import worded
from mercery.assistant.storing import currency_of, turn_context
from mercery.assistant.thinking import consider
from mercery.assistant.turns import Decision
from mercery.assistant.understand import topics
from mercery.assistant.understand.message_parts import parts
from mercery.claims.facts import Fact
from mercery.claims.plan import Act
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.conversations.conversation import Conversation
from mercery.core.clock import now
from mercery.core.i18n import Lang

MOST: Final = 2
"""Questions answered beside an order; somebody who asks more asks them of the assistant alone."""
_OF_ANYTHING: Final = frozenset(("rule", "contents", "order_address"))
"""Topics whose words (`when`, `what is in`, `which address`) are asked of the shop as well as of an order."""


def asked_beside(text: str, lang: Lang, *, choosing: bool = False) -> list[str]:
    """The parts of a message that ask something of the shop and nothing of an order. `choosing`: what there is to choose
    from is asked for an exchange, which is the desk's."""
    found = parts(normalise(text, lang).text)
    choosing = choosing or any(wish.kind == "swap" for wish in hear(text, language(text, lang)).wishes)
    allowed = _OF_ANYTHING if choosing else _OF_ANYTHING | {"options"}
    return [one for one in found if _of_the_shop(one, lang, allowed)][:MOST] if len(found) > 1 else []


def _of_the_shop(part: str, lang: Lang, allowed: Collection[str]) -> bool:
    """A question that stands by itself and holds nothing the desk reads: what `it` is may be known to the desk alone."""
    heard = hear(part, language(part, lang))
    if not heard.asks or topics.PRONOUN.search(part) or of_own_orders(heard) or not set(heard.topics) <= set(allowed):
        return False
    of_the_desk = (
        heard.wishes, heard.numbers, heard.emails, heard.postcodes, heard.payments, heard.address, heard.hand_over,
        heard.yes, heard.no, heard.drop,
    )  # fmt: skip
    return not any(of_the_desk)


async def with_answers_beside(
    session: AsyncSession, shop: Shop, current: Conversation, text: str, lang: Lang, made: DeskTurn
) -> DeskTurn:
    """The desk's turn with answers to what else was asked; as it is where a person takes over or nothing else is known."""
    if made.hand_over is not None:
        return made
    acts: list[Act] = []
    facts: dict[str, Fact] = {}
    choosing = any(task.kind == "swap" for task in made.state.tasks)
    for part in asked_beside(text, lang, choosing=choosing):
        context = await turn_context(session, shop.id, current, part)
        considered = await consider(
            session, shop, part, lang=made.lang, context=context, currency=currency_of(shop, current.context)
        )
        if _is_an_answer(considered.decision):
            acts += considered.decision.acts
            facts |= considered.decision.facts
    voice = Voice(lang=made.lang, now=now(), timezone=shop.timezone, assistant=shop.assistant_name.text(made.lang))
    # Put into words all at once, as when the turn is asked for again from its record.
    told = list(worded(tuple(acts), facts, voice, normalise(text, made.lang).text))
    said = [one for one in told if isinstance(one, Sentence)]
    if not said or len(said) < len(told):
        return made
    return replace(made, beside=tuple(acts), sentences=(*said, *made.sentences), facts={**facts, **made.facts})


def _is_an_answer(decision: Decision) -> bool:
    """Whether it is told from facts, once and for all: no choice to be made, nothing shown to choose from, no person."""
    plain = decision.understood and decision.hand_over is None and decision.guided is None
    return plain and bool(decision.facts) and not decision.choices and not decision.shown
