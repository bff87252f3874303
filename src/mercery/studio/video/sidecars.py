"""The files beside a video that say what is in it: tags to touch, captions, chapters. docs/guide/shoppable-video.md is the
contract. No file ever holds a price or a count: the player asks for those when it plays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from mercery.core.i18n import Lang

FORMAT: Final = "mercery-video/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Where a tag is at a moment (seconds); between two keys it moves evenly. Shares of the frame."""

    at: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A product that can be touched from `start` to `end` (seconds). `keys` by the name of a format."""

    id: str
    product: str
    variant: str
    label: str
    path: str
    start: float
    end: float
    keys: Mapping[str, tuple[Key, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words said from `start` to `end` (seconds)."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the video with its name."""

    start: float
    end: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFile:
    """One film of this video."""

    format: str
    file: str
    width: int
    height: int
    poster: str
    tags: str
    """Its WebVTT metadata track."""
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `tags.json` says."""

    lang: Lang
    title: str
    seconds: float
    videos: tuple[VideoFile, ...]
    captions: Mapping[str, str]
    """File by language."""
    chapters: str
    tags: tuple[Tag, ...]
    label: str = ""
    fact_ids: tuple[str, ...] = ()


def manifest_json(manifest: Manifest) -> str:
    """`tags.json`."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "lang": manifest.lang,
        "title": manifest.title,
        "seconds": manifest.seconds,
        "label": manifest.label,
        "videos": [asdict(one) for one in manifest.videos],
        "captions": [{"lang": lang, "file": file} for lang, file in manifest.captions.items()],
        "chapters": manifest.chapters,
        "tags": [tag_json(one) for one in manifest.tags],
        "fact_ids": list(manifest.fact_ids),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def tag_json(tag: Tag) -> dict[str, Any]:
    """A tag, its keys short: `[at, x, y, width, height]`."""
    return {**_head(tag), "keys": {name: [_short(key) for key in keys] for name, keys in tag.keys.items()}}


def _head(tag: Tag) -> dict[str, Any]:
    return {
        "id": tag.id, "product": tag.product, "variant": tag.variant, "label": tag.label, "path": tag.path,
        "start": tag.start, "end": tag.end,
    }  # fmt: skip


def _short(key: Key) -> list[float]:
    return [key.at, key.x, key.y, key.width, key.height]


def captions_vtt(cues: Sequence[Cue], lang: Lang) -> str:
    """Captions as WebVTT."""
    return _vtt(((one.start, one.end, _escaped(one.text)) for one in cues), f"Kind: captions\nLanguage: {_tag(lang)}")


def chapters_vtt(chapters: Sequence[Chapter], lang: Lang) -> str:
    """Chapters as WebVTT."""
    rows = ((one.start, one.end, _escaped(one.title)) for one in chapters)
    return _vtt(rows, f"Kind: chapters\nLanguage: {_tag(lang)}")


def tags_vtt(tags: Sequence[Tag], name: str) -> str:
    """The tags of one format as a WebVTT track of kind metadata: a cue a tag, its text the tag in one line of JSON."""
    rows = [
        (
            one.start,
            one.end,
            json.dumps({**_head(one), "keys": [_short(key) for key in one.keys[name]]}, ensure_ascii=False),
        )
        for one in tags
    ]
    # Two dashes and an angle bracket would end the cue's times; JSON may write any sign as a number.
    safe = ((start, end, text.replace("-->", "--\\u003e")) for start, end, text in rows)
    return _vtt(safe, "Kind: metadata")


def _vtt(rows: Any, head: str) -> str:
    cues = [
        f"{number}\n{stamp(start)} --> {stamp(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(rows, start=1)
        if end > start and text.strip()
    ]
    return "\n".join([f"WEBVTT\n{head}\n", *cues])


def stamp(seconds: float) -> str:
    """`00:00:03.480`."""
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _escaped(text: str) -> str:
    """No empty line, no mark-up, no arrow in a cue."""
    lines = (line.strip() for line in text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").splitlines())
    return "\n".join(line for line in lines if line)


def _tag(lang: Lang) -> str:
    return "zh-Hans" if lang == "zh" else "en"
