"""What the pages of house voices show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mercery.core.i18n import Lang, Words
from mercery.studio.desk.piece_view import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLine:
    """A house voice in the list."""

    key: str
    name: Words
    pace: Words
    rules: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesPage:
    """How the house speaks."""

    headline: Words
    voices: Sequence[VoiceLine]
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The same facts said by the house as it is kept, and as it is typed."""

    lang: Lang
    before: Sequence[Run]
    after: Sequence[Run]

    @property
    def changed(self) -> bool:
        """Whether what is typed makes a difference to these sentences."""
        return tuple(self.before) != tuple(self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePage:
    """The editor of one voice."""

    key: str
    new: bool
    name: Words
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    samples: Sequence[Sample]
    about: Words
    """The product whose sentences are shown."""
    versions: Sequence[tuple[int, str, datetime]]
    version: int
    may_edit: bool

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")
