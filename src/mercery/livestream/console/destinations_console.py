"""Where a show goes: outside platforms, each with a name, an address and a key that is only ever written."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.core.errors import Invalid, MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.addresses import checked_destination, resolved
from mercery.livestream.console.asking import Asking, Editing, EditingProven, Reading, url
from mercery.livestream.console.ingest import ingest_of
from mercery.livestream.console.refusals import by_field
from mercery.livestream.console.studio_pages import Ingest
from mercery.livestream.service import destinations
from mercery.livestream.service.destinations import DestinationDraft
from mercery.livestream.show import Destination, Show
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/{show_id}/destinations")
_SECONDS: Final = 4.0
_PORTS: Final = {"rtmp": 1935, "rtmps": 443}
PLATFORMS: Final = (
    "Douyin 抖音",
    "Taobao 淘宝",
    "Xiaohongshu 小红书",
    "WeChat 视频号",
    "YouTube",
    "TikTok",
    "Instagram",
    "Facebook",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationsPage:
    """The platforms of a show."""

    show: Show
    destinations: Sequence[Destination]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    opened: str
    """The one whose form was sent."""
    ingest: Ingest | None
    may_edit: bool
    may_publish: bool
    platforms: Sequence[str] = PLATFORMS


Name = Annotated[str, Form(max_length=200)]
Key = Annotated[str, Form(max_length=500)]


@router.get("")
async def places(asking: Reading, show_id: str) -> Response:
    """The list."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    return await _page(asking, show)


@router.post("")
async def add(asking: EditingProven, show_id: str, name: Name = "", address: Key = "", key: Key = "") -> Response:
    """One more platform."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    draft = DestinationDraft(name=name, url=address, key=key)
    try:
        async with asking.session.begin_nested():
            await destinations.add_destination(asking.session, asking.shop.id, asking.staff.actor, show.id, draft)
    except MerceryError as error:
        return await _page(
            asking, show, typed={"name": name, "address": address}, errors=by_field(error, asking.lang), opened="new",
            status=error.status,
        )  # fmt: skip
    said = Words("The platform is added. Its key is kept and not shown again.", "已添加平台。密钥已保存，不再显示。")
    return redirect_with_flash(asking.request, url(show.id, "destinations"), said.text(asking.lang))


@router.post("/{destination_id}")
async def change(
    asking: EditingProven,
    show_id: str,
    destination_id: str,
    name: Name = "",
    address: Key = "",
    key: Key = "",
    enabled: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Another name, address or key; on or off."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    draft = DestinationDraft(name=name, url=address, key=key, enabled=bool(enabled))
    try:
        async with asking.session.begin_nested():
            await destinations.change_destination(
                asking.session, asking.shop.id, asking.staff.actor, show.id, destination_id, draft
            )
    except NotFound:
        raise
    except MerceryError as error:
        return await _page(
            asking, show, typed={"name": name, "address": address}, errors=by_field(error, asking.lang),
            opened=destination_id, status=error.status,
        )  # fmt: skip
    return redirect_with_flash(
        asking.request, url(show.id, "destinations"), Words("Saved.", "已保存。").text(asking.lang)
    )


@router.post("/{destination_id}/remove")
async def remove(asking: Editing, show_id: str, destination_id: str) -> Response:
    """Push it there no more."""
    act = destinations.remove_destination(asking.session, asking.shop.id, asking.staff.actor, show_id, destination_id)
    return await asking.done(
        act, Words("Removed; its key is forgotten.", "已移除，密钥已清除。"), url(show_id, "destinations")
    )


@router.post("/{destination_id}/test")
async def test(asking: Editing, show_id: str, destination_id: str) -> Response:
    """Whether the platform's server can be reached. Its key is not tried: a platform may take that for a broadcast."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    held = await repository.destinations(asking.session, show.id)
    found = next((one for one in held if one.id == destination_id), None)
    if found is None:
        raise NotFound("The show has no such destination.")
    address = checked_destination(found.url)
    await asking.session.commit()
    problem = await _reached(address)
    back = url(show.id, "destinations")
    if problem is None:
        said = Words(
            f"{found.name} answers. Its key is tried when the show is on air.",
            f"{found.name} 有响应。密钥将在开播时验证。",
        )
        return redirect_with_flash(asking.request, back, said.text(asking.lang))
    said = Words(f"{found.name} {problem.en}", f"{found.name} {problem.zh}")
    return redirect_with_flash(asking.request, back, said.text(asking.lang), tone="stopped")


async def _reached(address: str) -> Words | None:
    """What stands in the way; None: the server took the connection."""
    parts = urlsplit(address)
    secure = parts.scheme == "rtmps"
    port = parts.port or _PORTS[parts.scheme]
    try:
        async with asyncio.timeout(_SECONDS):
            host = parts.hostname or ""
            found, named = await resolved(host, port), host if secure else None
            _, writer = await asyncio.open_connection(found, port, ssl=secure or None, server_hostname=named)
    except Invalid:
        return Words("lies inside a private network.", "位于内部网络，不予连接。")
    except TimeoutError:
        return Words("does not answer. Look at the address, or try again later.", "没有响应，请核对地址或稍后再试。")
    except OSError:
        return Words("cannot be reached. Look at the address.", "无法连接，请核对地址。")
    writer.close()
    return None


async def _page(
    asking: Asking,
    show: Show,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    opened: str = "",
    status: int = 200,
) -> Response:
    page = DestinationsPage(
        show=show, destinations=await repository.destinations(asking.session, show.id), typed=typed or {},
        errors=errors or {}, opened=opened, ingest=await ingest_of(asking, show),
        may_edit=asking.may(Permission.EDIT_CONTENT), may_publish=asking.may(Permission.PUBLISH_CONTENT),
    )  # fmt: skip
    return page_response("livestream/destinations.html", page, context=asking.context, status=status)
