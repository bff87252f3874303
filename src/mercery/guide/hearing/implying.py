"""What goods are meant where none are named: pearls are jewellery, a movement is a watch's, a laptop goes into a bag. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.categories import of_material, placed
from mercery.guide.hearing.criticism import WARM
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.labels import joined
from mercery.guide.hearing.mentions import Mentions, said
from mercery.guide.hearing.setting import Setting
from mercery.guide.need import Wish

_ONLY_OF: Final = {
    "movement": "watch", "moonphase": "watch", "polarised": "eyewear", "noise_cancelling": "electronics", "tsa_lock": "luggage", "pierced": "earrings", "clip_on": "earrings",
}  # fmt: skip
"""Features that only one sort of goods has."""
_OF_A_WATCH: Final = re.compile(r"表带|表链|表盘|表壳|机芯|\bwatch ?straps?\b|\bwatch ?bands?\b", re.IGNORECASE)


_COLD: Final = re.compile(
    r"\b(?:i|he|she|they|we)(?:'m|'s|'re)? (?:(?:always|often|easily|usually|just|get|gets|am|is|are) )*(?:freez(?:e|es|ing)|shiver(?:s|ing)?|cold|chilly|feels? the cold)\b|\bfeels? the cold\b|\b(?:freezes?|shivers?) (?:in|easily)|\b(?:thin|light) (?:ones|things|stuff|fabrics?|clothes|scar(?:f|ves)) (?:never|don't|do not) (?:keep|warm)|怕冷|容易冷|总是?冷|手脚冰凉|畏寒|冻得|老是?冷|穿(?:得)?薄了?(?:就|会)冷",
    re.IGNORECASE,
)
_WORN_AGAINST_IT: Final = ("clothing", "accessory", "blanket", "shoe")


def warmth_wish(m: Mentions, kinds: Sequence[str]) -> Iterator[Wish]:
    """Who freezes wants what is warm, of what is worn; softly, since nobody named a material."""
    if not _COLD.search(m.plain.low) or any(one.of("mat:") and one.wanted for one in m.found):
        return
    if any(is_kind_of(kind, worn) for kind in kinds for worn in _WORN_AGAINST_IT):
        yield Wish(
            kind="material", values=WARM, term="/".join(WARM), firmness="wish", label=Words("Warm material", "保暖材质")
        )


def implied_category(m: Mentions, qualities: Sequence[Wish], setting: Setting, *, carries: bool) -> Wish | None:
    """The category that follows from what else is asked for; None where nothing does."""
    found = _by_material(qualities, setting) or _by_feature(m, setting)
    if found is None and _OF_A_WATCH.search(m.plain.low):
        found = _of("watch", "", setting)
    wet = any(one.of("for:") and {"diving", "swimming"} & set(one.of("for:")) for one in m.found)
    if found is None and wet and any(one.of("f:water") for one in m.found):
        found = _of("watch", "", setting)
    return found or (_of("bag", "", setting) if carries else None)


def _by_material(qualities: Sequence[Wish], setting: Setting) -> Wish | None:
    """Where only one category has things of the material."""
    for wish in qualities:
        if wish.kind == "material" and not wish.unwanted and len(wish.values) == 1:
            values = of_material(wish.values[0], setting.schema)
            if values:
                return _category(values, "", wish.said, setting)
    return None


def _by_feature(m: Mentions, setting: Setting) -> Wish | None:
    for one in m.found:
        for key in one.of("f:"):
            kind = _ONLY_OF.get(key.partition(":")[0])
            if kind and not one.lifted and (found := _of(kind, said(m.plain, one), setting)):
                return found
    return None


def _of(kind: str, words: str, setting: Setting) -> Wish | None:
    place = placed(kind, setting.schema)
    return _category(place.values, kind, words, setting) if place.sold else None


def _category(values: tuple[str, ...], kind: str, words: str, setting: Setting) -> Wish:
    labels = {one.value: one.label for one in setting.schema.categories}
    label = joined([labels[value] for value in values])
    return Wish(kind="category", values=values, term=kind, said=words, label=label, firmness="wish")
