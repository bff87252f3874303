"""The page *People*: what is kept of somebody, handing it to them, erasing it; how long things are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.staff import Staff
from mercery.core.config import settings
from mercery.core.errors import MerceryError, NotFound, told_in
from mercery.core.i18n import Words
from mercery.core.personal import Held, Person
from mercery.operations.health.asking import Owner, SystemAsking
from mercery.operations.privacy import again, erasing, retention
from mercery.operations.privacy.finding import find
from mercery.operations.privacy.parts import PARTS, STAYS
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/console/system/people", include_in_schema=False)
HERE: Final = "/console/system/people"
Who = Annotated[str, Form(max_length=254)]
NAMES: Final = {part.key: part.name for part in PARTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """What the page shows."""

    who: str
    person: Person | None
    """None: nobody was asked for, or nothing is kept."""
    found: Sequence[tuple[Held, int]]
    receipts: Sequence[erasing.Receipt]
    kept: Sequence[retention.Kept]
    names: dict[str, Words]
    stays: Sequence[Words]

    @property
    def rows(self) -> int:
        """How much is kept of the person."""
        return sum(count for _, count in self.found)


@router.get("")
async def people_page(asking: Owner, who: Annotated[str, Query(max_length=254)] = "") -> Response:
    """Somebody looked up, past erasures, and how long things are kept."""
    person, session = None, asking.session
    if who.strip():
        try:
            person = await find(session, asking.shop.id, who)
        except NotFound:
            person = None
    page = PeoplePage(
        who=who.strip(),
        person=person,
        found=await erasing.counts(session, person) if person else (),
        receipts=await erasing.receipts(session, asking.shop.id),
        kept=await retention.rules(session, asking.shop.id),
        names=NAMES,
        stays=STAYS,
    )
    return page_response("operations/people.html", page, context=asking.context)


@router.post("/data")
async def hand_out(
    asking: Owner, _: Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))], who: Who
) -> Response:
    """Everything kept of a person, as a file for them."""
    person = await find(asking.session, asking.shop.id, who)
    told = await erasing.told(asking.session, person)
    rows = {key: len(one) for key, one in told.items()}
    await audit.record(asking.session, asking.shop.id, _actor(asking), "person.tell", "person", after={"rows": rows})
    body = json.dumps(told, ensure_ascii=False, indent=2, default=str)
    return Response(
        body,
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="person.json"', "Cache-Control": "no-store"},
    )


@router.post("/erase")
async def erase_person(
    asking: Owner,
    _: Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))],
    who: Who,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Erase everything kept of a person."""
    try:
        person = await find(asking.session, asking.shop.id, who)
        receipt = await erasing.erase(asking.session, person, _actor(asking), reason=reason)
    except MerceryError as error:
        return redirect_with_flash(asking.request, HERE, _refused(asking, error), tone="stopped")
    again.note(settings().home, person.shop_id, erasing.marks_of(person))
    said = Words(
        f"Erased. Receipt {receipt.id} says what went and what stayed.",
        f"已删除。回执 {receipt.id} 列明删除与留存的内容。",
    )
    return redirect_with_flash(asking.request, HERE, said.text(asking.lang))


@router.post("/keep")
async def keep(
    asking: Owner,
    held: Annotated[str, Form(max_length=60)],
    days: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Keep rows of one table for so many days; nothing typed: until they are erased."""
    typed = days.strip()
    try:
        number = int(typed) if typed else None
        kept = await retention.keep_for(asking.session, asking.shop.id, _actor(asking), held, number)
    except ValueError:
        said = Words("Write a whole number of days, or nothing.", "请填写整数天数，或留空。")
        return redirect_with_flash(asking.request, HERE, said.text(asking.lang), tone="stopped")
    except MerceryError as error:
        return redirect_with_flash(asking.request, HERE, _refused(asking, error), tone="stopped")
    name = kept.part.name
    said = (
        Words(f"{name.en}: kept until they are erased.", f"{name.zh}：保留至手动删除。")
        if kept.days is None
        else Words(f"{name.en}: kept for {kept.days} days.", f"{name.zh}：保留 {kept.days} 天。")
    )
    return redirect_with_flash(asking.request, HERE, said.text(asking.lang))


def _actor(asking: SystemAsking) -> Actor:
    return asking.staff.actor


def _refused(asking: SystemAsking, error: MerceryError) -> str:
    return told_in(asking.lang, error)
