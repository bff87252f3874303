"""What may not be said whatever the facts: families of wordings as data, with the law, the reason, and what is harmless.

`breaches` reads a text; `breach` is the first of them. Words count where they stand: 最 in 最后, 第一 in 第一步, a clause
that denies or forbids them, a title in 《》, a measure with its figure are harmless (chinese.yaml and english.yaml say which).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mercery.claims.advertising_law.reading import breach, breaches, families, rules
from mercery.claims.advertising_law.rule import Breach, Family, Law, Rule

__all__ = ["Breach", "Family", "Law", "Rule", "binding", "breach", "breaches", "families", "rules"]
_OF_COUNTRY: Final = {"CN": "cn", "GB": "uk", "UK": "uk", "US": "us"}


def binding(countries: Iterable[str]) -> frozenset[str] | None:
    """The jurisdictions of these countries (ISO 3166): elsewhere than in these three it is the European Union's. None (all of
    them) where no country is named."""
    return frozenset(_OF_COUNTRY.get(country, "eu") for country in countries) or None
