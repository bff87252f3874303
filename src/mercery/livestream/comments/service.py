"""Comments as pages, platforms, the director and the studio call them: taken in, looked at, hidden, shown again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, Problem
from mercery.core.ids import new_id
from mercery.livestream.comments import repository
from mercery.livestream.comments.comment import LONGEST, Comment, CommentState, Incoming
from mercery.livestream.comments.moderating import House, Recent, moderate, seen
from mercery.livestream.comments.queue import next_to_answer, not_spoken, said, speaking, tell
from mercery.livestream.comments.replying import reply, reply_lines, settled
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveCommentRow

LOOKED_BACK: Final = timedelta(minutes=2)
"""So far back an author's comments are looked at for repetition and floods."""
_OWN_LAST: Final = 12
__all__ = [
    "author_key", "comment", "comments", "counts", "hide", "house_of", "next_to_answer", "not_spoken", "reply", "reply_lines",
    "said", "settled", "speaking", "take_in", "take_in_all", "unhide",
]  # fmt: skip


async def take_in(session: AsyncSession, shop: Shop, show: Show, incoming: Incoming) -> Comment:
    """A comment as it came in: masked, moderated, kept, announced. The same one again gives what was kept.

    Nothing of it is understood here; that is done where it is answered, so that a flood holds nobody up. Invalid.
    """
    text = incoming.text.strip()
    if not text:
        raise Invalid(
            "The comment says nothing.",
            problems=[Problem(field="text", message="It is empty.", zh="评论为空，请先填写。")],
            zh="评论为空，请先填写。",
        )
    author = author_key(incoming)
    moment = incoming.at or now()
    recent = await _recent(session, show.id, author, moment)
    looked = seen(text[:LONGEST], incoming.name, incoming.lang, house_of(shop, show))
    hidden = moderate(looked, recent.texts)
    twice = not hidden and looked.key in recent.texts.keys
    values: Json = {
        "id": new_id("lcm"), "shop_id": shop.id, "show_id": show.id, "source": incoming.source,
        "source_id": incoming.source_id[:120], "visitor_id": author, "name": looked.name, "text": looked.text,
        "lang": looked.lang, "state": "hidden" if hidden else "left" if twice else "received",
        "reason": hidden or ("twice" if twice else ""), "answer": {}, "product_id": recent.on_counter, "at": moment,
    }  # fmt: skip
    made = insert(LiveCommentRow).values(values).on_conflict_do_nothing(constraint=_ONCE).returning(LiveCommentRow)
    row = (await session.scalars(made)).one_or_none()
    if row is None:
        return await _kept(session, show.id, incoming)
    await tell(session, row.show_id, row.id, row.state)
    return repository.to_comment(row)


_ONCE: Final = "uq_live_comments_show_id_source_source_id"


async def take_in_all(session: AsyncSession, shop: Shop, show: Show, batch: Sequence[Incoming]) -> tuple[Comment, ...]:
    """A batch in its order: all of it or, where one says nothing, none."""
    return tuple([await take_in(session, shop, show, one) for one in batch])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What lies around a comment when it comes in."""

    texts: Recent
    on_counter: str


_RECENT: Final = sql(
    """
    SELECT (SELECT product_id FROM live_status WHERE show_id = :show),
        (SELECT jsonb_agg(jsonb_build_array(text, extract(epoch FROM at))) FROM (
            SELECT text, at FROM live_comments
            WHERE show_id = :show AND at > :since AND visitor_id = :author ORDER BY at DESC LIMIT :most
        ) AS own)
    """
)
"""The counter, and what the author wrote lately. As text, since it is asked for every comment of a flood."""


async def _recent(session: AsyncSession, show_id: str, author: str, moment: datetime) -> _Around:
    since = moment - LOOKED_BACK
    asked = {"show": show_id, "since": since, "author": author, "most": _OWN_LAST if author else 0}
    counter, rows = (await session.execute(_RECENT, asked)).one()
    texts = [str(text) for text, _ in rows or ()]
    ages = [moment.timestamp() - float(at) for _, at in rows or ()]
    return _Around(texts=Recent.of(texts, ages), on_counter=counter or "")


def author_key(incoming: Incoming) -> str:
    """Who wrote it, as kept: the visitor of our page as such, an account elsewhere as a digest that leads nowhere."""
    if not incoming.author or incoming.source == "page":
        return incoming.author[:40]
    return f"lva_{hashlib.sha256(f'{incoming.source}:{incoming.author}'.encode()).hexdigest()[:32]}"


def house_of(shop: Shop, show: Show) -> House:
    """What moderation has to know of the shop."""
    people = (show.watched_over, shop.assistant_name.en, shop.assistant_name.zh)
    return House(
        names=tuple(one for one in (shop.name.en, shop.name.zh, shop.wordmark) if one),
        people=tuple(one for one in people if one),
        hosts=(*shop.hosts, f"{shop.slug}."),
        lang=show.lang,
    )


async def _kept(session: AsyncSession, show_id: str, incoming: Incoming) -> Comment:
    row = await session.scalar(
        select(LiveCommentRow).where(
            LiveCommentRow.show_id == show_id,
            LiveCommentRow.source == incoming.source,
            LiveCommentRow.source_id == incoming.source_id[:120],
        )
    )
    assert row is not None
    return repository.to_comment(row)


async def comment(session: AsyncSession, shop_id: str, comment_id: str) -> Comment:
    """One comment of the shop; NotFound."""
    return repository.to_comment(await repository.row_of(session, shop_id, comment_id))


async def comments(
    session: AsyncSession,
    show_id: str,
    *,
    limit: int = 50,
    before: datetime | None = None,
    states: Collection[CommentState] = (),
    hidden: bool = False,
) -> list[Comment]:
    """The newest first. Pages of viewers never ask for hidden ones."""
    return await repository.newest(session, show_id, limit=limit, before=before, states=states, hidden=hidden)


async def counts(session: AsyncSession, show_id: str) -> Mapping[CommentState, int]:
    """How many comments are in each state."""
    return await repository.counts(session, show_id)


async def hide(session: AsyncSession, shop: Shop, actor: Actor, comment_id: str) -> Comment:
    """A person takes a comment, and the answer below it, off the page."""
    row = await repository.row_of(session, shop.id, comment_id, locked=True)
    if row.state == "hidden":
        return repository.to_comment(row)
    before = {"state": row.state}
    row.state, row.reason = "hidden", "person"
    await audit.record(session, shop.id, actor, "live.comment.hide", row.id, before=before, after={"state": "hidden"})
    await tell(session, row.show_id, row.id, row.state)
    await session.flush()
    return repository.to_comment(row)


async def unhide(session: AsyncSession, shop: Shop, actor: Actor, comment_id: str) -> Comment:
    """A person overrules that a comment was hidden: it is shown, and answered like any other. What it says is still never
    spoken, and its nickname stays as it was judged."""
    row = await repository.row_of(session, shop.id, comment_id, locked=True)
    if row.state != "hidden":
        return repository.to_comment(row)
    before = {"state": "hidden", "reason": row.reason}
    row.state, row.reason = ("written" if row.answer else "received"), ""
    await audit.record(session, shop.id, actor, "live.comment.show", row.id, before=before, after={"state": row.state})
    await tell(session, row.show_id, row.id, row.state)
    await session.flush()
    return repository.to_comment(row)
