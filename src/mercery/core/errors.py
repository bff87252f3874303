"""One root error. Each class is one thing that can go wrong, with its HTTP status and a stable code.

The JSON shape, the same on every surface:
`{"error": {"code", "message", "remedy", "problems": [{"file", "line", "column", "field", "message", "remedy"}], "support"}}`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in an input, with its place and what to do about it."""

    message: str
    remedy: str = ""
    file: str | None = None
    line: int | None = None
    """1-based line of the input, where it has lines."""
    column: str | None = None
    """Column heading or path inside the record."""
    field: str | None = None
    """The field of ours that could not be filled."""
    severity: str = "error"
    """`error` refuses the input, `warning` does not."""
    zh: str = ""
    """Message and remedy in Chinese, where people of a shop read them; programs are told in English."""

    def where(self, lang: Lang = "en") -> str:
        """The place in words: `products.csv, line 12, column price`."""
        if lang == "zh":
            line, column = f"第 {self.line} 行" if self.line else "", f"“{self.column}”列" if self.column else ""
            return " ".join(filter(None, (self.file, line + column)))
        parts = [
            self.file,
            f"line {self.line}" if self.line else None,
            f"column {self.column}" if self.column else None,
        ]
        return ", ".join(part for part in parts if part)

    def text(self, lang: Lang = "en") -> str:
        """Place, message and remedy in one line; in Chinese where it was given in Chinese."""
        if lang == "zh" and self.zh:
            return "：".join(filter(None, (self.where("zh"), self.zh)))
        place = self.where()
        return f"{place + ': ' if place else ''}{self.message}{' ' + self.remedy if self.remedy else ''}"


class MerceryError(Exception):
    """Something a person can understand and mend."""

    code = "error"
    status = 400

    def __init__(self, message: str, *, remedy: str = "", problems: Sequence[Problem] = (), zh: str = "") -> None:
        """`zh`: message and remedy in Chinese, where people of a shop read them, now or later."""
        super().__init__(message)
        self.zh = zh
        self.message = message
        self.remedy = remedy
        self.problems = tuple(problems)

    def body(self, *, support: str | None = None) -> dict[str, object]:
        """The JSON error shape."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "remedy": self.remedy,
                "problems": [
                    {name: value for name, value in asdict(problem).items() if name != "zh"}
                    for problem in self.problems
                ],
                "support": support,
            }
        }


class NotFound(MerceryError):
    """What was asked for does not exist, or not for this shop."""

    code = "not_found"
    status = 404


class Forbidden(MerceryError):
    """The person or key may not do this."""

    code = "forbidden"
    status = 403


class Unauthenticated(MerceryError):
    """Nobody is signed in, or the key is unknown."""

    code = "unauthenticated"
    status = 401


class Invalid(MerceryError):
    """The input cannot be used as it is."""

    code = "invalid"
    status = 422


class Conflict(MerceryError):
    """Somebody else changed it first, or it already exists."""

    code = "conflict"
    status = 409


class TooLarge(MerceryError):
    """The input is larger than allowed."""

    code = "too_large"
    status = 413


class TooMany(MerceryError):
    """Too many requests in a short time."""

    code = "too_many"
    status = 429


def wrong_field(field: str, message: str, *, remedy: str = "", zh: str = "") -> Invalid:
    """A refusal for one field of a form: what is said beside the field is what is said of the whole."""
    problem = Problem(field=field, message=message, remedy=remedy, zh=zh)
    return Invalid(message, remedy=remedy, problems=[problem], zh=zh)


def told_in(lang: Lang, wrong: MerceryError | Problem) -> str:
    """What is wrong and what to do, in the reader's language where it is known in it."""
    return (wrong.zh if lang == "zh" else "") or " ".join(filter(None, (wrong.message, wrong.remedy)))


def refused_for(problems: Sequence[Problem]) -> Invalid:
    """A refusal for several fields of a form; the whole says what the first of them says."""
    first = problems[0]
    return Invalid(first.message, remedy=first.remedy, problems=problems, zh=first.zh)
