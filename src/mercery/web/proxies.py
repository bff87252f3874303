"""Who is asking, when a reverse proxy stands in between."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Scope

from mercery.core.errors import Invalid

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}))(:[0-9]{1,5})?\Z")


class BadHost(Invalid):
    """The Host header is no host name."""

    code = "bad_host"
    status = 400


def parse_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between; Invalid names the one that is none."""
    networks = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError as error:
            raise Invalid(
                f"MERCERY_TRUSTED_PROXIES: '{part}' is no address or network.",
                remedy="Write 10.0.0.0/8 or 127.0.0.1.",
                zh=f"MERCERY_TRUSTED_PROXIES：“{part}”不是地址或网段，请写成 10.0.0.0/8 或 127.0.0.1。",
            ) from error
    return tuple(networks)


def apply_forwarding(scope: Scope, trusted: Iterable[Network]) -> None:
    """Put the caller's address, scheme and host into the scope, as far as trusted proxies report them."""
    networks = tuple(trusted)
    client = scope.get("client")
    if not client or not is_inside(client[0], networks):
        return
    headers = Headers(scope=scope)
    # Some proxies append to the caller's header, others add a line of their own below it: the last word is theirs.
    hops = _listed(headers, "x-forwarded-for")
    address = next((hop for hop in reversed(hops) if not is_inside(hop, networks)), hops[0] if hops else None)
    if address:
        scope["client"] = (address, 0)
    scheme = _listed(headers, "x-forwarded-proto")[-1:]
    if scheme and scheme[0] in ("http", "https"):
        scope["scheme"] = scheme[0]
    if host := _listed(headers, "x-forwarded-host")[-1:]:
        scope["headers"] = list(scope["headers"])
        MutableHeaders(scope=scope)["host"] = host[0]


def _listed(headers: Headers, name: str) -> list[str]:
    """The values of a header in order, from all its lines."""
    return [part.strip() for line in headers.getlist(name) for part in line.split(",") if part.strip()]


def check_host(scope: Scope) -> None:
    """Refuse a Host header that is no host name, before anything is looked up or linked by it."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or (hosts and not _HOST.match(hosts[0].decode("latin-1"))):
        raise BadHost(
            "The Host header is not a host name.",
            remedy="Use the shop's own address.",
            zh="访问地址有误，请使用店铺自己的网址。",
        )


def is_inside(address: str, networks: Iterable[Network]) -> bool:
    """Whether the address lies in one of the networks; what is no address lies in none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
