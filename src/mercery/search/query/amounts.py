"""An amount and its unit are one word, however they are written: `13-inch`, `13"`, 13寸 and `13 in` are `13in`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_UNITS: Final = {
    "mm": "mm millimetre millimetres millimeter millimeters 毫米",
    "cm": "cm cms centimetre centimetres centimeter centimeters 厘米 公分",
    "m": "m metre metres meter meters 米",
    "in": "in inch inches \" '' 英寸 寸 吋",
    "ft": "ft feet 英尺",
    "mg": "mg 毫克",
    "g": "g gram grams gramme grammes 克",
    "kg": "kg kgs kilo kilos kilogram kilograms 公斤 千克",
    "oz": "oz ounce ounces 盎司",
    "lb": "lb lbs 磅",
    "jin": "斤",
    "ml": "ml millilitre millilitres milliliter milliliters 毫升",
    "cl": "cl",
    "l": "l litre litres liter liters 升 公升",
    "mb": "mb",
    "gb": "gb",
    "tb": "tb",
    "w": "w watt watts 瓦",
    "kw": "kw kilowatt kilowatts 千瓦",
    "v": "v volt volts 伏",
    "mah": "mah 毫安时 毫安",
    "wh": "wh",
    "hz": "hz",
    "khz": "khz",
    "mhz": "mhz",
    "ghz": "ghz",
    "mp": "mp megapixel megapixels 万像素",
    "dpi": "dpi",
    "rpm": "rpm",
    "mbps": "mbps",
    "gbps": "gbps",
    "bar": "bar",
    "atm": "atm",
    "denier": "denier 旦",
    "carat": "carat carats ct 克拉",
}
"""Unit to the ways it is written."""
_WRITTEN: Final = {way: unit for unit, ways in _UNITS.items() for way in ways.split()}
_ALTERNATIVES: Final = "|".join(
    re.escape(way) + ("(?![A-Za-z0-9])" if way.isascii() and way.isalpha() else "")
    for way in sorted(_WRITTEN, key=len, reverse=True)
    if way not in ("in", "m")
)
_BARE_IN: Final = r"in(?![A-Za-z0-9])(?=$|\s*(?:[^A-Za-z\s]|laptop|notebook|macbook|screen|monitor|tv|long|wide|tall|high|deep|diagonal))"
"""`38 in black` has no inches; `13 in laptop` has."""
_AMOUNT: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?<![0-9][.,])(?P<number>\d{{1,9}}(?:[.,]\d{{1,3}})?)"
    rf"(?:(?P<joined>(?:in|m)(?![A-Za-z0-9]))|[ -]?(?P<unit>{_ALTERNATIVES})|[ -](?P<apart>{_BARE_IN}|m(?![A-Za-z0-9'])))",
    re.IGNORECASE,
)
_KARAT: Final = re.compile(
    r"(?<![A-Za-z0-9.,])(?P<number>9|10|14|18|21|22|24) ?k(?:t|arat)?(?![A-Za-z0-9])", re.IGNORECASE
)
"""Gold alone is told in these."""
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+\Z")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit and where it stands."""

    number: str
    unit: str
    start: int
    end: int

    @property
    def term(self) -> str:
        """As the index knows it."""
        return self.number + self.unit


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a plain text, in order."""
    if not any(sign.isdigit() for sign in text):
        return
    for match in _AMOUNT.finditer(text):
        way = (match["joined"] or match["unit"] or match["apart"]).lower()
        yield Amount(_number(match["number"]), _WRITTEN[way], match.start(), match.end())
    for match in _KARAT.finditer(text):
        yield Amount(match["number"], "carat", match.start(), match.end())


def joined_amounts(text: str) -> Iterator[str]:
    """The amounts as terms; inches under the whole number too, as a screen of 13.3 is called one of 13."""
    for amount in amounts(text):
        yield amount.term
        whole, point, _ = amount.number.partition(".")
        if point and amount.unit == "in":
            yield whole + amount.unit


def _number(written: str) -> str:
    """Without separators of thousands and empty decimals."""
    number = written.replace(",", "") if _THOUSANDS.match(written) else written.replace(",", ".")
    return number.rstrip("0").rstrip(".") if "." in number else number
