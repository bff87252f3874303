"""What director and engine say to each other: a line of JSON, then the bytes it announces. Pure.

A message is `{"kind": …, "bytes": n, …}` and a newline, then n bytes (sound: 16-bit little-endian samples of one channel).
The engine trusts nothing in it: unknown kinds and bad values are answered with `refused` and change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format, Presenter

SinkState = Literal["connecting", "healthy", "waiting", "failed", "off"]
"""`waiting`: the connection was lost and is tried again; `failed`: it cannot be had as it is set up (a refused key, a full disk)."""
Tier = Literal["full", "half", "fast", "small"]
"""The ladder when the machine is late: 25 fresh frames, 12, a quicker encoder, a smaller picture."""
Where = Literal["next", "last", "now"]
"""Answers are `next` (after the sentence being spoken), the script is `last`, `now` cuts the sentence off (kill, sold out)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Speak a line."""

    id: str
    pcm: bytes
    rate: int
    visemes: tuple[Viseme, ...]
    caption: str
    mood: Mood = "calm"
    gesture: Gesture = "none"
    where: Where = "last"
    pause_ms: int = 420
    """Quiet after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the burned-in programme shows beside the host. Prices are words of the moment, sent again whenever they change."""

    picture: str
    """Path of a picture file; empty: no card."""
    heading: str
    name: str
    detail: str
    price: str
    was: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinkSetting:
    """Where a programme goes. `clean`: no text in the picture; `burned`: card, price, captions and label are drawn in."""

    id: str
    kind: Literal["hls", "record", "rtmp"]
    programme: Literal["clean", "burned"]
    target: str
    """A folder (hls, record) or an address with its key (rtmp): never logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is seen: folders of the avatar and the background picture, format, the label and the shop's name."""

    format: Format
    avatar: str
    background: str
    label: str
    shop: str
    live: str
    """The word on the red mark, in the show's language."""
    mark: str = ""
    """The mark of machine-made content (GB 45438-2025) for the stream's metadata, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinkStatus:
    """How one sink does."""

    id: str
    state: SinkState
    problem: str = ""
    fps: float = 0.0
    """Frames it took in the last ten seconds, a second."""
    behind_s: float = 0.0
    reconnects: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Told every second."""

    media_s: float
    """Sound since the engine's start, seconds."""
    wall_s: float
    began_at: float
    """Unix time of the first sample: began_at + media_s is the moment that is on air."""
    frames: int
    fresh: int
    repeated: int
    tier: Tier
    speaking: str = ""
    """Id of the line."""
    queued: tuple[str, ...] = ()
    presenter: Presenter = "host"
    person: Literal["none", "connecting", "ready", "on_air", "lost"] = "none"
    cpu_s: float = 0.0
    rss_mb: float = 0.0
    sinks: tuple[SinkStatus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """A line is heard from this moment of the media on (seconds since the engine's start; add began_at for the date)."""

    id: str
    media_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A line was said to its end, or was cut off."""

    id: str
    media_s: float
    cut: bool = False
