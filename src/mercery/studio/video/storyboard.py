"""A piece and its pictures become a storyboard: which picture moves how for how long, under which words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.studio.piece import Passage, Piece
from mercery.studio.video.framing import between, placed, windows
from mercery.studio.video.shot import FORMATS, Motion, Picture, Shot, Storyboard
from mercery.studio.video.sidecars import Chapter, Cue, Key, Tag

_PLACE: Final = re.compile(r"shot/(\d+)\Z")
_LEAD, _TAIL = 0.45, 0.65
"""Seconds a shot is seen before and after its narration."""
_FADE: Final = 0.6
_LEAST: Final = 2.8
_OPENING_LEAST: Final = 3.2
_KEYS_APART: Final = 0.5
_CLOSE: Final = frozenset(
    {"material", "materials", "hardware", "closure", "lining", "movement", "stone", "finish", "care"}
)
"""Attributes a close view shows."""
_TOUCHABLE: Final = 0.08
"""A box narrower or lower than this share of the frame is no place for a finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one shot says."""

    number: int
    about: str
    caption: str
    narration: str
    fact_ids: tuple[str, ...] = field(compare=False)
    """What it stands on, for the choice of a picture. The same words on a newer version of a fact are the same words."""


def words_of(piece: Piece) -> tuple[Words, ...]:
    """The shots of a piece of channel `video` in their order. Passages without a place, and what is blocked, are left out."""
    numbers: dict[int, list[Passage]] = {}
    for passage in piece.passages:
        found = _PLACE.match(passage.place)
        if found and passage.text(piece.lang):
            numbers.setdefault(int(found[1]), []).append(passage)
    return tuple(_words(number, passages, piece) for number, passages in sorted(numbers.items()))


def _words(number: int, passages: Sequence[Passage], piece: Piece) -> Words:
    def text(kinds: Iterable[str]) -> str:
        joint = "" if piece.lang == "zh" else " "
        return joint.join(one.text(piece.lang) for one in passages if one.kind in kinds)

    ids = (key for one in passages for told in one.told if told.holds for key in told.sentence.fact_ids)
    return Words(
        number=number,
        about=next((one.about for one in passages if one.about), piece.product_ids[0]),
        caption=_as_heading(text(("caption", "title", "heading", "call"))),
        narration=text(("narration", "paragraph", "lead")),
        fact_ids=tuple(dict.fromkeys(ids)),
    )


def _as_heading(text: str) -> str:
    """One sentence that stands alone is set without its full stop."""
    bare = text.rstrip(" .。")
    return bare if bare and not re.search(r"[.。!?！？](?:\s|\Z)|[。！？]", bare) else text


def seconds_of(words: Words, spoken: float, lang: Lang, *, first: bool) -> float:
    """How long a shot stands: as long as it speaks, and long enough to be read."""
    read = 1.6 + (len(words.caption) * 0.17 if lang == "zh" else len(words.caption.split()) * 0.33)
    least = max(_OPENING_LEAST if first else _LEAST, read if words.caption else 0.0)
    return max(least, spoken + _LEAD + _TAIL if spoken else 0.0)


def storyboard(
    piece: Piece,
    pictures: Sequence[Picture],
    spoken: Mapping[int, float],
    *,
    attributes: Mapping[str, str] | None = None,
    mark: str = "",
    label: str = "",
) -> Storyboard:
    """The storyboard of a piece. `spoken`: seconds of each shot's narration; `attributes`: of facts by id, for the choice of
    pictures. A shot of a product without a picture is left out; an empty storyboard means there is nothing to show."""
    shots: list[Shot] = []
    chosen = _Chosen(pictures, attributes or {})
    all_words = words_of(piece)
    for words in all_words:
        picture = chosen.picture(words, last=words is all_words[-1] and len(all_words) > 2)
        if picture is not None:
            length = seconds_of(words, spoken.get(words.number, 0.0), piece.lang, first=not shots)
            shots.append(_shot(words, picture, length, shots[-1].end if shots else None, piece.title))
    return Storyboard(
        lang=piece.lang,
        title=piece.title,
        shots=tuple(_ended(shots, piece.title)),
        label=label or _label(piece),
        mark=mark,
        fade=_FADE,
    )


def _shot(words: Words, picture: tuple[Picture, Motion], length: float, before: float | None, title: str) -> Shot:
    """A shot of that length after the one that ends at `before`; its words come when the other is nearly gone."""
    first = before is None
    start = on_a_picture(0.0 if before is None else max(0.0, before - _FADE))
    return Shot(
        number=words.number,
        picture=picture[0],
        motion=picture[1],
        start=start,
        end=on_a_picture(start + length + (0 if first else _FADE / 2)),
        title=title if first else "",
        caption=words.caption,
        narration=words.narration,
        speaks_at=round(start + _LEAD + (0 if first else _FADE / 2), 3),
    )


def on_a_picture(seconds: float) -> float:
    """The nearest time at which a picture is shown."""
    return round(seconds * 25) / 25


def _ended(shots: list[Shot], title: str) -> list[Shot]:
    """The last shot rests a moment longer, and its last words are what the piece is called."""
    if shots:
        closing = shots[-1].caption or (title if len(shots) > 1 else "")
        shots[-1] = replace(shots[-1], end=on_a_picture(shots[-1].end + _FADE), caption=closing)
    if shots and shots[0].caption.casefold() in shots[0].title.casefold():
        shots[0] = replace(shots[0], caption="")
    return shots


def _label(piece: Piece) -> str:
    return next((one.text(piece.lang) for one in piece.passages if one.kind == "label"), "")


class _Chosen:
    """Gives out pictures: each product's in the shop's order, a close one for what a close view shows, none twice in a row."""

    def __init__(self, pictures: Sequence[Picture], attributes: Mapping[str, str]) -> None:
        self._by_product: dict[str, list[Picture]] = {}
        for one in pictures:
            self._by_product.setdefault(one.product_id, []).append(one)
        self._attributes = attributes
        self._used: list[str] = []
        self._motions: list[Motion] = []

    def picture(self, words: Words, *, last: bool = False) -> tuple[Picture, Motion] | None:
        """The next picture and its motion. A video begins and ends with the whole piece."""
        own = self._by_product.get(words.about)
        if not own:
            return None
        close = any(self._attributes.get(key) in _CLOSE for key in words.fact_ids)
        seen = {path: self._used.count(path) for path in {one.path for one in own}}
        before = self._used[-1] if self._used else ""
        # The shop's second picture is a detail by custom of the trade.
        order = [own[1], *own] if close and len(own) > 1 else own
        chosen = min(order, key=lambda one: (one.path == before and len(own) > 1, seen[one.path], order.index(one)))
        motion = self._motion(chosen, again=seen[chosen.path] > 0, close=close)
        if last or not self._used:
            chosen, motion = own[0], "pull" if last else "push"
        self._used.append(chosen.path)
        self._motions.append(motion)
        return chosen, motion

    def _motion(self, picture: Picture, *, again: bool, close: bool) -> Motion:
        if again or (close and len(self._by_product[picture.product_id]) < 2):
            return "detail"
        order: tuple[Motion, ...] = ("push", "pan", "rise", "pull")
        return order[len(self._used) % len(order)]


def tags(
    board: Storyboard, products: Mapping[str, Product], formats: Sequence[str], *, drawn: Mapping[str, bool]
) -> tuple[Tag, ...]:
    """A tag for each shot in which a product can be touched; neighbours of one product and variant are one tag."""
    found: list[Tag] = []
    for index, shot in enumerate(board.shots):
        product = products.get(shot.picture.product_id)
        if product is None:
            continue
        start = shot.start if not index else round(shot.start + board.fade / 2, 3)
        end = shot.end if index + 1 == len(board.shots) else round(shot.end - board.fade / 2, 3)
        keys = {name: _keys(shot, name, start, end, drawn=drawn.get(shot.picture.path, False)) for name in formats}
        tag = Tag(
            id=f"t{len(found) + 1}",
            product=product.id or product.key,
            variant=shot.picture.sku,
            label=product.title.text(board.lang),
            path=f"/products/{product.handle}",
            start=start,
            end=end,
            keys=keys,
        )
        found.append(tag)
    return tuple(_joined(found))


def _keys(shot: Shot, name: str, start: float, end: float, *, drawn: bool) -> tuple[Key, ...]:
    shape = FORMATS[name]
    place = placed(shot.picture, shape, drawn=drawn)
    subject = place.of(shot.picture.subject)
    first, last = windows(shot.motion, subject, shot.number, place.seen)
    count = max(2, round((end - start) / _KEYS_APART) + 1)
    keys = []
    for step in range(count):
        at = start + (end - start) * step / (count - 1)
        share = (at - shot.start) / max(shot.end - shot.start, 0.04)
        box = between(first, last, share).of(subject)
        width, height = max(box.width, _TOUCHABLE), max(box.height, _TOUCHABLE)
        x, y = min(box.x, 1 - width), min(box.y, 1 - height)
        keys.append(Key(at=round(at, 3), x=round(x, 4), y=round(y, 4), width=round(width, 4), height=round(height, 4)))
    return tuple(keys)


def _joined(found: Sequence[Tag]) -> Iterable[Tag]:
    """Neighbours that show the same variant of one product are one tag, so that nothing flickers at a cut."""
    kept: list[Tag] = []
    for tag in found:
        before = kept[-1] if kept else None
        if before and (before.product, before.variant) == (tag.product, tag.variant) and tag.start - before.end < 0.05:
            keys = {name: (*before.keys[name], *tag.keys[name]) for name in tag.keys}
            kept[-1] = replace(before, end=tag.end, keys=keys)
        else:
            kept.append(replace(tag, id=f"t{len(kept) + 1}"))
    return kept


def chapters(board: Storyboard, products: Mapping[str, Product]) -> tuple[Chapter, ...]:
    """The parts: by product where there are several, else by shot."""
    several = len({one.picture.product_id for one in board.shots}) > 1
    found: list[Chapter] = []
    for index, shot in enumerate(board.shots):
        end = board.shots[index + 1].start if index + 1 < len(board.shots) else shot.end
        product = products.get(shot.picture.product_id)
        name = product.title.text(board.lang) if product else ""
        title = name if several else shot.title or shot.caption or name
        if found and several and found[-1].title == title:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Chapter(start=shot.start, end=end, title=title or str(shot.number)))
    return tuple(found)


def translated(board: Storyboard, piece: Piece) -> tuple[Cue, ...]:
    """Captions in the language of another piece about the same: each shot's words while the shot speaks, by their length."""
    cues: list[Cue] = []
    by_number = {one.number: one for one in words_of(piece)}
    for shot in board.shots:
        words = by_number.get(shot.number)
        text = (words.narration or words.caption) if words else ""
        cues += shared_out(text, shot.speaks_at, max(shot.speaks_at + 1.0, shot.end - board.fade / 2), piece.lang)
    return tuple(cues)


def shared_out(text: str, start: float, end: float, lang: Lang) -> tuple[Cue, ...]:
    """A text cut into lines that can be read at a glance, each for its share of the time."""
    parts = glances(text, lang)
    total = sum(len(one) for one in parts)
    cues, at = [], start
    for one in parts:
        until = at + (end - start) * len(one) / total
        cues.append(Cue(start=round(at, 3), end=round(until, 3), text=one))
        at = until
    return tuple(cues)


def glances(text: str, lang: Lang) -> tuple[str, ...]:
    """Cut where a speaker breathes, no part longer than two lines of captions."""
    most = 32 if lang == "zh" else 84
    pattern = r".+?[，。；：！？、]+|.+" if lang == "zh" else r".+?[,.;:!?](?=\s)|.+"
    found: list[str] = []
    for piece in re.findall(pattern, text, re.DOTALL):
        if found and len(found[-1]) + len(piece) <= most and not re.search(r"[.!?。！？]\s*\Z", found[-1]):
            found[-1] += piece
        else:
            found.append(piece)
    return tuple(cut for one in found for cut in _cut(one.strip(), most) if cut)


def _cut(text: str, most: int) -> Iterable[str]:
    """In parts of nearly equal length, so that no single word is left over."""
    parts = -(-len(text) // most)
    while parts > 1 and len(text) > most:
        even = len(text) / parts
        spaces = [at for at, sign in enumerate(text[: most + 1]) if sign == " "]
        at = min(spaces, key=lambda one: abs(one - even)) if spaces else round(even)
        yield text[:at].strip()
        text = text[at:].strip()
        parts = max(parts - 1, -(-len(text) // most))
    yield text
