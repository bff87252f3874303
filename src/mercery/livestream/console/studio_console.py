"""The studio: the page of a show on air, and what people do there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.responses import Response, StreamingResponse

from mercery.accounts import audit
from mercery.core.clock import now
from mercery.core.errors import MerceryError, NotFound
from mercery.core.events import Listener
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.command import CommandKind, ask
from mercery.livestream.console import reading
from mercery.livestream.console.asking import Asking, Publishing, Reading, Speaking, url
from mercery.livestream.console.judging import judge, refused
from mercery.livestream.console.refusals import refusal
from mercery.livestream.console.studio_page import KILL_REASON, studio_page
from mercery.livestream.console.studio_pages import NO_WORDS, Judged
from mercery.livestream.service import shows
from mercery.livestream.show import Show
from mercery.web.html import fragment_response, is_htmx, page_response, redirect, redirect_with_flash
from mercery.web.security import CONTENT_SECURITY_POLICY
from mercery.web.sse import SseEvent, sse_response

router = APIRouter(prefix="/{show_id}")
_TEMPLATE: Final = "livestream/studio.html"
PLAYS: Final = {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; media-src 'self' blob:"}
"""The programme comes as a stream the player puts together."""
RECHECK: Final = 15.0
"""Looked at again after so long without a notice, since some are lost while the connection to the database is renewed."""


async def studio(asking: Asking, show: Show, *, parts: bool) -> Response:
    """The studio, or its content alone for a page that is open already."""
    page = await studio_page(asking, show)
    if parts:
        return fragment_response(_TEMPLATE, "content", page, context=asking.dark)
    return page_response(_TEMPLATE, page, context=asking.dark, headers=PLAYS)


@router.get("/events")
async def events(asking: Reading, show_id: str) -> StreamingResponse:
    """Notices for an open studio."""
    await repository.show(asking.session, asking.shop.id, show_id)
    listener: Listener = asking.request.app.state.listener
    return sse_response(asking.request, asking.staff.id, _notices(listener, show_id))


async def _notices(listener: Listener, show_id: str) -> AsyncIterator[SseEvent]:
    async with listener.subscribe(f"live:{show_id}") as queue:
        yield SseEvent(event="show", data={"kind": "open"})
        while True:
            kinds = set[str]()
            with suppress(TimeoutError):
                async with asyncio.timeout(RECHECK):
                    kinds.add(str((await queue.get()).get("kind")))
            while not queue.empty():
                kinds.add(str(queue.get_nowait().get("kind")))
            yield SseEvent(event="show", data={"kinds": sorted(kinds)})


@router.post("/hold")
async def hold(asking: Speaking, show_id: str) -> Response:
    """The next lines wait."""
    return await _asked(asking, show_id, "hold", Words("Held. Nothing more is said.", "已按住，暂不出声。"))


@router.post("/release")
async def release(asking: Speaking, show_id: str) -> Response:
    """What was held is said."""
    return await _asked(asking, show_id, "release", Words("It goes on.", "已放行。"))


@router.post("/skip")
async def skip(asking: Speaking, show_id: str) -> Response:
    """On to the next entry."""
    return await _asked(asking, show_id, "skip", Words("On to the next piece.", "换到下一件。"))


@router.post("/go")
async def go(asking: Speaking, show_id: str, item_id: Annotated[str, Form(max_length=40)] = "") -> Response:
    """On to a certain entry."""
    said = Words("It comes next.", "即将讲解此项。")
    return await _asked(asking, show_id, "go", said, {"item_id": item_id})


@router.post("/say")
async def say(asking: Speaking, show_id: str, text: Annotated[str, Form(max_length=2_000)] = "") -> Response:
    """Have the host say a person's words, once the gate has passed them."""
    show, words = await _show(asking, show_id), text.strip()
    status = await reading.status_of(asking.session, show.id)
    try:
        found = await judge(asking, words, show.lang, await products_at_hand(asking, show, status)) if words else ()
        against = refused(words, found, asking.lang)
        if against is None:
            async with asking.session.begin_nested():
                await ask(asking.session, asking.shop.id, show.id, "say", asking.staff.actor, {"text": words})
    except NotFound:
        raise
    except MerceryError as error:
        return await answered(asking, show, Words(error.message, refusal(error, "zh")), stopped=True)
    if against is not None:
        return await answered(asking, show, NO_WORDS, against=against, stopped=True)
    return await answered(asking, show, Words("It is said after this line.", "本句之后播出。"))


@router.post("/take")
async def take(asking: Publishing, show_id: str) -> Response:
    """The person whose camera is ready has the air."""
    return await _asked(
        asking, show_id, "take", Words("You are on air when this sentence ends.", "本句说完即由您上播。")
    )


@router.post("/give-back")
async def give_back(asking: Publishing, show_id: str) -> Response:
    """The host has the air again."""
    return await _asked(asking, show_id, "give_back", Words("The host has the air.", "已交还主播。"))


@router.post("/kill")
async def kill(asking: Speaking, show_id: str) -> Response:
    """Sound and picture stop at once."""
    return await _asked(asking, show_id, "kill", Words("Everything is stopped.", "已全部停播。"))


@router.post("/kill-reason")
async def kill_reason(asking: Speaking, show_id: str, reason: Annotated[str, Form(max_length=300)] = "") -> Response:
    """Why the switch was pulled, for the record."""
    show = await _show(asking, show_id)
    if reason.strip():
        await audit.record(
            asking.session, asking.shop.id, asking.staff.actor, KILL_REASON, show.id, reason=reason.strip()
        )
    return await answered(asking, show, Words("Noted.", "已记下。"))


@router.post("/revive")
async def revive(asking: Publishing, show_id: str) -> Response:
    """The show goes on after the switch was pulled."""
    return await _asked(asking, show_id, "revive", Words("It goes on air again.", "已恢复直播。"))


@router.post("/end")
async def end(asking: Publishing, show_id: str) -> Response:
    """The show is over: its director says farewell first; where there is none, it ends at once."""
    show = await _show(asking, show_id)
    status = await reading.status_of(asking.session, show.id)
    if status is not None and status.alive(now()):
        await ask(asking.session, asking.shop.id, show.id, "end", asking.staff.actor)
    elif show.state == "on_air":
        await shows.end(asking.session, asking.shop.id, asking.staff.actor, show.id)
    said = Words("The show ends. Its figures stand here.", "直播已结束，数据如下。").text(asking.lang)
    return redirect_with_flash(asking.request, url(show_id), said)


async def products_at_hand(asking: Asking, show: Show, status: reading.Status | None) -> list[str]:
    """The piece on the counter, then those of the running order: what a person may speak of."""
    items = await repository.items(asking.session, show.id)
    first = [status.product_id] if status and status.product_id else []
    return list(dict.fromkeys([*first, *(one.product_id for one in items if one.product_id)]))


async def answered(
    asking: Asking, show: Show, said: Words, *, against: Judged | None = None, stopped: bool = False
) -> Response:
    """The studio after an act: in place where scripts run, else the page itself with what was done."""
    if not is_htmx(asking.request) and against is None:
        if not (said.en or said.zh):
            return redirect(asking.request, url(show.id))
        tone = "stopped" if stopped else "done"
        return redirect_with_flash(asking.request, url(show.id), said.text(asking.lang), tone=tone)  # type: ignore[arg-type]
    fresh = await repository.show(asking.session, asking.shop.id, show.id)
    page = replace(await studio_page(asking, fresh), refused=against, said_now=said, stopped=stopped)
    status = 422 if stopped else 200
    if is_htmx(asking.request):
        return fragment_response(_TEMPLATE, "content", page, context=asking.dark, status=status)
    return page_response(_TEMPLATE, page, context=asking.dark, status=status, headers=PLAYS)


async def _asked(
    asking: Asking, show_id: str, kind: CommandKind, said: Words, details: dict[str, str] | None = None
) -> Response:
    show = await _show(asking, show_id)
    act: Awaitable[int] = ask(asking.session, asking.shop.id, show.id, kind, asking.staff.actor, details)
    try:
        async with asking.session.begin_nested():
            await act
    except MerceryError as error:
        return await answered(asking, show, Words(error.message, refusal(error, "zh")), stopped=True)
    return await answered(asking, show, said)


async def _show(asking: Asking, show_id: str) -> Show:
    return await repository.show(asking.session, asking.shop.id, show_id)
