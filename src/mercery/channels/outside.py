"""Calling a platform: one request, to the very address that was checked, with an end to time and size."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from mercery.conversations import channels
from mercery.conversations.callback_address import Target, resolve
from mercery.conversations.undelivered import not_reached
from mercery.core.database import Json
from mercery.core.errors import MerceryError
from mercery.core.telemetry.calls import calling

SECONDS: Final = 15.0
LARGEST: Final = 1 << 20
"""Bytes of an answer that is read; media have a limit of their own."""
# It would write every address, and in some stands an access token.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Unreachable(MerceryError):
    """The platform could not be called, or said more than is read."""

    code = "platform_unreachable"
    status = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the platform said."""

    status: int
    body: bytes
    media_type: str = ""
    name: str = ""
    """Of a file, where the answer names it."""

    def json(self) -> Json:
        """The answer as an object; empty where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


async def call(
    method: str,
    url: str,
    *,
    content: Json | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    largest: int = LARGEST,
) -> Answer:
    """Call and read. A redirect is not followed; Unreachable says why there is no answer, without the address's query."""
    body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
    sent = {"Accept": "application/json", **({"Content-Type": "application/json"} if body else {}), **(headers or {})}
    target = await resolve(url, reach=channels.reach())
    try:
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            request = _request(client, method, target, body, sent, query or {})
            with calling("channel", url) as out:
                response = await client.send(request, stream=True)
                out.status(response.status_code)
            try:
                return await _read(response, largest)
            finally:
                await response.aclose()
    except httpx.HTTPError as error:
        said = not_reached(target.host, type(error).__name__)
        raise Unreachable(said.en, zh=said.zh) from None


def _request(
    client: httpx.AsyncClient,
    method: str,
    target: Target,
    body: bytes | None,
    headers: Mapping[str, str],
    query: Mapping[str, str],
) -> httpx.Request:
    original = httpx.URL(target.url).copy_merge_params(dict(query))
    return client.build_request(
        method,
        original.copy_with(host=str(target.ip)),
        content=body,
        headers={**headers, "Host": original.netloc.decode()},
        extensions={"sni_hostname": target.host} if target.https else {},
    )


async def _read(response: httpx.Response, largest: int) -> Answer:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > largest:
            raise Unreachable(
                f"The answer has more than {largest:,} bytes.", remedy="It is not read.",
                zh=f"返回内容超过 {largest:,} 字节，未予读取。",
            )  # fmt: skip
        parts.append(part)
    disposition = response.headers.get("content-disposition", "")
    return Answer(
        status=response.status_code,
        body=b"".join(parts),
        media_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        name=disposition.partition('filename="')[2].partition('"')[0],
    )
