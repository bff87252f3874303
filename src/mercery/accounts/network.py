"""A network address as people are shown it: enough to recognise a place by, not enough to find a person."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network


def shortened(address: str) -> str:
    """`192.0.2.*` and `2001:db8:1:*`; empty where it is no address."""
    try:
        found = ip_address(address.partition("/")[0].partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv4Address):
        return ".".join(str(found).split(".")[:3]) + ".*"
    return str(ip_network((found, 48), strict=False).network_address).rstrip(":") + ":*"
