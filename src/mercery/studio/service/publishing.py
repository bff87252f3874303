"""The way to customers: looked at by a second person where the shop asks for one, published now or at a time, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import Conflict, wrong_field
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.jobs import enqueue
from mercery.studio import repository
from mercery.studio.events import ContentChanged
from mercery.studio.gathering import products_of
from mercery.studio.kept import KeptPiece
from mercery.studio.piece_json import brief_from_json
from mercery.studio.service.errors import NothingLeft, SecondPersonNeeded, StillBlocked
from mercery.studio.service.following import refresh_newest
from mercery.studio.service.keeping import note, refuse_another, slug_of, variant_parents, write_grounds
from mercery.studio.service.people import needs_second, refused
from mercery.studio.service.pieces import kept_of
from mercery.studio.service.settings import settings_of
from mercery.studio.service.turning import QUEUE
from mercery.studio.tables import ContentPieceRow

DUE: Final = "studio:publish_due"
_FARTHEST: Final = timedelta(days=366)


async def ask_review(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, after_version: int | None = None
) -> KeptPiece:
    """Ask somebody else to look at the piece. It may still have blocked sentences: they may be what is asked about."""
    row = await _open(session, shop, piece_id, after_version)
    if row.status == "review":
        raise Conflict("The piece waits for a review already.", zh="已在待审中。")
    row.status, row.updated_at = "review", now()
    await note(session, row, actor, "ask")
    return await kept_of(session, row)


async def approve(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, after_version: int | None = None
) -> KeptPiece:
    """Approve the piece for publication. StillBlocked while a sentence is; SecondPersonNeeded for its author, where the shop
    asks for two."""
    row = await _open(session, shop, piece_id, after_version)
    _refuse_blocked(row)
    if await _second(session, row) and (actor.kind != "staff" or actor.id == row.author_id):
        raise SecondPersonNeeded(
            "Nobody approves what they wrote themselves.",
            remedy="Have somebody else of the shop approve it.",
            zh="须由作者以外的人核准。",
        )
    row.status, row.approved_by_id, row.approved_by, row.updated_at = "approved", actor.id, actor.name, now()
    await note(session, row, actor, "approve")
    return await kept_of(session, row)


async def send_back(session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, reason: str) -> KeptPiece:
    """Give a piece that waits, or was approved, back to its author."""
    _reason(reason)
    row = await _open(session, shop, piece_id, None)
    if row.status not in ("review", "approved", "scheduled"):
        raise Conflict("The piece does not wait for anybody.", zh="目前不在待审或已核准状态。")
    row.status, row.approved_by_id, row.approved_by, row.publish_from, row.updated_at = "draft", "", "", None, now()
    await note(session, row, actor, "send_back", reason=reason.strip())
    return await kept_of(session, row)


async def publish(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, after_version: int | None = None
) -> KeptPiece:
    """Put the newest version before customers, with what the facts say at this moment.

    StillBlocked while a sentence is, or when one has ceased to hold and cannot be said anew; SecondPersonNeeded where the
    shop asks for two and nobody else has approved it.
    """
    row = await _open(session, shop, piece_id, after_version)
    await _refuse(session, row, actor)
    if lost := await refresh_newest(session, shop, row):
        raise StillBlocked(
            f"“{lost[0].before}” no longer holds: the facts have changed.",
            remedy="Remove the sentence or write it anew, then publish.",
            zh="有一句因事实变动已不成立，请删除或改写后再发布。",
        )
    products = await products_of(session, shop, brief_from_json(row.brief).product_ids)
    if not any(product.id == row.product_id for product in products):
        raise Conflict(
            "Its product is not on sale.", remedy="Put the product on sale first.", zh="对应商品未上架，请先上架。"
        )
    if not row.claims:
        raise NothingLeft(
            "The piece says nothing of its goods.", remedy="Have it written again.", zh="内容没有可发布的句子，请重写。"
        )
    first = row.published_version == 0
    row.slug = row.slug or slug_of(row, products)
    row.status, row.published_version, row.published_at, row.publish_from = "published", row.version, now(), None
    row.stale, row.stale_at, row.updated_at = {}, None, now()
    newest = await repository.version_at(session, row.id, row.version)
    await write_grounds(session, row, newest.grounds, variant_parents(products))
    await note(
        session, row, actor, "publish", after={"title": row.title, "channel": row.channel, "lang": row.lang},
        about={"first": first, "approved_by": row.approved_by},
    )  # fmt: skip
    await bus.publish(session, ContentChanged(shop_id=shop.id, piece_id=row.id, version=row.version, live=True))
    return await kept_of(session, row)


async def schedule(
    session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, at: datetime, after_version: int | None = None
) -> KeptPiece:
    """Have the piece published at `at`. What may be published by whom is asked now; whether it holds, again then."""
    row = await _open(session, shop, piece_id, after_version)
    if at.tzinfo is None or not now() < at < now() + _FARTHEST:
        message = "The time has to lie ahead, within a year."
        raise wrong_field("publish_from", message, remedy="Choose a later time.", zh="时间须晚于现在，且在一年之内。")
    await _refuse(session, row, actor)
    if not row.approved_by_id:
        row.approved_by_id, row.approved_by = actor.id, actor.name
    row.status, row.publish_from, row.updated_at = "scheduled", at, now()
    await note(session, row, actor, "schedule", after={"publish_from": at.isoformat()})
    await enqueue(
        session, DUE, {"shop_id": shop.id, "piece_id": row.id}, queue=QUEUE, at=at,
        once=f"content_due:{row.id}:{at.isoformat()}",
    )  # fmt: skip
    return await kept_of(session, row)


async def withdraw(session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, reason: str) -> KeptPiece:
    """Take the piece back from customers, or lay a draft aside. It can be written again or restored."""
    _reason(reason)
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    if row.status == "withdrawn":
        raise Conflict("The piece is withdrawn already.", zh="已撤下。")
    was_live = row.published_version > 0
    row.status, row.published_version, row.publish_from, row.updated_at = "withdrawn", 0, None, now()
    row.stale, row.stale_at = {}, None
    await note(session, row, actor, "withdraw", reason=reason.strip(), before={"live": was_live})
    if was_live:
        await bus.publish(session, ContentChanged(shop_id=shop.id, piece_id=row.id, version=row.version, live=False))
    return await kept_of(session, row)


async def settle(session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, *, reason: str = "") -> None:
    """Note that its owner has looked at what a change did to the piece."""
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    if row.stale_at is None:
        raise Conflict("Nothing waits to be looked at.", zh="没有待处理的变动。")
    before = dict(row.stale)
    row.stale, row.stale_at = {}, None
    await note(session, row, actor, "settle", reason=reason.strip(), before=before)


async def refusal(session: AsyncSession, shop: Shop, actor: Actor, kept: KeptPiece) -> Words:
    """Why this one may not publish the piece as it is; empty: they may."""
    row = await repository.row_of(session, shop.id, kept.line.id)
    return refused(
        line=kept.line, actor_id=actor.id, approved_by_id=row.approved_by_id, second_person=kept.second_person,
        person=actor.kind == "staff",
    )  # fmt: skip


async def _open(session: AsyncSession, shop: Shop, piece_id: str, after_version: int | None) -> ContentPieceRow:
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    refuse_another(row, after_version)
    if row.status == "withdrawn":
        raise Conflict(
            "The piece is withdrawn.",
            remedy="Have it written again, or restore a version.",
            zh="已撤下；可重写，或恢复某一版本。",
        )
    return row


def _refuse_blocked(row: ContentPieceRow) -> None:
    if row.blocked:
        many = row.blocked > 1
        raise StillBlocked(
            f"{row.blocked} sentences are blocked." if many else "One sentence is blocked.",
            remedy="Use the line beside it, write it anew, or remove it.",
            zh="仍有句子被拦下，请采用旁边的句子、改写或删除。",
        )


async def _refuse(session: AsyncSession, row: ContentPieceRow, actor: Actor) -> None:
    _refuse_blocked(row)
    line = repository.line_of(row)
    why = refused(
        line=line, actor_id=actor.id, approved_by_id=row.approved_by_id, second_person=await _second(session, row),
        person=actor.kind == "staff",
    )  # fmt: skip
    if why.en:
        raise SecondPersonNeeded(
            f"{why.en}.",
            remedy="Ask for a review; somebody else approves it.",
            zh=f"{why.zh}。请提交审核，由他人核准。",
        )


async def _second(session: AsyncSession, row: ContentPieceRow) -> bool:
    settings = await settings_of(session, row.shop_id)
    newest = await repository.version_at(session, row.id, row.version)
    return needs_second(settings.second_person, newest.piece)


def _reason(reason: str) -> None:
    if not reason.strip():
        message = "Say why."
        raise wrong_field("reason", message, remedy="One sentence is enough.", zh="请写明原因。")


def due(row: ContentPieceRow) -> bool:
    """Whether a scheduled piece's time has come."""
    return row.status == "scheduled" and row.publish_from is not None and row.publish_from <= now()


async def not_published(session: AsyncSession, shop_id: str, piece_id: str, reason: str) -> None:
    """Let the owner of a piece know that it did not go out at its time."""
    row = await repository.row_of(session, shop_id, piece_id, locked=True)
    row.status, row.publish_from = "draft", None
    row.stale = {"en": f"Not published at its time: {reason}", "zh": f"未能按时发布：{reason}"}
    row.stale_at = now()
    await repository.note_step(session, row, SYSTEM, "tell", reason=reason)
