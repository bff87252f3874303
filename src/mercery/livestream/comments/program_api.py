"""Comments for programs: `/api/v1/live/{show_id}/comments` with an API key, and the door platforms call, `/api/live/bridges/…`.

See docs/guide/live-comments.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import JSONResponse, Response

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.conversations.signature import BadSignature
from mercery.core.clock import now
from mercery.core.errors import Conflict
from mercery.core.i18n import Lang
from mercery.livestream import repository as shows
from mercery.livestream.comments import bridges, service
from mercery.livestream.comments.comment import Comment, CommentState
from mercery.livestream.comments.platforms import PLATFORMS
from mercery.livestream.comments.platforms.adapter import Pushed, Setting
from mercery.livestream.comments.platforms.signed import BatchIn, CommentIn
from mercery.livestream.show import Show
from mercery.web.csrf import csrf_exempt
from mercery.web.database import Db, database_of
from mercery.web.exact import Moment
from mercery.web.rate_limit import Limit, limiter_of

router = APIRouter(tags=["live"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.LIVE_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.LIVE_WRITE))]
PUSHES_PER_BRIDGE: Final = Limit(name="live_bridge", burst=1200, seconds=10, shared=False)
"""A platform pushes up to a hundred times a second."""
LARGEST_PUSH: Final = 512_000
_SOURCE: Final = "api"


class AnswerOut(BaseModel):
    """What stands below a comment."""

    text: str
    lang: Lang
    by: str
    """The person who wrote it; empty: the host."""
    private: bool
    """Whether the viewer was asked to go on in a private chat."""


class CommentOut(BaseModel):
    """A comment and what became of it."""

    id: str
    source: str
    source_id: str
    name: str
    """How the viewer is called on air; empty: a viewer."""
    text: str
    """With personal data masked."""
    lang: Lang
    state: CommentState
    reason: str
    product_id: str
    answer: AnswerOut | None
    at: datetime
    answered_at: datetime | None
    spoken_at: datetime | None


class CommentsOut(BaseModel):
    """Comments, the newest first."""

    items: list[CommentOut]


class BridgeIn(BaseModel):
    """A way in for a platform's comments."""

    model_config = ConfigDict(extra="forbid")
    platform: str = Field(max_length=24)
    room: str = Field("", max_length=120)
    secret: str = Field("", max_length=400)
    """What the platform signs with. Left out for `signed`: one is made."""


class BridgeOut(BaseModel):
    """A bridge. `secret` is told once, when it is set up, and only where it was made here."""

    id: str
    platform: str
    room: str
    address: str
    used_at: datetime | None
    secret: str = ""


class BridgesOut(BaseModel):
    """The bridges of a show."""

    items: list[BridgeOut]


@router.post("/api/v1/live/{show_id}/comments")
async def post_comments(session: Db, key: Writer, show_id: str, sent: CommentIn | BatchIn) -> CommentsOut:
    """Take in a comment, or up to a hundred of them: `{"comments": […]}`. By `id` each is taken once. Scope `live:write`."""
    found = await _on_air(session, key.shop_id, show_id)
    shop = await accounts.shop(session, key.shop_id)
    batch = sent.comments if isinstance(sent, BatchIn) else [sent]
    taken = await service.take_in_all(session, shop, found, [one.incoming(_SOURCE) for one in batch])
    return CommentsOut(items=[_out(one) for one in taken])


@router.get("/api/v1/live/{show_id}/comments")
async def list_comments(
    session: Db,
    key: Reader,
    show_id: str,
    before: Moment | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CommentsOut:
    """The newest comments of a show with their answers, hidden ones too. Scope `live:read`."""
    found = await _show(session, key.shop_id, show_id)
    rows = await service.comments(session, found.id, limit=limit, before=before, hidden=True)
    return CommentsOut(items=[_out(one) for one in rows])


@router.post("/api/v1/live/{show_id}/bridges")
async def set_up_bridge(session: Db, key: Writer, show_id: str, sent: BridgeIn) -> BridgeOut:
    """Set up a bridge; its address is what the platform calls. Scope `live:write`."""
    found = await _show(session, key.shop_id, show_id)
    made = await bridges.set_up(
        session, key.shop_id, key.actor, found.id, platform=sent.platform, room=sent.room, secret=sent.secret
    )
    return _bridge_out(made).model_copy(update={"secret": "" if sent.secret.strip() else made.secret})


@router.get("/api/v1/live/{show_id}/bridges")
async def list_bridges(session: Db, key: Reader, show_id: str) -> BridgesOut:
    """The bridges of a show, without secrets. Scope `live:read`."""
    found = await _show(session, key.shop_id, show_id)
    return BridgesOut(items=[_bridge_out(one) for one in await bridges.bridges(session, key.shop_id, found.id)])


@router.delete("/api/v1/live/{show_id}/bridges/{bridge_id}", status_code=204)
async def remove_bridge(session: Db, key: Writer, show_id: str, bridge_id: str) -> Response:
    """Close a bridge. Scope `live:write`."""
    await _show(session, key.shop_id, show_id)
    await bridges.remove(session, key.shop_id, key.actor, bridge_id)
    return Response(status_code=204)


@router.post("/api/live/bridges/{bridge_id}")
@csrf_exempt("the request is signed with the bridge's secret")
async def push(request: Request, bridge_id: str) -> JSONResponse:
    """The door platforms call. What is not signed is not read; comments of a show that is not on air are let go."""
    database = database_of(request)
    async with database.session() as session:
        found = await bridges.any_bridge(session, bridge_id)
    if found is None or not found.enabled or not found.secret or found.platform not in PLATFORMS:
        raise BadSignature("There is no such bridge.", remedy="Set it up, and give its address to the platform.")
    await limiter_of(request).take(PUSHES_PER_BRIDGE, bridge_id)
    adapter = PLATFORMS[found.platform]
    body = await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    pushed = Pushed(headers=headers, body=body[: LARGEST_PUSH + 1], at=now())
    adapter.verify(pushed, Setting(room=found.room, secret=found.secret))
    incoming = adapter.comments(pushed)
    async with database.session() as session:
        show = await shows.show(session, found.shop_id, found.show_id)
        if incoming and show.state == "on_air":
            shop = await accounts.shop(session, found.shop_id)
            await service.take_in_all(session, shop, show, incoming)
        await bridges.note_use(session, found)
    return JSONResponse(dict(adapter.reply()))


async def _show(session: AsyncSession, shop_id: str, named: str) -> Show:
    """By its id or its address."""
    by_slug = await shows.show_by_slug(session, shop_id, named)
    return by_slug or await shows.show(session, shop_id, named)


async def _on_air(session: AsyncSession, shop_id: str, named: str) -> Show:
    found = await _show(session, shop_id, named)
    if found.state != "on_air":
        raise Conflict(
            "The show is not on air, so nobody would answer.",
            remedy="Put it on air, or wait until it is.",
            zh="直播未在进行。",
        )
    return found


def _out(one: Comment) -> CommentOut:
    answer = one.answer
    return CommentOut(
        id=one.id, source=one.source, source_id=one.source_id, name=one.name, text=one.text, lang=one.lang, state=one.state,
        reason=one.reason, product_id=one.product_id, at=one.at, answered_at=one.answered_at, spoken_at=one.spoken_at,
        answer=AnswerOut(text=answer.text, lang=answer.lang, by=answer.by, private=answer.private) if answer else None,
    )  # fmt: skip


def _bridge_out(one: bridges.Bridge) -> BridgeOut:
    return BridgeOut(id=one.id, platform=one.platform, room=one.room, address=one.address, used_at=one.used_at)
