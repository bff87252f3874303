"""What can be seen and decided about gaps, conflicts and the pool of answers. Works inside the caller's transaction."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.ids import new_id
from mercery.knowledge import service as answers_service
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.book import AnswerBook
from mercery.knowledge.health.asked import Conversed
from mercery.knowledge.health.gaps import Gap, GapState, Mark, gaps_of
from mercery.knowledge.health.pool import Pool, pool_of
from mercery.knowledge.health.tables import GapMarkRow
from mercery.knowledge.semantics import semantics_in_use

DAYS: Final = 30
"""Questions of so many days are put together."""
UNUSED_FOR: Final = timedelta(days=90)
_WITH_VECTORS: Final = 400
"""Questions beyond which the model is not asked: words alone put them together in time."""
_MOST_TEXTS: Final = 60
"""Questions kept with a decision."""
Standing = Literal["open", "given", "answered", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGap:
    """A gap as it stands now."""

    gap: Gap
    standing: Standing
    answered_by: str = ""
    """Key of the answer its most typical question would get now."""

    @property
    def id(self) -> str:
        """Its address: stays while its most typical question does."""
        return hashlib.sha256(self.gap.key.encode()).hexdigest()[:12]


async def gaps(session: AsyncSession, shop: Shop, conversed: Conversed | None, *, days: int = DAYS) -> list[SeenGap]:
    """What was asked in the last days and not surely answered, most often first, held against today's answers."""
    if conversed is None:
        return []
    asked = await conversed.unanswered(session, shop, now() - timedelta(days=days))
    known = await marks(session, shop.id)
    book = await answers_service.answer_book(session, shop.id)

    def find() -> list[SeenGap]:
        texts = {one.text for one in asked if one.lang == "en"}
        semantics = semantics_in_use() if len(texts) <= _WITH_VECTORS else None
        vectors = {text: row for text in texts if semantics and (row := semantics.of_message(text)) is not None}
        return [_seen(gap, book) for gap in gaps_of(asked, known, vectors)]

    return await asyncio.to_thread(find)


async def gap(session: AsyncSession, shop: Shop, conversed: Conversed | None, gap_id: str) -> SeenGap:
    """One gap by its address; NotFound when its questions are older than the days that are looked at."""
    for one in await gaps(session, shop, conversed):
        if one.id == gap_id:
            return one
    raise NotFound(
        "Nobody has asked this in the last days.",
        remedy="Go back to the list of gaps.",
        zh="近期无人问及，请返回待答问题列表。",
    )


def _seen(gap: Gap, book: AnswerBook) -> SeenGap:
    if gap.state in ("declined", "given"):
        return SeenGap(gap=gap, standing=cast(Standing, gap.state))
    for lang, title in gap.titles.items():
        found = book.match(title, lang)
        key = book.exact(title, lang) or (found.candidates[0].key if found.verdict == "direct" else "")
        if key and book.fact(key) is not None:
            return SeenGap(gap=gap, standing="answered", answered_by=key)
        if book.declines(title, lang):
            return SeenGap(gap=gap, standing="declined")
    return SeenGap(gap=gap, standing="open")


async def marks(session: AsyncSession, shop_id: str) -> list[Mark]:
    """Every decision about a gap, the newest first."""
    rows = await session.scalars(
        select(GapMarkRow).where(GapMarkRow.shop_id == shop_id).order_by(GapMarkRow.at.desc(), GapMarkRow.id.desc())
    )
    return [
        Mark(
            id=row.id, state=cast(GapState, row.state), texts=tuple((str(text), cast(Lang, lang)) for text, lang in row.texts),
            owner=row.owner, answer_key=row.answer_key, at=row.at, by=row.by, reason=row.reason,
        )
        for row in rows
    ]  # fmt: skip


async def give(session: AsyncSession, shop: Shop, actor: Actor, seen: SeenGap, owner: str) -> None:
    """Ask somebody to answer it."""
    if not owner.strip():
        raise Invalid("Nobody is named.", remedy="Choose who is to answer it.", zh="请选择由谁答复。")
    await _mark(session, shop, actor, seen, "given", owner=owner.strip(), reason=f"given to {owner.strip()}")


async def decline(session: AsyncSession, shop: Shop, actor: Actor, seen: SeenGap, *, reason: str) -> ApprovedAnswer:
    """No answer is wanted: from now on the question is known and refused, in every wording it was asked in."""
    if not reason.strip():
        raise Invalid(
            "Nothing is changed.", remedy="Say why no answer is wanted.", zh="未作更改：请写明不予答复的原因。"
        )
    draft = ApprovedAnswer(
        key=f"no-answer-{answers_service.key_for(seen.gap.title)}"[:80],
        question=seen.gap.title,
        answer=Words(""),
        phrasings={lang: texts[1:_MOST_TEXTS] for lang, texts in seen.gap.phrasings.items()},
        category="no answer",
        owner=actor.name,
        status="declined",
    )
    made = await answers_service.record_answer(session, shop.id, actor, draft, reason=reason.strip())
    await _mark(session, shop, actor, seen, "declined", answer_key=made.key, reason=reason.strip())
    return made


async def reopen(session: AsyncSession, shop: Shop, actor: Actor, seen: SeenGap, *, reason: str) -> None:
    """Take the decision back: the question counts as a gap again, and is no longer refused."""
    mark = seen.gap.mark
    if mark is None:
        raise NotFound("Nothing was decided about it.", remedy="Reload the page.", zh="此问题尚无决定，请刷新页面。")
    if mark.state == "declined" and mark.answer_key:
        await answers_service.retire_answer(session, shop.id, actor, mark.answer_key, reason=reason or "reopened")
    await session.execute(delete(GapMarkRow).where(GapMarkRow.shop_id == shop.id, GapMarkRow.id == mark.id))
    await record(
        session, shop.id, actor, "gap.reopen", seen.id, before={"state": mark.state}, reason=reason or "reopened"
    )


async def _mark(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    seen: SeenGap,
    state: GapState,
    *,
    owner: str = "",
    answer_key: str = "",
    reason: str,
) -> None:
    texts = [[text, lang] for lang in LANGS for text in seen.gap.phrasings[lang][:_MOST_TEXTS]]
    session.add(
        GapMarkRow(
            id=new_id("gap"), shop_id=shop.id, state=state, texts=texts, owner=owner, answer_key=answer_key, at=now(),
            by=actor.name or actor.id, reason=reason,
        )
    )  # fmt: skip
    after = {"question": {"en": seen.gap.title.en, "zh": seen.gap.title.zh}, "owner": owner, "answer": answer_key}
    await record(session, shop.id, actor, f"gap.{state}", seen.id, after=after, reason=reason)
    await session.flush()


async def pool(session: AsyncSession, shop: Shop, conversed: Conversed | None, moment: datetime | None = None) -> Pool:
    """How the answers in force stand."""
    at = moment or now()
    said = await answers_service.answers_in_force(session, shop.id)
    uses = await conversed.uses(session, shop, at - UNUSED_FOR) if conversed is not None else {}
    semantics = semantics_in_use()

    def look() -> Pool:
        texts = [text for one in said for text in one.asked_as("en")]
        vectors = semantics.of_texts(texts) if semantics is not None and semantics.ready else None
        return pool_of(said, uses, at, vectors)

    return await asyncio.to_thread(look)
