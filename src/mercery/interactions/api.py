"""What visitors did, told by programs: `POST /api/v1/events` with an API key. See docs/guide/events.md."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import timedelta
from typing import Annotated, Any, Final, Self

from fastapi import APIRouter, Depends, Request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    model_validator,
)
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import BriefApiKeyWith
from mercery.catalog.service import product_ids_of_skus
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang
from mercery.interactions.ingest.row import NoRow
from mercery.interactions.ingest.running import ingest_of
from mercery.interactions.interaction import LONGEST_QUERY, Interaction, Kind, Surface
from mercery.interactions.service import KEPT_DAYS, keep
from mercery.web.database import database_of
from mercery.web.exact import AwareMoment
from mercery.web.rate_limit import Limit
from mercery.web.visitor import own_visitor, read_widget_visitor

router = APIRouter(prefix="/api/v1/events", tags=["events"])
EVENTS_PER_KEY: Final = Limit(name="events", burst=6_000, seconds=60, shared=False)
"""Requests, each with up to MOST events; what is too much for the database is told by the buffer."""
Teller = Annotated[ApiKey, Depends(BriefApiKeyWith(Scope.EVENTS_WRITE, EVENTS_PER_KEY))]
MOST: Final = 1_000
ACK_SECONDS: Final = 10.0
"""So long a request waits for its events to be committed."""
_TOLD: Final = 20
"""Problems named in one answer."""
_BREATH: Final = 200
"""Events read between two looks at what else waits in this process."""
_AHEAD: Final = timedelta(minutes=10)
"""Clocks of other machines may be wrong by so much."""
_NDJSON: Final = ("application/x-ndjson", "application/jsonl", "application/ndjson")


class EventIn(BaseModel):
    """One act of one visitor."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[\w.:-]{1,64}$")
    """Your own id of it. Sent again with the same `at`, it is kept once."""
    at: AwareMoment
    """When it happened, with a zone; at most 400 days ago."""
    visitor: str | None = Field(None, min_length=1, max_length=400)
    """What `window.mercery.visitor` said on the page."""
    own_visitor: str | None = Field(None, min_length=1, max_length=200)
    """Or your own name for the visitor, of which a keyed digest is kept."""
    kind: Kind
    surface: Surface
    product_id: str | None = Field(None, max_length=40)
    sku: str | None = Field(None, min_length=1, max_length=120)
    """In place of product_id."""
    variant_id: str | None = Field(None, max_length=40)
    query: str | None = Field(None, max_length=LONGEST_QUERY)
    lang: Lang | None = None
    details: dict[
        Annotated[str, Field(max_length=40)], StrictBool | StrictInt | Annotated[str, Field(max_length=300)]
    ] = Field(default_factory=dict, max_length=20)

    @model_validator(mode="after")
    def _one_visitor(self) -> Self:
        if (self.visitor is None) == (self.own_visitor is None):
            raise ValueError("name the visitor by visitor or by own_visitor, and not by both")
        if self.sku is not None and self.product_id is not None:
            raise ValueError("name the piece by product_id or by sku, and not by both")
        return self


class EventsOut(BaseModel):
    """What became of the events; all that is counted here is committed."""

    stored: int
    known: int
    """They were kept before, by the same id."""
    refused: list[int]
    """Places, from 0, of events the database would not take; empty but where a shop is being removed."""


_BODY: Final[dict[str, Any]] = {
    "type": "object", "required": ["events"],
    "properties": {"events": {"type": "array", "minItems": 1, "maxItems": MOST, "items": EventIn.model_json_schema()}},
}  # fmt: skip
"""The body is read in this process's own time, so the framework does not know what is in it."""


@router.post("", openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}})
async def tell(request: Request, key: Teller) -> EventsOut:
    """Up to 1,000 events as `{"events": […]}`, or as lines of JSON (`application/x-ndjson`): all of them are kept, or, where
    one is wrong, none. Answered once they are committed. 429 or 503 with Retry-After: send the same again. Scope
    `events:write`."""
    database = database_of(request)
    ingest = ingest_of(database)
    by_line = request.headers.get("content-type", "").partition(";")[0].strip().lower() in _NDJSON
    with ingest.entrance() if ingest is not None else nullcontext():
        body = await request.body()
        async with ingest.reading if ingest is not None else nullcontext():
            read = await _read(body, by_line)
        async with database.session() as session:
            interactions = await _interactions(session, key.shop_id, read, by_line)
        try:
            receipt = await keep(database, key.shop_id, interactions, seconds=ACK_SECONDS)
        except NoRow as error:
            raise _wrong([_at(read[error.place][0], by_line, "", error.message, error.remedy)]) from error
    return EventsOut(stored=receipt.stored, known=receipt.known, refused=list(receipt.refused))


async def _read(body: bytes, by_line: bool) -> Sequence[tuple[int, EventIn]]:
    """The events, each with its place in the body."""
    given = list(enumerate(body.split(b"\n"))) if by_line else list(enumerate(_listed(body)))
    given = [(place, one) for place, one in given if not isinstance(one, bytes) or one.strip()]
    if not 1 <= len(given) <= MOST:
        raise Invalid(f"There are {len(given)} events in it.", remedy=f"Send 1 to {MOST:,} at once.")
    read, problems = list[tuple[int, EventIn]](), list[Problem]()
    for count, (place, one) in enumerate(given, 1):
        try:
            event = EventIn.model_validate_json(one) if isinstance(one, bytes) else EventIn.model_validate(one)
            read.append((place, event))
        except ValidationError as error:
            problems += _problems(error, place, by_line)
        if count % _BREATH == 0:
            await asyncio.sleep(0)
    if problems:
        raise _wrong(problems)
    return read


def _listed(body: bytes) -> list[Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        # Levels without end are no JSON that anybody means.
        raise Invalid("The body is not JSON.", remedy='Send {"events": […]}.') from error
    events = sent.get("events") if isinstance(sent, dict) else None
    if not isinstance(events, list):
        raise Invalid("There is no list of events in it.", remedy='Send {"events": […]}.')
    return events


async def _interactions(
    session: AsyncSession, shop_id: str, read: Sequence[tuple[int, EventIn]], by_line: bool
) -> Sequence[Interaction]:
    skus = {one.sku for _, one in read if one.sku is not None}
    products = await product_ids_of_skus(session, shop_id, skus) if skus else {}
    visitors: dict[tuple[str | None, str | None], str | None] = {}
    found, problems, moment = list[Interaction](), list[Problem](), now()
    for place, one in read:
        named = (one.visitor, one.own_visitor)
        if named not in visitors:
            visitors[named] = _visitor(shop_id, *named)
        visitor = visitors[named]
        product = products.get(one.sku) if one.sku is not None else one.product_id
        if not moment - timedelta(days=KEPT_DAYS) < one.at < moment + _AHEAD:
            problems.append(_at(place, by_line, "at", "It is to come, or longer ago than is kept.", "Mend the time."))
        elif visitor is None:
            problems.append(_at(place, by_line, "visitor", "This visitor was not named by us.",
                "Send window.mercery.visitor exactly as it is, or own_visitor."))  # fmt: skip
        elif one.sku is not None and product is None:
            problems.append(_at(place, by_line, "sku", f"There is no product with the SKU '{one.sku}'.",
                "Bring the product in first, or leave the SKU out."))  # fmt: skip
        else:
            found.append(_interaction(one, visitor, product))
    if problems:
        raise _wrong(problems)
    return found


def _visitor(shop_id: str, sealed: str | None, own: str | None) -> str | None:
    if own is not None:
        return own_visitor(shop_id, own)
    return read_widget_visitor(sealed)


def _interaction(one: EventIn, visitor: str, product: str | None) -> Interaction:
    return Interaction(
        visitor_id=visitor, kind=one.kind, surface=one.surface, product_id=product, variant_id=one.variant_id,
        query=one.query, lang=one.lang, details=one.details, at=one.at, event_id=one.id,
    )  # fmt: skip


def _problems(error: ValidationError, place: int, by_line: bool) -> Iterator[Problem]:
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        yield _at(place, by_line, ".".join(str(part) for part in one["loc"]), one["msg"], "")


def _at(place: int, by_line: bool, field: str, message: str, remedy: str) -> Problem:
    if by_line:
        return Problem(line=place + 1, field=field or None, message=message, remedy=remedy)
    return Problem(field=f"events.{place}.{field}".rstrip("."), message=message, remedy=remedy)


def _wrong(problems: Sequence[Problem]) -> Invalid:
    more = len(problems) - _TOLD
    remedy = f"And {more} more. Mend these first." if more > 0 else "Mend the fields named and send all of them again."
    return Invalid("Nothing was kept: some events cannot be used.", remedy=remedy, problems=problems[:_TOLD])
