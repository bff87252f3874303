"""Fields of a JSON object, typed; what is wrong is collected with rule, field and remedy, and nothing is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from mercery.core.errors import MerceryError, Problem

T = TypeVar("T", bound=str)


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
            None, f"must be an object, not {_shown(data)}.", 'Write it in braces: {"kind": "pct", "bps": 1000}.'
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
                self.wrong(str(name), "is not a known field.", remedy)

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
            self.wrong(name, said, "Amounts are in minor units (12.50 = 1250), rates in basis points (12.5 % = 1250).")
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
            self.wrong(name, said, "Give a text that is not empty.")
            return ""
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self.data.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, f"must be true or false, not {_shown(value)}.", "Write true or false without quotes.")
            return default
        return value

    def one_of(self, name: str, choices: tuple[T, ...], default: T) -> T:
        """One of a closed set."""
        value = self.data.get(name)
        if value is None:
            return default
        if value not in choices:
            self.wrong(name, f"must be one of {', '.join(choices)}, not {_shown(value)}.", "Choose one of these.")
            return default
        return cast(T, value)

    def names(self, name: str) -> frozenset[str]:
        """A list of texts."""
        value = self.data.get(name)
        if value is None:
            return frozenset()
        if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
            self.wrong(name, f"must be a list of texts, not {_shown(value)}.", 'Write a list: ["a", "b"].')
            return frozenset()
        if not all(isinstance(one, str) and one for one in value):
            self.wrong(name, "has entries that are no texts.", 'Write a list of texts: ["a", "b"].')
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
        self.wrong(name, f"must be a list, not {_shown(value)}.", "Write it in square brackets.")
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
            self.wrong(name, said, "Write it as 2026-11-11T00:00:00+08:00.")
            return None
        return found

    def wrong(self, name: str | None, message: str, remedy: str) -> None:
        """Notes a fault."""
        place = self._at(name) if name else self.path
        said = name or self.path.rsplit(".", 1)[-1]
        text = f"{self.owner}: {said} {message}" if self.owner else f"{said} {message}"
        self.problems.append(Problem(message=text, remedy=remedy, column=place, field=name))

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def refuse(problems: list[Problem]) -> None:
    """Raises where something was wrong."""
    if not problems:
        return
    first = problems[0]
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    raise NotationError(f"{first.message}{more}", remedy=first.remedy, problems=problems)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
