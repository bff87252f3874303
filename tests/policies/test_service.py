"""Policies as versions: what holds when, what was said before, what ends, and who may write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.policies import service as policies
from mercery.policies.draft import values_left_behind
from mercery.policies.facts import facts
from mercery.policies.policy import Policy, Scalar, Topic

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR",), timezone="Europe/Paris"
        )  # fmt: skip


def draft(
    days: int = 30,
    *,
    key: str = "returns",
    topic: Topic = "returns",
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> policies.PolicyDraft:
    return policies.PolicyDraft(
        key=key, topic=topic, title=Words("Returns", "退货"), statement=Words(f"Within {days} days.", f"{days} 天内。"),
        values={"days": days}, valid_from=begins, valid_to=ends,
    )  # fmt: skip


async def record(
    database: Database, shop: Shop, one: policies.PolicyDraft, *, after: int | None = None, reason: str = "test"
) -> Policy:
    async with database.session() as session:
        return await policies.record_policy(session, shop.id, SYSTEM, one, reason=reason, after_version=after)


async def held(database: Database, shop: Shop, at: datetime | None = None) -> list[tuple[str, int]]:
    async with database.session() as session:
        return [(one.key, one.version) for one in await policies.policies_in_force(session, shop.id, at)]


async def test_a_change_is_a_new_version_and_the_old_one_stays_readable(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        await record(database, shop, draft(30))
    with clock.at(NOW + timedelta(days=1)):
        second = await record(database, shop, draft(14), after=1)
    assert second.version == 2
    assert await held(database, shop, NOW + timedelta(hours=1)) == [("returns", 1)]
    assert await held(database, shop, NOW + timedelta(days=2)) == [("returns", 2)]
    async with database.session() as session:
        history = await policies.policy_history(session, shop.id, "returns")
    assert [one.statement.en for one in history] == ["Within 14 days.", "Within 30 days."]


async def test_a_coming_version_does_not_hold_yet_and_ends_the_one_before(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        await record(database, shop, draft(30))
        await record(database, shop, draft(14, begins=NOW + timedelta(days=10)))
        async with database.session() as session:
            first = await policies.policy_in_force(session, shop.id, "returns")
            coming = await policies.coming_policies(session, shop.id)
    assert (first.version, first.valid_to) == (1, NOW + timedelta(days=10))
    assert [one.version for one in coming] == [2]
    assert await held(database, shop, NOW + timedelta(days=11)) == [("returns", 2)]


async def test_a_policy_ends_by_its_own_date_or_by_being_withdrawn(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        await record(database, shop, draft(key="sale", ends=NOW + timedelta(days=3)))
        await record(database, shop, draft(key="gift"))
        async with database.session() as session:
            await policies.withdraw_policy(
                session, shop.id, SYSTEM, "gift", reason="no more", at=NOW + timedelta(days=2)
            )
    assert await held(database, shop, NOW + timedelta(days=1)) == [("gift", 1), ("sale", 1)]
    assert await held(database, shop, NOW + timedelta(days=2, hours=1)) == [("sale", 1)]
    assert await held(database, shop, NOW + timedelta(days=4)) == []
    async with database.session() as session:
        with pytest.raises(NotFound):
            await policies.policy_in_force(session, shop.id, "gift", NOW + timedelta(days=4))


async def test_of_two_who_write_at_once_the_second_is_told(database: Database, shop: Shop) -> None:
    await record(database, shop, draft(30))
    await record(database, shop, draft(14), after=1)
    with pytest.raises(Conflict) as caught:
        await record(database, shop, draft(7), after=1)
    assert caught.value.remedy
    assert (await held(database, shop))[0][1] == 2


async def test_a_change_needs_a_reason_and_a_statement(database: Database, shop: Shop) -> None:
    with pytest.raises(Invalid):
        await record(database, shop, draft(), reason="  ")
    with pytest.raises(MerceryError):
        await record(
            database,
            shop,
            policies.PolicyDraft(key="x", topic="other", title=Words("X"), statement=Words(""), values={}),
        )
    assert await held(database, shop) == []


async def test_recording_the_same_again_changes_nothing(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        first = await policies.record_policies(session, shop.id, SYSTEM, [draft(), draft(key="gift")], reason="seed")
        again = await policies.record_policies(session, shop.id, SYSTEM, [draft(), draft(key="gift")], reason="seed")
    assert (len(first), again) == (2, [])


async def test_a_policy_yields_a_fact_with_its_times_and_values(database: Database, shop: Shop) -> None:
    with clock.at(NOW):
        made = await record(database, shop, draft(ends=NOW + timedelta(days=3)))
    (fact,) = facts([made])
    assert fact.id == "policy:returns/returns@1" and fact.valid_to == NOW + timedelta(days=3)
    assert fact.source.en == "Returns, version 1"
    assert not fact.holds_at(NOW + timedelta(days=3)) and fact.holds_at(NOW + timedelta(days=2))


async def test_another_shops_policies_are_not_seen(database: Database, shop: Shop) -> None:
    await record(database, shop, draft())
    async with database.session() as session:
        other = await accounts.create_shop(
            session, slug="other", name=Words("Other"), currency="EUR", currencies=("EUR",), timezone="Europe/Paris"
        )
    assert await held(database, other) == []


def test_a_value_that_stays_while_its_words_give_another_number_is_named() -> None:
    said = Words("Express costs €20, by 12:00.", "加急费用 20 欧元。")
    held: dict[str, Scalar] = {"fee_eur": 20, "order_by": "12:00"}

    def left(en: str, zh: str, **values: Scalar) -> list[str]:
        made = replace(draft(), statement=Words(en, zh), values={**held, **values})
        return values_left_behind(held, said, made)

    assert left("Express costs €25, by 12:00.", "加急费用 25 欧元。") == ["fee_eur"]
    assert left("Express costs €25, by 12:00.", "加急费用 25 欧元。", fee_eur=25) == []
    assert left("Express costs 20.00 euros, for up to 3 parcels.", "") == []
    assert left("Express is possible.", "") == []
