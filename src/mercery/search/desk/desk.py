"""What a shop says about its search, as a search reads it: kept in memory, looked up anew when somebody changed it.

A search asks once for the version (at most once a second in a process); a change made in this process is seen at once,
one made in another within that second.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Lang
from mercery.search.desk import outcomes as outcome_rows
from mercery.search.desk import repository
from mercery.search.desk.outcome import Outcome, Popularity
from mercery.search.desk.own_synonym import OwnSynonym, for_search
from mercery.search.desk.rule import Rule
from mercery.search.synonyms.synonym import Synonym

FRESH_FOR: Final = 1.0
"""Seconds for which the version is taken for known."""
_MOST_KEYS: Final = 2_000
_MOST_SHOPS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Synonyms and rules of a shop, also such as are only supposed."""

    synonyms: tuple[OwnSynonym, ...] = ()
    rules: tuple[Rule, ...] = ()
    _by_lang: dict[Lang, tuple[Synonym, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def synonyms_for(self, lang: Lang) -> tuple[Synonym, ...]:
        """The shop's own rows for searches in a language, put together once."""
        if lang not in self._by_lang:
            self._by_lang[lang] = for_search(self.synonyms, lang)
        return self._by_lang[lang]


@dataclass(slots=True)
class _Kept:
    """What is known of one shop."""

    looked: float
    version: int
    digests: int
    desk: Desk | None = None
    outcomes: OrderedDict[str, Mapping[str, Outcome]] = field(default_factory=OrderedDict)
    popularity: Mapping[str, Popularity] | None = None
    phrases: dict[Lang, Mapping[str, int]] = field(default_factory=dict)


_kept: OrderedDict[str, _Kept] = OrderedDict()


def changed(shop_id: str) -> None:
    """Look everything up anew: something was changed here."""
    _kept.pop(shop_id, None)


async def desk_of(session: AsyncSession, shop_id: str) -> Desk:
    """The shop's synonyms and rules, also those that are off or past: what is in force is told by time and place."""
    known = await _known(session, shop_id)
    if known.desk is None:
        known.desk = Desk(
            synonyms=tuple(await repository.synonyms(session, shop_id)),
            rules=tuple(one for one in await repository.rules(session, shop_id) if one.active),
        )
    return known.desk


async def outcomes(session: AsyncSession, shop_id: str, query_key: str) -> Mapping[str, Outcome]:
    """What came of showing products for a query, by product; empty where nobody searched for it."""
    known = await _known(session, shop_id)
    if not known.digests or not query_key:
        return {}
    found = known.outcomes.get(query_key)
    if found is None:
        found = await outcome_rows.outcomes_of(session, shop_id, query_key)
        known.outcomes[query_key] = found
        if len(known.outcomes) > _MOST_KEYS:
            known.outcomes.popitem(last=False)
    return found


async def popularity(session: AsyncSession, shop_id: str) -> Mapping[str, Popularity]:
    """How much visitors like each product; those nobody looked at are not in it."""
    known = await _known(session, shop_id)
    if not known.digests:
        return {}
    if known.popularity is None:
        known.popularity = await outcome_rows.popularity_of(session, shop_id)
    return known.popularity


async def phrases(session: AsyncSession, shop_id: str, lang: Lang) -> Mapping[str, int]:
    """Searches that several visitors made and that led to something, with how many made them, the most first."""
    known = await _known(session, shop_id)
    if not known.digests:
        return {}
    if lang not in known.phrases:
        known.phrases[lang] = await outcome_rows.phrases_of(session, shop_id, lang)
    return known.phrases[lang]


async def _known(session: AsyncSession, shop_id: str) -> _Kept:
    """What is kept of the shop, emptied of what is no longer so."""
    known = _kept.get(shop_id)
    moment = time.monotonic()
    if known is not None and moment - known.looked < FRESH_FOR:
        return known
    version, digests = await repository.stamp(session, shop_id)
    if known is None:
        known = _Kept(moment, version, digests)
        _kept[shop_id] = known
        if len(_kept) > _MOST_SHOPS:
            _kept.popitem(last=False)
        return known
    known.looked = moment
    if known.version != version:
        known.version, known.desk = version, None
    if known.digests != digests:
        known.digests, known.popularity = digests, None
        known.outcomes.clear()
        known.phrases.clear()
    return known
