"""Wishes by comparison: `a bigger one`, `one size down`, `the highest resolution`, 大一码. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from mercery.assistant.desk.matching import Mention
from mercery.orders.actions.decision import KnownVariant

How = Literal["more", "less", "next_up", "next_down", "most", "least"]
_SCALES: Final = (
    ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"), ("mini", "small", "medium", "large", "extra large"), ("portable", "medium", "large"), ("low", "medium", "high"),
    ("basic", "professional"), ("beginner", "intermediate", "expert"), ("light", "medium", "dark"), ("480p", "720p", "1080p", "2k", "4k", "5k", "8k"), ("a6", "a5", "a4", "a3"),
    ("half", "full"), ("i3", "i5", "i7", "i9"), ("not resistant", "ipx4", "ipx5", "ipx7", "ipx8"), ("standard", "high-back"),
)  # fmt: skip
_SIZE: Final = ("size", "screen size", "frame size", "capacity", "volume", "room size", "kit size", "diameter", "height", "length", "piece count", "pieces", "storage", "weight range", "thickness")  # fmt: skip
_OPTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"storage|存储|硬盘", ("storage",)), (r"\bram\b|memory|内存|运存", ("ram", "storage")), (r"screen|display|屏", ("screen size",)), (r"capacity|容量", ("capacity", "volume")), (r"resolution|分辨率|清晰|像素", ("resolution",)), (r"zoom|变焦", ("zoom",)),
    (r"bright|dim|亮|暗", ("brightness",)), (r"battery|续航|playtime", ("battery life",)), (r"pieces?\b|片", ("pieces", "piece count")), (r"difficult|hard(?:er|est)|eas(?:y|ier|iest)|challeng|难|简单|容易", ("difficulty level", "difficulty")), (r"tall|height|高度", ("height",)),
    (r"long|short|length|长|短", ("length", "height", "battery life")), (r"thick|thin|厚|薄", ("thickness",)), (r"heav|weight|重|轻", ("weight range", "weight")), (r"pressure|压力|巴", ("pressure",)), (r"ventilat|airflow|通风", ("ventilation",)), (r"angle|field of view|wide|视角|广", ("field of view",)), (r"diameter|直径", ("diameter",)),
    (r"room|房间|面积", ("room size",)), (r"watt|瓦", ("brightness",)), (r"processor|cpu|faster|处理器|更快", ("processor",)), (r"shade|tone|肤色|dark|light", ("skin tone",)), (r"speed|速", ("speed settings",)),
)  # fmt: skip
_MORE: Final = r"bigger|larger|higher|greater|longer|taller|thicker|heavier|brighter|darker|stronger|harder|more|wider|faster|advanced|up(?:grade)?"
_LESS: Final = r"smaller|lower|shorter|thinner|lighter|dimmer|easier|fewer|less|weaker|narrower|compact|down(?:grade)?"
_PATTERNS: Final[tuple[tuple[re.Pattern[str], How], ...]] = (
    (re.compile(r"\b(?:one|a|next|1) size (?:up|bigger|larger|larger up)\b|\bnext (?:larger|bigger) size\b|\bsize up\b|大一[码号个]|大1码", re.IGNORECASE | re.ASCII), "next_up"),
    (re.compile(r"\b(?:one|a|next|1) size (?:down|smaller)\b|\bnext smaller size\b|\bsize down\b|小一[码号个]|小1码", re.IGNORECASE | re.ASCII), "next_down"),
    (re.compile(r"\b(?:biggest|largest|highest|greatest|longest|tallest|thickest|heaviest|brightest|darkest|strongest|hardest|fastest|max(?:imum|ed)?|most)\b(?! expensive)(?: \w+){0,2}|最[大高长厚重亮深强多难快]\S{0,4}", re.IGNORECASE | re.ASCII), "most"),
    (re.compile(r"\b(?:smallest|lowest|shortest|thinnest|lightest|dimmest|easiest|fewest|min(?:imum)?|least)\b(?! expensive)(?: \w+){0,2}|最[小低短薄轻暗浅少简]\S{0,4}", re.IGNORECASE | re.ASCII), "least"),
    (re.compile(rf"\b(?:{_MORE})\b(?! expensive| money| than you)(?: \w+){{0,2}}|更[大高长厚重亮深强多难快]\S{{0,3}}|[大高长厚重亮深]一?[点些]\S{{0,3}}", re.IGNORECASE | re.ASCII), "more"),
    (re.compile(rf"\b(?:{_LESS})\b(?! expensive| money)(?: \w+){{0,2}}|更[小低短薄轻暗浅少简]\S{{0,3}}|[小低短薄轻暗浅]一?[点些]\S{{0,3}}", re.IGNORECASE | re.ASCII), "less"),
)  # fmt: skip
_GENERIC: Final = re.compile(
    r"\b(?:bigger|larger|smaller|biggest|largest|smallest|size|compact)\b|[大小]", re.IGNORECASE | re.ASCII
)


def compared(text: str, options: Mapping[str, str], variants: Sequence[KnownVariant]) -> list[Mention]:
    """What the comparisons in the text come to, given the piece's options and its product's variants."""
    found = []
    taken: set[str] = set()
    for pattern, how in _PATTERNS:
        for match in pattern.finditer(text):
            option = _option(match[0], text[max(0, match.start() - 24) : match.end() + 16], options)
            if option is None or option in taken:
                continue
            values = _values(option, options[option], how, variants)
            if values:
                taken.add(option)
                pairs = tuple((option, value) for value in values)
                found.append(Mention(start=match.start(), end=match.end(), pairs=pairs, weak=True))
    return found


def _option(said: str, around: str, options: Mapping[str, str]) -> str | None:
    names = {name.lower().replace("_", " "): name for name in options}
    for text in (said, around):
        for pattern, wanted in _OPTIONS:
            if re.search(pattern, text, re.IGNORECASE | re.ASCII):
                for name in wanted:
                    if name in names:
                        return names[name]
    if not _GENERIC.search(said):
        return None
    return next((names[name] for name in _SIZE if name in names), None)


def _values(option: str, old: str, how: How, variants: Sequence[KnownVariant]) -> list[str]:
    """The values that meet the comparison, nearest to the old one first; only such as can be had, where any can."""
    every = list(dict.fromkeys(value for one in variants for name, value in one.options if name == option))
    there = {value for one in variants if one.available for name, value in one.options if name == option}
    ranked = ranks(every)
    if ranked is None or old not in ranked:
        return []
    ordered = sorted((value for value in every if value in ranked), key=ranked.__getitem__)
    above = [value for value in ordered if ranked[value] > ranked[old]]
    below = [value for value in reversed(ordered) if ranked[value] < ranked[old]]
    match how:
        case "more":
            return [value for value in above if value in there] or above
        case "less":
            return [value for value in below if value in there] or below
        case "next_up":
            return above[:1]
        case "next_down":
            return below[:1]
        case "most":
            return [value for value in ordered if value in there][-1:]
        case "least":
            return [value for value in ordered if value in there][:1]


def ranks(values: Sequence[str]) -> dict[str, float] | None:
    """An order among values: numbers, or a known scale; None where there is none."""
    low = {value: value.lower() for value in values}
    for scale in _SCALES:
        if all(word in scale for word in low.values()):
            return {value: float(scale.index(word)) for value, word in low.items()}
    numbers = {}
    for value, word in low.items():
        number = re.match(r"(\d+(?:\.\d+)?)(?:-\d+)?\s?-?\s?([a-z]*)", word)
        if number is None:
            return None
        factor = {"tb": 1024.0, "l": 1000.0, "liter": 1000.0, "liters": 1000.0}.get(number[2], 1.0)
        numbers[value] = float(number[1]) * factor
    return numbers
