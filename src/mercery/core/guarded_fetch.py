"""Reading a page of somebody else's site: an address a person typed must lead to the public internet and nowhere else.

Every hop is looked up once, checked, and asked at the very address that was checked, so that a name cannot mean one thing
when it is checked and another when it is asked. Sizes and times are limited. While the shop itself runs on this machine
only (`public_url` is empty), pages on this machine may be read too, for trying out.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from mercery.core.config import settings
from mercery.core.errors import Invalid

Resolve = Callable[[str], Awaitable[Sequence[str]]]
_HOPS: Final = 4
_SECONDS: Final = 10.0
_WHOLE_SECONDS: Final = 20.0
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
AGENT: Final = "Mercery (set-up check of a shop's own pages)"


class NotFetched(Invalid):
    """The page was not read; the message says why, `reason` is its key."""

    code = "not_fetched"

    def __init__(self, reason: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back."""

    url: str
    """Where the page stands in the end, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Small letters; of a header that came more than once the values stand with commas between."""
    body: bytes


async def resolve(host: str) -> Sequence[str]:
    """The addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def this_machine_too() -> bool:
    """Whether pages of this machine may be read: while nobody but this machine reaches the shop."""
    return not settings().public_url


async def fetch(
    url: str, *, most_bytes: int, accept: str, resolve_host: Resolve = resolve, this_machine: bool | None = None
) -> Fetched:
    """The page at `url`, of at most `most_bytes`. NotFetched."""
    inside = this_machine_too() if this_machine is None else this_machine
    try:
        async with (
            asyncio.timeout(_WHOLE_SECONDS),
            httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client,
        ):
            return await _follow(client, url, most_bytes, accept, resolve_host, inside)
    # A redirect may lead to what is no address at all, which is a ValueError.
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise NotFetched("certificate", "The certificate of the site cannot be trusted.") from error
        raise NotFetched("no_answer", "The site does not answer.", remedy="Try it in a browser.") from error


async def _follow(
    client: httpx.AsyncClient, url: str, most: int, accept: str, resolve_host: Resolve, inside: bool
) -> Fetched:
    for _ in range(_HOPS):
        parts = checked(url)
        request = _pinned(client, parts, await _allowed_address(parts, resolve_host, inside), accept)
        response = await client.send(request, stream=True)
        try:
            if response.is_redirect:
                url = urljoin(url, response.headers.get("location", ""))
                continue
            body = await _limited(response, most)
            headers: dict[str, str] = {}
            for name, value in response.headers.multi_items():
                headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
            return Fetched(url=url, status=response.status_code, headers=headers, body=body)
        finally:
            await response.aclose()
    raise NotFetched("redirects", "The address leads from one to the next without end.")


def checked(url: str) -> SplitResult:
    """The parts of a plain web address; NotFetched."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise NotFetched(
            "address", "This is not a web address.", remedy="For example https://shop.example/."
        ) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise NotFetched("address", "This is not a plain web address.", remedy="For example https://shop.example/.")
    return parts


async def _allowed_address(parts: SplitResult, resolve_host: Resolve, inside: bool) -> str:
    host = parts.hostname or ""
    try:
        found = [host] if _is_address(host) else list(await resolve_host(host))
    except (OSError, UnicodeError) as error:  # no name of the net has empty or endless parts
        raise NotFetched("unknown_host", f"The host {host} is not known.", remedy="Check the address.") from error
    if not found:
        raise NotFetched("unknown_host", f"The host {host} is not known.", remedy="Check the address.")
    for one in found:
        address = ipaddress.ip_address(one.partition("%")[0])
        if not (is_public(address) or (inside and _is_loopback(address))):
            raise NotFetched(
                "private", f"The host {host} is not on the public internet.", remedy="Only public pages are read."
            )
    public_port = parts.port in (None, 80, 443)
    if not public_port and not (inside and _is_loopback(ipaddress.ip_address(found[0].partition("%")[0]))):
        raise NotFetched("port", "Only the usual ports of the web are asked.", remedy="Use https without a port.")
    return found[0]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether anybody may ask there; of an address that carries an older one inside, whether that one is public too."""
    inner: ipaddress.IPv4Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_site_local:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        elif int(address) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(address))
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def _is_loopback(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _pinned(client: httpx.AsyncClient, parts: SplitResult, address: str, accept: str) -> httpx.Request:
    host = f"[{address}]" if ":" in address else address
    netloc = host + (f":{parts.port}" if parts.port else "")
    return client.build_request(
        "GET",
        parts._replace(netloc=netloc, fragment="").geturl(),
        headers={"Host": parts.netloc, "Accept": accept, "Accept-Encoding": "identity", "User-Agent": AGENT},
        extensions={"sni_hostname": parts.hostname},
    )


async def _limited(response: httpx.Response, most: int) -> bytes:
    held = bytearray()
    async for chunk in response.aiter_bytes():
        held += chunk
        if len(held) > most:
            raise NotFetched("too_large", f"The page is larger than {most >> 20} MB.")
    return bytes(held)
