"""Shows for programs: set up, ordered, scheduled, put on air and ended; what the host would say, and what it said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.as_json import plain, read
from mercery.core.i18n import Lang, Words
from mercery.livestream import command, repository
from mercery.livestream.api_shapes import (
    DestinationIn,
    DestinationOut,
    DestinationsOut,
    ItemIn,
    ItemOut,
    ItemsOut,
    KeyOut,
    PlaceIn,
    SaidListOut,
    SaidOut,
    ScriptLineOut,
    ScriptOut,
    ShiftIn,
    ShiftsIn,
    ShiftsOut,
    ShowIn,
    ShowOut,
    ShowsOut,
    TextIn,
)
from mercery.livestream.hosts import follow_own
from mercery.livestream.service import destinations, running_order, schedule, script, shows
from mercery.livestream.service.destinations import DestinationDraft
from mercery.livestream.service.drafts import ItemDraft, ShiftDraft, ShowDraft
from mercery.livestream.service.script import ScriptLine
from mercery.livestream.show import Destination, Goals, Item, Shift, Show, State
from mercery.livestream.tables import LiveSaidRow
from mercery.web.database import Db, database_of

router = APIRouter(prefix="/api/v1/live/shows", tags=["live"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.LIVE_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.LIVE_WRITE))]


@router.get("")
async def list_shows(session: Db, key: Reader, state: State | None = None) -> ShowsOut:
    """The shop's shows."""
    found = await repository.shows(session, key.shop_id, states=(state,) if state else ())
    return ShowsOut(items=[_show(one) for one in found])


@router.post("", status_code=201)
async def create_show(request: Request, session: Db, key: Writer, sent: ShowIn) -> ShowOut:
    """A new show with a running order planned of its goals."""
    await follow_own(database_of(request), key.shop_id)
    shop = await accounts.shop(session, key.shop_id)
    made = await shows.create(session, shop.id, _actor(key), _draft(sent), reason=sent.reason)
    await running_order.replan(session, shop, made.id)
    return _show(made)


@router.get("/{show_id}")
async def read_show(session: Db, key: Reader, show_id: str) -> ShowOut:
    """One of them."""
    return _show(await repository.show(session, key.shop_id, show_id))


@router.put("/{show_id}")
async def edit_show(request: Request, session: Db, key: Writer, show_id: str, sent: ShowIn) -> ShowOut:
    """Set it up anew."""
    await follow_own(database_of(request), key.shop_id)
    done = await shows.edit(
        session, key.shop_id, _actor(key), show_id, _draft(sent), after_version=sent.after_version, reason=sent.reason
    )
    return _show(done)


@router.delete("/{show_id}", status_code=204)
async def remove_show(session: Db, key: Writer, show_id: str) -> None:
    """Remove one that was never on air."""
    await shows.remove(session, key.shop_id, _actor(key), show_id)


@router.post("/{show_id}/start")
async def start_show(session: Db, key: Writer, show_id: str) -> ShowOut:
    """Put it on air now."""
    return _show(await shows.go_on_air(session, key.shop_id, _actor(key), show_id))


@router.post("/{show_id}/end")
async def end_show(session: Db, key: Writer, show_id: str) -> ShowOut:
    """End it now."""
    return _show(await shows.end(session, key.shop_id, _actor(key), show_id))


@router.get("/{show_id}/items")
async def list_items(session: Db, key: Reader, show_id: str) -> ItemsOut:
    """The running order."""
    await repository.show(session, key.shop_id, show_id)
    return ItemsOut(items=[_item(one) for one in await repository.items(session, show_id)])


@router.post("/{show_id}/plan")
async def plan_items(session: Db, key: Writer, show_id: str) -> ItemsOut:
    """Plan the running order anew of the goods and offers of this moment. Entries put there by hand stay."""
    shop = await accounts.shop(session, key.shop_id)
    found = await running_order.replan(session, shop, show_id, actor=_actor(key))
    return ItemsOut(items=[_item(one) for one in found])


@router.post("/{show_id}/items", status_code=201)
async def add_item(session: Db, key: Writer, show_id: str, sent: ItemIn) -> ItemOut:
    """One more entry."""
    shop = await accounts.shop(session, key.shop_id)
    made = await running_order.add_item(
        session, shop, _actor(key), show_id, _item_draft(sent),
        place=sent.place, after_version=sent.after_version, reason=sent.reason,
    )  # fmt: skip
    return _item(made)


@router.put("/{show_id}/items/{item_id}")
async def change_item(session: Db, key: Writer, show_id: str, item_id: str, sent: ItemIn) -> ItemOut:
    """Other minutes, words or another piece."""
    shop = await accounts.shop(session, key.shop_id)
    done = await running_order.change_item(
        session, shop, _actor(key), show_id, item_id, _item_draft(sent),
        after_version=sent.after_version, reason=sent.reason,
    )  # fmt: skip
    return _item(done)


@router.patch("/{show_id}/items/{item_id}")
async def place_item(session: Db, key: Writer, show_id: str, item_id: str, sent: PlaceIn) -> ItemsOut:
    """Move it, skip it, or take it in again."""
    if sent.skipped is not None:
        await running_order.skip_item(
            session, key.shop_id, _actor(key), show_id, item_id, sent.skipped, reason=sent.reason
        )
    if sent.place is not None:
        await running_order.move_item(
            session, key.shop_id, _actor(key), show_id, item_id, sent.place, reason=sent.reason
        )
    await repository.show(session, key.shop_id, show_id)
    return ItemsOut(items=[_item(one) for one in await repository.items(session, show_id)])


@router.delete("/{show_id}/items/{item_id}", status_code=204)
async def remove_item(session: Db, key: Writer, show_id: str, item_id: str) -> None:
    """Take it out."""
    await running_order.remove_item(session, key.shop_id, _actor(key), show_id, item_id)


@router.get("/{show_id}/items/{item_id}/script")
async def read_script(
    session: Db, key: Reader, show_id: str, item_id: str, number: Annotated[int, Query(ge=0, le=10_000)] = 0
) -> ScriptOut:
    """What the host would say for the entry now. Another number, other words."""
    shop, show = await _both(session, key, show_id)
    found = await script.preview(session, shop, show_id, item_id, number=number)
    return ScriptOut(lines=[_line(one, show.lang) for one in found])


@router.post("/{show_id}/judge")
async def judge_words(session: Db, key: Reader, show_id: str, sent: TextIn) -> ScriptOut:
    """Whether these words may be said, sentence by sentence. Nothing is kept."""
    shop, show = await _both(session, key, show_id)
    found = await script.judged(session, shop, show_id, sent.text, product_id=sent.product_id)
    return ScriptOut(lines=[_line(one, show.lang) for one in found])


@router.post("/{show_id}/say", status_code=202)
async def say_words(session: Db, key: Writer, show_id: str, sent: TextIn) -> dict[str, int]:
    """Have the host say these words next, once the gate has passed them: the number of the request."""
    await repository.show(session, key.shop_id, show_id)
    number = await command.ask(session, key.shop_id, show_id, "say", _actor(key), {"text": sent.text})
    return {"command": number}


@router.get("/{show_id}/shifts")
async def list_shifts(session: Db, key: Reader, show_id: str) -> ShiftsOut:
    """Who presents when."""
    await repository.show(session, key.shop_id, show_id)
    return ShiftsOut(shifts=[_shift(one) for one in await repository.shifts(session, show_id)])


@router.put("/{show_id}/shifts")
async def set_shifts(session: Db, key: Writer, show_id: str, sent: ShiftsIn) -> ShiftsOut:
    """The shifts from now on."""
    drafts = [
        ShiftDraft(
            who=one.who, staff_id=one.staff_id, weekdays=tuple(one.weekdays), from_minute=one.from_minute, to_minute=one.to_minute
        )
        for one in sent.shifts
    ]  # fmt: skip
    kept = await schedule.set_shifts(
        session, key.shop_id, _actor(key), show_id, drafts, after_version=sent.after_version, reason=sent.reason
    )
    return ShiftsOut(shifts=[_shift(one) for one in kept])


@router.get("/{show_id}/destinations")
async def list_destinations(session: Db, key: Reader, show_id: str) -> DestinationsOut:
    """The outside platforms; keys are never shown."""
    await repository.show(session, key.shop_id, show_id)
    return DestinationsOut(items=[_destination(one) for one in await repository.destinations(session, show_id)])


@router.post("/{show_id}/destinations", status_code=201)
async def add_destination(session: Db, key: Writer, show_id: str, sent: DestinationIn) -> DestinationOut:
    """Push it to one more."""
    draft = DestinationDraft(**sent.model_dump())
    return _destination(await destinations.add_destination(session, key.shop_id, _actor(key), show_id, draft))


@router.put("/{show_id}/destinations/{destination_id}")
async def change_destination(
    session: Db, key: Writer, show_id: str, destination_id: str, sent: DestinationIn
) -> DestinationOut:
    """Another name, address or key, off or on."""
    draft = DestinationDraft(**sent.model_dump())
    done = await destinations.change_destination(session, key.shop_id, _actor(key), show_id, destination_id, draft)
    return _destination(done)


@router.delete("/{show_id}/destinations/{destination_id}", status_code=204)
async def remove_destination(session: Db, key: Writer, show_id: str, destination_id: str) -> None:
    """Push it there no more."""
    await destinations.remove_destination(session, key.shop_id, _actor(key), show_id, destination_id)


@router.post("/{show_id}/ingest-key", status_code=201)
async def new_ingest_key(session: Db, key: Writer, show_id: str) -> KeyOut:
    """A new key for a person's stream; the one before is refused from now on."""
    return KeyOut(key=await destinations.new_ingest_key(session, key.shop_id, _actor(key), show_id))


@router.delete("/{show_id}/ingest-key", status_code=204)
async def forget_ingest_key(session: Db, key: Writer, show_id: str) -> None:
    """No person's stream is let in any more."""
    await destinations.forget_ingest_key(session, key.shop_id, _actor(key), show_id)


@router.get("/{show_id}/said")
async def list_said(
    session: Db,
    key: Reader,
    show_id: str,
    since: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> SaidListOut:
    """What went on air after the line of that number."""
    await repository.show(session, key.shop_id, show_id)
    rows = await session.scalars(
        select(LiveSaidRow)
        .where(LiveSaidRow.show_id == show_id, LiveSaidRow.id > since)
        .order_by(LiveSaidRow.id)
        .limit(limit)
    )
    items = [
        SaidOut(
            id=row.id, text=row.text, kind=row.kind, lang=row.lang, fact_ids=row.fact_ids, item_id=row.item_id,
            product_id=row.product_id, began_at=row.began_at,
        )
        for row in rows
    ]  # fmt: skip
    return SaidListOut(items=items, next=items[-1].id if items else since)


def _actor(key: ApiKey) -> Actor:
    return Actor(kind="api_key", id=key.id, name=key.name)


async def _both(session: AsyncSession, key: ApiKey, show_id: str) -> tuple[Shop, Show]:
    return await accounts.shop(session, key.shop_id), await repository.show(session, key.shop_id, show_id)


def _draft(sent: ShowIn) -> ShowDraft:
    data = sent.model_dump(exclude={"after_version", "reason", "goals", "title"})
    return ShowDraft(title=Words(sent.title.en, sent.title.zh), goals=read(Goals, sent.goals.model_dump()), **data)


def _item_draft(sent: ItemIn) -> ItemDraft:
    return ItemDraft(
        kind=sent.kind, product_id=sent.product_id, minutes=sent.minutes, title=Words(sent.title.en, sent.title.zh),
        own=tuple(sent.own), only_own=sent.only_own,
    )  # fmt: skip


def _show(show: Show) -> ShowOut:
    return ShowOut.model_validate({key: value for key, value in plain(show).items() if key != "shop_id"})


def _item(item: Item) -> ItemOut:
    return ItemOut.model_validate(plain(item))


def _shift(shift: Shift) -> ShiftIn:
    return ShiftIn.model_validate({key: value for key, value in plain(shift).items() if key != "id"})


def _destination(one: Destination) -> DestinationOut:
    return DestinationOut(id=one.id, name=one.name, url=one.url, enabled=one.enabled, has_key=bool(one.key))


def _line(one: ScriptLine, lang: Lang) -> ScriptLineOut:
    return ScriptLineOut(
        text=one.text, kind=one.kind, writer=one.writer, blocked=one.blocked.text(lang), source=one.source,
        instead=list(one.instead), spans=[plain(span) for span in one.spans],
    )  # fmt: skip
