"""What may be said of a shop, indexed for the gate: products with parts, variants and clauses, and policies by clause.

Built once from the facts in force and read by every sentence. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from mercery.claims.deals import Instalments, Promotion
from mercery.claims.facts import Fact
from mercery.claims.grammar.clauses import Clause, clauses_of, keys_of, with_heads
from mercery.claims.grammar.deals import Deals, deals_of
from mercery.claims.grammar.normal_form import copula_written_out, normalised, written_out
from mercery.claims.grammar.plainer import plainer
from mercery.claims.grammar.talk_chinese import as_talk
from mercery.claims.grammar.tokens import Token, tokens
from mercery.claims.grammar.vocabulary import Vocabulary, vocabulary
from mercery.claims.naming import shop_vocabulary
from mercery.claims.product_views import product_view, variant_view
from mercery.claims.quotes import quotes_of
from mercery.claims.values import Statement
from mercery.claims.views import ProductView, VariantView
from mercery.core.i18n import Words

T = TypeVar("T")


@lru_cache(maxsize=8)
def _plainly(text: str) -> str:
    """A sentence put plainly; kept for its second reading."""
    return plainer(normalised(copula_written_out(text)))


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Everything a sentence may stand on, at one moment."""

    products: Mapping[str, ProductView]
    of_variant: Mapping[str, str]
    policies: tuple[Clause, ...]
    words: Vocabulary
    now: datetime
    timezone: str
    brands: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    """Whether every product of the shop is in it: else nothing may be said of its range (the lightest, all, none, only)."""
    quotes: Mapping[str, Fact] = field(default_factory=dict)
    """The shop's approved sentences, word for word."""
    deals: Deals | None = None
    """Promotions in force and ways to pay in parts; None where there is neither."""

    @cached_property
    def units(self) -> tuple[Clause, ...]:
        """The policies clause by clause, as serving.py proves on them."""
        return with_heads(self.policies)

    @cached_property
    def _rules(self) -> dict[Callable[..., Any], Any]:
        return {}

    def rule(self, reader: Callable[[tuple[Clause, ...]], T]) -> T:
        """What the reader makes of the policies clause by clause: read once, as every sentence asks for it."""
        if reader not in self._rules:
            self._rules[reader] = reader(self.units)
        found: T = self._rules[reader]
        return found

    @cached_property
    def today(self) -> date:
        """The shop's own date."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text of the shop, or of a sentence as it stands."""
        return tokens(normalised(text), self.words, year=self.today.year)

    @cached_property
    def _texts(self) -> dict[str, tuple[Token, ...]]:
        return {}

    def read(self, text: str) -> tuple[Token, ...]:
        """The tokens of a rule, read once: for looking only, nobody marks them as proved."""
        if text not in self._texts:
            self._texts[text] = tuple(self.tokens(text))
        return self._texts[text]

    def sentence(self, text: str) -> list[Token]:
        """The tokens of a sentence that is to be proved, put plainly."""
        return tokens(_plainly(text), self.words, year=self.today.year)

    @cached_property
    def eased(self) -> Vocabulary:
        """The vocabulary with the words that leave a proved claim as it is, and those of single slots."""
        return vocabulary(self.words.more, self.words.names, self.words.exact, eased=True)

    def eased_tokens(self, text: str) -> list[Token]:
        """The tokens of a sentence that is read a second time, put plainly."""
        return tokens(_plainly(text), self.eased, year=self.today.year)

    @cached_property
    def spoken(self) -> Vocabulary:
        """The vocabulary with the everyday words of talk."""
        return vocabulary(self.words.more, self.words.names, self.words.exact, talk=True)

    def spoken_tokens(self, text: str) -> list[Token]:
        """The tokens of a text that is tried as talk."""
        return tokens(as_talk(normalised(written_out(text))), self.spoken, year=self.today.year)


def grounds(
    facts: Iterable[Fact], *, now: datetime, timezone: str, shop: Words | None = None, complete: bool = True
) -> Grounds:
    """The index over the facts in force at `now`. `shop`: what it is called; `complete`: whether all its products are here."""
    held = [fact for fact in facts if fact.holds_at(now)]
    deals = deals_of(held, now=now, timezone=timezone)
    held = [fact for fact in held if not isinstance(fact.value, Promotion | Instalments)] if deals else held
    by_product: dict[str, list[Fact]] = defaultdict(list)
    by_variant: dict[str, list[Fact]] = defaultdict(list)
    parent: dict[str, str] = {}
    for fact in held:
        if fact.subject.kind == "product":
            by_product[fact.subject.id].append(fact)
        elif fact.subject.kind == "variant":
            by_variant[fact.subject.id].append(fact)
            parent[fact.subject.id] = fact.subject.parent_id or ""
    year = now.year
    children: dict[str, list[VariantView]] = defaultdict(list)
    for key, own in by_variant.items():
        children[parent[key]].append(variant_view(key, own, year))
    views = {key: product_view(key, own, children[key], year) for key, own in by_product.items()}
    brands = {view.brand.lower(): view.brand for view in views.values() if view.brand}
    words = shop_vocabulary(views, brands, shop)
    policies = [
        replace(
            clause,
            attribute=fact.attribute,
            affirmed=clause.affirmed | _inherited(clause, topic),
            inherited=_inherited(clause, topic) - clause.affirmed,
        )
        for fact in held
        if fact.subject.kind in ("policy", "answer") and isinstance(fact.value, Statement)
        for topic in (_topic(fact.subject.id, words, year),)
        for text in (fact.value.words.en, fact.value.words.zh)
        if text
        for clause in clauses_of(text, fact.id, fact.subject.id, words, year)
    ]
    policies = _with_places_meant(_with_boutiques(policies))
    return Grounds(
        products=views,
        of_variant=parent,
        policies=tuple(policies),
        words=words,
        now=now,
        timezone=timezone,
        brands=brands,
        complete=complete,
        quotes=quotes_of(held),
        deals=replace(deals, titles=_titles(views)) if deals else None,
    )


def _titles(views: Mapping[str, ProductView]) -> tuple[tuple[str, str], ...]:
    return tuple((text, key) for key, view in views.items() for text in (view.title.en, view.title.zh) if text)


def _with_boutiques(policies: list[Clause]) -> list[Clause]:
    """What is said of fetching an order holds in each boutique that the policy names: the place may stand beside any clause."""
    places: dict[str, frozenset[str]] = defaultdict(frozenset)
    for one in policies:
        places[one.fact_id] |= {key for key in one.affirmed if key.startswith("place:")}
    return [
        replace(one, affirmed=one.affirmed | places[one.fact_id] | {"c:boutique"})
        if "c:pickup" in one.affirmed and places[one.fact_id] and not one.denied
        else one
        for one in policies
    ]


_MEANT: Final = re.compile(
    r"上述(?:地区|国家)|(?<![a-z])(?:these places|these countries|delivered there)(?![a-z])", re.IGNORECASE
)


def _with_places_meant(policies: list[Clause]) -> list[Clause]:
    """`… are not delivered there`, 上述地区: the places that the policy named before."""
    places: dict[tuple[str, bool], frozenset[str]] = defaultdict(frozenset)
    for one in policies:
        places[one.fact_id, one.text.isascii()] |= {key for key in one.affirmed if key.startswith("place:")}
    found = []
    for one in policies:
        named = places[one.fact_id, one.text.isascii()]
        currencies = {key for key in one.affirmed | one.denied if key.startswith("cur:")}
        if _MEANT.search(one.text) and named and len(currencies) < 2:
            denied = "c:deliver" in one.denied
            one = replace(
                one,
                affirmed=one.affirmed if denied else one.affirmed | named,
                denied=one.denied | named if denied else one.denied,
            )
        found.append(one)
    return found


def _inherited(clause: Clause, topic: frozenset[str]) -> frozenset[str]:
    """The policy's topic, for a clause that says something of it; a bare subject (`sale items`) says nothing."""
    own = {key for key in clause.affirmed if key.startswith("c:")} - {
        "c:sale_item",
        "c:full_price",
        "c:order",
        "c:post",
    }
    return topic - clause.denied if own or clause.amounts or clause.denied else frozenset()


def _topic(key: str, words: Vocabulary, year: int) -> frozenset[str]:
    """What a policy is about, by its key: `gift_wrapping`."""
    return frozenset(
        one for token in tokens(key.replace("_", " "), words, year=year) for one in keys_of(token) if one in TOPICAL
    )


TOPICAL: Final = frozenset(
    {
        "c:duties",
        "c:instalment",
        "c:gift_wrap",
        "c:gift_card",
        "c:engrave",
        "c:refund",
        "c:exchange",
        "c:repair",
        "c:pickup",
        "c:auth_card",
        "c:order",
        "att:warranty",
    }
)
