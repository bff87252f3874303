"""Fetching pages by address: hosts of the list only, public addresses only, within limits of size and time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from mercery.catalog.importing.images import PictureRefused, Resolve, public_address, resolve
from mercery.core.config import settings
from mercery.core.ids import new_id
from mercery.knowledge.documents.limits import Limits, Refused

_SECONDS: Final = 30
_HOPS: Final = 5
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}


def is_address(name: str) -> bool:
    """Whether a name of something to read is an address."""
    return name.startswith(("http://", "https://"))


def allowed_hosts() -> list[str]:
    """The list of the settings, in small letters."""
    return [host.strip().lower() for host in settings().document_hosts.split(",") if host.strip()]


def checked_address(url: str) -> str:
    """The address, when it is a plain one on the list; Refused."""
    try:
        parts = urlsplit(url.strip())
        host, odd = (parts.hostname or "").lower(), parts.username or parts.port not in (None, 80, 443)
    except ValueError:
        raise Refused("address_failed", file=url, what="this is not an address") from None
    if parts.scheme not in ("http", "https") or not host or odd:
        raise Refused("address_failed", file=url, what="only plain http and https addresses are read")
    for allowed in allowed_hosts():
        if host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:])):
            return parts._replace(fragment="").geturl()
    raise Refused("address_not_allowed", file=url, what=host)


async def fetched(
    url: str,
    folder: Path,
    limits: Limits,
    resolve_host: Resolve = resolve,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Path:
    """The file at `url`, written into `folder`; its ending says what the server calls it. Refused."""
    path = folder / new_id("upl")
    try:
        async with (
            asyncio.timeout(_SECONDS * 4),
            httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False, trust_env=False, transport=transport) as client,
        ):
            return await _follow(client, url, path, limits, resolve_host)
    except BaseException as error:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        if isinstance(error, PictureRefused):
            raise Refused("address_failed", file=url, what=error.message.rstrip(".")) from error
        if isinstance(error, httpx.HTTPError | httpx.InvalidURL | TimeoutError | ValueError | OSError):
            raise Refused("address_failed", file=url, what=f"no answer ({type(error).__name__})") from error
        raise


async def _follow(client: httpx.AsyncClient, url: str, path: Path, limits: Limits, resolve_host: Resolve) -> Path:
    """Each hop is checked against the list and asked at the very address that was checked."""
    for _ in range(_HOPS):
        checked = checked_address(url)
        address = await public_address(checked, resolve_host)
        parts = urlsplit(checked)
        host = f"[{address}]" if ":" in address else address
        request = client.build_request(
            "GET",
            parts._replace(netloc=host + (f":{parts.port}" if parts.port else "")).geturl(),
            headers={
                "Host": parts.netloc,
                "Accept": "text/html, application/pdf, */*;q=0.5",
                "Accept-Encoding": "identity",
            },
            extensions={"sni_hostname": parts.hostname},
        )
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect:
                url = urljoin(checked, response.headers.get("location", ""))
                continue
            if response.status_code != httpx.codes.OK:
                raise Refused("address_failed", file=url, what=f"the server answered {response.status_code}")
            return await _written(response, checked, path, limits)
        finally:
            await response.aclose()
    raise Refused("address_failed", file=url, what="it leads from one address to the next without end")


async def _written(response: httpx.Response, url: str, path: Path, limits: Limits) -> Path:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    path = path.with_suffix(_SUFFIXES.get(kind) or Path(urlsplit(url).path).suffix[:6] or ".html")
    size = 0
    stream = await asyncio.to_thread(path.open, "wb")
    try:
        async for block in response.aiter_raw():
            size += len(block)
            if size > limits.bytes:
                await asyncio.to_thread(path.unlink, missing_ok=True)
                raise Refused(
                    "too_large", file=url, found=f"> {limits.bytes >> 20} MB", most=f"{limits.bytes >> 20} MB"
                )
            await asyncio.to_thread(stream.write, block)
    finally:
        await asyncio.to_thread(stream.close)
    return path
