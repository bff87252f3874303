"""From which page of the shop a reader came to a piece, by the address the browser sends along. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from mercery.core.i18n import is_lang
from mercery.interactions.interaction import LONGEST_QUERY, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The page a piece was chosen on."""

    surface: Surface
    path: str
    query: str | None = None
    """What was searched for there."""


def arrival(referer: str | None, host: str) -> Arrival | None:
    """The page of this shop that `referer` names; None for an outside page, or none at all."""
    if not referer:
        return None
    try:
        parts = urlsplit(referer)
    except ValueError:
        return None
    steps = parts.path.strip("/").split("/")
    if parts.netloc != host or not is_lang(steps[0]):
        return None
    surface = _surface(steps[1:])
    if surface is None:
        return None
    query = parse_qs(parts.query).get("q", [""])[0].strip()[:LONGEST_QUERY]
    return Arrival(surface=surface, path=parts.path[:200], query=query or None if surface == "search" else None)


def _surface(steps: list[str]) -> Surface | None:
    match steps:
        case []:
            return "home"
        case ["search"]:
            return "search"
        case ["c" | "collections", *_]:
            return "category"
        case ["p", *_]:
            return "product"
        case ["cart"]:
            return "cart"
        case ["orders", *_]:
            return "order"
        case ["live", *_]:
            return "live"
        case _:
            return None
