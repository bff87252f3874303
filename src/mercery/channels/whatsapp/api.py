"""The address Meta calls: `/api/channels/whatsapp/{channel_id}`. What comes in is kept and acknowledged at once; a worker answers."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import PlainTextResponse, Response

from mercery.channels import repository, setups
from mercery.channels.arrivals import REQUESTS, arrive_by_job
from mercery.channels.setups import Setup
from mercery.channels.whatsapp import reading, signature
from mercery.channels.whatsapp.client import problem_of
from mercery.channels.whatsapp.reading import Status
from mercery.conversations.delivery import note_stage
from mercery.conversations.signature import BadSignature
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.web.csrf import csrf_exempt
from mercery.web.database import database_of
from mercery.web.rate_limit import limiter_of

router = APIRouter(prefix="/api/channels/whatsapp", tags=["channels"], include_in_schema=False)


@router.get("/{channel_id}")
async def verify(
    request: Request,
    channel_id: str,
    mode: Annotated[str, Query(alias="hub.mode")] = "",
    token: Annotated[str, Query(alias="hub.verify_token")] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=200)] = "",
) -> Response:
    """Meta makes sure that the address is ours."""
    setup = await _setup(database_of(request), channel_id)
    signature.check_first_question(mode, token, setup.get("verify_token"))
    return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})


@router.post("/{channel_id}")
@csrf_exempt("the request is signed with the app secret")
async def receive(
    request: Request, channel_id: str, x_hub_signature_256: Annotated[str, Header()] = ""
) -> PlainTextResponse:
    """Keep everything the request brings; what was told before changes nothing."""
    body, database = await request.body(), database_of(request)
    setup = await _setup(database, channel_id)
    signature.check(setup.get("app_secret"), body, x_hub_signature_256)
    await limiter_of(request).take(REQUESTS, channel_id)
    try:
        told = reading.read(json.loads(body), setup.get("phone_number_id"))
    except (ValueError, RecursionError) as error:
        raise Invalid("The request is no JSON.") from error
    async with database.session() as session:
        await setups.note_heard(session, channel_id)
        for one in told.arrived:
            await arrive_by_job(session, setup.channel, one)
    for status in told.statuses:
        await _note(database, setup, status)
    for number, details in told.problems[:1]:
        await setups.note_problem(database, channel_id, problem_of(number, details))
    return PlainTextResponse("ok")


async def _setup(database: Database, channel_id: str) -> Setup:
    async with database.session() as session:
        found = await setups.any_setup(session, "whatsapp", channel_id)
    if found is None or found.unreadable:
        raise BadSignature("There is no such channel, or it is switched off.", remedy="See the console, Channels.")
    return found


async def _note(database: Database, setup: Setup, status: Status) -> None:
    problem = problem_of(status.code, status.details)
    async with database.session() as session:
        sent = await repository.sent_by_outside_id(session, setup.channel.id, status.outside_id)
        if sent is None:
            return
        await note_stage(session, setup.channel.shop_id, sent.delivery_id, status.stage, problem)
    if status.stage == "failed":
        await setups.note_problem(database, setup.channel.id, problem)
