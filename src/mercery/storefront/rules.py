"""The shop's policies as its pages state them, each with its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.accounts.shop import Shop
from mercery.core.i18n import Lang
from mercery.policies.facts import facts
from mercery.policies.policy import Policy
from mercery.storefront.speech import until_text

FOOTER: Final = ("returns", "delivery", "repair", "contact", "warranty", "authenticity", "gift", "payment")
MOST_IN_FOOTER: Final = 4
_HOME: Final = {
    "Paris": "FR",
    "London": "GB",
    "Berlin": "DE",
    "Rome": "IT",
    "Madrid": "ES",
    "New_York": "US",
    "Shanghai": "CN",
}
"""Country of a shop by the city of its time zone, where a policy is to be picked that concerns most readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """One policy in the page's language."""

    key: str
    topic: str
    title: str
    text: str
    validity: str
    """Version and end: `Version 4, until 31 Jan 2027`."""
    source: str
    until: str
    regions: tuple[str, ...]
    fact_id: str
    rank: tuple[int, int, str]
    """Lower concerns this reader more than others of the same topic."""


def policy_notes(policies: Iterable[Policy], shop: Shop, lang: Lang, currency: str) -> list[PolicyLine]:
    """Policies in the words of a page, ranked for who pays in `currency`."""
    near = _near(shop, lang, currency)
    return [_line(policy, shop, lang, near) for policy in policies]


def footer_notes(notes: Sequence[PolicyLine]) -> tuple[PolicyLine, ...]:
    """What customers ask about most, one of each topic."""
    return first_of(notes, FOOTER)[:MOST_IN_FOOTER]


def first_of(notes: Sequence[PolicyLine], topics: Sequence[str]) -> tuple[PolicyLine, ...]:
    """One policy for each of `topics` that has any, the one that concerns this reader most."""
    chosen = (
        min((note for note in notes if note.topic == topic), key=lambda note: note.rank, default=None)
        for topic in topics
    )
    return tuple(note for note in chosen if note is not None)


def _near(shop: Shop, lang: Lang, currency: str) -> str:
    """Where the reader is taken to be: who reads Chinese and pays in euros is not told how orders in yuan are sent."""
    if currency == "CNY" or (lang == "zh" and "CNY" not in shop.currencies):
        return "CN"
    return _HOME.get(shop.timezone.partition("/")[2], "")


def _rank(policy: Policy, near: str) -> tuple[int, int, str]:
    """The policy called like its topic, then one for the reader's region, then one for all, then the widest."""
    plain = policy.key == policy.topic
    regional = near in policy.regions
    return (0 if plain else 1 if regional else 2 if not policy.regions else 3, -len(policy.regions), policy.key)


def _line(policy: Policy, shop: Shop, lang: Lang, near: str) -> PolicyLine:
    until = until_text(policy.valid_to, lang, shop.timezone)
    source = policy.source.text(lang)
    without_end = "无截止日期" if lang == "zh" else "no end date"
    comma = "，" if lang == "zh" else ", "
    version = f"第 {policy.version} 版" if lang == "zh" else f"Version {policy.version}"
    return PolicyLine(
        key=policy.key,
        topic=policy.topic,
        title=policy.title.text(lang),
        text=policy.statement.text(lang),
        validity=comma.join((version, until or without_end)),
        source=source,
        until=until,
        regions=tuple(policy.regions),
        fact_id=facts([policy])[0].id,
        rank=_rank(policy, near),
    )
