"""The demo shop's desk of search: a few synonyms and rules, and what two weeks of searches tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.search.desk import digest, service
from mercery.search.desk.own_synonym import OwnSynonym
from mercery.search.desk.rule import Act, Rule, Scope, Target

_SYNONYMS = (
    OwnSynonym(kind="same", words=("carré", "silk square", "foulard", "真丝方巾"), note="The house says carré."),
    OwnSynonym(
        kind="finds", words=("pocketbook",), means=("handbag",), lang="en", note="How guests from the US say it."
    ),
    OwnSynonym(kind="apart", words=("hobo", "backpack"), note="Guests who want one never mean the other."),
)


async def set_up_desk(
    session: AsyncSession, shop: Shop, ids: Mapping[str, str], now: datetime, *, days: int
) -> tuple[int, int]:
    """Rules, synonyms and the searches of the last `days`, counted. Returns how many rules and searches there are."""
    with clock.at(now - timedelta(days=days)):
        for row in _SYNONYMS:
            await service.save_synonym(session, shop.id, SYSTEM, row)
    made = list(_rules(ids, now))
    for rule in made:
        with clock.at(rule.made_at):
            await service.save_rule(session, shop.id, SYSTEM, rule)
    count = await digest.work_out(session, shop.id, now - timedelta(days=days), now, now)
    await digest.count_popularity(session, shop.id, now)
    return len(made), count


def _rules(ids: Mapping[str, str], now: datetime) -> Iterator[Rule]:
    def made(
        act: Act, target: Target, scope: Scope, reason: str, *, begins: int, ends: int, place: int | None = None,
        strength: int = 2,
    ) -> Rule:  # fmt: skip
        starts = now + timedelta(days=begins)
        return Rule(
            id="", act=act, target=target, scope=scope, reason=reason, starts_at=starts,
            ends_at=now + timedelta(days=ends), made_at=min(starts, now - timedelta(hours=3)), changed_at=now,
            place=place, strength=strength,
        )  # fmt: skip

    def piece(key: str) -> Target:
        return Target(kind="product", value=ids[key])

    yield made(
        "pin", piece("carre-jardin"), Scope(kind="queries", queries=("silk scarf", "丝巾")),
        "The Jardin squares had their own window.", begins=-12, ends=-4, place=1,
    )  # fmt: skip
    yield made(
        "pin", piece("soft-tote"), Scope(kind="queries", queries=("leather tote", "tote")),
        "The Soft Tote is in the window of rue Saint-Honoré.", begins=-5, ends=16, place=1,
    )  # fmt: skip
    yield made(
        "boost", Target(kind="brand", value="aurelle-parfums"), Scope(kind="queries", queries=("gift under 100",)),
        "Scent is what most guests give below €100.", begins=-2, ends=28, strength=1,
    )  # fmt: skip
    yield made(
        "bury", piece("plage-sandal"), Scope(kind="all"), "Sandals wait for spring.", begins=-9, ends=95, strength=3
    )
    yield made(
        "pin", piece("city-backpack"), Scope(kind="queries", queries=("backpack",)),
        "The Passage returns in the new colour.", begins=10, ends=40, place=1,
    )  # fmt: skip
