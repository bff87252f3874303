"""Playlists of HLS as values: read, written, and kept short while a programme is on air. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

_TARGET_S: Final = 2
_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\Z")
_URI: Final = re.compile(r'URI="([^"]+)"')
_RANGE: Final = re.compile(r'BYTERANGE="(\d+)@(\d+)"')
Range = tuple[int, int]
"""Length and offset in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of the programme. `date`: when its first picture was on air; `head`: the file with what its encoder says of
    itself; `anew`: whether it does not go on where the one before ended. Ranges: where several pieces lie in one file."""

    name: str
    seconds: float
    date: datetime
    head: str
    anew: bool = False
    range: Range | None = None
    head_range: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """The pieces one can play now. `first` counts all pieces ever, `breaks` the discontinuities that are no longer in it."""

    segments: tuple[Segment, ...] = ()
    first: int = 0
    breaks: int = 0

    def with_one(self, segment: Segment, most: int) -> Playlist:
        """With one more at the end, and the oldest left out beyond `most`."""
        kept = (*self.segments, segment)
        out = kept[: max(0, len(kept) - most)]
        return Playlist(
            segments=kept[len(out) :],
            first=self.first + len(out),
            breaks=self.breaks + sum(one.anew for one in out),
        )

    def names(self) -> frozenset[str]:
        """Files it needs."""
        return frozenset(name for one in self.segments for name in (one.name, one.head))


def live_text(playlist: Playlist, *, ended: bool = False) -> str:
    """The playlist of what is on air."""
    target = max([_TARGET_S, *(-int(-one.seconds // 1) for one in playlist.segments)])
    lines = [
        "#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{target}", "#EXT-X-INDEPENDENT-SEGMENTS",
        f"#EXT-X-MEDIA-SEQUENCE:{playlist.first}", f"#EXT-X-DISCONTINUITY-SEQUENCE:{playlist.breaks}",
    ]  # fmt: skip
    lines += segment_lines(playlist.segments)
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if ended else [])]) + "\n"


def segment_lines(segments: Sequence[Segment], *, before: Segment | None = None) -> list[str]:
    """Lines of segments that follow `before`."""
    lines: list[str] = []
    for one in segments:
        if one.anew:
            lines.append("#EXT-X-DISCONTINUITY")
        if before is None or (one.head, one.head_range) != (before.head, before.head_range):
            lines.append(f'#EXT-X-MAP:URI="{one.head}"' + (_at(one.head_range, ',BYTERANGE="{0}@{1}"')))
        lines.append("#EXT-X-PROGRAM-DATE-TIME:" + one.date.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
        lines.append(f"#EXTINF:{one.seconds:.3f},")
        if one.range:
            lines.append(_at(one.range, "#EXT-X-BYTERANGE:{0}@{1}"))
        lines.append(one.name)
        before = one
    return lines


def _at(place: Range | None, how: str) -> str:
    return how.format(*place) if place else ""


def read(text: str) -> Playlist:
    """A playlist this program wrote, or an empty one where it cannot be read: then numbers begin anew."""
    if not text.startswith("#EXTM3U"):
        return Playlist()
    try:
        return _read(text)
    except (ValueError, OverflowError):
        return Playlist()


def _read(text: str) -> Playlist:
    found: list[Segment] = []
    first = breaks = 0
    now = Segment(name="", seconds=0.0, date=datetime.fromtimestamp(0, UTC), head="")
    for line in text.splitlines():
        tag, _, value = line.partition(":")
        if tag == "#EXT-X-MEDIA-SEQUENCE":
            first = int(value)
        elif tag == "#EXT-X-DISCONTINUITY-SEQUENCE":
            breaks = int(value)
        elif line and not line.startswith("#"):
            if _SAFE.match(line) and _SAFE.match(now.head):
                found.append(replace(now, name=line))
            now = replace(now, anew=False, range=None)
        else:
            now = _told(now, tag, value)
    return Playlist(segments=tuple(found), first=first, breaks=breaks)


def _told(now: Segment, tag: str, value: str) -> Segment:
    """What the line says of the next segment."""
    if tag == "#EXT-X-DISCONTINUITY":
        return replace(now, anew=True)
    if tag == "#EXT-X-PROGRAM-DATE-TIME":
        return replace(now, date=datetime.fromisoformat(value.replace("Z", "+00:00")))
    if tag == "#EXTINF":
        return replace(now, seconds=float(value.split(",")[0]))
    if tag == "#EXT-X-BYTERANGE":
        length, _, offset = value.partition("@")
        return replace(now, range=(int(length), int(offset)))
    if tag == "#EXT-X-MAP" and (uri := _URI.search(value)):
        place = _RANGE.search(value)
        return replace(now, head=uri[1], head_range=(int(place[1]), int(place[2])) if place else None)
    return now
