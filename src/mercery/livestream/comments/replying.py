"""A person's reply to a comment: written under it with the person's name; spoken by the host only where it passes the gate."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.gathering import range_of
from mercery.assistant.normalise import language, normalise
from mercery.assistant.reply_check import facts_at_hand, gates_of
from mercery.assistant.turns import TurnContext
from mercery.assistant.understand.products_meant import find_products
from mercery.claims.gate import Gate
from mercery.claims.sentence import Sentence, Span
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import wrong_field
from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream.avatar.feeling import mood_of
from mercery.livestream.comments import repository, wording
from mercery.livestream.comments.comment import Comment, Written
from mercery.livestream.comments.queue import tell
from mercery.livestream.comments.settling import MOST_SPOKEN
from mercery.livestream.line import Line
from mercery.livestream.show import Show

LONGEST_REPLY: Final = 600
_LONGEST_ALOUD: Final[dict[Lang, int]] = {"en": 190, "zh": 80}
"""Signs of a person's reply that the host says; a longer one is written only."""
_FIRST: Final = 9.0
"""The rank of a reply that is to be spoken: before everything else."""
_ENDS: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


async def reply(
    session: AsyncSession, shop: Shop, actor: Actor, comment_id: str, text: str, *, aloud: bool = True
) -> Comment:
    """Write a person's reply under a comment; it replaces the host's. `aloud`: the host says it next, where every sentence
    passes the gate. Invalid."""
    words = text.strip()
    if not 0 < len(words) <= LONGEST_REPLY:
        message = f"A reply has 1 to {LONGEST_REPLY} characters."
        raise wrong_field("text", message, zh="回复为 1 至 600 字。")
    row = await repository.row_of(session, shop.id, comment_id, locked=True)
    before = {"state": row.state, "answer": (row.answer or {}).get("text", "")}
    made = Written(text=words, lang=language(words, repository.to_comment(row).lang), by=actor.name)
    row.answer, row.reason, row.answered_at = repository.written_to_json(made), "", now()
    row.state, row.turn_id, row.same_as = ("waiting" if aloud else "written"), "", ""
    row.rank = _FIRST if aloud else row.rank
    after = {"state": row.state, "answer": words}
    await audit.record(session, shop.id, actor, "live.comment.reply", row.id, before=before, after=after)
    await tell(session, row.show_id, row.id, row.state)
    await session.flush()
    return repository.to_comment(row)


async def settled(session: AsyncSession, shop: Shop, actor: Actor, comment_id: str) -> Comment:
    """A person saw it and leaves it at what the host said (the price stays)."""
    row = await repository.row_of(session, shop.id, comment_id, locked=True)
    if row.state == "passed":
        before = {"state": row.state, "reason": row.reason}
        row.state, row.reason = ("written" if row.answer else "left"), ""
        after = {"state": row.state}
        await audit.record(session, shop.id, actor, "live.comment.settle", row.id, before=before, after=after)
        await tell(session, row.show_id, row.id, row.state)
        await session.flush()
    return repository.to_comment(row)


async def reply_lines(database: Database, shop: Shop, show: Show, comment: Comment) -> tuple[Line, ...]:
    """A person's reply as the host says it: at most two sentences, all of them through the gate, else none."""
    assert comment.answer is not None
    text, lang = comment.answer.text, comment.answer.lang
    sentences = [one.strip() for one in _ENDS.split(text) if one.strip()]
    if len(sentences) > MOST_SPOKEN or len(text) > _LONGEST_ALOUD[lang]:
        return ()
    async with database.session() as session:
        known = await range_of(session, shop.id)
        context = TurnContext(product_id=comment.product_id or None)
        about = find_products(normalise(text, lang), known.names, context).product_ids
        facts, prices = await facts_at_hand(session, shop, about)
        gates = gates_of(facts, prices, shop)
    judged = await asyncio.to_thread(
        lambda: [_judged(gates, one, lang, about[0] if len(about) == 1 else None) for one in sentences]
    )
    if any(one is None for one in judged):
        return ()
    first = [one for one in judged if one is not None]
    first[0] = wording.addressed(first[0], comment.name, lang, others=False)
    return tuple(
        Line(
            id=new_id("lin"),
            sentence=one,
            lang=lang,
            kind="answer",
            comment_id=comment.id,
            mood=mood_of(one.text, "answer"),
        )
        for one in first
    )


def _judged(gates: list[Gate], text: str, lang: Lang, about: str | None) -> Sentence | None:
    """The sentence with the facts it stands on; None where no gate lets it out."""
    for gate in gates:
        verdict = gate.check(text, lang, about=about, strict=True)
        if verdict.passed:
            spans = tuple(Span(start=0, end=len(text), fact_id=key, how="computed") for key in verdict.claims_on)
            return Sentence(text=text, spans=spans)
    return None
