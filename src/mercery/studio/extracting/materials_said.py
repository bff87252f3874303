"""What a text says goods are made of, part by part: "grained calf leather, cotton lining", "80%羊毛，20%羊绒"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from mercery.catalog.vocabulary import PARTS as IMPORTED_PARTS
from mercery.catalog.vocabulary import is_chinese
from mercery.claims.values import MaterialPart, Materials
from mercery.claims.vocabulary import ADJECTIVES, MATERIALS, PARTS, translated
from mercery.core.i18n import Words
from mercery.studio.extracting.found import Text
from mercery.studio.extracting.words_of_goods import denied

_SHARE: Final = r"(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s*[%％]\s*(?:纯|的)?)?"
_NOT_AFTER: Final = r"(?![a-z])(?![ -](?:free|look|effect|like|print|printed|tone|toned|goods|care|cleaner|conditioner|colou?red|candle)(?![a-z]))"
_IMITATED: Final = re.compile(
    r"(?:faux|fake|imitation|artificial|synthetic|vegan|mock|like|仿|人造|假|似|像)[\s-]*$", re.IGNORECASE
)
_CUE: Final = re.compile(
    r"(?:(?:made|cut|crafted|woven|knitted|knit|spun|formed|turned|sewn|cast|built|fashioned|sculpted)(?: entirely| only| by hand)? (?:of|from|in|with)"
    r"|(?:^|[.;:] )in|composition:?|material:?|fabric:?|选用|采用|精选|以|由|材质为?|面料为?|材质：|面料：|成分：)(?: a| the| our| pure| fine| soft| smooth| supple|优质|上等|柔软的?|舒适|细腻的?){0,3}\s*$",
    re.IGNORECASE,
)  # fmt: skip
_LINED: Final = re.compile(
    r"(?:lined (?:in|with)|(?:a|the) lining (?:of|in|is)|(?:内衬|里料|里布|衬里)(?:为|采用|选用|是|：|:)?)\s*(?:soft |smooth )?$",
    re.IGNORECASE,
)
_GLOSS: Final = frozenset(
    ["metal", "leather", "crystal", "gold", "silver", "wood", "plastic", "down", "fur", "horn", "straw", "amber", "emerald",
     "ruby", "sapphire", "garnet", "jade", "pearl", "diamond", "glass", "wax", "steel", "platinum", "copper", "bronze",
     "brass", "marble", "walnut", "oak", "bamboo", "cork", "satin", "velvet", "linen", "cotton"]
)  # fmt: skip
"""Materials whose words are said of scents, colours and other things too: alone they are no more than likely in a title,
and count in a description only where it says plainly that something is made of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """One material of one part, and where it stands."""

    part: MaterialPart
    start: int
    stop: int
    score: float


@cache
def _pattern() -> re.Pattern[str]:
    english = sorted(MATERIALS, key=len, reverse=True)
    every = {name for _, names in MATERIALS.values() for name in names}
    chinese = sorted((name for name in every if len(name) > 1 and not name.isascii()), key=len, reverse=True)
    adjectives = "|".join(re.escape(word) for word in sorted(ADJECTIVES, key=len, reverse=True))
    parts = "|".join(re.escape(word) for word in sorted(_parts(), key=len, reverse=True))
    return re.compile(
        rf"{_SHARE}(?:(?<![a-z])(?P<english>(?:(?:{adjectives})[ -])*(?:{'|'.join(map(re.escape, english))}){_NOT_AFTER})"
        rf"|(?P<chinese>{'|'.join(map(re.escape, chinese))})(?!纹|色|味|感|革))"
        rf"(?:[ -]?(?P<part>{parts})(?![a-z]))?",
        re.IGNORECASE,
    )


@cache
def _parts() -> dict[str, str]:
    english = {word: part for word, part in IMPORTED_PARTS.items() if part != "main"}
    return english | {key: key for key in PARTS if key not in ("main", "back", "base", "post", "stone", "edge")}


@cache
def _translation() -> dict[str, str]:
    """Chinese names that stand for one English material only, being the first of its names."""
    first: dict[str, list[str]] = {}
    for english, (_, names) in MATERIALS.items():
        for name in names[:1]:
            first.setdefault(name, []).append(english)
    return {name: found[0] for name, found in first.items() if len(found) == 1}


def made_of(text: Text) -> list[MadeOf]:
    """Every material the text names as such, in its order."""
    content, found = text.content, []
    for match in _pattern().finditer(content):
        named = match["english"] or match["chinese"]
        start = match.start("english" if match["english"] else "chinese")
        before = content[max(0, start - 48) : start].rstrip("0123456789.%％ ")
        if denied(content, start) or _IMITATED.search(before):
            continue
        share = Decimal(match["percent"]) if match["percent"] else None
        if share is not None and share > 100:
            continue
        part = _parts().get((match["part"] or "").casefold(), "")
        if _LINED.search(before + " "):
            part = part or "lining"
        score = _score(text, named, part, share, bool(_CUE.search(before + " ")))
        if score:
            material = MaterialPart(part or "main", _words(named), share)
            found.append(MadeOf(part=material, start=match.start(), stop=match.end(), score=score))
    return found


def _score(text: Text, named: str, part: str, share: Decimal | None, cue: bool) -> float:
    """How surely something is said to be made of it; 0: it may be said of anything."""
    if share is not None:
        return 0.96
    if part:
        return 0.85
    if cue:
        return 0.9
    bare = named.casefold() in _GLOSS or bool(_english_of().get(named, set()) & _GLOSS)
    if text.field == "title":
        return 0.6 if bare else 0.85
    return 0.0 if bare else 0.5


@cache
def _english_of() -> dict[str, set[str]]:
    """Chinese names with every English material they stand for."""
    found: dict[str, set[str]] = {}
    for english, (_, names) in MATERIALS.items():
        for name in names:
            found.setdefault(name, set()).add(english)
    return found


def _words(named: str) -> Words:
    if is_chinese(named):
        return Words(_translation().get(named, ""), named)
    english = " ".join(named.split())
    english = english if english.isupper() else english[:1].lower() + english[1:]
    chinese = translated(Words(english), "zh")
    return Words(english, chinese if chinese != english else "")


def materials(found: list[MadeOf]) -> tuple[Materials, MadeOf] | None:
    """One value of all of them: the surest of each part, or all shares of a part. With the piece that leads it."""
    kept: dict[str, list[MadeOf]] = {}
    for one in sorted(found, key=lambda one: (-one.score, one.start)):
        rows = kept.setdefault(one.part.part, [])
        known = {row.part.material for row in rows}
        fits = not rows or (rows[0].part.percent is not None and one.part.percent is not None)
        if fits and one.part.material not in known:
            rows.append(one)
    for rows in kept.values():
        rows.sort(key=lambda one: one.start)
    whole = [rows for rows in kept.values() if _adds_up(rows)]
    if not whole:
        return None
    ordered = sorted(whole, key=lambda rows: (rows[0].part.part != "main", rows[0].start))
    return Materials(tuple(one.part for rows in ordered for one in rows)), ordered[0][0]


def _adds_up(rows: list[MadeOf]) -> bool:
    shares = [one.part.percent for one in rows if one.part.percent is not None]
    return sum(shares, Decimal(0)) <= 100
