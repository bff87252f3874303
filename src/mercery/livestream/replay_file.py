"""A recording as one file for the shop. Nothing is drawn or coded anew: what was sent is what is kept."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.errors import NotFound
from mercery.livestream.poster import parts_of
from mercery.livestream.replays import Recording, chapters_of, opened, said_in
from mercery.livestream.show import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAbout:
    """What the file says of itself. `mark`: that a machine made it, as Chinese rules ask (GB 45438-2025), as JSON."""

    title: str
    label: str
    maker: str
    lang: str
    mark: str

    def metadata(self) -> dict[str, str]:
        """As tags of the file."""
        found = {"title": self.title, "comment": self.label, "artist": self.maker, "AIGC": self.mark}
        return {name: value for name, value in found.items() if value}


def write_mp4(folder: Path, file: Path, about: FileAbout, chapters: Sequence[tuple[float, float, str]] = ()) -> bool:
    """Write the recording in `folder` to `file`, whole or not at all; False where nothing can be read of it.

    `chapters`: from, to, title."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        if not _written(parts_of(folder), fresh, about, chapters):
            return False
        fresh.replace(file)
        return True
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _written(parts: Sequence[Path], file: Path, about: FileAbout, chapters: Sequence[tuple[float, float, str]]) -> bool:
    import av

    options = {"movflags": "+faststart+use_metadata_tags"}
    streams: dict[str, Any] = {}
    begins = 0.0
    with av.open(str(file), "w", format="mp4", options=options) as out:
        out.metadata.update(about.metadata())
        out.set_chapters(_chapters(chapters))
        for part in parts:
            with suppress(av.FFmpegError), av.open(str(part)) as source:
                if not streams:
                    streams = {one.type: out.add_stream_from_template(one) for one in source.streams}
                    if "audio" in streams:
                        streams["audio"].metadata["language"] = "chi" if about.lang == "zh" else "eng"
                begins = _copied(source, out, streams, begins)
    return begins > 0


def _copied(source: Any, out: Any, streams: dict[str, Any], begins: float) -> float:
    """The packets of one part behind those before it; where they end. The last ones of an engine that was killed may be torn."""
    import av

    first: float | None = None
    ends = begins
    try:
        for packet in source.demux():
            if packet.dts is None or packet.stream.type not in streams:
                continue
            base = packet.time_base
            first = float(packet.dts * base) if first is None else first
            shift = round((begins - first) / base)
            packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            ends = max(ends, float((packet.pts + (packet.duration or 0)) * base))
            packet.stream = streams[packet.stream.type]
            out.mux(packet)
    except av.FFmpegError:
        pass
    return ends


def _chapters(chapters: Sequence[tuple[float, float, str]]) -> list[Any]:
    return [
        {
            "id": number,
            "start": round(start * 1000),
            "end": round(end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": title},
        }
        for number, (start, end, title) in enumerate(chapters, start=1)
    ]


async def whole_file(session: AsyncSession, shop: Shop, show: Show, recording: Recording) -> Path:
    """The recording as one file that plays anywhere, with its chapters and the mark; the caller removes it. NotFound."""
    from mercery.livestream.director.engines import label_of, mark_of

    recording = await asyncio.to_thread(opened, recording)
    lines = await said_in(session, recording)
    chapters = chapters_of(recording, lines)
    products = await catalog.products(session, shop.id, [one.product_id for one in chapters if one.product_id])
    names = {one.id: one.title.text(show.lang) for one in products}
    zh = show.lang == "zh"
    other = {
        "piece": "商品" if zh else "A piece",
        "questions": "问答" if zh else "Questions",
        "words": "串场" if zh else "Between",
    }
    told = [(one.start, one.end, names.get(one.product_id) or other[one.kind]) for one in chapters]
    about = FileAbout(
        title=show.title.text(show.lang) or shop.name.text(show.lang),
        label=label_of(show),
        maker=shop.name.text(show.lang),
        lang=show.lang,
        mark=mark_of(shop, show),
    )
    with tempfile.NamedTemporaryFile(prefix="replay-", suffix=".mp4", delete=False) as made:
        file = Path(made.name)
    if not await asyncio.to_thread(write_mp4, recording.folder, file, about, told):
        await asyncio.to_thread(file.unlink, missing_ok=True)
        raise NotFound("The recording's files are gone.")
    return file
