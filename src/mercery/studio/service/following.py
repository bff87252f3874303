"""Following the facts: pieces that stand on what has changed are rendered anew and published again, or taken back, and
their owners told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.studio import repository
from mercery.studio.events import ContentChanged
from mercery.studio.exporting.markup import without_prices
from mercery.studio.gathering import facts_of, materials_of, others_of, products_of
from mercery.studio.kept import PieceVersion, StudioSettings
from mercery.studio.piece import Piece
from mercery.studio.refreshing import Refreshed, Replaced, refreshed
from mercery.studio.service.drawing import ask_render
from mercery.studio.service.keeping import add_version, note
from mercery.studio.service.settings import settings_of
from mercery.studio.service.turning import watch_goods
from mercery.studio.standing import Standing, by_key, held_against
from mercery.studio.tables import ContentPieceRow
from mercery.studio.video.storyboard import words_of
from mercery.studio.writing.write import write

_QUOTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What became of a piece."""

    piece_id: str
    republished: bool = False
    withdrawn: bool = False
    told: bool = False


async def follow(session: AsyncSession, shop: Shop, piece_id: str) -> Followed:
    """Hold one piece against the facts in force, and do what the shop's settings say. Does nothing where all still holds."""
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    settings = await settings_of(session, shop.id)
    live = await _version(session, row, row.published_version)
    newest = live if row.published_version == row.version else await _version(session, row, row.version)
    done = Followed(piece_id=row.id)
    if live is not None:
        done = await _follow_live(session, shop, row, live, settings)
    if newest is not None and newest is not live and row.status != "withdrawn":
        told = await _follow_draft(session, shop, row, newest, overtaken=row.version != newest.version)
        done = replace(done, told=done.told or told)
    return done


async def refresh_newest(session: AsyncSession, shop: Shop, row: ContentPieceRow) -> tuple[Replaced, ...]:
    """Have the newest version say what holds now, before it goes out. What had to be left out."""
    newest = await repository.version_at(session, row.id, row.version)
    products = await products_of(session, shop, newest.brief.product_ids)
    facts = await facts_of(session, shop, products)
    standing = held_against(newest.piece, newest.grounds, by_key(facts, now()), products)
    again = await _again(session, shop, row, newest, standing, products, facts)
    if again.changed:
        await _keep(session, shop, row, newest, again.piece, products, facts)
        await note(session, row, SYSTEM, "refresh", about=_told_of(again))
    return again.lost


async def _version(session: AsyncSession, row: ContentPieceRow, version: int) -> PieceVersion | None:
    return await repository.version_at(session, row.id, version) if version else None


async def _follow_live(
    session: AsyncSession, shop: Shop, row: ContentPieceRow, live: PieceVersion, settings: StudioSettings
) -> Followed:
    products = await products_of(session, shop, live.brief.product_ids)
    facts = await facts_of(session, shop, products)
    standing = held_against(live.piece, live.grounds, by_key(facts, now()), products)
    if live.piece.product_ids[0] in standing.gone:
        why = Words("Its product is no longer on sale.", "对应商品已下架。")
        return await _take_back(session, row, why)
    # A price or policy to come changes nothing yet, and has to be looked at when it begins.
    await watch_goods(session, shop.id, facts, products)
    again = await _again(session, shop, row, live, standing, products, facts)
    if not again.changed:
        return Followed(piece_id=row.id)
    left = sum(1 for one in again.piece.sentences() if one.holds and one.sentence.fact_ids)
    if left < settings.least_sentences or (again.lost and settings.on_change == "withdraw"):
        return await _take_back(session, row, _why(again.lost or again.replaced))
    await _keep(session, shop, row, live, again.piece, products, facts)
    row.published_version, row.published_at = row.version, now()
    await note(session, row, SYSTEM, "refresh", about=_told_of(again), after={"published": row.version})
    if again.lost:
        await _tell(session, row, _why(again.lost))
    await bus.publish(
        session, ContentChanged(shop_id=shop.id, piece_id=row.id, version=row.published_version, live=True)
    )
    return Followed(piece_id=row.id, republished=True, told=bool(again.lost))


async def _follow_draft(
    session: AsyncSession, shop: Shop, row: ContentPieceRow, newest: PieceVersion, *, overtaken: bool
) -> bool:
    """Whether its owner was told. `overtaken`: what customers see has become a newer version; somebody is at work on this
    one, so that it is written once more and stays the newest."""
    products = await products_of(session, shop, newest.brief.product_ids)
    facts = await facts_of(session, shop, products)
    standing = held_against(newest.piece, newest.grounds, by_key(facts, now()), products)
    if newest.piece.product_ids[0] in standing.gone:
        if not row.stale:
            await _tell(session, row, Words("Its product is no longer on sale.", "对应商品已下架。"))
        return True
    await watch_goods(session, shop.id, facts, products)
    again = await _again(session, shop, row, newest, standing, products, facts)
    if not (again.changed or overtaken):
        return False
    await _keep(session, shop, row, newest, again.piece, products, facts)
    if again.changed:
        await note(session, row, SYSTEM, "refresh", about=_told_of(again))
    if again.lost:
        await _tell(session, row, _why(again.lost))
    return bool(again.lost)


async def _again(
    session: AsyncSession,
    shop: Shop,
    row: ContentPieceRow,
    version: PieceVersion,
    standing: Standing,
    products: Sequence[Product],
    facts: Sequence[Fact],
) -> Refreshed:
    if not (standing.fallen or standing.renamed):
        return Refreshed(piece=standing.piece)
    others = await others_of(session, shop, version.brief, piece_id=row.id)
    materials = await materials_of(session, shop, version.brief, products, facts, others=others)
    return await asyncio.to_thread(refreshed, standing, version.brief, materials, write)


async def _keep(
    session: AsyncSession,
    shop: Shop,
    row: ContentPieceRow,
    before: PieceVersion,
    piece: Piece,
    products: Sequence[Product],
    facts: Sequence[Fact],
) -> None:
    materials = await materials_of(session, shop, before.brief, products, facts)
    # Under its own brief: that of the row may be one somebody has begun to work by since.
    await add_version(session, shop, row, SYSTEM, piece, materials, "refreshed", brief=before.brief)
    await watch_goods(session, shop.id, facts, products)
    await _draw_anew(session, shop, row, before.piece, piece)


async def _draw_anew(session: AsyncSession, shop: Shop, row: ContentPieceRow, before: Piece, after: Piece) -> None:
    """Have a film that was drawn once drawn of what the piece says now: its pictures cannot be put right."""
    if row.channel != "video" or words_of(without_prices(before)) == words_of(without_prices(after)):
        return
    if await repository.renders_of(session, row.id):
        await ask_render(session, shop, SYSTEM, row.id, "video")


async def _take_back(session: AsyncSession, row: ContentPieceRow, why: Words) -> Followed:
    row.published_version, row.status, row.updated_at = 0, "withdrawn", now()
    await note(session, row, SYSTEM, "withdraw", reason=why.en)
    await _tell(session, row, why)
    await bus.publish(session, ContentChanged(shop_id=row.shop_id, piece_id=row.id, version=row.version, live=False))
    return Followed(piece_id=row.id, withdrawn=True, told=True)


async def _tell(session: AsyncSession, row: ContentPieceRow, why: Words) -> None:
    """Let its owner know: on the overview, in the list of what is stale, in the history."""
    row.stale, row.stale_at = {"en": why.en, "zh": why.zh}, now()
    await repository.note_step(session, row, SYSTEM, "tell", reason=why.en, about={"owner": row.owner_id})


def _why(lost: Sequence[Replaced]) -> Words:
    """What happened to which sentences."""
    en, zh = list[str](), list[str]()
    for one in lost[:_QUOTED]:
        if one.after:
            en.append(f"“{one.before}” no longer holds; it now reads “{one.after}”")
            zh.append(f"“{one.before}”已不成立，现改为“{one.after}”")
        else:
            en.append(f"“{one.before}” no longer holds and was taken out")
            zh.append(f"“{one.before}”已不成立，已删去")
    more = len(lost) - _QUOTED
    if more > 0:
        en.append(f"{more} more")
        zh.append(f"另有 {more} 句")
    return Words("; ".join(en) + ".", "；".join(zh) + "。")


def _told_of(again: Refreshed) -> dict[str, object]:
    return {
        "replaced": [{"before": one.before, "after": one.after} for one in again.replaced],
        "lost": [{"before": one.before, "after": one.after} for one in again.lost],
    }
