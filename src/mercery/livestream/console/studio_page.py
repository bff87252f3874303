"""Reads everything the studio shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from mercery.accounts import audit
from mercery.accounts.permissions import Permission
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.console import reading
from mercery.livestream.console.asking import Asking
from mercery.livestream.console.avatar_pages import name_of, still_of
from mercery.livestream.console.ingest import ingest_of
from mercery.livestream.console.order_view import Goods, order_lines, round_ends
from mercery.livestream.console.reading import Status
from mercery.livestream.console.studio_pages import (
    NO_WORDS,
    CommentCard,
    Counter,
    Kill,
    OrderLine,
    SinkCard,
    StudioPage,
)
from mercery.livestream.console.studio_view import (
    comment_card,
    engine_line,
    host_line,
    next_lines,
    on_air_for,
    person_line,
    person_state,
    said_rows,
    sink_cards,
)
from mercery.livestream.console.through_show import through
from mercery.livestream.folders import PLAYLIST
from mercery.livestream.show import Item, Show
from mercery.promotions import service as promotions
from mercery.ui.formats import time_text, zone_named

SHOWN_LINES: Final = 6
SHOWN_COMMENTS: Final = 30
_CHART: Final = timedelta(minutes=10)
_ANSWERED: Final = ("answered", "written", "speaking")
_WAITING: Final = ("received", "waiting", "answering")
KILL_REASON: Final = "live.kill_reason"


async def studio_page(asking: Asking, show: Show) -> StudioPage:
    """The page as it is at this moment."""
    session, shop, moment = asking.session, asking.shop, now()
    since = show.started_at or moment
    status = await reading.status_of(session, show.id)
    directed = status is not None and status.alive(moment)
    items = await repository.items(session, show.id)
    sales = await through(session, shop, since=since, until=show.ended_at or moment)
    goods = await goods_of(asking, items, sold=sales.sold)
    watching = (await reading.watching(session, [show.id])).get(show.id, 0)
    counts = await reading.comment_counts(session, show.id)
    count = await reading.said_count(session, show.id, since)
    rows = said_rows(await reading.said(session, show.id, since=since, limit=SHOWN_LINES))
    engine, engine_tone = engine_line(status, directed=directed)
    order, order_note = await _order(asking, show, items, goods, status)
    return StudioPage(
        show=show, now=moment, directed=directed, resting=bool(status and status.resting),
        held=bool(status and status.held), presenter="person" if status and status.presenter == "person" else "host",
        host=name_of(shop.id, show.avatar), host_line=host_line(status, killed=show.killed, directed=directed),
        person=_person(asking, show, status), person_line=person_line(status),
        person_ready=person_state(status) in ("ready", "on_air"), watching=watching,
        peak=max(watching, await reading.peak(session, show.id)), orders=sales.orders, money=sales.money,
        bags=sales.bags, order=order, order_note=order_note, next_lines=next_lines(status), engine=engine,
        engine_tone=engine_tone, sinks=await _sinks(asking, show, status, watching), said=rows, lines=count.lines,
        claims=count.claims, without=count.without, comments=await _comments(asking, show),
        answered=sum(counts.get(one, 0) for one in _ANSWERED), waiting=sum(counts.get(one, 0) for one in _WAITING),
        pictures=f"/live/{shop.id}/{show.id}/{PLAYLIST}", still=still_of(shop.id, show), kill=await _kill(asking, show),
        ingest=await ingest_of(asking, show), may_speak=asking.may(Permission.ANSWER_CONVERSATIONS),
        may_publish=asking.may(Permission.PUBLISH_CONTENT), counter=_counter(goods, status),
        answers_ready=status is None or status.resting or status.answers_ready, caption=rows[0].runs if rows else (), lang=asking.lang, duration=on_air_for(show.started_at, moment),
    )  # fmt: skip


def _counter(goods: Goods, status: Status | None) -> Counter:
    """What stands on the counter, with its price of this moment."""
    product_id = status.product_id if status else ""
    product, offer = goods.products.get(product_id), goods.offers.get(product_id)
    return Counter(
        picture=goods.picture(product_id), name=product.title if product else NO_WORDS,
        price=offer.low if offer else None, was=offer.was if offer else None,
    )  # fmt: skip


async def _order(
    asking: Asking, show: Show, items: tuple[Item, ...], goods: Goods, status: Status | None
) -> tuple[tuple[OrderLine, ...], Words]:
    on, since = (status.item_id, status.item_since) if status else ("", None)
    came = await reading.presented_at(asking.session, show.id, show.started_at or now())
    return (
        order_lines(items, goods, on=on, since=since, came=came, now=now()),
        _ends(show, items, on, since, asking),
    )


async def _sinks(asking: Asking, show: Show, status: Status | None, watching: int) -> tuple[SinkCard, ...]:
    places = await repository.destinations(asking.session, show.id)
    minutes = await reading.minutes(asking.session, show.id, since=now() - _CHART)
    return sink_cards(show, status, places, minutes, watching)


async def _comments(asking: Asking, show: Show) -> list[CommentCard]:
    """The newest first, and before them what waits for a person."""
    heard = await reading.comments(asking.session, show.id, limit=SHOWN_COMMENTS)
    return sorted(map(comment_card, heard), key=lambda one: not one.mine)


async def goods_of(asking: Asking, items: tuple[Item, ...], *, sold: Mapping[str, int] | None = None) -> Goods:
    """The pieces of an order with prices and stock of this moment."""
    ids = list(dict.fromkeys(one.product_id for one in items if one.product_id))
    products = await catalog.products(asking.session, asking.shop.id, ids) if ids else []
    return Goods(
        products={one.id: one for one in products},
        offers=await promotions.offers(asking.session, asking.shop, ids) if ids else {},
        sold=sold or {},
    )


def _ends(show: Show, items: tuple[Item, ...], on: str, since: datetime | None, asking: Asking) -> Words:
    """When the show, or this round of it, ends."""
    zone = zone_named(asking.shop.timezone)
    if show.ends_at is not None:
        at = time_text(show.ends_at, "en", zone)
        return Words(f"ends {at}", f"{at} 结束")
    end = round_ends(items, on=on, since=since, now=now())
    if end is None:
        return Words("day and night", "昼夜不停")
    at = time_text(end, "en", zone)
    return Words(f"begins anew {at}", f"{at} 起下一轮")


def _person(asking: Asking, show: Show, status: Status | None) -> str:
    """Who takes the air: who came in, else who watches over the show, else who looks."""
    named = str(status.beat.get("person_name") or "") if status else ""
    return named or show.watched_over or asking.staff.name


async def _kill(asking: Asking, show: Show) -> Kill | None:
    """Who pulled the switch, when, and why where it was said since."""
    if not show.killed:
        return None
    pulled = await reading.asked(asking.session, show.id, kinds=("kill",), limit=1)
    if not pulled:
        return Kill(by="", at=now())
    wanted = audit.AuditFilter(action=KILL_REASON, subject=show.id, since=pulled[0].at)
    noted, _ = await audit.entries(asking.session, asking.shop.id, wanted, limit=1)
    return Kill(by=pulled[0].by, at=pulled[0].at, reason=(noted[0].reason or "") if noted else "")
