"""The page of one piece, and what people do with it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.core.as_json import plain
from mercery.core.errors import Invalid, MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.studio import service
from mercery.studio.desk.asking import LIST, Asking, Editing, Publishing, Reading
from mercery.studio.desk.piece_page import piece_page
from mercery.studio.desk.refusals import refusal
from mercery.studio.kept import Edited, KeptPiece
from mercery.studio.piece import NO_WORDS
from mercery.studio.piece_json import piece_to_json
from mercery.ui.formats import zone_named
from mercery.web.html import is_htmx, local_address, page_response, redirect_with_flash

router = APIRouter(prefix="/pieces/{piece_id}")
Version = Annotated[int | None, Form()]
Reason = Annotated[str, Form(max_length=300)]
_TEMPLATE: Final = "studio/piece.html"


@router.get("")
async def piece_of(
    asking: Reading, piece_id: str, edit: Annotated[int | None, Query(ge=0, le=1_000)] = None
) -> Response:
    """The piece; `edit` opens a passage."""
    kept = await service.piece(asking.session, asking.shop.id, piece_id)
    return await _shown(asking, kept, opened=edit)


@router.post("/edit")
async def edit_passage(
    asking: Editing,
    piece_id: str,
    passage: Annotated[int, Form(ge=0)],
    text: Annotated[str, Form()] = "",
    version: Version = None,
) -> Response:
    """Give a passage another text; each sentence is judged, and what is blocked is shown in its place."""
    edited = Edited(place=passage, text=text.strip())
    act = service.edit(asking.session, asking.shop, asking.staff.actor, piece_id, edited, after_version=version)
    return await _in_place(asking, piece_id, act, _said_edited, opened=passage, typed=text)


@router.post("/use")
async def use_line(
    asking: Editing,
    piece_id: str,
    sentence: Annotated[int, Form(ge=0)],
    choice: Annotated[int, Form(ge=0)] = 0,
    version: Version = None,
) -> Response:
    """Let the line that stands on facts take the place of a blocked sentence."""
    act = service.use_instead(
        asking.session,
        asking.shop,
        asking.staff.actor,
        piece_id,
        sentence=sentence,
        choice=choice,
        after_version=version,
    )
    return await _in_place(asking, piece_id, act, _said_edited)


@router.post("/remove")
async def remove(
    asking: Editing, piece_id: str, sentence: Annotated[int, Form(ge=0)], version: Version = None
) -> Response:
    """Take a sentence out."""
    act = service.remove_sentence(
        asking.session, asking.shop, asking.staff.actor, piece_id, sentence=sentence, after_version=version
    )
    return await _in_place(asking, piece_id, act, lambda kept: Words("Taken out.", "已删除。"))


@router.post("/rewrite")
async def rewrite(asking: Editing, piece_id: str, version: Version = None) -> Response:
    """Write it anew in other words, over the facts of now."""
    act = service.write_again(asking.session, asking.shop, asking.staff.actor, piece_id, after_version=version)
    said = Words("Written anew. The version before is kept.", "已重写，上一版已保留。")
    return await asking.done(act, said, _url(piece_id))


@router.post("/translate")
async def translate(asking: Editing, piece_id: str) -> Response:
    """Write the same brief in the other language, from the same facts."""
    kept = await service.piece(asking.session, asking.shop.id, piece_id)
    brief = replace(kept.brief, lang="en" if kept.line.lang == "zh" else "zh")
    act = service.write_piece(asking.session, asking.shop, asking.staff.actor, brief)
    said = Words("Written from the same facts.", "已按同一批事实撰写。")
    return await asking.done(act, said, lambda made: _url(made.line.id))


@router.post("/ask")
async def ask(asking: Editing, piece_id: str, version: Version = None) -> Response:
    """Ask somebody else to look at it."""
    act = service.ask_review(asking.session, asking.shop, asking.staff.actor, piece_id, after_version=version)
    return await asking.done(act, Words("It waits for a second person.", "已提交，待第二人核准。"), _url(piece_id))


@router.post("/approve")
async def approve(asking: Publishing, piece_id: str, version: Version = None) -> Response:
    """Say yes to it."""
    act = service.approve(asking.session, asking.shop, asking.staff.actor, piece_id, after_version=version)
    return await asking.done(act, Words("Approved.", "已核准。"), _url(piece_id))


@router.post("/back")
async def send_back(asking: Publishing, piece_id: str, reason: Reason = "") -> Response:
    """Give it back to its author."""
    act = service.send_back(asking.session, asking.shop, asking.staff.actor, piece_id, reason=reason)
    return await asking.done(act, Words("It is a draft again.", "已退回为草稿。"), _url(piece_id))


@router.post("/publish")
async def publish(asking: Publishing, piece_id: str, version: Version = None) -> Response:
    """Put it before customers."""
    act = service.publish(asking.session, asking.shop, asking.staff.actor, piece_id, after_version=version)
    said = Words("Published. It follows its facts from now on.", "已发布，此后随事实更新。")
    return await asking.done(act, said, _url(piece_id))


@router.post("/schedule")
async def schedule(
    asking: Publishing, piece_id: str, at: Annotated[str, Form(max_length=32)] = "", version: Version = None
) -> Response:
    """Have it published at a time of the shop's own clock."""
    act = _scheduled(asking, piece_id, at, version)
    return await asking.done(act, Words("Scheduled.", "已排期。"), _url(piece_id))


async def _scheduled(asking: Asking, piece_id: str, at: str, version: int | None) -> KeptPiece:
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=zone_named(asking.shop.timezone))
    except ValueError:
        raise Invalid(
            "The time has to lie ahead, within a year.",
            remedy="Choose a date and a time.",
            zh="时间须晚于现在，且在一年之内。",
        ) from None
    return await service.schedule(
        asking.session, asking.shop, asking.staff.actor, piece_id, at=moment, after_version=version
    )


@router.post("/withdraw")
async def withdraw(asking: Publishing, piece_id: str, reason: Reason = "") -> Response:
    """Take it back from customers."""
    act = service.withdraw(asking.session, asking.shop, asking.staff.actor, piece_id, reason=reason)
    return await asking.done(act, Words("Taken down.", "已撤下。"), _url(piece_id))


@router.post("/settle")
async def settle(asking: Editing, piece_id: str, back: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Note that what a change did was looked at."""
    act = service.settle(asking.session, asking.shop, asking.staff.actor, piece_id)
    return await asking.done(act, Words("Accepted.", "已接受。"), local_address(back, _url(piece_id)))


@router.get("/text")
async def text_of(asking: Reading, piece_id: str) -> Response:
    """What of it may go out, as plain text."""
    kept = await service.piece(asking.session, asking.shop.id, piece_id)
    headers = {"Content-Disposition": f'attachment; filename="content-{kept.line.number}.txt"'}
    return Response(kept.piece.text() + "\n", media_type="text/plain; charset=utf-8", headers=headers)


@router.get("/json")
async def json_of(asking: Reading, piece_id: str) -> Response:
    """The piece with the spans of its claims, and the facts it stands on."""
    kept = await service.piece(asking.session, asking.shop.id, piece_id)
    held = {"piece": piece_to_json(kept.piece), "facts": [plain(one) for one in kept.grounds]}
    headers = {"Content-Disposition": f'attachment; filename="content-{kept.line.number}.json"'}
    text = json.dumps(held, ensure_ascii=False, indent=1)
    return Response(text, media_type="application/json", headers=headers)


@router.post("/render")
async def render(
    asking: Editing,
    piece_id: str,
    kind: Annotated[Literal["video", "long_image"], Form()],
    back: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Have a film or a long picture drawn; the page looks again until it is there."""
    act = service.ask_render(asking.session, asking.shop, asking.staff.actor, piece_id, kind)
    said = Words("It is being drawn; you may close this page.", "正在生成，可以关闭此页。")
    return await asking.done(act, said, _url(back or piece_id))


async def _in_place(
    asking: Asking,
    piece_id: str,
    act: Awaitable[KeptPiece],
    said: Callable[[KeptPiece], Words],
    *,
    opened: int | None = None,
    typed: str = "",
) -> Response:
    """Change the text and stay with it; what cannot be done leaves what was typed where it is."""
    try:
        async with asking.session.begin_nested():
            kept = await act
    except NotFound:
        raise
    except MerceryError as error:
        kept = await service.piece(asking.session, asking.shop.id, piece_id)
        return await _shown(
            asking, kept, opened=opened, typed=typed, error=refusal(error, asking.lang), status=error.status
        )
    if not is_htmx(asking.request):
        return redirect_with_flash(asking.request, _url(piece_id), said(kept).text(asking.lang))
    return await _shown(asking, kept, said=said(kept))


async def _shown(
    asking: Asking,
    kept: KeptPiece,
    *,
    opened: int | None = None,
    typed: str = "",
    error: str = "",
    said: Words = NO_WORDS,
    status: int = 200,
) -> Response:
    page = await piece_page(asking.session, asking.shop, asking.staff, kept, asking.lang)
    may_open = page.may_edit and opened is not None and opened < len(kept.piece.passages)
    page = replace(page, editing=opened if may_open else None, typed=typed, error=error, said=said)
    # Acts are posted to addresses that show nothing by themselves: the reader's address is the piece's.
    headers = {"HX-Replace-Url": _url(kept.line.id)} if is_htmx(asking.request) and opened is None else None
    return page_response(_TEMPLATE, page, context=asking.context, status=status, headers=headers)


def _said_edited(kept: KeptPiece) -> Words:
    blocked = kept.line.blocked
    if not blocked:
        return Words("Saved. Every sentence holds.", "已保存，每句均有据。")
    many = blocked > 1
    return Words(
        f"Saved. {blocked} sentences are blocked." if many else "Saved. One sentence is blocked.",
        f"已保存，{blocked} 句被拦下。",
    )


def _url(piece_id: str) -> str:
    return f"{LIST}/pieces/{piece_id}"
