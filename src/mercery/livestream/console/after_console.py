"""What came of a show: figures, recordings, and the log of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from mercery.accounts.overview import BarChart
from mercery.accounts.permissions import Permission
from mercery.core.clock import now
from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.livestream import replays, repository
from mercery.livestream.console import after_view, reading
from mercery.livestream.console.after_view import Interruption
from mercery.livestream.console.asking import Asking, Publishing, Reading, url
from mercery.livestream.console.reading import Recording, SaidCount
from mercery.livestream.console.studio_pages import SaidRow
from mercery.livestream.console.studio_view import said_rows
from mercery.livestream.console.through_show import Through, through
from mercery.livestream.replay_file import whole_file
from mercery.livestream.show import Show
from mercery.ui.curves import Curve
from mercery.ui.formats import zone_named
from mercery.web.database import database_of
from mercery.web.html import page_response

router = APIRouter(prefix="/{show_id}")
PRICE: Final = 0.04
"""Of a processor core for an hour, in the shop's currency, where nobody said otherwise: what a rented one usually costs."""
_PAGE: Final = 100
_ANSWERED: Final = ("answered", "written", "speaking")
_PERSON: Final = ("passed",)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterPage:
    """A show in figures."""

    show: Show
    headline: Words
    minutes: int
    peak: int
    comments: int
    answered: int
    half: float | None
    """Seconds within which half of the answers came; None without any."""
    through: Through
    said: SaidCount
    core_hours: float
    price: float
    cost: Money
    watched: Curve | None
    worked: Curve | None
    asked: BarChart | None
    waited: BarChart | None
    interruptions: Sequence[Interruption]
    recordings: Sequence[Recording]
    may_publish: bool

    @property
    def least(self) -> Money:
        """The smallest amount that can be said; a short show costs less."""
        return Money(1, self.cost.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Everything that was said."""

    show: Show
    rows: Sequence[SaidRow]
    said: SaidCount
    older: int | None


@router.get("/after")
async def after(asking: Reading, show_id: str, price: Annotated[float, Query(ge=0, le=1_000)] = PRICE) -> Response:
    """The figures."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    if show.started_at is None:
        raise NotFound("The show was never on air.")
    return page_response("livestream/after.html", await _after(asking, show, price), context=asking.context)


@router.get("/log")
async def log(asking: Reading, show_id: str, before: int | None = None) -> Response:
    """The lines with their claims, the newest first."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    since = show.started_at or now()
    lines = await reading.said(asking.session, show.id, since=since, limit=_PAGE, before=before)
    page = LogPage(
        show=show, rows=said_rows(lines), said=await reading.said_count(asking.session, show.id, since),
        older=lines[-1].id if len(lines) == _PAGE else None,
    )  # fmt: skip
    return page_response("livestream/log.html", page, context=asking.context)


@router.post("/recordings/{recording_id}")
async def publish(
    asking: Publishing, show_id: str, recording_id: str, on: Annotated[str, Form(max_length=4)] = ""
) -> Response:
    """Show a recording to everybody, or withdraw it."""
    await _of_show(asking, show_id, recording_id)
    act = replays.publish(asking.session, asking.shop, asking.staff.actor, recording_id, on=bool(on))
    said = (
        Words("The replay is on the shop's page.", "回放已在店铺页面公开。")
        if on
        else Words("Withdrawn. Nobody sees it any more.", "已撤下，不再对外。")
    )
    return await asking.done(act, said, url(show_id, "after"))


@router.get("/recordings/{recording_id}/download")
async def download(asking: Reading, show_id: str, recording_id: str) -> Response:
    """The recording as one file."""
    found = await _of_show(asking, show_id, recording_id)
    show = await repository.show(asking.session, asking.shop.id, show_id)
    await asking.session.commit()
    await replays.bring_all(database_of(asking.request), found)
    file = await whole_file(asking.session, asking.shop, show, found)
    name = f"show-{found.began_at.strftime('%Y-%m-%d-%H%M')}.mp4"
    gone = BackgroundTask(file.unlink, missing_ok=True)
    return FileResponse(
        file, media_type="video/mp4", filename=name, headers={"Cache-Control": "no-store"}, background=gone
    )


async def _of_show(asking: Asking, show_id: str, recording_id: str) -> replays.Recording:
    show = await repository.show(asking.session, asking.shop.id, show_id)
    found = await replays.recording(asking.session, asking.shop.id, recording_id)
    if found.show_id != show.id:
        raise NotFound("There is no such recording.")
    return found


async def _after(asking: Asking, show: Show, price: float) -> AfterPage:
    session, shop, zone = asking.session, asking.shop, zone_named(asking.shop.timezone)
    since = show.started_at or now()
    until = show.ended_at or now()
    minutes = await reading.minutes(session, show.id, since=since.replace(second=0, microsecond=0))
    counts = await reading.comment_counts(session, show.id)
    seconds = await reading.answer_seconds(session, show.id)
    hours = after_view.core_hours(minutes)
    names = {one.id: one.name for one in await repository.destinations(session, show.id)}
    names |= {
        "hls": Words("Shop page", "店铺页面").text(asking.lang),
        "record": Words("Recording", "录像").text(asking.lang),
    }
    lasted = max(0, round((until - since).total_seconds() / 60))
    heard = sum(count for state, count in counts.items() if state != "hidden")
    answered = sum(counts.get(one, 0) for one in _ANSWERED)
    half = after_view.share(seconds, 0.5) if seconds else None
    return AfterPage(
        show=show, headline=headline(show, lasted, answered, half), minutes=lasted,
        peak=await reading.peak(session, show.id), comments=heard, answered=answered, half=half,
        through=await through(session, shop, since=since, until=until),
        said=await reading.said_count(session, show.id, since), core_hours=hours, price=price,
        cost=Money(round(hours * price * 10 ** minor_digits(shop.currency)), shop.currency), watched=after_view.watched(minutes, zone),
        worked=after_view.worked(minutes, zone), asked=after_view.asked(minutes, zone),
        waited=after_view.waited(seconds), interruptions=after_view.interruptions(minutes, names),
        recordings=await reading.recordings(session, show.id), may_publish=asking.may(Permission.PUBLISH_CONTENT),
    )  # fmt: skip


def headline(show: Show, minutes: int, answered: int, half: float | None) -> Words:
    """How long it ran, and how quickly it answered."""
    en, zh = show.title.text("en"), show.title.text("zh")
    lasted = Words(f"{minutes} minutes", f"{minutes} 分钟")
    if minutes >= 180:
        lasted = Words(f"{minutes / 60:.0f} hours", f"{minutes / 60:.0f} 小时")
    if not answered or half is None:
        return Words(f"{en} ran for {lasted.en}; nobody asked anything", f"{zh}播出 {lasted.zh}，无人提问")
    many = "one comment was answered" if answered == 1 else f"{answered} comments were answered"
    return Words(
        f"{en} ran for {lasted.en}; {many}, half of them within {max(1, ceil(half))} s",
        f"{zh}播出 {lasted.zh}，答复评论 {answered} 条，半数在 {max(1, ceil(half))} 秒内",
    )
