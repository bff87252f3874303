"""Fields of a JSON object, typed; what is wrong is collected with rule, field and remedy, and nothing is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final, TypeVar, cast

from mercery.core.errors import MerceryError, Problem

T = TypeVar("T", bound=str)
_OWNERS: Final = {"Rule": "规则", "Buyer": "买家", "Policy": "叠加方式", "Fees": "费用", "Floor": "底线"}
_CART_LINE: Final = re.compile(r"Line (\d+) of the cart")


class NotationError(MerceryError):
    """Rules, goods or a cart that cannot be read. `problems` has one entry for each fault."""

    code = "promotion_notation_invalid"
    status = 422


@dataclass(slots=True)
class Fields:
    """One object of the notation. `owner` is who it belongs to in words (`Rule 'x'`), `path` where it stands."""

    data: Mapping[str, Any]
    owner: str
    path: str
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, data: object, owner: str, path: str, problems: list[Problem]) -> Fields:
        """`data` where it is an object; otherwise an empty one and a problem."""
        if isinstance(data, Mapping):
            return cls(data, owner, path, problems)
        found = cls({}, owner, path, problems)
        found.wrong(
            None,
            f"must be an object, not {_shown(data)}.",
            'Write it in braces: {"kind": "pct", "bps": 1000}.',
            zh='须为对象，请写成 {"kind": "pct", "bps": 1000} 的形式。',
        )
        return found

    def named(self, owner: str) -> Fields:
        """The same under another owner."""
        return replace(self, owner=owner)

    def inner(self, name: str) -> Fields:
        """The object of a field."""
        return Fields.of(self.data[name], self.owner, self._at(name), self.problems)

    def has(self, name: str) -> bool:
        """Whether the field is given and not null."""
        return self.data.get(name) is not None

    def only(self, known: Iterable[str]) -> None:
        """Every field must be a known one: a misspelt limit would otherwise be no limit."""
        names = list(known)
        for name in self.data:
            if name not in names:
                near = get_close_matches(str(name), names, n=1)
                remedy = f"Did you mean '{near[0]}'?" if near else f"Known fields: {', '.join(sorted(names))}."
                zh = (
                    f"不是可用的字段，是否指 {near[0]}？"
                    if near
                    else f"不是可用的字段，可用：{'、'.join(sorted(names))}。"
                )
                self.wrong(str(name), "is not a known field.", remedy, zh=zh)

    def whole(self, name: str, default: int | None = None, *, least: int = 0, most: int | None = None) -> int:
        """A whole number; without a `default` it has to be given."""
        if not self.has(name) and default is not None:
            return default
        value = self.data.get(name)
        meant = f"a whole number, at least {least}" if most is None else f"a whole number from {least} to {most}"
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or value < least
            or (most is not None and value > most)
        ):
            said = f"must be {meant}, not {_shown(value)}." if self.has(name) else f"is missing; it is {meant}."
            within = f"不小于 {least} 的整数" if most is None else f"{least} 至 {most} 的整数"
            self.wrong(
                name, said, "Amounts are in minor units (12.50 = 1250), rates in basis points (12.5 % = 1250).",
                zh=f"须为{within}。金额以最小货币单位计（12.50 即 1250），比例以基点计（12.5% 即 1250）。",
            )  # fmt: skip
            return least
        return value

    def perhaps(self, name: str, *, least: int = 0, most: int | None = None) -> int | None:
        """A whole number, or None where it is not given."""
        return self.whole(name, least=least, most=most) if self.has(name) else None

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a `default` it has to be given and not empty."""
        if not self.has(name) and default is not None:
            return default
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            said = f"must be a text, not {_shown(value)}." if self.has(name) else "is missing."
            self.wrong(name, said, "Give a text that is not empty.", zh="须为非空的文字，请填写。")
            return ""
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(
                name,
                f"must be true or false, not {_shown(value)}.",
                "Write true or false without quotes.",
                zh="须为 true 或 false，不加引号。",
            )
            return default
        return value

    def one_of(self, name: str, choices: tuple[T, ...], default: T) -> T:
        """One of a closed set."""
        value = self.data.get(name)
        if value is None:
            return default
        if value not in choices:
            self.wrong(
                name,
                f"must be one of {', '.join(choices)}, not {_shown(value)}.",
                "Choose one of these.",
                zh=f"须为其中之一：{'、'.join(choices)}。",
            )
            return default
        return cast(T, value)

    def names(self, name: str) -> frozenset[str]:
        """A list of texts."""
        value = self.data.get(name)
        if value is None:
            return frozenset()
        if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
            self.wrong(
                name,
                f"must be a list of texts, not {_shown(value)}.",
                'Write a list: ["a", "b"].',
                zh='须为文字列表，请写成 ["a", "b"]。',
            )
            return frozenset()
        if not all(isinstance(one, str) and one for one in value):
            self.wrong(
                name,
                "has entries that are no texts.",
                'Write a list of texts: ["a", "b"].',
                zh='列表中只能是文字，请写成 ["a", "b"]。',
            )
            return frozenset()
        return frozenset(value)

    def counts(self, name: str, *, least: int = 0) -> Mapping[str, int]:
        """An object of whole numbers."""
        if not self.has(name):
            return {}
        inner = self.inner(name)
        return {str(key): inner.whole(str(key), least=least) for key in inner.data}

    def items(self, name: str) -> list[Any]:
        """A list of whatever."""
        value = self.data.get(name)
        if value is None:
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self.wrong(
            name,
            f"must be a list, not {_shown(value)}.",
            "Write it in square brackets.",
            zh="须为列表，请用方括号书写。",
        )
        return []

    def moment(self, *names: str) -> datetime | None:
        """A time with its zone; of several spellings of the field the first one given."""
        name = next((one for one in names if self.has(one)), None)
        if name is None:
            return None
        value = self.data[name]
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except (TypeError, ValueError):
            found = None
        if found is None or found.tzinfo is None:
            said = f"must be a time with its zone, not {_shown(value)}."
            self.wrong(
                name,
                said,
                "Write it as 2026-11-11T00:00:00+08:00.",
                zh="须为带时区的时间，请写成 2026-11-11T00:00:00+08:00。",
            )
            return None
        return found

    def wrong(self, name: str | None, message: str, remedy: str, *, zh: str) -> None:
        """Notes a fault; `zh` tells fault and remedy, with the field's name before it."""
        place = self._at(name) if name else self.path
        said = name or self.path.rsplit(".", 1)[-1]
        text = f"{self.owner}: {said} {message}" if self.owner else f"{said} {message}"
        told = "：".join(filter(None, (_owner_zh(self.owner), f"{said} {zh}")))
        self.problems.append(Problem(message=text, remedy=remedy, column=place, field=name, zh=told))

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def refuse(problems: list[Problem]) -> None:
    """Raises where something was wrong."""
    if not problems:
        return
    first = problems[0]
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    raise NotationError(
        f"{first.message}{more}", remedy=first.remedy, problems=problems,
        zh=first.zh + (f"另有 {len(problems) - 1} 处有误。" if more else ""),
    )  # fmt: skip


def _owner_zh(owner: str) -> str:
    """`Rule 'x'` as 规则“x”."""
    if line := _CART_LINE.fullmatch(owner):
        return f"购物车第 {line[1]} 行"
    kind, _, rest = owner.partition(" ")
    return _OWNERS.get(kind, kind) + (f"“{rest.removeprefix('at ').strip(chr(39))}”" if rest else "")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
