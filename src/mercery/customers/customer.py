"""What a customer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person who bought or signed up. Without an id it is a draft an importer made."""

    key: str
    """What the shop's own system calls the person; an import finds the customer again by it."""
    email: str | None = None
    name: str = ""
    phone: str | None = None
    language: Lang | None = None
    country: str | None = None
    """ISO 3166 code of the main address."""
    accepts_marketing: bool = False
    tags: tuple[str, ...] = ()
    created_at: datetime | None = None
    source_line: int | None = None
    id: str = ""
