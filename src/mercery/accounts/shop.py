"""What a shop is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mercery.core.i18n import Lang, Words

_NO_WORDS: Final = Words("")
_ASSISTANT: Final = Words("AI assistant", "AI 店员")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One shop of the installation. Everything else belongs to exactly one."""

    id: str
    slug: str
    """Lower-case name in addresses: `aurelle` in aurelle.localhost:8000."""
    name: Words
    default_language: Lang = "en"
    languages: tuple[Lang, ...] = ("en", "zh")
    currency: str = "EUR"
    """The currency prices are kept and counted in (ISO 4217)."""
    currencies: tuple[str, ...] = ("EUR",)
    """All currencies customers may choose, `currency` among them."""
    timezone: str = "Europe/Paris"
    tax_included: bool = True
    colour: str = "#6A1C28"
    """#RRGGBB, already dark enough for white text at 4.5:1."""
    wordmark: str = ""
    """How the name is set in the header; empty uses the name."""
    tagline: Words = _NO_WORDS
    assistant_name: Words = _ASSISTANT
    hosts: tuple[str, ...] = ()
    """Host names under which customers reach this shop."""
    embed_origins: tuple[str, ...] = ()
    """Origins (`https://shop.example`) whose pages may embed the assistant."""
    demo: bool = False
    advertising_law: tuple[str, ...] = ()
    """Countries whose advertising law binds the shop's texts (ISO 3166: CN, FR)."""
    holdouts: Mapping[str, float] = field(default_factory=dict)
    """Share of visitors without a feature, where it differs from the installation's."""
    version: int = 1

    def named_by(self, host: str) -> bool:
        """Whether a host name (lower case, without port) is this shop's own: registered, or `<slug>.…`."""
        return host in self.hosts or host.startswith(f"{self.slug}.")
