"""A show at this moment as its page shows it to one audience, and the parts of the page that change while it runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.comment import CommentState
from mercery.livestream.folders import PLAYLIST
from mercery.livestream.showing import (
    Phase,
    Showing,
    Slot,
    said_since,
    slots,
    watching,
)
from mercery.promotions.service import price_facts
from mercery.storefront.live_pieces import Audience, LivePiece, pieces_of
from mercery.storefront.live_words import (
    Caption,
    Label,
    LiveComment,
    Notice,
    caption_of,
    comments_view,
    counts_text,
    label_of,
    notice_of,
    watching_text,
)
from mercery.ui.formats import time_text, zone_named
from mercery.ui.page_context import PageContext, PageUrls
from mercery.ui.render import render_page

HEARD_LATER: Final = timedelta(seconds=45)
"""A viewer may be so far behind the studio; lines that old are still of use."""
SHOWN_COMMENTS: Final = 40
ANSWERED: Final[tuple[CommentState, ...]] = ("speaking", "answered", "written")
PART_TEMPLATES: Final = {
    "shelf": "storefront/live_shelf.html",
    "comments": "storefront/live_comments.html",
    "words": "storefront/live_now.html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomUrls:
    """Where the page sends what its visitor does."""

    page: str
    events: str
    now: str
    watching: str
    comments: str
    bag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The show, what is offered, what was said and asked."""

    show_id: str
    slug: str
    title: str
    format: str
    lang: str
    phase: Phase
    person: bool
    label: Label
    notice: Notice | None
    watching: str
    since: str
    next: str
    counter: str
    """Id of the piece that is presented; empty: none is."""
    pieces: tuple[LivePiece, ...]
    captions: tuple[Caption, ...]
    comments: tuple[LiveComment, ...]
    counts: str
    source: str
    """The playlist."""
    urls: RoomUrls
    checked_at: datetime

    @property
    def on_counter(self) -> LivePiece | None:
        """The piece that is presented."""
        return next((one for one in self.pieces if one.product_id == self.counter), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPart:
    """What a part's template sees: as on the whole page, without anything of one visitor."""

    room: Room
    visitor_id: str = ""


def urls_of(lang: str, slug: str) -> RoomUrls:
    """The addresses of a show's page."""
    page = f"/{lang}/live/{slug}"
    return RoomUrls(
        page=page,
        events=f"{page}/events",
        now=f"{page}/now",
        watching=f"{page}/watching",
        comments=f"{page}/comments",
        bag=f"{page}/bag",
    )


def source_of(shop_id: str, show_id: str) -> str:
    """Where the playlist of what is on air is read."""
    return f"/live/{shop_id}/{show_id}/{PLAYLIST}"


async def room_of(session: AsyncSession, audience: Audience, found: Showing) -> Room:
    """The room with prices and stock of this moment."""
    show, status, at = found.show, found.status, now()
    live = found.phase in ("on_air", "away") and status is not None
    item_id = status.item_id if status and live else ""
    coming = slots(found.items, item_id, status.item_since if status else None, at)
    products = await catalog.products(session, show.shop_id, [one.product_id for one in coming])
    counter = status.product_id if status and live else ""
    timed = {one.product_id: one for one in coming}
    # The shelf keeps the order of the show, so that nothing moves under a finger; only the mark goes on.
    pieces = pieces_of(audience, products, [timed[one] for one in found.product_ids], counter, at)
    lines = await said_since(session, show.id, at - HEARD_LATER) if found.phase == "on_air" else ()
    person = live and status is not None and status.presenter == "person"
    asked = await comments.comments(session, show.id, limit=SHOWN_COMMENTS)
    counts = await comments.counts(session, show.id)
    prices = {one.subject.id: one for one in price_facts(audience.shop, products, at=at)}
    return Room(
        show_id=show.id,
        slug=show.slug,
        title=show.title.text(audience.lang) or show.title.text(show.lang),
        format=show.format,
        lang=show.lang,
        phase=found.phase,
        person=person,
        label=label_of(audience, show, person=person),
        notice=notice_of(audience, found),
        watching=watching_text(audience, await watching(session, show.id)) if live else "",
        since=_since(audience, show.started_at) if live else "",
        next=_next(audience, pieces, coming, counter) if live else "",
        counter=counter,
        pieces=_untimed(pieces) if not live else pieces,
        captions=tuple(caption_of(line) for line in lines),
        comments=comments_view(audience, show, asked[::-1], prices, at),
        counts=counts_text(audience, show, sum(counts.get(one, 0) for one in ANSWERED), counts.get("passed", 0)),
        source=source_of(show.shop_id, show.id),
        urls=urls_of(audience.lang, show.slug),
        checked_at=at,
    )


def parts_of(room: Room, audience: Audience) -> Json:
    """The room as its page's script takes it: state as values, the rest as ready markup."""
    context = PageContext(lang=audience.lang, timezone=audience.shop.timezone, urls=PageUrls(home=f"/{audience.lang}"))
    parts: Json = {
        name: render_page(path, RoomPart(room=room), context=context) for name, path in PART_TEMPLATES.items()
    }
    # What is presented is shown when the picture gets there, which is seconds after the studio: the page keeps both.
    lately = dict.fromkeys(("", room.counter, *(one.product_id for one in room.captions)))
    parts["counters"] = {
        one: render_page("storefront/live_counter.html", RoomPart(room=replace(room, counter=one)), context=context)
        for one in lately
    }
    parts["state"] = {
        "phase": room.phase, "person": room.person, "who": room.label.who, "rest": room.label.rest,
        "heading": room.notice.heading if room.notice else "", "text": room.notice.text if room.notice else "",
        "watching": room.watching, "counter": room.counter, "source": room.source,
    }  # fmt: skip
    parts["lines"] = [caption_json(one, context) for one in room.captions]
    return parts


def caption_json(caption: Caption, context: PageContext) -> Json:
    """A line with the moment from which it is heard, in milliseconds since 1970."""
    return {
        "id": caption.id,
        "began": round(caption.began_at.timestamp() * 1000),
        "ended": round(caption.ended_at.timestamp() * 1000) if caption.ended_at else None,
        "product": caption.product_id,
        "html": render_page("storefront/live_caption.html", caption, context=context),
    }


def fingerprint(part: object) -> int:
    """Equal for equal parts: what has not changed is not sent again."""
    return hash(json.dumps(part, sort_keys=True, default=str))


def _since(audience: Audience, started: datetime | None) -> str:
    if started is None:
        return ""
    zone = zone_named(audience.shop.timezone)
    clock = time_text(started, audience.lang, zone)
    if now() - started > timedelta(hours=20):
        return audience.say("On air day and night.", "全天候直播。")
    return audience.say(f"On air since {clock}.", f"{clock} 开播。")


def _next(audience: Audience, pieces: Sequence[LivePiece], coming: Sequence[Slot], counter: str) -> str:
    by_id = {one.product_id: one for one in pieces}
    after = (by_id[one.product_id] for one in coming if one.product_id != counter and one.product_id in by_id)
    following = next((one for one in after if one.at), None)
    if following is None:
        return ""
    return audience.say(f"Next at about {following.at}: {following.name}.", f"约 {following.at} 讲{following.name}。")


def _untimed(pieces: tuple[LivePiece, ...]) -> tuple[LivePiece, ...]:
    return tuple(replace(one, at="") for one in pieces)
