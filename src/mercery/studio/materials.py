"""What a piece is written from: products, the facts in force, their neighbours in the range, and how the house speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import Grounds, grounds
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang
from mercery.studio.house_voice import HOUSE, HouseVoice


@dataclass(frozen=True, kw_only=True)
class Materials:
    """Values only: whoever writes from it needs no database."""

    shop: Shop
    products: tuple[Product, ...]
    """Those of the brief, in its order."""
    facts: tuple[Fact, ...]
    """Of these products (catalogue, stock, prices in the shop's currency) and of the shop's policies, all in force at `now`."""
    neighbours: tuple[Product, ...] = ()
    """Others of the same kind, for what sets a piece apart."""
    said: frozenset[str] = frozenset()
    """Long runs of words other pieces say already (`variety.runs`): not to be said again."""
    worn: frozenset[str] = frozenset()
    """Short turns other pieces have (`variety.turns`): others are taken where there are any."""
    house: HouseVoice = HOUSE
    now: datetime
    laws: frozenset[str] | None = None
    """Jurisdictions whose advertising law binds (`cn`, `eu`, `uk`, `us`); None: all."""

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """The facts by their ids."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def grounds(self) -> Grounds:
        """The facts, indexed for the gate."""
        return grounds(self.facts, now=self.now, timezone=self.shop.timezone, shop=self.shop.name, complete=False)

    @cached_property
    def gate(self) -> Gate:
        """The gate over these facts."""
        return Gate(self.grounds, self.laws)

    def voice(self, lang: Lang) -> Voice:
        """The voice frames speak in."""
        return Voice(lang=lang, now=self.now, timezone=self.shop.timezone)
