"""Which addresses we deliver to. A callback address is typed by a person, so it must not reach into our own network."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal
from urllib.parse import urlsplit

from mercery.core.errors import Invalid

Address = IPv4Address | IPv6Address
Reach = Literal["internet", "machine", "network"]
"""How far inside a callback may lead: nowhere (`internet`), to this machine, or to any private network. Plain http is
accepted only where the reach goes beyond the internet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A callback address and the one IP address it is sent to (looked up once, so it cannot change in between)."""

    url: str
    host: str
    ip: Address
    port: int
    https: bool


def checked_callback_url(url: str, *, reach: Reach) -> str:
    """The address, when its form is allowed; whether its host may be reached is found out at each delivery (`resolve`)."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.fragment:
        raise Invalid(
            "The callback address must be a plain web address.", remedy="For example https://bot.example/in.",
            zh="回调地址须为普通网址，例如 https://bot.example/in。",
        )  # fmt: skip
    if parts.scheme == "http" and not (reach == "network" or (reach == "machine" and is_loopback_name(host))):
        raise Invalid(
            "The callback address must use https.",
            remedy="For a bridge inside your own network set MERCERY_CHANNEL_PRIVATE_NETWORKS=true.",
            zh="回调地址须使用 https。若对接程序在自己的内网，请设置 MERCERY_CHANNEL_PRIVATE_NETWORKS=true。",
        )
    try:
        _ = parts.port
    except ValueError as error:
        raise Invalid(
            "The callback address has no valid port.", remedy="Give a number up to 65535.",
            zh="回调地址的端口无效，请填写不超过 65535 的数字。",
        ) from error  # fmt: skip
    if (address := literal(host)) is not None:
        check_ip(address, reach=reach)
    elif is_loopback_name(host):
        check_ip(ip_address("127.0.0.1"), reach=reach)
    return url.strip()


async def resolve(url: str, *, reach: Reach) -> Target:
    """Look the host up and check every address it has."""
    parts = urlsplit(checked_callback_url(url, reach=reach))
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # no name of the net has empty or endless parts
        raise Invalid(
            f"The host {host} is not known.", remedy="Check the callback address.",
            zh=f"找不到主机 {host}，请核对回调地址。",
        ) from error  # fmt: skip
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        check_ip(address, reach=reach)
    return Target(url=url, host=host, ip=addresses[0], port=port, https=parts.scheme == "https")


def check_ip(address: Address, *, reach: Reach) -> None:
    """Refuse addresses beyond the reach. Link-local ones are never called: clouds keep machine credentials there."""
    # An old address inside a new one leads where the old one does.
    mapped = (address.ipv4_mapped or address.sixtofour) if isinstance(address, IPv6Address) else None
    real = mapped or address
    if real.is_loopback:
        allowed = reach != "internet"
    else:
        local = real.is_link_local or (isinstance(real, IPv6Address) and real.is_site_local)
        never = local or real.is_multicast or real.is_unspecified or real.is_reserved
        allowed = not never and (real.is_global or reach == "network")
    if not allowed:
        raise Invalid(
            f"The callback address leads to {real}, inside a private network.",
            remedy="Use a public host, or set MERCERY_CHANNEL_PRIVATE_NETWORKS=true for a bridge of your own.",
            zh=f"回调地址指向内部网络（{real}）。请使用公网主机，自有程序可设置 MERCERY_CHANNEL_PRIVATE_NETWORKS=true。",
        )


def is_loopback_name(host: str) -> bool:
    """Whether the name is this machine's own."""
    address = literal(host)
    return host == "localhost" or host.endswith(".localhost") or (address is not None and address.is_loopback)


def literal(host: str) -> Address | None:
    """The address a host is written as; None where it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
