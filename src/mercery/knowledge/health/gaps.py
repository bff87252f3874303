"""Gaps: what customers ask and the shop has no sure answer to, put together, counted, and with what hangs on it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.money import Money
from mercery.knowledge.health.asked import Asked, Lack
from mercery.knowledge.health.clustering import groups, nearness, plain
from mercery.knowledge.meaning import Vector

GapState = Literal["open", "given", "declined"]
"""Nobody has looked; somebody is to answer it; no answer is wanted."""
_SAME: Final = 0.62
"""Nearness to a question that was decided, from which the decision holds for the new one too."""
_MEMBERS_COMPARED: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person decided about a gap."""

    id: str
    state: GapState
    texts: tuple[tuple[str, Lang], ...]
    """The questions it was decided for."""
    owner: str
    answer_key: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions that ask the same and were not surely answered."""

    key: str
    """Stays the same while its most typical question does."""
    asked: tuple[Asked, ...]
    """The newest first."""
    titles: Mapping[Lang, str]
    """The most typical question in each language in which it was asked."""
    conversations: int
    at_stake: Money | None
    """Over its conversations, each counted once, the price of the dearest piece that was talked about."""
    lacks: Mapping[Lack, int]
    mark: Mark | None = None

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.asked)

    @property
    def title(self) -> Words:
        """The most typical question."""
        return Words(self.titles.get("en", ""), self.titles.get("zh", ""))

    @property
    def state(self) -> GapState:
        """What was decided about it."""
        return self.mark.state if self.mark is not None else "open"

    @property
    def last_at(self) -> datetime:
        """When it was asked last."""
        return self.asked[0].at

    @property
    def replies(self) -> tuple[str, ...]:
        """What persons of the shop answered, the newest first."""
        return tuple(dict.fromkeys(one.replied for one in self.asked if one.replied))

    @property
    def phrasings(self) -> Mapping[Lang, tuple[str, ...]]:
        """The different ways it was asked, the title first."""
        found: dict[Lang, tuple[str, ...]] = {}
        for lang in LANGS:
            own = [one.text for one in self.asked if one.lang == lang]
            first = [self.titles[lang]] if lang in self.titles else []
            different = {plain(text): text for text in [*own, *first][::-1]}
            found[lang] = tuple(dict.fromkeys([*first, *different.values()]))
        return found

    def per_day(self, since: datetime, until: datetime) -> list[int]:
        """How often it was asked on each day from `since` on."""
        days = max(1, (until - since).days + 1)
        counted = Counter((one.at - since) // timedelta(days=1) for one in self.asked if one.at >= since)
        return [counted.get(day, 0) for day in range(days)]


def gaps_of(
    asked: Sequence[Asked], marks: Sequence[Mark] = (), vectors: Mapping[str, Vector] | None = None
) -> list[Gap]:
    """The gaps, most at stake first: by how often they were asked, then by value."""
    texts = [(one.text, one.lang) for one in asked]
    found = [_gap([asked[place] for place in group], vectors) for group in groups(texts, vectors)]
    found = [_marked(gap, marks, vectors) for gap in found]
    return sorted(found, key=_weight, reverse=True)


def _weight(gap: Gap) -> tuple[int, int, datetime]:
    return gap.conversations, gap.at_stake.minor if gap.at_stake else 0, gap.last_at


def _gap(members: Sequence[Asked], vectors: Mapping[str, Vector] | None) -> Gap:
    newest = tuple(sorted(members, key=lambda one: one.at, reverse=True))
    titles: dict[Lang, str] = {}
    for lang in LANGS:
        if own := [one.text for one in newest if one.lang == lang]:
            titles[lang] = _typical(own, lang, vectors)
    return Gap(
        key=plain(titles.get("en") or titles.get("zh") or "")[:80],
        asked=newest,
        titles=titles,
        conversations=len({one.conversation_id for one in newest}),
        at_stake=_at_stake(newest),
        lacks=Counter(one.lack for one in newest),
    )


def _typical(texts: Sequence[str], lang: Lang, vectors: Mapping[str, Vector] | None) -> str:
    """The text nearest to all the others; of equals the one asked more often, then the shorter."""
    different = list(dict.fromkeys(texts))[:_MEMBERS_COMPARED]
    near = nearness([(text, lang) for text in different], vectors).sum(axis=1)
    times = Counter(texts)
    ranked = sorted(
        range(len(different)), key=lambda at: (-round(near[at], 3), -times[different[at]], len(different[at]))
    )
    return different[ranked[0]]


def _at_stake(asked: Sequence[Asked]) -> Money | None:
    dearest: dict[str, Money] = {}
    for one in asked:
        if one.at_stake is not None:
            before = dearest.get(one.conversation_id)
            dearest[one.conversation_id] = one.at_stake if before is None or before < one.at_stake else before
    total: Money | None = None
    for amount in dearest.values():
        total = amount if total is None else total + amount
    return total


def _marked(gap: Gap, marks: Sequence[Mark], vectors: Mapping[str, Vector] | None) -> Gap:
    """The gap with the newest decision made for one of its questions, or for one that asks the same."""
    own = {(plain(one.text), one.lang) for one in gap.asked}
    for mark in sorted(marks, key=lambda one: one.at, reverse=True):
        decided = {(plain(text), lang) for text, lang in mark.texts}
        if own & decided or _near(gap, mark, vectors):
            return replace(gap, mark=mark)
    return gap


def _near(gap: Gap, mark: Mark, vectors: Mapping[str, Vector] | None) -> bool:
    texts = [(title, lang) for lang, title in gap.titles.items()]
    decided = list(mark.texts)[:_MEMBERS_COMPARED]
    if not texts or not decided:
        return False
    near = nearness([*texts, *decided], vectors)[: len(texts), len(texts) :]
    return bool(near.max() >= _SAME)
