"""The console's pages of the live host: the list of shows, and with it the routes of every other page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.livestream import repository
from mercery.livestream.console import (
    after_console,
    avatars_console,
    comments_console,
    destinations_console,
    ingest_console,
    order_console,
    reading,
    setup_console,
    shifts_console,
    studio_console,
    voice_console,
)
from mercery.livestream.console.asking import LIST, Asking, Reading, url
from mercery.livestream.console.avatar_pages import name_of, still_of
from mercery.livestream.console.shows_view import ShowLine, ShowsPage, headline, sub
from mercery.livestream.show import Show
from mercery.web.html import page_response, redirect

router = APIRouter(prefix=LIST, include_in_schema=False)
_ANSWERED: Final = ("answered", "written", "speaking")


@router.get("")
async def overview(asking: Reading) -> Response:
    """Every show: on air, scheduled, in draft, past."""
    shows = await repository.shows(asking.session, asking.shop.id)
    watching = await reading.watching(asking.session, [one.id for one in shows if one.state == "on_air"])
    lines = [await _line(asking, one, watching.get(one.id, 0)) for one in shows]
    on_air, coming, drafts, past = (
        [one for one in lines if one.show.state == state] for state in ("on_air", "scheduled", "draft", "ended")
    )
    coming.sort(key=lambda one: (one.show.starts_at is None, one.show.starts_at))
    page = ShowsPage(
        headline=headline(on_air, coming, len(drafts), len(past), asking.shop.timezone), sub=sub(on_air),
        on_air=on_air, coming=coming, drafts=drafts, past=past, may_edit=asking.may(Permission.EDIT_CONTENT),
        may_publish=asking.may(Permission.PUBLISH_CONTENT),
    )  # fmt: skip
    return page_response("livestream/shows.html", page, context=asking.context)


async def _line(asking: Asking, show: Show, watching: int) -> ShowLine:
    seen, answered = 0, 0
    if show.started_at is not None:
        seen = await reading.peak(asking.session, show.id)
        counts = await reading.comment_counts(asking.session, show.id)
        answered = sum(counts.get(one, 0) for one in _ANSWERED)
    minutes = 0
    if show.started_at and show.ended_at:
        minutes = round((show.ended_at - show.started_at).total_seconds() / 60)
    items = await repository.items(asking.session, show.id)
    return ShowLine(
        show=show, host=name_of(asking.shop.id, show.avatar), still=still_of(asking.shop.id, show), watching=watching,
        peak=max(watching, seen), answered=answered, minutes=minutes, pieces=sum(one.kind == "piece" for one in items),
    )  # fmt: skip


_PARTS: Sequence[APIRouter] = (
    avatars_console.router,
    voice_console.router,
    setup_console.new_router, setup_console.router, studio_console.router, comments_console.router, ingest_console.router,
    shifts_console.router, destinations_console.router, after_console.router,
    order_console.router,
)  # fmt: skip
for part in _PARTS:
    router.include_router(part)


@router.get("/{show_id}")
async def one_show(asking: Reading, show_id: str, parts: bool = False) -> Response:
    """The show as it stands: its studio while it is on air, what came of it afterwards, before that how it is set up."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    if show.state == "on_air":
        return await studio_console.studio(asking, show, parts=parts)
    return redirect(asking.request, url(show.id, "after" if show.state == "ended" else "setup"))
