"""What is remembered from one visit to the next: only with a yes, to be seen, changed and forgotten at any time.

Kept are things that stay true of a person (sizes, what is not liked or not borne, favourite materials and colours),
never a budget, an occasion or whom a gift was for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core import clock
from mercery.core.errors import NotFound
from mercery.guide import repository
from mercery.guide.features import is_allergen
from mercery.guide.need import Need, Wish
from mercery.guide.state import wish_from_json, wish_to_json

MOST_KEPT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose memory it is: a customer who is signed in, else a browser."""

    customer_id: str | None = None
    visitor_id: str | None = None

    @property
    def name(self) -> str:
        """For the audit."""
        return self.customer_id or "visitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a person lets be remembered."""

    consented_at: datetime
    wishes: tuple[Wish, ...] = ()


def lasting(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """The wishes that stay true of a person, whatever is bought next. A size is kept with the goods it is a size of: one
    of shoes is none of rings."""
    said = list(wishes)
    goods = next((wish.values[0] for wish in said if wish.kind == "category" and wish.values and not wish.unwanted), "")
    return tuple(
        replace(wish, name=wish.name or goods) if wish.kind == "size" else wish
        for wish in said
        if _lasts(wish) and (wish.kind != "size" or wish.name or goods)
    )


def _lasts(wish: Wish) -> bool:
    if wish.kind == "size":
        return not wish.unwanted
    if wish.kind == "feature" and is_allergen(wish):
        return True
    return wish.unwanted and wish.kind in ("material", "colour", "feature", "brand")


def recalled(need: Need, memory: Memory | None, turn: int = 0) -> Need:
    """The need with what is remembered; what was said now comes first. What must not be in a piece stays a must.

    It is recalled as a talk begins, so that what is taken back in it stays taken back; a size when its goods are named.
    """
    if memory is None:
        return need
    goods = {value for wish in need.of("category") if wish.turn == turn for value in wish.values}
    sized = any(wish.kind == "size" for wish in need.wishes)
    said = {_identity(wish) for wish in need.wishes}
    kept = [
        _as_recalled(wish)
        for wish in memory.wishes
        if (turn == 0 or wish.kind == "size")
        and _identity(wish) not in said and _wanted_otherwise(wish, need) is None
        and (wish.kind != "size" or (wish.name in goods and not sized))
    ]  # fmt: skip
    return replace(need, wishes=(*need.wishes, *kept))


def _wanted_otherwise(wish: Wish, need: Need) -> Wish | None:
    """A wish of now that says the contrary: who asks for leather today is not held to doing without it."""
    return next(
        (one for one in need.wishes if one.kind == wish.kind and one.unwanted != wish.unwanted and set(one.values) & set(wish.values)),
        None,
    )  # fmt: skip


def _as_recalled(wish: Wish) -> Wish:
    strict = is_allergen(wish) or (wish.unwanted and wish.kind == "material")
    return replace(wish, firmness="must" if strict else "wish", name="" if wish.kind == "size" else wish.name, turn=0)


async def remembered(session: AsyncSession, shop_id: str, person: Person) -> Memory | None:
    """What is kept; None without consent."""
    if not (person.customer_id or person.visitor_id):
        return None
    row = await repository.memory_row(session, shop_id, customer_id=person.customer_id, visitor_id=person.visitor_id)
    if row is None:
        return None
    return Memory(consented_at=row.consented_at, wishes=tuple(wish_from_json(one) for one in row.wishes))


async def remember(session: AsyncSession, shop_id: str, person: Person, wishes: Sequence[Wish], actor: Actor) -> Memory:
    """The person said yes: keep what lasts of `wishes` beside what is kept already."""
    before = await remembered(session, shop_id, person)
    by_key = {_identity(wish): wish for wish in (before.wishes if before else ())}
    by_key |= {_identity(wish): wish for wish in lasting(wishes)}
    kept = tuple(by_key.values())[-MOST_KEPT:]
    memory = Memory(consented_at=before.consented_at if before else clock.now(), wishes=kept)
    await _keep(session, shop_id, person, memory)
    await record(session, shop_id, actor, "guide.remember", person.name, after={"kinds": [one.kind for one in kept]})
    return memory


async def forget_one(session: AsyncSession, shop_id: str, person: Person, key: str, actor: Actor) -> Memory:
    """Take one thing out of what is remembered; NotFound when it is not there."""
    before = await remembered(session, shop_id, person)
    if before is None or all(_identity(wish) != key for wish in before.wishes):
        raise NotFound("This is not among what is remembered.")
    memory = replace(before, wishes=tuple(wish for wish in before.wishes if _identity(wish) != key))
    await _keep(session, shop_id, person, memory)
    await record(session, shop_id, actor, "guide.forget_one", person.name)
    return memory


async def forget(session: AsyncSession, shop_id: str, person: Person, actor: Actor) -> bool:
    """The person takes the yes back: everything is gone. Whether there was something."""
    gone = await repository.drop_memory(session, shop_id, customer_id=person.customer_id, visitor_id=person.visitor_id)
    if gone:
        await record(session, shop_id, actor, "guide.forget", person.name)
    return gone


def key_of(wish: Wish) -> str:
    """What a remembered wish is named by on pages."""
    return _identity(wish)


def _identity(wish: Wish) -> str:
    """A size takes the place of the one before, of the same goods; of what is unwanted each is kept."""
    if wish.kind == "size":
        return wish.key
    return f"{wish.key}={','.join(wish.values) or wish.term}"


async def _keep(session: AsyncSession, shop_id: str, person: Person, memory: Memory) -> None:
    await repository.keep_memory(
        session, shop_id, customer_id=person.customer_id, visitor_id=person.visitor_id,
        consented_at=memory.consented_at, wishes=[wish_to_json(wish) for wish in memory.wishes],
    )  # fmt: skip
