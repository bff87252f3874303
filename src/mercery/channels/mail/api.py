"""The address a mail service posts to: `/api/channels/mail/{channel_id}`, a raw mail (message/rfc822), signed like every channel's
request (docs/guide/channels.md)."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse

from mercery.channels import setups
from mercery.channels.arrivals import REQUESTS
from mercery.channels.mail.reading import read
from mercery.channels.mail.taking import take
from mercery.conversations.signature import BadSignature, check_signature
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.web.csrf import csrf_exempt
from mercery.web.database import database_of
from mercery.web.rate_limit import limiter_of

router = APIRouter(prefix="/api/channels/mail", tags=["channels"], include_in_schema=False)


@router.post("/{channel_id}")
@csrf_exempt("the request is signed with the channel's secret")
async def receive(
    request: Request,
    channel_id: str,
    x_mercery_timestamp: Annotated[str, Header()] = "",
    x_mercery_signature: Annotated[str, Header()] = "",
) -> JSONResponse:
    """Take one mail in; a worker answers it."""
    body, database = await request.body(), database_of(request)
    async with database.session() as session:
        setup = await setups.any_setup(session, "mail", channel_id)
    if setup is None:
        raise BadSignature("There is no such channel, or it is switched off.", remedy="See the console, Channels.")
    check_signature(setup.channel.accepted_secrets(now()), x_mercery_timestamp, x_mercery_signature, body, now())
    await limiter_of(request).take(REQUESTS, channel_id)
    if not body.strip():
        raise Invalid("The request holds no mail.", remedy="Send the raw mail as the body.")
    letter = await asyncio.to_thread(read, body)
    async with database.session() as session:
        became = await take(session, setup, letter)
    return JSONResponse({"became": became})
