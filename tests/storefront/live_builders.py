"""Shows for the tests of their pages: rows as the director writes them, and a small folder as the engine writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import av
import numpy as np
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence, Span
from mercery.claims.wording import Voice
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.livestream.engine.playlist import Playlist, Segment, live_text
from mercery.livestream.folders import hls_folder, live_folder, record_folder
from mercery.livestream.said import spans_json, spans_of
from mercery.livestream.show import Format, Goals
from mercery.livestream.tables import (
    LiveCommentRow,
    LiveItemRow,
    LiveRecordingRow,
    LiveSaidRow,
    LiveShowRow,
    LiveStatusRow,
)
from mercery.promotions.service import price_facts


async def add_show(
    session: AsyncSession,
    shop: Shop,
    products: Sequence[Product],
    *,
    slug: str = "winter-leather",
    state: str = "on_air",
    lang: Lang = "en",
    shape: Format = "landscape",
    starts_at: datetime | None = None,
) -> LiveShowRow:
    """A show with a greeting and one entry for each product, watched over by Claire."""
    moment = now()
    row = LiveShowRow(
        id=new_id("shw"), shop_id=shop.id, slug=slug, title={"en": "Winter leather, piece by piece", "zh": "冬季皮具，一件一件讲"},
        lang=lang, format=shape, avatar="aurelle", background="atelier", state=state, goals=plain(Goals()),
        rest_alone=True, record=True, watched_over="Claire", starts_at=starts_at,
        started_at=moment - timedelta(minutes=20) if state in ("on_air", "ended") else None,
        ended_at=moment if state == "ended" else None,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    entries = [("welcome", "", 1.0), *(("piece", product.id, 4.0) for product in products)]
    for place, (kind, product_id, minutes) in enumerate(entries):
        session.add(
            LiveItemRow(
                id=new_id("itm"), shop_id=shop.id, show_id=row.id, place=place, kind=kind, product_id=product_id,
                minutes=minutes, title=plain(Words("")), own=[],
            )
        )  # fmt: skip
    await session.flush()
    return row


async def on_counter(
    session: AsyncSession, show: LiveShowRow, product_id: str, *, presenter: str = "host", resting: bool = False
) -> None:
    """What the director tells: the piece is presented now."""
    item = await session.scalar(
        select(LiveItemRow.id).where(LiveItemRow.show_id == show.id, LiveItemRow.product_id == product_id)
    )
    values = {
        "shop_id": show.shop_id, "seen_at": now(), "presenter": presenter, "resting": resting, "item_id": item or "",
        "item_since": now(), "product_id": product_id, "beat": {}, "next_lines": [],
    }  # fmt: skip
    row = await session.get(LiveStatusRow, show.id)
    if row is None:
        session.add(LiveStatusRow(show_id=show.id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    await session.flush()


def facts_of(shop: Shop, product: Product) -> dict[str, Fact]:
    """The product's facts by id, prices among them."""
    return {fact.id: fact for fact in (*product_facts(product, shop), *price_facts(shop, [product]))}


async def say(
    session: AsyncSession,
    show: LiveShowRow,
    shop: Shop,
    product: Product,
    text: str,
    claims: Mapping[str, str],
    *,
    at: datetime,
    seconds: float = 4.0,
    comment_id: str = "",
    kind: str = "piece",
) -> LiveSaidRow:
    """A line that went on air at `at`; `claims`: words of it, and the attribute they stand on."""
    facts = facts_of(shop, product)
    spans = tuple(
        Span(start=text.index(words), end=text.index(words) + len(words), fact_id=_fact(facts, attribute).id)
        for words, attribute in claims.items()
    )
    lang: Lang = "zh" if show.lang == "zh" else "en"
    sentence, voice = Sentence(text=text, spans=spans), Voice(lang=lang, now=at, timezone=shop.timezone)
    row = LiveSaidRow(
        shop_id=shop.id, show_id=show.id, line_id=new_id("lin"), kind=kind, lang=show.lang, text=text,
        spans=spans_json(spans_of(sentence, facts, voice)), fact_ids=list(sentence.fact_ids), item_id="",
        product_id=product.id, comment_id=comment_id, price={}, began_at=at, ended_at=at + timedelta(seconds=seconds),
        cut=False,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


def _fact(facts: Mapping[str, Fact], attribute: str) -> Fact:
    return next(fact for fact in facts.values() if fact.attribute == attribute)


async def comment(
    session: AsyncSession, show: LiveShowRow, name: str, text: str, state: str = "waiting", **values: object
) -> LiveCommentRow:
    """What a viewer wrote."""
    row = LiveCommentRow(
        id=new_id("lcm"), shop_id=show.shop_id, show_id=show.id, source="page", source_id=new_id("src"), name=name,
        text=text, state=state, **{"lang": "en", "answer": {}, "at": now(), "rank": 0.0, **values},
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def recorded(
    session: AsyncSession, show: LiveShowRow, began_at: datetime, *, seconds: float = 8.0
) -> LiveRecordingRow:
    """A stretch on record, with its files."""
    row = LiveRecordingRow(
        id=new_id("rec"), shop_id=show.shop_id, show_id=show.id, folder="", began_at=began_at, seconds=seconds, bytes=0
    )
    folder = record_folder(show.shop_id, show.id, row.id)
    row.folder = folder.relative_to(live_folder()).as_posix()
    write_stream(folder, "vod.m3u8", began_at, seconds, ended=True)
    session.add(row)
    await session.flush()
    return row


def on_air_files(show: LiveShowRow, began_at: datetime, *, seconds: float = 8.0) -> Path:
    """The folder of what is on air."""
    folder = hls_folder(show.shop_id, show.id)
    write_stream(folder, "live.m3u8", began_at, seconds, ended=False)
    return folder


def write_stream(folder: Path, playlist: str, began_at: datetime, seconds: float, *, ended: bool) -> None:
    """Segments of two seconds of a small moving picture with a tone, and their playlist in the engine's own form."""
    folder.mkdir(parents=True, exist_ok=True)
    _segments(folder, seconds)
    segments = tuple(
        Segment(name=f"s{number:03d}.m4s", seconds=2.0, date=began_at + timedelta(seconds=2 * number), head="init.mp4")
        for number in range(round(seconds / 2))
    )
    (folder / playlist).write_text(live_text(Playlist(segments=segments), ended=ended), encoding="utf-8")


def _segments(folder: Path, seconds: float) -> None:
    width, height, rate = 160, 90, 10
    options = {
        "hls_segment_type": "fmp4", "hls_time": "2", "hls_list_size": "0", "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": str(folder / "s%03d.m4s"),
    }  # fmt: skip
    with av.open(str(folder / "made.m3u8"), "w", format="hls", options=options) as out:
        video = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "bf": "0", "g": str(2 * rate)})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        sound = out.add_stream("aac", rate=48_000, layout="mono")
        for place in range(round(seconds * rate)):
            shade = np.full((height, width, 3), (place * 7) % 200 + 20, np.uint8)
            frame = av.VideoFrame.from_ndarray(shade, "rgb24")
            frame.pts = place
            out.mux(video.encode(frame))
        for place in range(round(seconds * 48_000 / 1024)):
            wave = np.sin((np.arange(1024) + place * 1024) * 2 * np.pi * 440 / 48_000).astype(np.float32)[None] * 0.1
            block = av.AudioFrame.from_ndarray(wave, "fltp", "mono")
            block.sample_rate, block.pts = 48_000, place * 1024
            out.mux(sound.encode(block))
        out.mux(video.encode())
        out.mux(sound.encode())
    (folder / "made.m3u8").unlink()
