"""Channels in the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.conversations import channels
from mercery.conversations.channels import Channel, Delivery
from mercery.conversations.messengers import MessengerKind, MessengerState
from mercery.conversations.responder import doors_of
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console", include_in_schema=False)
FreshOwner = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsPage:
    """The shop's channels and the newest deliveries."""

    channels: tuple[Channel, ...]
    deliveries: tuple[Delivery, ...]
    base: str
    may_change: bool
    shown: Channel | None = None
    """The channel whose new secret is shown, this once."""
    problem: str = ""
    name: str = ""
    callback_url: str = ""
    kinds: tuple[MessengerKind, ...] = ()
    """Messengers with rules of their own that can be connected."""
    states: Mapping[str, MessengerState] = field(default_factory=dict)
    """How those that are connected go, by channel id."""

    def kind_of(self, channel: Channel) -> MessengerKind | None:
        """The messenger behind a channel; None for a signed webhook."""
        return next((one for one in self.kinds if one.name == channel.kind), None)

    def name_of(self, channel_id: str) -> str:
        """How the channel is called."""
        return next((one.name for one in self.channels if one.id == channel_id), channel_id)


@router.get("/channels")
async def channel_list(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Channels, and how deliveries went."""
    return await _page(request, session, staff, shop)


@router.post("/channels")
async def create(
    request: Request,
    session: Db,
    staff: FreshOwner,
    shop: CurrentShop,
    name: Annotated[str, Form()] = "",
    callback_url: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Make a channel and show its secret once."""
    try:
        made = await channels.create_channel(session, shop.id, staff.actor, name=name, callback_url=callback_url)
    except (Invalid, Conflict) as error:
        problem = says(request, staff, shop, f"{error.message} {error.remedy}", error.zh)
        return await _page(request, session, staff, shop, problem=problem, name=name, callback_url=callback_url)
    return await _page(request, session, staff, shop, shown=made)


@router.post("/channels/{channel_id}/{act}")
async def change(
    request: Request,
    session: Db,
    staff: FreshOwner,
    shop: CurrentShop,
    channel_id: str,
    act: Literal["rotate", "disable", "enable", "callback"],
    callback_url: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """A new secret, on, off, or another callback address."""
    match act:
        case "rotate":
            made = await channels.rotate_secret(session, shop.id, staff.actor, channel_id)
            return await _page(request, session, staff, shop, shown=made)
        case "callback":
            try:
                await channels.set_callback(session, shop.id, staff.actor, channel_id, callback_url)
            except Invalid as error:
                refused = says(request, staff, shop, f"{error.message} {error.remedy}", error.zh)
                return redirect_with_flash(request, "/console/channels", refused, tone="stopped")
        case "disable" | "enable":
            await channels.set_enabled(session, shop.id, staff.actor, channel_id, act == "enable")
    return redirect_with_flash(request, "/console/channels", says(request, staff, shop, "Saved.", "已保存。"))


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    shop: Shop,
    *,
    shown: Channel | None = None,
    problem: str = "",
    name: str = "",
    callback_url: str = "",
) -> Response:
    messengers = doors_of(request).messengers
    page = ChannelsPage(
        kinds=tuple(messengers.kinds) if messengers else (),
        states=await messengers.states(session, shop.id) if messengers else {},
        channels=tuple(await channels.channels(session, shop.id)),
        deliveries=tuple(await channels.deliveries(session, shop.id)),
        base=settings().base_url,
        may_change=staff.may(Permission.MANAGE_SETTINGS),
        shown=shown,
        problem=problem,
        name=name,
        callback_url=callback_url,
    )
    context = console_page(request, staff, shop, section="channels")
    return page_response("conversations/channels.html", page, context=context, status=422 if problem else 200)
