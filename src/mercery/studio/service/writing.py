"""Having a piece written: anew, or again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.errors import Invalid, Problem
from mercery.studio import repository
from mercery.studio.brief import CHANNELS, Brief
from mercery.studio.gathering import materials_for
from mercery.studio.kept import KeptPiece
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.piece_json import brief_from_json
from mercery.studio.service.keeping import add_piece, add_version, note, refuse_another
from mercery.studio.service.pieces import kept_of
from mercery.studio.service.turning import watch_the_clock
from mercery.studio.writing.write import write

MOST_PRODUCTS = 24
"""Products one piece is about at most."""


async def write_piece(session: AsyncSession, shop: Shop, actor: Actor, brief: Brief) -> KeptPiece:
    """Write a piece at once, without a model, and keep it as a draft. Invalid where nothing true can be said of the goods."""
    check_brief(shop, brief)
    materials = await materials_for(session, shop, brief)
    # In a thread: whoever else asks the same process for a page need not wait for it.
    piece = await asyncio.to_thread(written, brief, materials)
    return await keep_written(session, shop, actor, brief, materials, piece)


async def keep_written(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    brief: Brief,
    materials: Materials,
    piece: Piece,
    *,
    batch_id: str = "",
) -> KeptPiece:
    """Keep a piece that was written, by code or by a model."""
    row = await add_piece(session, shop, actor, brief, piece, materials, batch_id=batch_id)
    await watch_the_clock(session, shop, materials)
    return await kept_of(session, row)


async def write_again(
    session: AsyncSession,
    shop: Shop,
    actor: Actor,
    piece_id: str,
    *,
    after_version: int | None = None,
    brief: Brief | None = None,
) -> KeptPiece:
    """Write the piece once more: with another seed, or by a changed brief. What was there stays as an earlier version."""
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    refuse_another(row, after_version)
    held = brief_from_json(row.brief)
    asked = brief or replace(held, seed=held.seed + 1)
    asked = replace(asked, channel=held.channel, lang=held.lang)
    check_brief(shop, asked)
    materials = await materials_for(session, shop, asked, piece_id=row.id)
    piece = await asyncio.to_thread(written, asked, materials)
    await add_version(session, shop, row, actor, piece, materials, "written", brief=asked)
    row.product_id = asked.product_ids[0]
    await note(session, row, actor, "write", after={"title": row.title, "seed": asked.seed})
    await watch_the_clock(session, shop, materials)
    return await kept_of(session, row)


def written(brief: Brief, materials: Materials) -> Piece:
    """The piece, written without a model; Invalid where nothing can be said."""
    piece = write(brief, materials)
    if not any(one.holds for one in piece.sentences()):
        message = "Too little is recorded of these goods to write about them."
        problem = Problem(
            field="product_ids",
            message=message,
            remedy="Record material, dimensions or care first.",
            zh="商品资料太少，写不成文；请先补充材质、尺寸或保养等属性。",
        )
        raise Invalid(message, problems=[problem], zh="商品资料太少，写不成文；请先补充材质、尺寸或保养等属性。")
    return piece


def check_brief(shop: Shop, brief: Brief) -> None:
    """Invalid with the fields that cannot be used."""
    problems = []
    if not 1 <= len(brief.product_ids) <= MOST_PRODUCTS:
        problems.append(
            _problem(
                "product_ids",
                f"A piece is about 1 to {MOST_PRODUCTS} products.",
                "Choose them.",
                f"请选择 1 至 {MOST_PRODUCTS} 件商品。",
            )
        )
    if brief.channel not in CHANNELS:
        problems.append(
            _problem("channel", f"'{brief.channel}' is no channel.", f"Use {', '.join(CHANNELS)}.", "请选择渠道。")
        )
    if brief.lang not in shop.languages:
        problems.append(
            _problem(
                "lang",
                f"The shop does not speak {brief.lang}.",
                f"Use {' or '.join(shop.languages)}.",
                "请选择店铺所用的语言。",
            )
        )
    if len(brief.audience) > 200 or len(brief.note) > 2_000:
        problems.append(
            _problem(
                "note",
                "Audience or note are too long.",
                "At most 200 and 2,000 characters.",
                "“写给谁”不超过 200 字，备注不超过 2,000 字。",
            )
        )
    if problems:
        raise Invalid(
            "The brief cannot be used as it is.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="内容需求尚不能使用，请修改标出的各项。",
        )


def _problem(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(
        field=field, message=message, remedy=remedy, zh="商品资料太少，写不成文；请先补充材质、尺寸或保养等属性。"
    )
