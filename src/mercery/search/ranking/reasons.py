"""Why a result stands among the results, as data: for pages, for the guide, and for whoever asks why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.search.ranking.lexical import Agreement, AskedWord

ReasonKind = Literal["words", "near", "chosen", "liked"]
Where = Literal["name", "kind", "detail", "text"]
PLACES: Final[tuple[Where, ...]] = ("name", "kind", "detail", "text")
_BANDS: Final[dict[str, Where]] = {"title": "name", "kind": "kind", "detail": "detail", "text": "text"}
NEAR_FROM: Final = 0.5
CHOSEN_FROM: Final = 0.2
"""Half as much again as what else is shown for the query."""
LIKED_FROM: Final = 0.8
_IN: Final[dict[Where, Words]] = {
    "name": Words("in its name", "在名称中"),
    "kind": Words("in its kind, brand or options", "在分类、品牌或选项中"),
    "detail": Words("in its details", "在商品属性中"),
    "text": Words("in its description", "在描述中"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: words of the query and where they stand, closeness in meaning, or what shoppers chose."""

    kind: ReasonKind
    words: tuple[str, ...] = ()
    """As the shopper wrote them."""
    where: Where | None = None
    otherwise: bool = False
    """Not the words themselves stand there, but other words for them."""

    @property
    def said(self) -> Words:
        """The reason in words."""
        match self.kind:
            case "words":
                place = _IN[self.where or "text"]
                quoted = Words(
                    ", ".join(f"“{word}”" for word in self.words), "、".join(f"“{word}”" for word in self.words)
                )
                if self.otherwise:
                    return Words(f"Another word for {quoted.en} {place.en}", f"{quoted.zh}的近义词{place.zh}")
                return Words(f"{quoted.en} {place.en}", f"{quoted.zh}{place.zh}")
            case "near":
                return Words("Close in meaning", "含义相近")
            case "chosen":
                return Words("Often chosen for this search", "搜索此词的顾客常选")
            case "liked":
                return Words("Liked by many", "受欢迎")


def reasons(
    place: int,
    asked: Sequence[AskedWord],
    agreed: Agreement,
    names: Sequence[str],
    *,
    near: float,
    chosen: float,
    liked: float,
) -> tuple[Reason, ...]:
    """The reasons for the candidate at `place`: each word where it counts most, then meaning and what shoppers chose.
    `names` are those of the fields."""
    found: dict[tuple[bool, Where], list[str]] = {}
    for word, itself, others in zip(asked, agreed.fields, agreed.otherwise, strict=True):
        for otherwise, stands in ((False, itself), (True, others)):
            where = _best([name for name, has in zip(names, stands[place].tolist(), strict=True) if has])
            if where is not None:
                found.setdefault((otherwise, where), []).append(word.surface)
                break
    told = [
        Reason(kind="words", words=tuple(found[otherwise, where]), where=where, otherwise=otherwise)
        for otherwise in (False, True)
        for where in PLACES
        if (otherwise, where) in found
    ]
    if near >= NEAR_FROM and (not told or len([word for words in found.values() for word in words]) < len(asked)):
        told.append(Reason(kind="near"))
    if chosen >= CHOSEN_FROM:
        told.append(Reason(kind="chosen"))
    elif liked >= LIKED_FROM:
        told.append(Reason(kind="liked"))
    return tuple(told)


def _best(names: Sequence[str]) -> Where | None:
    bands = {_BANDS[band] for name in names if (band := name.partition("_")[0]) in _BANDS}
    return next((where for where in PLACES if where in bands), None)
