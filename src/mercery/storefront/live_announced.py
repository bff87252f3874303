"""What the shop's other pages tell of a show: a band on the home page, a word in the head. Visitors of its hold-out see neither."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.experiments.service import record_exposure, variant_for
from mercery.livestream.showing import Slot, announced, main_show, past_shows, to_come, watching
from mercery.storefront.live_pieces import Audience, LivePiece, pieces_of
from mercery.storefront.live_words import label_of, moment_text, watching_text
from mercery.storefront.visit import LIVE, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBand:
    """A show on the home page."""

    title: str
    url: str
    on_air: bool
    lead: str
    """`Live now`, or when it begins."""
    watching: str
    label: str
    piece: LivePiece | None
    """What is on the counter, else the first of the running order."""


async def live_band(visit: Visit) -> LiveBand | None:
    """The show that is on or soon will be; None where there is none, or the visitor is of the hold-out."""
    found = await announced(visit.session, visit.shop.id)
    if found is None or variant_for(visit.shop, LIVE, visit.visitor_id) != "treatment":
        return None
    show, at = found.show, now()
    audience = Audience(shop=visit.shop, lang=visit.lang, currency=visit.currency)
    status = found.status
    counter = status.product_id if status and found.phase == "on_air" else ""
    shown = counter or next(iter(found.product_ids), "")
    products = await catalog.products(visit.session, visit.shop.id, [shown]) if shown else []
    pieces = pieces_of(audience, products, [Slot(product_id=shown, at=at)], counter, at)
    on_air = found.phase in ("on_air", "waking")
    label = label_of(audience, show, person=status is not None and status.presenter == "person" and on_air)
    when = moment_text(audience, show.starts_at) if show.starts_at else ""
    return LiveBand(
        title=show.title.text(visit.lang) or show.title.text(show.lang),
        url=visit.url(f"/live/{quote(show.slug)}"),
        on_air=on_air,
        lead=visit.say("Live now", "正在直播") if on_air else visit.say(f"On air {when}", f"{when}开播"),
        watching=watching_text(audience, await watching(visit.session, show.id)) if on_air else "",
        label=label.who + label.rest,
        piece=next(iter(pieces), None),
    )


async def live_paths(session: AsyncSession, shop_id: str) -> list[str]:
    """Addresses of shows for the sitemap, without the language: to come, on air, and those that can be watched again."""
    found = await main_show(session, shop_id)
    now_on = [found.show] if found is not None and found.phase != "stopped" else []
    coming = {show.slug for show in (*now_on, *await to_come(session, shop_id))}
    again = [show.slug for show, _ in await past_shows(session, shop_id)]
    paths = [*(f"/live/{quote(slug)}" for slug in sorted(coming)), *(f"/live/{quote(slug)}/replay" for slug in again)]
    return ["/live", *paths] if paths else []


async def expose(visit: Visit) -> None:
    """Note that a show was told of to the visitor, or would have been; to be run after the answer went out."""
    if visit.by_machine:
        return
    async with visit.request.app.state.database.session() as session:
        if await announced(session, visit.shop.id) is not None:
            await record_exposure(session, visit.shop, LIVE, visit.visitor_id)
