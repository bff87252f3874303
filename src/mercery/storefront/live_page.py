"""The page of a show, and the list of shows to come and past ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from mercery.core.i18n import Lang
from mercery.core.ids import new_id
from mercery.livestream.show import Show
from mercery.livestream.showing import Showing, past_shows, to_come
from mercery.storefront.live_pieces import Audience
from mercery.storefront.live_room import Room, room_of, source_of
from mercery.storefront.live_words import moment_text
from mercery.storefront.seo import SCHEMA, script_json
from mercery.storefront.visit import Head, Visit, head_of, page_context, site
from mercery.studio.pictures.labelling import SOURCE_TYPES
from mercery.ui.formats import date_text, zone_named
from mercery.ui.page_context import NavItem, PageContext, Theme
from mercery.web.cookies import read_cookie, set_cookie
from mercery.web.secret import seal, unseal
from mercery.web.security import CONTENT_SECURITY_POLICY

VIEWER_COOKIE: Final = "viewer"
"""How this browser's reader wants to be called on air."""
LONGEST_NAME: Final = 20
_YEAR: Final = 365 * 24 * 3600
PLAYS: Final = {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; media-src 'self' blob:"}
"""The player feeds the picture in pieces, from memory."""
SPOKEN: Final[dict[Lang, tuple[str, str]]] = {"en": ("English", "英文"), "zh": ("Chinese", "中文")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShow:
    """A show that can be watched again."""

    title: str
    url: str
    day: str
    length: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingShow:
    """A show to come."""

    title: str
    url: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePage:
    """A show as its page opens."""

    head: Head
    room: Room
    visitor_id: str
    viewer: str
    """How the reader is called on air; empty: not asked yet."""
    key: str
    """Of the comment to come: sent twice, it is one."""
    ask_label: str
    spoken: str
    replay_url: str
    past: tuple[PastShow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowsPage:
    """Shows to come and past ones."""

    head: Head
    heading: str
    coming: tuple[ComingShow, ...]
    past: tuple[PastShow, ...]


def audience_of(visit: Visit) -> Audience:
    """Whom the page is for."""
    return Audience(shop=visit.shop, lang=visit.lang, currency=visit.currency)


async def live_page(visit: Visit, found: Showing) -> LivePage:
    """The page of one show."""
    show, audience = found.show, audience_of(visit)
    room = await room_of(visit.session, audience, found)
    past = tuple(one for one in await past_view(visit) if one.url != replay_url(visit, show))
    recorded = {one.id for one, _ in await past_shows(visit.session, visit.shop.id)}
    name = visit.shop.assistant_name.text(visit.lang)
    return LivePage(
        head=_head(visit, found, room),
        room=room,
        visitor_id=visit.visitor_id,
        viewer=viewer_name(visit),
        key=new_id("cmt"),
        ask_label=visit.say(f"Ask {name} on air" if name else "Ask on air", "向主播提问"),
        spoken=visit.say(*SPOKEN[show.lang]),
        replay_url=replay_url(visit, show) if show.id in recorded else "",
        past=past[:8],
    )


async def shows_page(visit: Visit) -> ShowsPage:
    """What is to come and what can be watched again."""
    heading = visit.say("Live", "直播")
    said = visit.say(
        f"Live shows of {visit.shop.name.text('en')}: an AI host presents pieces and answers questions from what is on record.",
        f"{visit.shop.name.text('zh')}的直播：AI 主播讲解商品，按记录回答提问。",
    )
    coming = tuple(
        ComingShow(
            title=_title(visit, one),
            url=visit.url(f"/live/{quote(one.slug)}"),
            when=moment_text(audience_of(visit), one.starts_at) if one.starts_at else "",
        )
        for one in await to_come(visit.session, visit.shop.id)
    )
    coming = tuple(replace(one, when=one.when[:1].upper() + one.when[1:]) for one in coming)
    past = await past_view(visit)
    head = _quiet(visit, head_of(visit, heading, said, path=visit.url("/live"), index=bool(coming or past)))
    return ShowsPage(head=head, heading=heading, coming=coming, past=past)


async def past_view(visit: Visit) -> tuple[PastShow, ...]:
    """Past shows as tiles."""
    zone = zone_named(visit.shop.timezone)
    return tuple(
        PastShow(
            title=_title(visit, show),
            url=replay_url(visit, show),
            day=date_text(at, visit.lang, zone) if (at := show.started_at or show.ended_at) else "",
            length=length_text(seconds),
            picture=poster_url(show),
        )
        for show, seconds in await past_shows(visit.session, visit.shop.id)
    )


async def live_context(visit: Visit) -> PageContext:
    """The frame around the pages of shows: dark where the reader has not chosen, and two ways on in its head. That a show is on
    need not be said here."""
    context = await page_context(visit)
    nav = (
        NavItem(key="shop", label=visit.say("Shop", "商店"), url=visit.url()),
        NavItem(key="past", label=visit.say("Past shows", "往期回放"), url=visit.url("/live/past")),
    )
    theme: Theme = "dark" if context.theme == "system" else context.theme
    shop = replace(context.shop, live_url="") if context.shop else None
    return replace(context, theme=theme, nav=nav, shop=shop)


def viewer_name(visit: Visit) -> str:
    """How the reader is called on air, as they once said."""
    sent = read_cookie(visit.request, VIEWER_COOKIE)
    opened = unseal("viewer", sent) if sent else None
    return opened[:LONGEST_NAME] if isinstance(opened, str) else ""


def remember_viewer(visit: Visit, name: str) -> str:
    """Keep the name for a year; the name that counts."""
    plain = " ".join(name.split())[:LONGEST_NAME]
    if plain:
        set_cookie(visit.request, VIEWER_COOKIE, seal("viewer", plain), max_age=_YEAR)
    return plain or viewer_name(visit)


def replay_url(visit: Visit, show: Show) -> str:
    """Where a past show is watched again."""
    return visit.url(f"/live/{quote(show.slug)}/replay")


def poster_url(show: Show) -> str:
    """A picture of the show: the first one of its recording."""
    return f"/live/{show.shop_id}/{show.id}/poster.jpg"


def length_text(seconds: float) -> str:
    """`1:05:12`, `18:42`."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _title(visit: Visit, show: Show) -> str:
    return show.title.text(visit.lang) or show.title.text(show.lang)


def _quiet(visit: Visit, head: Head) -> Head:
    """Without the assistant's panel: on these pages one asks the host."""
    return replace(head, assistant=replace(head.assistant, shown=False))


def _head(visit: Visit, found: Showing, room: Room) -> Head:
    show, path = found.show, visit.url(f"/live/{quote(found.show.slug)}")
    names = (
        "、".join(one.name for one in room.pieces[:4]) if visit.zh else ", ".join(one.name for one in room.pieces[:4])
    )
    said = visit.say(
        f"{room.title}: live from {visit.shop.name.text('en')}" + (f", with {names}." if names else "."),
        f"{room.title}，{visit.shop.name.text('zh')}直播" + (f"：{names}。" if names else "。"),
    )
    head = head_of(
        visit,
        room.title,
        said,
        path=path,
        image=room.pieces[0].picture if room.pieces else "",
        kind="video.other",
        json_ld=(_json_ld(visit, show, room, said, path),) if found.phase != "ended" else (),
        index=found.phase in ("on_air", "waking", "away", "soon"),
    )
    return _quiet(visit, head)


def _json_ld(visit: Visit, show: Show, room: Room, said: str, path: str) -> str:
    """schema.org/VideoObject with its BroadcastEvent: what is on, never what it costs."""
    base = site(visit.request, visit.shop)
    starts = show.started_at or show.starts_at
    event: dict[str, object] = {"@type": "BroadcastEvent", "name": room.title, "isLiveBroadcast": True}
    if starts is not None:
        event["startDate"] = starts.isoformat()
    if show.ends_at is not None:
        event["endDate"] = show.ends_at.isoformat()
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "VideoObject",
        "name": room.title,
        "description": said,
        "url": base + path,
        "contentUrl": base + source_of(show.shop_id, show.id),
        "inLanguage": "zh-CN" if show.lang == "zh" else "en",
        "digitalSourceType": SOURCE_TYPES + ("trainedAlgorithmicMedia" if show.face_url else "algorithmicMedia"),
        "publication": event,
    }
    if starts is not None:
        found["uploadDate"] = starts.isoformat()
    picture = next((one.picture for one in room.pieces if one.picture), "")
    if picture:
        found["thumbnailUrl"] = [base + picture if picture.startswith("/") else picture]
    return script_json(found)
