"""A past show as it can be watched again: chapters, what was said, what it costs today, and what of it no longer holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.livestream.replays import Chapter, Recording, Told, bring_playlist, chapters_of, recordings, transcript
from mercery.livestream.said import Run, runs_of
from mercery.livestream.show import Show
from mercery.livestream.showing import Showing, Slot
from mercery.storefront.live_files import REPLAY_PLAYLIST
from mercery.storefront.live_page import audience_of, length_text, poster_url, replay_url
from mercery.storefront.live_pieces import Audience, LivePiece, pieces_of
from mercery.storefront.live_room import urls_of
from mercery.storefront.live_words import Chip, Label, chips_of, label_of, tag
from mercery.storefront.seo import SCHEMA, breadcrumb_json_ld, script_json
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of, site
from mercery.studio.pictures.labelling import SOURCE_TYPES
from mercery.ui.formats import date_text, zone_named
from mercery.web.database import database_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayChapter:
    """A stretch with one piece on the counter."""

    start: float
    clock: str
    title: str
    piece: LivePiece | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRun:
    """A piece of a line."""

    text: str
    state: str
    """How its claim stands; empty: it claims nothing; `gone`: it no longer holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayLine:
    """A line of the transcript."""

    start: float
    clock: str
    lang: str
    runs: tuple[ReplayRun, ...]
    chips: tuple[Chip, ...]
    note: str
    """What became of it; empty where it holds."""
    fallen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What is said over the picture from a line that no longer holds on, until another piece is presented."""

    id: int
    said: str
    name: str
    price: str
    was: str
    until: str
    stock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several stretches of a show that was interrupted."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPage:
    """A recording with everything beside it."""

    head: Head
    crumbs: tuple[tuple[str, str], ...]
    title: str
    day: str
    length: str
    format: str
    label: Label
    source: str
    poster: str
    action: str
    parts: tuple[Part, ...]
    chapters: tuple[ReplayChapter, ...]
    pieces: tuple[LivePiece, ...]
    lines: tuple[ReplayLine, ...]
    overlays: tuple[Overlay, ...]
    changes: tuple[Overlay, ...]
    """The same, each once."""
    data: str
    """Times for the script, as JSON that is safe in the page."""


async def replay_page(visit: Visit, found: Showing, recording_id: str = "") -> ReplayPage:
    """The replay of a show; 404 where none is shown."""
    show, session = found.show, visit.session
    stretches = await recordings(session, show.id) if show.state == "ended" else ()
    chosen = next((one for one in stretches if one.id == recording_id or not recording_id), None)
    if chosen is None:
        raise NoSuchPage
    recording = await bring_playlist(database_of(visit.request), chosen)
    told = await transcript(session, visit.shop, recording)
    chapters = chapters_of(recording, [one.line for one in told])
    audience, moment = audience_of(visit), now()
    ids = list(dict.fromkeys(one.product_id for one in chapters if one.product_id))
    products = await catalog.products(session, visit.shop.id, ids) if ids else []
    order = {key: place for place, key in enumerate(ids)}
    slots = [Slot(product_id=one.id, at=moment) for one in sorted(products, key=lambda one: order.get(one.id, 0))]
    pieces = {one.product_id: one for one in pieces_of(audience, products, slots, "", moment)}
    overlays = _overlays(visit, told, pieces)
    title = show.title.text(visit.lang) or show.title.text(show.lang)
    day = date_text(recording.began_at, visit.lang, zone_named(visit.shop.timezone))
    crumbs = ((visit.say("Live", "直播"), visit.url("/live")), (title, ""))
    return ReplayPage(
        head=_head(visit, show, recording, title, day, chapters, pieces),
        crumbs=crumbs,
        title=title,
        day=day,
        length=length_text(recording.seconds),
        format=show.format,
        label=label_of(audience, replace(show, watched_over=""), person=False),
        source=source_of(show, recording),
        poster=poster_url(show),
        action=urls_of(visit.lang, show.slug).bag,
        parts=_parts(visit, show, stretches, chosen),
        chapters=tuple(_chapter(audience, one, pieces) for one in chapters),
        pieces=tuple(pieces.values()),
        lines=tuple(_line(visit, one) for one in told),
        overlays=overlays,
        changes=_once(overlays),
        data=_data(told, chapters, overlays),
    )


def source_of(show: Show, recording: Recording) -> str:
    """The playlist of the recording."""
    return f"/live/{show.shop_id}/{show.id}/replay/{recording.id}/{REPLAY_PLAYLIST}"


def _chapter(audience: Audience, chapter: Chapter, pieces: Mapping[str, LivePiece]) -> ReplayChapter:
    piece = pieces.get(chapter.product_id)
    if piece is not None:
        title = piece.name
    elif chapter.kind == "piece":
        title = audience.say("A piece no longer in the shop", "已下架商品")
    else:
        title = (
            audience.say("Questions", "问答") if chapter.kind == "questions" else audience.say("Between pieces", "串场")
        )
    return ReplayChapter(start=chapter.start, clock=length_text(chapter.start), title=title, piece=piece)


def _line(visit: Visit, told: Told) -> ReplayLine:
    line = told.line
    gone = {(one.start, one.end) for one in told.fallen}
    note = ""
    if told.now == "changed":
        note = visit.say("No longer in force.", "现已失效。")
    elif told.now == "unchecked":
        day = date_text(line.began_at, visit.lang, zone_named(visit.shop.timezone))
        note = visit.say(f"As it was on {day}.", f"为 {day} 时的情况。")
    holding = [span for span in line.spans if (span.start, span.end) not in gone]
    return ReplayLine(
        start=told.start,
        clock=length_text(told.start),
        lang=tag(line.lang),
        runs=tuple(_run(one, gone) for one in runs_of(line.text, line.spans)),
        chips=chips_of(line.text, holding, line.lang),
        note=note,
        fallen=told.now == "changed",
    )


def _run(run: Run, gone: set[tuple[int, int]]) -> ReplayRun:
    if run.claim is None:
        return ReplayRun(text=run.text, state="")
    fallen = (run.claim.start, run.claim.end) in gone
    return ReplayRun(text=run.text, state="gone" if fallen else run.claim.state)


def _overlays(visit: Visit, told: Sequence[Told], pieces: Mapping[str, LivePiece]) -> tuple[Overlay, ...]:
    found = []
    for place, one in enumerate(told):
        if one.now != "changed":
            continue
        piece = pieces.get(one.line.product_id)
        words = list(dict.fromkeys(one.line.text[span.start : span.end] for span in one.fallen))
        # A price is named alone: what it was before and when it ended go with it.
        price = next((word for word in words if one.line.price and any(sign.isdigit() for sign in word)), "")
        found.append(
            Overlay(
                id=place,
                said=price or ("、" if visit.zh else ", ").join(words),
                name=piece.name if piece else "",
                price=piece.price if piece else "",
                was=piece.was if piece else "",
                until=piece.until if piece else "",
                stock=piece.stock if piece else visit.say("no longer in the shop", "已下架"),
            )
        )
    return tuple(found)


def _once(overlays: Sequence[Overlay]) -> tuple[Overlay, ...]:
    """Each change once, however often it was said."""
    return tuple({(one.name, one.said): one for one in overlays if one.said}.values())


def _data(told: Sequence[Told], chapters: Sequence[Chapter], overlays: Sequence[Overlay]) -> str:
    ends = {one.id: _shown_until(told, chapters, one.id) for one in overlays}
    values = {
        "lines": [{"start": one.start, "end": one.end} for one in told],
        "chapters": [{"start": one.start, "product": one.product_id} for one in chapters],
        "overlays": [{"id": one.id, "start": told[one.id].start, "end": ends[one.id]} for one in overlays],
    }
    return script_json(values)


def _shown_until(told: Sequence[Told], chapters: Sequence[Chapter], place: int) -> float:
    """Until the chapter ends: whoever looks at the piece until then still has in mind what was said."""
    start = told[place].start
    chapter = next((one for one in chapters if one.start <= start < one.end), None)
    return max(chapter.end if chapter else 0.0, told[place].end + 2)


def _parts(visit: Visit, show: Show, stretches: Sequence[Recording], chosen: Recording) -> tuple[Part, ...]:
    if len(stretches) < 2:
        return ()
    base = replay_url(visit, show)
    return tuple(
        Part(
            label=visit.say(
                f"Part {number}, {length_text(one.seconds)}", f"第 {number} 段，{length_text(one.seconds)}"
            ),
            url=f"{base}/{quote(one.id)}",
            current=one.id == chosen.id,
        )
        for number, one in enumerate(stretches, 1)
    )


def _head(
    visit: Visit,
    show: Show,
    recording: Recording,
    title: str,
    day: str,
    chapters: Sequence[Chapter],
    pieces: Mapping[str, LivePiece],
) -> Head:
    path, base = replay_url(visit, show), site(visit.request, visit.shop)
    names = [one.name for one in pieces.values()][:4]
    said = visit.say(
        f"{title}, recorded on {day}" + (f": {', '.join(names)}." if names else "."),
        f"{title}，录制于 {day}" + (f"：{'、'.join(names)}。" if names else "。"),
    )
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "VideoObject",
        "name": title,
        "description": said,
        "url": base + path,
        "contentUrl": base + source_of(show, recording),
        "thumbnailUrl": [base + poster_url(show)],
        "uploadDate": recording.began_at.isoformat(),
        "duration": f"PT{round(recording.seconds)}S",
        "inLanguage": "zh-CN" if show.lang == "zh" else "en",
        "digitalSourceType": f"{SOURCE_TYPES}algorithmicMedia",
        "hasPart": [
            {"@type": "Clip", "name": pieces[one.product_id].name, "startOffset": round(one.start), "endOffset": round(one.end), "url": f"{base}{path}?t={round(one.start)}"}
            for one in chapters
            if one.product_id in pieces
        ],
    }  # fmt: skip
    crumbs = [(visit.say("Live", "直播"), visit.url("/live")), (title, path)]
    head = head_of(
        visit, title, said, path=path, image=poster_url(show), kind="video.other",
        json_ld=(script_json(found), breadcrumb_json_ld(visit, crumbs)),
    )  # fmt: skip
    return replace(head, assistant=replace(head.assistant, shown=False))
