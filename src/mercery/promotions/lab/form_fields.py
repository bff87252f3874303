"""Fields of forms read strictly: amounts, rates, counts, times, names. What cannot be read is gathered, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from mercery.core.errors import Invalid, Problem
from mercery.core.money import minor_digits

_TIME: Final = "%Y-%m-%dT%H:%M"
_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
_SIGNS: Final = re.compile(r"[€¥￥$£\s]|元|欧元?|EUR|CNY|USD|GBP")
_MOST: Final = Decimal(10**12)


@dataclass(slots=True)
class FieldReader:
    """Reads fields by name and keeps what went wrong."""

    typed: Mapping[str, str]
    currency: str
    zone: ZoneInfo
    problems: list[Problem] = field(default_factory=list)

    def amount(self, name: str) -> int | None:
        """Minor units; None where nothing is typed."""
        text = _SIGNS.sub("", self.typed.get(name, ""))
        if not text:
            return None
        digits = minor_digits(self.currency)
        try:
            minor = Decimal(text.replace(",", "").replace("，", "")).scaleb(digits)
        except InvalidOperation:
            self._unread(name)
            return None
        if not minor.is_finite() or minor != minor.to_integral_value() or not 0 <= minor < _MOST:
            self.miss(name, "That is not an amount.", f"Write it with at most {digits} decimals, not below zero.", f"请填写不为负、最多 {digits} 位小数的金额。")  # fmt: skip
            return None
        return int(minor)

    def rate(self, name: str) -> int | None:
        """Basis points of a percentage from 0 to 100."""
        text = self.typed.get(name, "").replace("%", "").replace("％", "").strip()
        if not text:
            return None
        try:
            bps = Decimal(text) * 100
        except InvalidOperation:
            self._unread(name)
            return None
        if not bps.is_finite() or bps != bps.to_integral_value() or not 0 <= bps <= 10_000:
            self.miss(name, "That is not a percentage.", "Write 0 to 100, with at most two decimals.", "请填写 0 至 100 的百分比，最多两位小数。")  # fmt: skip
            return None
        return int(bps)

    def whole(self, name: str, *, least: int = 0, most: int = 10**9) -> int | None:
        """A count; None where nothing is typed."""
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        try:
            value = int(text)
        except ValueError:
            self._unread(name)
            return None
        if not least <= value <= most:
            self.miss(name, f"{value} is out of range.", f"Write a number from {least} to {most}.", f"请填写 {least} 至 {most}。")  # fmt: skip
            return None
        return value

    def moment(self, name: str) -> datetime | None:
        """A time of the shop's zone."""
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        try:
            return datetime.strptime(text[:16], _TIME).replace(tzinfo=self.zone)
        except ValueError:
            self.miss(name, "That is not a time.", "Choose a day and an hour.", "请选择日期与时间。")
            return None

    def names(self, name: str) -> list[str]:
        """Names between commas or lines."""
        return [one.strip() for one in _BETWEEN.split(self.typed.get(name, "")) if one.strip()]

    def lines(self, name: str) -> list[str]:
        """Lines with something on them."""
        return [line.strip() for line in self.typed.get(name, "").splitlines() if line.strip()]

    def need(self, name: str, value: int | None) -> int:
        """A value that has to be there."""
        if value is None:
            if all(problem.field != name for problem in self.problems):
                self.miss(name, "This is missing.", "Fill it in.", "请填写此项。")
            return 1
        return value

    def miss(self, name: str, message: str, remedy: str, zh: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(field=name, message=message, remedy=remedy, zh=zh))

    def finish(self) -> None:
        """Raise what was gathered."""
        if self.problems:
            first = self.problems[0]
            raise Invalid(first.message, remedy=first.remedy, problems=self.problems, zh=first.zh)

    def _unread(self, name: str) -> None:
        self.miss(name, f"“{self.typed.get(name, '')[:40]}” cannot be read.", "Write a plain number.", "无法识别，请填写数字。")  # fmt: skip


def plain_amount(minor: int | None, currency: str) -> str:
    """An amount as a field holds it; empty for None."""
    if minor is None:
        return ""
    digits = minor_digits(currency)
    value = Decimal(minor).scaleb(-digits)
    return f"{value:f}" if minor % 10**digits else f"{value.to_integral_value():f}"


def plain_rate(bps: int) -> str:
    """A percentage as a field holds it: 12.5."""
    value = Decimal(bps) / 100
    return f"{value.normalize():f}"
