"""What every page knows about its surroundings: who looks, in which language and theme, at which shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from unicodedata import east_asian_width

from mercery.core.clock import now
from mercery.core.i18n import Lang

Theme = Literal["system", "light", "dark"]
THEME_NAMES: Final[Mapping[Theme, str]] = {"system": "", "light": "mercery", "dark": "mercery-dark"}
"""The `data-theme` attribute for each choice; empty follows the reader's system."""
_WIDE, _NARROW, _NAV_GAP, _BESIDE_WORDMARK = 13.0, 6.9, 24.0, 440.0
"""Pixels: a Chinese and a Latin letter at 13 px, the space between two entries, and what is free at 1280."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NavItem:
    """One entry of a navigation. `key` is compared with the page's `active` key."""

    key: str
    label: str
    url: str
    badge: str = ""
    """A count or a word beside the label; empty shows nothing."""
    badge_tone: Literal["quiet", "stop"] = "quiet"


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyLine:
    """Who is on duty, at the foot of the sidebar."""

    label: str
    state: Literal["working", "air", "off"] = "working"


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffFace:
    """The person who is signed in."""

    name: str
    role: str = ""
    url: str = "/console/settings"


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyNote:
    """One column of the shop's footer."""

    title: str
    text: str
    validity: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopFace:
    """How the shop looks: its name, colour and what its header and footer show."""

    name: str
    wordmark: str = ""
    """Set in spaced capitals in the shop's header; empty uses the name."""
    line: str = ""
    """One short line under the name in the console."""
    colour: str = ""
    """The merchant's colour as #RRGGBB; darkened where white would not read on it."""
    currency: str = "EUR"
    currencies: tuple[str, ...] = ()
    policies: tuple[PolicyNote, ...] = ()
    policies_url: str = ""
    """The page of all policies; empty shows no link."""
    live_url: str = ""
    """Where the running show is; empty when nothing is on air."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flash:
    """One message after an act, shown as a toast."""

    text: str
    lead: str = ""
    """The first words in bold, for example `Approved.`"""
    tone: Literal["done", "stopped", "note"] = "done"
    undo_url: str = ""
    undo_label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageUrls:
    """Addresses the layouts link to. `language` and `theme` take a POST with `value` and `next`."""

    home: str = "/"
    search: str = "/search"
    bag: str = "/bag"
    account: str = "/account"
    console: str = "/console"
    logout: str = "/console/logout"
    language: str = "/preferences/language"
    theme: str = "/preferences/theme"
    currency: str = "/preferences/currency"


@dataclass(frozen=True, kw_only=True, slots=True)
class PageContext:
    """Everything a layout needs and no page has to fetch again."""

    lang: Lang = "en"
    theme: Theme = "system"
    csrf_token: str = ""
    path: str = "/"
    query: str = ""
    """The raw query string without the question mark."""
    timezone: str = "Europe/Paris"
    """Times on the page are shown in this zone (IANA name)."""
    shop: ShopFace | None = None
    staff: StaffFace | None = None
    nav: tuple[NavItem, ...] = ()
    told: tuple[NavItem, ...] = ()
    """What a shop tells beside its goods, linked at the foot: stories, videos."""
    duty: tuple[DutyLine, ...] = ()
    flash: tuple[Flash, ...] = ()
    bag_count: int = 0
    urls: PageUrls = field(default_factory=PageUrls)
    now: datetime = field(default_factory=now)

    @property
    def theme_name(self) -> str:
        """The value of `data-theme`, empty when the reader's system decides."""
        return THEME_NAMES[self.theme]

    @property
    def nav_in_one_row(self) -> bool:
        """Whether the categories stand beside the wordmark on a desk without coming near it, by the width of their words."""
        letters = "".join(item.label for item in self.nav)
        wide = sum(_WIDE if east_asian_width(letter) in "WF" else _NARROW for letter in letters)
        return wide + _NAV_GAP * max(0, len(self.nav) - 1) <= _BESIDE_WORDMARK

    @property
    def address(self) -> str:
        """Path and query, for a form that returns here."""
        return f"{self.path}?{self.query}" if self.query else self.path
