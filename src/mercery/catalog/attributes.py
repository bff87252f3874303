"""Typed values from what shops write: materials with parts and shares, sizes with units, yes and no. What is not
understood stays text, word for word. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, cast

from mercery.catalog.product import Attribute
from mercery.catalog.vocabulary import PARTS, attribute_label, attribute_name, words
from mercery.claims.values import Dimensions, MaterialPart, Materials, Quantity, Text, Unit, Value
from mercery.core.i18n import Words

UNITS: Final[dict[str, Unit]] = {
    "mm": "mm", "millimetres": "mm", "millimeters": "mm", "毫米": "mm", "cm": "cm", "centimetres": "cm", "centimeters": "cm",
    "厘米": "cm", "公分": "cm", "m": "m", "metres": "m", "meters": "m", "米": "m", "in": "in", "inch": "in", "inches": "in",
    '"': "in", "英寸": "in", "ft": "ft", "g": "g", "gram": "g", "grams": "g", "克": "g", "kg": "kg", "kgs": "kg", "千克": "kg",
    "公斤": "kg", "oz": "oz", "lb": "lb", "lbs": "lb", "磅": "lb", "ml": "ml", "毫升": "ml", "l": "l", "升": "l",
    "fl oz": "fl_oz", "bar": "bar", "atm": "atm", "h": "h", "hours": "h", "小时": "h", "min": "min", "minutes": "min",
    "分钟": "min", "day": "day", "days": "day", "天": "day", "week": "week", "weeks": "week", "month": "month",
    "months": "month", "个月": "month", "year": "year", "years": "year", "年": "year", "mah": "mah", "w": "w", "v": "v",
    "ct": "carat", "carat": "carat", "carats": "carat", "克拉": "carat", "denier": "denier", "%": "percent",
    "pcs": "piece", "pieces": "piece", "件": "piece", "只": "piece",
}  # fmt: skip
_NUM: Final = r"\d+(?:[.,]\d+)?"
_UNIT: Final = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_QUANTITY: Final = re.compile(rf"({_NUM})(?:\s*(?:-|–|to|至)\s*({_NUM}))?\s*({_UNIT})\.?", re.IGNORECASE)
_TWO: Final = re.compile(rf"({_NUM})\s*(atm|bar)\s*[/(]\s*({_NUM})\s*(m|米)\s*\)?", re.IGNORECASE)
_SIDES: Final = re.compile(
    rf"(?:[LWHDlwhd]\s*)?({_NUM})\s*(?:{_UNIT})?(?:\s*[x×*✕]\s*(?:[LWHDlwhd]\s*)?({_NUM})\s*(?:{_UNIT})?){{1,3}}",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(rf"^({_NUM})\s*[%％]\s*(.+)$|^(.+?)\s*({_NUM})\s*[%％]$")
_NEGATED: Final = re.compile(r"(?i)(contains? no|no|not|without|free of)\b|不含|无")
_SUFFIX: Final = re.compile(r"^(.*?)_(g|kg|mm|cm|m|ml|l|oz|lb|h|w|v|mah|months|days|years|hours)$")


def typed_attribute(label: str, text: str, *, also: str = "") -> Attribute | None:
    """The attribute a shop writes as `label`: `text` (and in the other language `also`); None for an empty text.

    A unit at the end of the label (`weight_g`, `Weight (kg)`) belongs to a bare number.
    """
    text = " ".join(text.split())
    if not text:
        return None
    label, unit = _label_unit(label)
    name = attribute_name(label)
    if unit and re.fullmatch(_NUM, text):
        value: Value = Quantity(_decimal(text), unit)
    else:
        value = typed_value(name, text, also=also)
    return Attribute(name=name, label=attribute_label(name, label), value=value)


def _label_unit(label: str) -> tuple[str, Unit | None]:
    bracket = re.fullmatch(r"(.+?)\s*[(（]([^)）]+)[)）]", label.strip())
    if bracket and bracket[2].casefold() in UNITS:
        return bracket[1], UNITS[bracket[2].casefold()]
    suffix = _SUFFIX.fullmatch(label.strip().casefold())
    if suffix:
        return suffix[1], UNITS[suffix[2]]
    return label.strip(), None


def typed_value(name: str, text: str, *, also: str = "") -> Value:
    """The value of the attribute called `name` (our name)."""
    both = words(text)
    if also:
        other = words(also)
        both = Words(both.en or other.en, both.zh or other.zh)
    if name in ("material", "lining"):
        return materials(text, also, part="lining" if name == "lining" else "main")
    sides = dimensions(text)
    if sides is not None:
        return sides
    return quantity(text) or Text(both)


def quantity(text: str) -> Quantity | None:
    """A number with its unit and nothing else: "36 mm", "0.78 kg", "2-3 years", "5 atm / 50 m" (the depth is kept)."""
    bare = text.strip()
    two = _TWO.fullmatch(bare)
    if two:
        return Quantity(_decimal(two[3]), "m")
    found = _QUANTITY.fullmatch(bare)
    if not found:
        return None
    low, high = _decimal(found[1]), _decimal(found[2]) if found[2] else None
    if high is not None and high < low:
        return None
    return Quantity(low, UNITS[found[3].casefold()], high)


def dimensions(text: str) -> Dimensions | None:
    """Two to four sides with one unit and nothing else: "27 × 19 × 9 cm", "L 29 x W 13 x H 11 in"."""
    bare = text.strip().rstrip(".")
    unit = re.search(rf"(?<![a-z])({_UNIT})$", bare, re.IGNORECASE)
    if not unit or not _SIDES.fullmatch(bare):
        return None
    units = {word.casefold() for word in re.findall(rf"{_NUM}\s*({_UNIT})", bare, re.IGNORECASE)}
    kinds = {UNITS[word] for word in units}
    if len(kinds) != 1 or not kinds <= {"mm", "cm", "m", "in", "ft"}:
        return None
    return Dimensions(tuple(_decimal(number) for number in re.findall(_NUM, bare)), kinds.pop())


def materials(text: str, also: str = "", *, part: str = "main") -> Materials:
    """Parts divided by semicolons, shares by percent: "Leather; cotton lining", "80% wool, 20% silk"."""
    pieces = [piece for piece in re.split(r"[;；\n]+", text) if piece.strip()]
    others = [piece for piece in re.split(r"[;；\n]+", also) if piece.strip()]
    paired = others if len(others) == len(pieces) else [""] * len(pieces)
    found: list[MaterialPart] = []
    for piece, other in zip(pieces, paired, strict=True):
        found.extend(_part(piece.strip(), other.strip(), part if not found else ""))
    return Materials(tuple(found))


_TWO_PARTS: Final = re.compile(r"(.+?)\s+(\S+)\s+(?:and|&)", re.IGNORECASE)
"""`stainless steel case and` before its last part: both are of it."""


def _part(piece: str, other: str, default: str) -> list[MaterialPart]:
    if _NEGATED.match(piece):
        return [MaterialPart("note", words(piece))]
    named = re.fullmatch(r"([^:：]+)[:：]\s*(.+)", piece)
    where = PARTS.get(named[1].strip().casefold(), "") if named else ""
    if named and where:
        piece = named[2]
    else:
        last = piece.split()[-1].casefold() if piece.split() else ""
        where = PARTS.get(last, "")
        if where and len(piece.split()) > 1:
            piece = piece[: piece.rindex(" ")]
            if (two := _TWO_PARTS.fullmatch(piece)) and (first := PARTS.get(two[2].casefold(), "")):
                return [MaterialPart(one, words(two[1])) for one in (first, where)]
    shares = [_share(bit) for bit in re.split(r"[,，、/]\s*|\s+(?:and|&)\s+", piece)]
    if len(shares) > 1 and all(percent is not None for percent, _ in shares):
        return [MaterialPart(where or default or "main", words(name), percent) for percent, name in shares]
    percent, name = _share(piece)
    both = words(name)
    if other:
        told = words(_share(other)[1])
        both = Words(both.en or told.en, both.zh or told.zh)
    return [MaterialPart(where or default or "other", both, percent)]


def _share(text: str) -> tuple[Decimal | None, str]:
    found = _SHARE.fullmatch(text.strip())
    if not found:
        return None, text.strip()
    number = _decimal(cast(str, found[1] or found[4]))
    if number > 100:
        return None, text.strip()
    return number, (found[2] or found[3]).strip()


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
