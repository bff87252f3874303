"""Hosts and studios: how they look in every mouth shape, mood and gesture, and a shop's own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Query, UploadFile
from starlette.responses import Response

from mercery.accounts import audit
from mercery.accounts.permissions import Permission
from mercery.core.errors import MerceryError, NotFound, Problem, TooLarge
from mercery.core.i18n import Words
from mercery.core.storage import share_whole, unshare_whole
from mercery.livestream import repository
from mercery.livestream.avatar.rig import MOODS, SHAPES
from mercery.livestream.console.asking import LIST, Asking, Editing, Reading
from mercery.livestream.console.pictures import Wanted, film, picture
from mercery.livestream.console.uploading import MOST_BYTES, keep_own, own_place, remove_own
from mercery.livestream.hosts import Host, Studio, host, hosts, studio, studios
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/avatars")
PLACE: Final = f"{LIST}/avatars"
SHAPE_NAMES: Final = {
    "rest": Words("rest", "静止"), "closed": Words("m, b, p", "双唇 b p m"), "teeth": Words("f, v", "唇齿 f"),
    "open": Words("a", "a"), "mid": Words("e", "e"), "wide": Words("i", "i"), "round": Words("o, u", "o u ü"),
    "tongue": Words("l, t, d, n", "舌尖 d t n l"), "narrow": Words("s, sh, r", "s sh r j"),
}  # fmt: skip
MOOD_NAMES: Final = {
    "calm": Words("calm", "平静"), "warm": Words("warm", "亲切"), "glad": Words("glad", "高兴"),
    "thoughtful": Words("thoughtful", "思索"), "sorry": Words("sorry", "抱歉"),
}  # fmt: skip
GESTURE_NAMES: Final = {
    "none": Words("at rest", "静立"), "card": Words("to the card", "指向商品卡"), "nod": Words("nods", "点头"),
    "greet": Words("greets", "问候"), "listen": Words("listens", "倾听"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AvatarsPage:
    """The hosts one can choose, and the studios."""

    hosts: Sequence[Host]
    studios: Sequence[Studio]
    problems: Sequence[Problem]
    key: str
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AvatarPage:
    """One host in every shape."""

    host: Host
    studio: str
    shape: Format
    studios: Sequence[Studio]
    mouths: Sequence[tuple[str, Words]]
    moods: Sequence[tuple[str, Words]]
    gestures: Sequence[tuple[str, Words]]
    may_edit: bool


@router.get("")
async def avatars(asking: Reading) -> Response:
    """All of them."""
    return _page(asking)


@router.post("")
async def upload(
    asking: Editing,
    file: Annotated[UploadFile, File()],
    key: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Take in a host of the shop's own; every fault is listed, and nothing is kept while there is one."""
    content = await file.read(MOST_BYTES + 1)
    name = (key or (file.filename or "").rsplit(".", 1)[0]).strip().lower().replace(" ", "-")
    try:
        if len(content) > MOST_BYTES:
            raise TooLarge(
                "The archive is larger than 24 MB.", remedy="Simplify the drawing.", zh="压缩包超过 24 MB，请精简图形。"
            )
        kind, kept = await asyncio.to_thread(keep_own, asking.shop.id, content, name)
    except MerceryError as error:
        problems = error.problems or (Problem(message=error.message, remedy=error.remedy, zh=error.zh),)
        return _page(asking, problems=problems, key=name, status=error.status)
    await share_whole(asking.session, own_place(asking.shop.id, kept, kind))
    if kind == "background":
        await audit.record(asking.session, asking.shop.id, asking.staff.actor, "live.studio.add", kept)
        added = Words("The studio is there. Shows can be set in it.", "演播间已添加，可用于直播。")
        return redirect_with_flash(asking.request, PLACE, added.text(asking.lang))
    await audit.record(asking.session, asking.shop.id, asking.staff.actor, "live.avatar.add", kept)
    said = Words("The host is there. Look at every mouth shape before it speaks.", "主播已添加，开播前请逐一查看口型。")
    return redirect_with_flash(asking.request, f"{PLACE}/{kept}", said.text(asking.lang))


@router.get("/{avatar}")
async def one_avatar(asking: Reading, avatar: str, background: str = "", shape: Format = "landscape") -> Response:
    """How a host looks."""
    found, rooms = _host(asking, avatar), studios(asking.shop.id)
    room = studio(background, asking.shop.id) or (rooms[0] if rooms else None)
    page = AvatarPage(
        host=found, studio=room.key if room else "", shape=shape, studios=rooms,
        mouths=[(one, SHAPE_NAMES.get(one, Words(one))) for one in SHAPES],
        moods=[(one, MOOD_NAMES.get(one, Words(one))) for one in MOODS], gestures=list(GESTURE_NAMES.items()),
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("livestream/avatar.html", page, context=asking.context)


@router.get("/studios/{background}.webp")
async def studio_picture(asking: Reading, background: str) -> Response:
    """A studio without a host. It is drawn here: what a shop sent is never given to a browser as a document."""
    room = studio(background, asking.shop.id)
    if room is None:
        raise NotFound("There is no such studio.")
    await asking.session.commit()
    return _file(await asyncio.to_thread(_room_picture, room.folder), "image/webp")


@router.post("/studios/{background}/remove")
async def remove_studio(asking: Editing, background: str) -> Response:
    """Remove a studio of the shop's own that no show uses."""
    held = await repository.shows(asking.session, asking.shop.id, states=("draft", "scheduled", "on_air"))
    used = next((one for one in held if one.background == background), None)
    if used is not None:
        said = Words(f"“{used.title.text('en')}” uses it.", f"“{used.title.text('zh')}”正在使用。").text(asking.lang)
        return redirect_with_flash(asking.request, PLACE, said, tone="stopped")
    if not await asyncio.to_thread(remove_own, asking.shop.id, background, "background"):
        raise NotFound("The shop has no such studio of its own.")
    await unshare_whole(asking.session, own_place(asking.shop.id, background, "background"))
    await audit.record(asking.session, asking.shop.id, asking.staff.actor, "live.studio.remove", background)
    return redirect_with_flash(asking.request, PLACE, Words("Removed.", "已移除。").text(asking.lang))


@router.get("/{avatar}/still.webp")
async def still(
    asking: Reading,
    avatar: str,
    background: str = "",
    shape: Format = "landscape",
    mood: Mood = "warm",
    gesture: Gesture = "none",
    mouth: Annotated[str, Query(max_length=12)] = "rest",
    face: bool = False,
    small: bool = False,
) -> Response:
    """One moment of a host in a studio."""
    found, room = _host(asking, avatar), _room(asking, background)
    await asking.session.commit()
    wanted = Wanted(
        host=found, studio=room, shape=shape, mood=mood, gesture=gesture, mouth=mouth if mouth in SHAPES else "rest",
        face=face, width=360 if small or face else 1280,
    )  # fmt: skip
    return _file(await picture(wanted), "image/webp")


@router.get("/{avatar}/moving.mp4")
async def moving(asking: Reading, avatar: str, background: str = "", shape: Format = "landscape") -> Response:
    """A few seconds of a host in motion."""
    found, room = _host(asking, avatar), _room(asking, background)
    await asking.session.commit()
    return _file(await film(found, room, shape), "video/mp4")


@router.post("/{avatar}/remove")
async def remove(asking: Editing, avatar: str) -> Response:
    """Remove a host of the shop's own that no show uses."""
    held = await repository.shows(asking.session, asking.shop.id, states=("draft", "scheduled", "on_air"))
    used = next((one for one in held if one.avatar == avatar), None)
    if used is not None:
        said = Words(f"“{used.title.text('en')}” uses it.", f"“{used.title.text('zh')}”正在使用。").text(asking.lang)
        return redirect_with_flash(asking.request, f"{PLACE}/{avatar}", said, tone="stopped")
    if not await asyncio.to_thread(remove_own, asking.shop.id, avatar):
        raise NotFound("The shop has no such host of its own.")
    await unshare_whole(asking.session, own_place(asking.shop.id, avatar, "host"))
    await audit.record(asking.session, asking.shop.id, asking.staff.actor, "live.avatar.remove", avatar)
    return redirect_with_flash(asking.request, PLACE, Words("Removed.", "已移除。").text(asking.lang))


def _page(asking: Asking, *, problems: Sequence[Problem] = (), key: str = "", status: int = 200) -> Response:
    page = AvatarsPage(
        hosts=hosts(asking.shop.id), studios=studios(asking.shop.id), problems=problems, key=key,
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("livestream/avatars.html", page, context=asking.context, status=status)


def _room_picture(folder: Path) -> bytes:
    from mercery.livestream.avatar.previews import room, webp

    return webp(room(folder, "landscape"), 640)


def _host(asking: Asking, key: str) -> Host:
    found = host(asking.shop.id, key)
    if found is None:
        raise NotFound("There is no such host.")
    return found


def _room(asking: Asking, key: str) -> Studio:
    rooms = studios(asking.shop.id)
    found = studio(key, asking.shop.id) or (rooms[0] if rooms else None)
    if found is None:
        raise NotFound("There is no such studio.")
    return found


def _file(content: bytes, kind: str) -> Response:
    # The address names the version of the host's files.
    return Response(content, media_type=kind, headers={"Cache-Control": "private, max-age=86400"})
