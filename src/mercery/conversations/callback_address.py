"""Which addresses we deliver to. A callback address is typed by a person, so it must not reach into our own network."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from mercery.core.errors import Invalid

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A callback address and the one IP address it is sent to (looked up once, so it cannot change in between)."""

    url: str
    host: str
    ip: Address
    port: int
    https: bool


def checked_callback_url(url: str, *, public: bool) -> str:
    """The address, when its form is allowed: https, or http to this machine while the shop is not public."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    loopback = not public and _is_loopback_name(host)
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.fragment:
        raise Invalid("The callback address must be a plain web address.", remedy="For example https://bot.example/in.")
    if parts.scheme == "http" and not loopback:
        raise Invalid("The callback address must use https.", remedy="Only this machine may be reached by http.")
    try:
        _ = parts.port
    except ValueError as error:
        raise Invalid("The callback address has no valid port.", remedy="Give a number up to 65535.") from error
    if (literal := _literal(host)) is not None:
        check_ip(literal, public=public)
    return url.strip()


async def resolve(url: str, *, public: bool) -> Target:
    """Look the host up and check every address it has."""
    parts = urlsplit(checked_callback_url(url, public=public))
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Invalid(f"The host {host} is not known.", remedy="Check the callback address.") from error
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        check_ip(address, public=public)
    return Target(url=url, host=host, ip=addresses[0], port=port, https=parts.scheme == "https")


def check_ip(address: Address, *, public: bool) -> None:
    """Refuse addresses that are not on the public internet, when the shop is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    real = mapped or address
    if (public and not real.is_global) or real.is_multicast or real.is_unspecified:
        raise Invalid(f"The callback address leads to {real}, inside a private network.", remedy="Use a public host.")


def _is_loopback_name(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
