"""Cells of a spreadsheet as one says them: a bare number by what another column makes of it, a threshold, who, how often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mercery.core.files.amounts import parse_flag
from mercery.core.files.tabular import heading

_NUMBER: Final = re.compile(r"[€£$¥]?\s?\d[\d.,]*\s?(?:元|块)?")
_RATE: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})?\s?%")
"""A rate alone says nothing of its direction; in a column of discounts it is what is taken off."""
_EVERYBODY: Final = frozenset(
    ["all", "everybody", "everyone", "any", "all customers", "所有人", "全部", "不限", "所有用户", "全体用户"]
)
NONE: Final = frozenset(["", "-", "—", "/", "none", "no", "无", "没有", "不限", "无门槛", "n/a"])
_RATES: Final = frozenset(["percent", "percentage", "%", "rate", "percent off", "百分比", "百分比折扣"])
_LEFT: Final = frozenset(["折扣", "打折", "折"])
_AMOUNTS: Final = frozenset(
    ["amount", "fixed", "fixed amount", "amount off", "满减", "立减", "直降", "减", "金额", "优惠券", "券"]
)
_PRICES: Final = frozenset(["price", "fixed price", "flash price", "special price", "一口价", "限时价", "秒杀", "特价"])
_EVERY: Final = frozenset(["every", "每满减", "跨店满减"])


Stretch = tuple[str, str, str]
"""Column, field and words."""


def offer_said(by_field: Mapping[str, tuple[str, str]]) -> str | None:
    """The offer in words; None for a bare number of which no column says what it is."""
    offer = by_field["offer"][1]
    if _RATE.fullmatch(offer) and "discount" in by_field["offer"][0].lower():
        return f"{offer} off"
    if not _NUMBER.fullmatch(offer):
        return offer
    return _with_kind(offer, _kind(by_field), by_field.get("threshold", ("", ""))[1])


def _kind(by_field: Mapping[str, tuple[str, str]]) -> str:
    return by_field.get("kind", ("", ""))[1].casefold()


def stretches(by_field: Mapping[str, tuple[str, str]], offer: str) -> list[Stretch]:
    """What each column adds to the sentence, the offer first."""
    found = [(by_field["offer"][0], "offer", offer)]
    for field, make in _SAID.items():
        column, text = by_field.get(field, ("", ""))
        said = make(text) if text and not (field == "threshold" and _kind(by_field) in _EVERY) else ""
        if said:
            found.append((column, field, said))
    return found


def _with_kind(number: str, kind: str, threshold: str) -> str | None:
    """A bare number by what another column says it is."""
    if kind in _LEFT:
        return f"{number}折"
    if kind in _RATES:
        return f"{number}% off"
    if kind in _EVERY:
        return f"every {threshold} minus {number}"
    if kind in _PRICES:
        return f"一口价{number}"
    if kind in _AMOUNTS:
        return f"{number} off" if threshold and threshold.casefold() not in NONE else f"{number} off the order"
    return None


def _threshold(text: str) -> str:
    if text.casefold() in NONE or text in ("0", "0.00"):
        return ""
    return f"满{text}" if _NUMBER.fullmatch(text) or re.fullmatch(r"\d+\s?[件个]", text) else text


def _stacking(text: str) -> str:
    flag = parse_flag(text)
    if flag is None:
        return text
    return "" if flag else "not with any other offer"


def _counted(words: str) -> Callable[[str], str]:
    """A bare number in words; other words as they stand."""

    def said(text: str) -> str:
        bare = text.removesuffix(".0")
        if text.casefold() in NONE:
            return ""
        return words.format(bare) if bare.isdigit() else text

    return said


_SAID: Final[Mapping[str, Callable[[str], str]]] = {
    "threshold": _threshold,
    "goods": lambda text: text,
    "who": lambda text: "" if text.casefold() in _EVERYBODY else text,
    "code": lambda text: f"code {text}",
    "per_user": _counted("{} times per customer"),
    "total": _counted("{} uses in all"),
    "cap": lambda text: f"at most {text} off an order" if _NUMBER.fullmatch(text) else text,
    "stacking": _stacking,
    "funding": lambda text: f"the platform pays {text}" if text.endswith("%") else text,
}


def joined(stretches: Sequence[Stretch]) -> tuple[str, list[tuple[int, str, str]]]:
    """The sentence, and from which place on it is of which column and field."""
    text, places = "", []
    for column, field, words in stretches:
        text += ", " if text else ""
        places.append((len(text), column, field))
        text += words
    return text, places


@lru_cache(maxsize=1)
def fields() -> Mapping[str, str]:
    """Headings as compared, to fields."""
    return {heading(name): field for field, names in _lines() for name in names}


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in files(__package__).joinpath("columns.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            field, _, names = line.partition(" = ")
            yield field, [name.strip() for name in names.split(",")]
