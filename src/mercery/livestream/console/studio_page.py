"""Reads everything the studio shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal

from mercery.accounts import audit
from mercery.accounts.permissions import Permission
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.console import reading
from mercery.livestream.console.asking import Asking
from mercery.livestream.console.avatar_pages import name_of, still_of
from mercery.livestream.console.ingest_console import ingest_of
from mercery.livestream.console.order_view import Goods, order_lines, round_ends
from mercery.livestream.console.studio_pages import NO_WORDS, Kill, StudioPage
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
    on, on_since = (status.item_id, status.item_since) if status else ("", None)
    watching = (await reading.watching(session, [show.id])).get(show.id, 0)
    counts = await reading.comment_counts(session, show.id)
    count = await reading.said_count(session, show.id, since)
    lines = await reading.said(session, show.id, since=since, limit=SHOWN_LINES)
    engine, engine_tone = engine_line(status, directed=directed)
    presenter: Literal["host", "person"] = "person" if status and status.presenter == "person" else "host"
    product_id = status.product_id if status else ""
    offer = goods.offers.get(product_id)
    product = goods.products.get(product_id)
    rows = said_rows(lines)
    return StudioPage(
        show=show, now=moment, directed=directed, resting=bool(status and status.resting),
        held=bool(status and status.held), presenter=presenter, host=name_of(asking.shop.id, show.avatar),
        host_line=host_line(status, killed=show.killed, directed=directed),
        person=await _person(asking, show), person_line=person_line(status),
        person_ready=person_state(status) in ("ready", "on_air"), watching=watching,
        peak=max(watching, await reading.peak(session, show.id)), orders=sales.orders, money=sales.money,
        bags=sales.bags,
        order=order_lines(
            items, goods, on=on, since=on_since, came=await reading.presented_at(session, show.id, since), now=moment
        ),
        order_note=_ends(show, items, on, on_since, asking), next_lines=next_lines(status), engine=engine,
        engine_tone=engine_tone,
        sinks=sink_cards(
            show, status, await repository.destinations(session, show.id),
            await reading.minutes(session, show.id, since=moment - _CHART), watching,
        ),
        said=rows, lines=count.lines, claims=count.claims, without=count.without,
        comments=sorted(
            map(comment_card, await reading.comments(session, show.id, limit=SHOWN_COMMENTS)),
            key=lambda one: not one.mine,
        ),
        answered=sum(counts.get(one, 0) for one in _ANSWERED), waiting=sum(counts.get(one, 0) for one in _WAITING),
        pictures=f"/live/{shop.id}/{show.id}/{PLAYLIST}", still=still_of(shop.id, show),
        kill=await _kill(asking, show), ingest=await ingest_of(asking, show), may_speak=asking.may(Permission.ANSWER_CONVERSATIONS),
        may_publish=asking.may(Permission.PUBLISH_CONTENT), product_picture=goods.picture(product_id),
        product_name=product.title if product else NO_WORDS, product_price=offer.low if offer else None,
        product_was=offer.was if offer else None, caption=rows[0].runs if rows else (), lang=asking.lang,
        duration=on_air_for(show.started_at, moment),
    )  # fmt: skip


async def goods_of(asking: Asking, items: tuple[Item, ...], *, sold: Mapping[str, int] | None = None) -> Goods:
    """The pieces of an order with prices and stock of this moment."""
    ids = list(dict.fromkeys(one.product_id for one in items if one.product_id))
    products = await catalog.products(asking.session, asking.shop.id, ids) if ids else []
    return Goods(
        products={one.id: one for one in products},
        offers=await promotions.offers(asking.session, asking.shop, ids) if ids else {},
        sold=sold or {},
    )


def _ends(show: Show, items: tuple[Item, ...], on: str, since: object, asking: Asking) -> Words:
    """When the show, or this round of it, ends."""
    zone = zone_named(asking.shop.timezone)
    if show.ends_at is not None:
        at = time_text(show.ends_at, "en", zone)
        return Words(f"ends {at}", f"{at} 结束")
    end = round_ends(items, on=on, since=since, now=now())  # type: ignore[arg-type]
    if end is None:
        return Words("day and night", "昼夜不停")
    at = time_text(end, "en", zone)
    return Words(f"begins anew {at}", f"{at} 起下一轮")


async def _person(asking: Asking, show: Show) -> str:
    """Who takes the air: whoever watches over the show, else whoever looks."""
    return show.watched_over or asking.staff.name


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
