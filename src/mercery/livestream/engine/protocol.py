"""What director and engine say to each other: a line of JSON, then the bytes it announces. Pure.

A message is `{"message": …, "bytes": n, …}` and a newline, then n bytes (sound: 16-bit little-endian samples of one channel).
`message` is the type's name in small letters (`say`, `sink_off`); `wire.py` reads and writes them. The engine trusts nothing in
it: unknown kinds and bad values are answered with `refused` and change nothing.

To the engine: Scene, Say, Unsay, GiveWay, Quiet, Card, SinkSetting, SinkOff, Feed, Take, GiveBack, Still, Stop. From it: Beat (once on
connecting and then every second), Began, Ended, Refused. One director at a time: who connects last has it. What began and ended
while nobody was connected is told to the next.
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
"""The ladder when the machine is late: 25 fresh pictures a second, 12, a quicker coder as well, 6. Sound is whole on each.
(A smaller picture saves nothing: making it smaller costs what the quicker coder would save on it.)"""
Where = Literal["next", "last", "now"]
"""Answers are `next` (after the sentence being spoken), the script is `last`, `now` cuts the sentence off (kill, sold out)."""


FeedOf = Literal["person", "face"]
FeedState = Literal["none", "connecting", "ready", "on_air", "lost"]
"""`ready`: pictures come in, it may be taken; `lost`: it stalled for more than a second or ended, and the host has the air."""


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
class Unsay:
    """Lines that wait are not said after all: what they say of a price or of stock is no longer true. Each is answered with an
    `Ended` that is cut. The line being spoken is not touched (that is `Quiet`)."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveWay:
    """Leave the line being spoken at this place of its sound, where an answer waits by then: what was said up to there is a
    sentence of its own. It ends as one that is cut. A line that is beyond the place, or has ended, goes on as it was."""

    id: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Nothing that waits is said; `now`: the sentence being spoken is faded out too."""

    now: bool = False


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
class SinkOff:
    """Send nothing there any more."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Pictures and sound of somebody else, opened and decoded while the host is on air: a person's stream, or an outside face.
    Whatever libav opens: `rtmp://…`, `http://…`, a file; `listen`: the address is listened on, and who calls is let in."""

    of: FeedOf
    url: str
    """Empty: none any more. It may hold a key: never logged."""
    listen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Put a feed on air at the next picture, once it is ready. A person's sound is theirs and the host's lines wait; an outside
    face only lends its picture and sound to what the host's director has it say."""

    of: FeedOf


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """The drawn host again, at the next picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """Sound off and a still picture with these words in every programme, at once; what waits is forgotten. `on` false: the host
    is back. Sinks go on all the while."""

    on: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """End the programme: sinks are closed properly, the process ends."""


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
    """Unix time of the first sample: began_at + media_s is the moment that is on air. Another one after the clock was set anew
    (more than two seconds late)."""
    frames: int
    fresh: int
    repeated: int
    tier: Tier
    speaking: str = ""
    """Id of the line."""
    queued: tuple[str, ...] = ()
    presenter: Presenter = "host"
    person: FeedState = "none"
    face: FeedState = "none"
    cpu_s: float = 0.0
    rss_mb: float = 0.0
    sinks: tuple[SinkStatus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """A line is heard from this moment of the media on (seconds since the engine's start; `at` is the date, Unix time)."""

    id: str
    media_s: float
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A line was said to its end, or was cut off, or is not going to be said (then it never began)."""

    id: str
    media_s: float
    at: float
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A message was not understood or cannot be done; it changed nothing."""

    of: str
    """Its kind."""
    problem: str
    id: str = ""
    """Of the line or sink, where it had one."""


ToEngine = Scene | Say | Unsay | GiveWay | Quiet | Card | SinkSetting | SinkOff | Feed | Take | GiveBack | Still | Stop
FromEngine = Beat | Began | Ended | Refused
