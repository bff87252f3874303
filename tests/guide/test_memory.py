"""What is remembered: only with a yes, only what lasts, and gone when the person says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.guide.goods import NOW, category, feature, need, of, up_to, without

from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter, entries
from mercery.accounts.shop import Shop
from mercery.core.database import Database
from mercery.core.errors import NotFound
from mercery.guide.memory import Memory, Person, forget, forget_one, key_of, lasting, recalled, remember, remembered
from mercery.guide.need import Need, Wish

SIZE = Wish(kind="size", values=("38",))
SHOES = category("shoes")
OF_SHOES = replace(SIZE, name="shoes")
VISITOR = Person(visitor_id="v1")


def test_only_what_stays_true_of_a_person_lasts() -> None:
    said = (SIZE, without("leather"), feature("nuts", unwanted=True), up_to(10_000), SHOES)
    assert lasting(said) == (OF_SHOES, without("leather"), feature("nuts", unwanted=True))


def test_a_size_of_nothing_in_particular_is_not_kept() -> None:
    assert lasting((SIZE,)) == ()


async def test_nothing_is_kept_without_a_yes(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        assert await remembered(session, shop.id, VISITOR) is None
        assert await remembered(session, shop.id, Person()) is None


async def test_what_was_remembered_is_there_at_the_next_visit_and_can_be_taken_out(
    database: Database, shop: Shop
) -> None:
    async with database.session() as session:
        await remember(session, shop.id, VISITOR, [SIZE, SHOES, without("leather"), up_to(5_000)], SYSTEM)
    async with database.session() as session:
        kept = await remembered(session, shop.id, VISITOR)
        assert kept is not None
        assert kept.wishes == (OF_SHOES, without("leather"))
        assert await remembered(session, shop.id, Person(visitor_id="v2")) is None
        left = await forget_one(session, shop.id, VISITOR, key_of(OF_SHOES), SYSTEM)
        assert left.wishes == (without("leather"),)
        with pytest.raises(NotFound):
            await forget_one(session, shop.id, VISITOR, key_of(OF_SHOES), SYSTEM)


async def test_forgetting_takes_everything_back_and_is_recorded(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await remember(session, shop.id, VISITOR, [SIZE, SHOES], SYSTEM)
        assert await forget(session, shop.id, VISITOR, SYSTEM)
        assert await remembered(session, shop.id, VISITOR) is None
        assert not await forget(session, shop.id, VISITOR, SYSTEM)
        lines, _ = await entries(session, shop.id, AuditFilter())
    assert [line.action for line in lines][:2] == ["guide.forget", "guide.remember"]


async def test_a_size_said_anew_takes_the_place_of_the_old_one(database: Database, shop: Shop) -> None:
    other = Wish(kind="size", values=("39",))
    async with database.session() as session:
        await remember(session, shop.id, VISITOR, [SIZE, SHOES, without("leather")], SYSTEM)
        kept = await remember(session, shop.id, VISITOR, [without("silk"), other, SHOES], SYSTEM)
    assert set(kept.wishes) == {replace(other, name="shoes"), without("leather"), without("silk")}


def test_what_is_remembered_helps_and_what_is_said_now_comes_first() -> None:
    memory = Memory(consented_at=NOW, wishes=(OF_SHOES, without("leather"), without("wool")))
    assert recalled(need(SHOES), memory).wishes == (
        SHOES,
        replace(SIZE, firmness="wish"),
        without("leather"),
        without("wool"),
    )
    assert recalled(need(category("bags"), of("leather")), memory).wishes == (
        category("bags"),
        of("leather"),
        without("wool"),
    )
    other = Wish(kind="size", values=("39",))
    assert OF_SHOES not in recalled(need(SHOES, other), memory).wishes
    assert recalled(Need(), None) == Need()


def test_what_is_taken_back_in_a_talk_is_not_recalled_again() -> None:
    memory = Memory(consented_at=NOW, wishes=(OF_SHOES, without("leather")))
    later = replace(SHOES, turn=2)
    assert recalled(need(later), memory, 2).wishes == (later, replace(SIZE, firmness="wish"))
    assert recalled(need(SHOES), memory, 2).wishes == (SHOES,)
