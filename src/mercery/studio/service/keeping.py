"""How pieces are put into the database: every change is a version, with what it stands on, a step and an audit record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.errors import Conflict
from mercery.core.events import announce
from mercery.core.ids import new_id
from mercery.studio import grounds, repository
from mercery.studio.brief import CHANNEL_NAMES, Brief
from mercery.studio.kept import Act, GroundLine, PieceVersion, Why
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.piece_json import brief_to_json, grounds_to_json, piece_to_json
from mercery.studio.standing import grounds_of, title_facts
from mercery.studio.tables import ContentPieceRow, ContentVersionRow

_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_TITLE: Final = 200


async def add_piece(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    brief: Brief,
    piece: Piece,
    materials: Materials,
    *,
    batch_id: str = "",
) -> ContentPieceRow:
    """Keep what was written for a brief as a new draft."""
    row = ContentPieceRow(
        id=new_id("cnt"), shop_id=shop.id, number=await _next_number(session, shop.id), channel=brief.channel,
        lang=brief.lang, product_id=brief.product_ids[0], brief=brief_to_json(brief), status="draft", version=0, published_version=0,
        title="", claims=0, blocked=0, owner_id=actor.id, owner=actor.name, author_id=actor.id, author=actor.name,
        approved_by_id="", approved_by="", batch_id=batch_id, stale={}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await add_version(session, shop, row, actor, piece, materials, "written")
    await note(session, row, actor, "write", after={"channel": brief.channel, "lang": brief.lang, "title": row.title})
    return row


async def add_version(
    session: AsyncSession,
    shop: Shop,
    row: ContentPieceRow,
    actor: Actor,
    piece: Piece,
    materials: Materials,
    why: Why,
    *,
    brief: Brief | None = None,
) -> PieceVersion:
    """Keep what a piece says from now on. A version a person made, or had made, is a draft that nobody has approved yet."""
    if brief is not None:
        row.brief = brief_to_json(brief)
    row.version += 1
    stands_on = grounds_of(piece, materials.by_id, title_facts(materials.products, materials.now), shop.timezone)
    version = ContentVersionRow(
        shop_id=shop.id, piece_id=row.id, version=row.version, why=why, brief=row.brief, piece=piece_to_json(piece),
        grounds=grounds_to_json(stands_on), author_id=actor.id, author=actor.name, recorded_at=now(),
    )  # fmt: skip
    session.add(version)
    row.title = title_of(piece, materials.products)
    row.claims = sum(1 for one in piece.sentences() if one.holds and one.sentence.fact_ids)
    row.blocked = len(piece.blocked)
    row.updated_at = now()
    if why != "refreshed":
        row.status, row.approved_by_id, row.approved_by, row.publish_from = "draft", "", "", None
        row.author_id, row.author = actor.id, actor.name
        row.stale, row.stale_at = {}, None
    await session.flush()
    kept = repository.version_of(version)
    await write_grounds(session, row, kept.grounds, variant_parents(materials.products))
    return kept


async def write_grounds(
    session: AsyncSession, row: ContentPieceRow, newest: Sequence[GroundLine], parents: Mapping[str, str]
) -> None:
    """Note what the piece stands on: its newest version, and the one customers see where that is another."""
    lines = list(newest)
    if row.published_version and row.published_version != row.version:
        lines += (await repository.version_at(session, row.id, row.published_version)).grounds
    await grounds.write_grounds(session, row, grounds.keys_of(lines), parents)


async def note(
    session: AsyncSession,
    row: ContentPieceRow,
    actor: Actor,
    act: Act,
    *,
    action: str = "",
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Add a step to the history of the piece and a line to the audit record, and tell the pages that are open."""
    await repository.note_step(session, row, actor, act, reason=reason, about=about)
    await record(
        session, row.shop_id, actor, f"content.{action or act}", f"content:{row.id}",
        before=dict(before) if before else None, after={"version": row.version, **(after or {})}, reason=reason or None,
    )  # fmt: skip
    await announce(session, f"content:{row.shop_id}", {"piece": row.id, "status": row.status, "version": row.version})


def variant_parents(products: Sequence[Product]) -> dict[str, str]:
    """The product of each variant."""
    return {variant.id: product.id for product in products for variant in product.variants}


def refuse_another(row: ContentPieceRow, after_version: int | None) -> None:
    """Conflict when somebody else wrote a version meanwhile."""
    if after_version is not None and after_version != row.version:
        raise Conflict(
            f"Version {row.version} was written meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人改动，请刷新后重做修改。",
        )


def title_of(piece: Piece, products: Sequence[Product]) -> str:
    """What a list calls the piece: its title, else its product and channel."""
    if piece.title:
        return piece.title[:_TITLE]
    named = products[0].title.text(piece.lang) if products else ""
    return f"{named}{'，' if piece.lang == 'zh' else ', '}{CHANNEL_NAMES[piece.channel].text(piece.lang)}"[:_TITLE]


def slug_of(row: ContentPieceRow, products: Sequence[Product]) -> str:
    """Where the piece stands below /stories/: its title where that can be an address, else its product's, and its number."""
    plain = unicodedata.normalize("NFKD", row.title).encode("ascii", "ignore").decode().lower()
    words = _SIGNS.sub("-", plain).strip("-")[:80].strip("-") if row.lang == "en" else ""
    return f"{words or (products[0].handle if products else row.channel)[:80]}-{row.number}"


async def _next_number(session: AsyncSession, shop_id: str) -> int:
    name = {"name": f"content:{shop_id}"}
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), name)
    last = await session.scalar(select(func.max(ContentPieceRow.number)).where(ContentPieceRow.shop_id == shop_id))
    return (last or 0) + 1
