"""Files drawn of pieces: asked for here, drawn by a job, kept with the version they were drawn of."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.errors import NotFound, wrong_field
from mercery.core.ids import new_id
from mercery.core.jobs import enqueue
from mercery.studio import repository
from mercery.studio.kept import Render
from mercery.studio.service.turning import QUEUE
from mercery.studio.tables import ContentRenderRow

RenderKind = Literal["video", "long_image"]
_OF: Final[dict[RenderKind, frozenset[str]]] = {
    "video": frozenset({"video"}),
    "long_image": frozenset({"detail_page", "product_page", "note"}),
}
_SILENT: Final = timedelta(hours=1)


async def ask_render(session: AsyncSession, shop: Shop, actor: Actor, piece_id: str, kind: RenderKind) -> Render:
    """Have files drawn of the newest version. What is being drawn of it already is not drawn twice, unless nothing has come of
    it for so long that whoever drew it must have died."""
    row = await repository.row_of(session, shop.id, piece_id, locked=True)
    if row.channel not in _OF[kind]:
        message = f"Of a piece for this channel no {kind.replace('_', ' ')} is drawn."
        raise wrong_field("kind", message, zh="该渠道的内容不能这样出图。")
    for held in await repository.renders_of(session, row.id):
        if held.kind == kind and held.version == row.version and held.state in ("waiting", "running"):
            if now() - held.asked_at < _SILENT:
                return held
            await _give_up(session, held)
    kept = ContentRenderRow(
        id=new_id("rnd"), shop_id=shop.id, piece_id=row.id, version=row.version, kind=kind, state="waiting", files=[],
        problem="", asked_by=actor.name, asked_at=now(),
    )  # fmt: skip
    session.add(kept)
    await session.flush()
    await enqueue(
        session, "studio:draw", {"shop_id": shop.id, "render_id": kept.id}, queue=QUEUE, lock=f"content_draw:{shop.id}"
    )
    await repository.note_step(session, row, actor, "render", about={"kind": kind})
    return repository.render_of(kept)


async def _give_up(session: AsyncSession, held: Render) -> None:
    row = await session.get_one(ContentRenderRow, held.id)
    row.state, row.problem, row.finished_at = "failed", "It stopped half way.", now()


async def render(session: AsyncSession, shop_id: str, render_id: str) -> Render:
    """One rendering; NotFound."""
    row = await session.scalar(
        select(ContentRenderRow).where(ContentRenderRow.shop_id == shop_id, ContentRenderRow.id == render_id)
    )
    if row is None:
        raise NotFound("There is no such rendering.")
    return repository.render_of(row)
