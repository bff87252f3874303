"""What people do with a viewer's comment: reply, leave it, answer it first, hide it and show it again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from mercery.core.errors import MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.command import ask
from mercery.livestream.comments import replying
from mercery.livestream.comments import service as comments
from mercery.livestream.console.asking import Asking, Speaking
from mercery.livestream.console.refusals import refusal
from mercery.livestream.console.studio_console import answered
from mercery.livestream.show import Show

router = APIRouter(prefix="/{show_id}/comments/{comment_id}")


@router.post("/reply")
async def reply(
    asking: Speaking, show_id: str, comment_id: str, text: Annotated[str, Form(max_length=2_000)] = ""
) -> Response:
    """A person's answer: it stands below the comment, and is said aloud where every claim of it holds."""
    show = await _show_with(asking, show_id, comment_id)
    try:
        async with asking.session.begin_nested():
            await replying.reply(asking.session, asking.shop, asking.staff.actor, comment_id, text)
    except NotFound:
        raise
    except MerceryError as error:
        return await answered(asking, show, Words(error.message, refusal(error, "zh")), stopped=True)
    said = Words("Written below the comment; said aloud if every claim holds.", "已写在评论下方；句句有据则同时口播。")
    return await answered(asking, show, said)


@router.post("/close")
async def close(asking: Speaking, show_id: str, comment_id: str) -> Response:
    """What the host said stands."""
    show = await _show_with(asking, show_id, comment_id)
    await replying.settled(asking.session, asking.shop, asking.staff.actor, comment_id)
    return await answered(asking, show, Words("Left as it is.", "维持原答复。"))


@router.post("/first")
async def first(asking: Speaking, show_id: str, comment_id: str) -> Response:
    """It is answered before all others."""
    show = await _show_with(asking, show_id, comment_id)
    await ask(asking.session, asking.shop.id, show.id, "answer", asking.staff.actor, {"comment_id": comment_id})
    return await answered(asking, show, Words("It is answered next.", "下一个即答复。"))


@router.post("/hide")
async def hide(asking: Speaking, show_id: str, comment_id: str) -> Response:
    """Nobody sees it any more."""
    show = await _show_with(asking, show_id, comment_id)
    await comments.hide(asking.session, asking.shop, asking.staff.actor, comment_id)
    return await answered(asking, show, Words("Hidden from everybody.", "已对所有人隐藏。"))


@router.post("/show")
async def unhide(asking: Speaking, show_id: str, comment_id: str) -> Response:
    """It is seen again, and answered like any other."""
    show = await _show_with(asking, show_id, comment_id)
    await comments.unhide(asking.session, asking.shop, asking.staff.actor, comment_id)
    return await answered(asking, show, Words("Shown again.", "已恢复显示。"))


async def _show_with(asking: Asking, show_id: str, comment_id: str) -> Show:
    """The show the comment was written to; NotFound."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    found = await comments.comment(asking.session, asking.shop.id, comment_id)
    if found.show_id != show.id:
        raise NotFound("There is no such comment.")
    return show
