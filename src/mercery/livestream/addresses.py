"""Where a show may be sent: addresses a person types, which must not reach into our own network."""

from __future__ import annotations

from urllib.parse import urlsplit

from mercery.conversations.callback_address import Reach, check_ip, is_loopback_name, literal
from mercery.core.config import settings
from mercery.core.errors import Invalid, Problem


def reach() -> Reach:
    """How far inside a destination may lie."""
    if settings().live_private_networks:
        return "network"
    return "machine" if settings().public_url is None else "internet"


def checked_destination(url: str, field: str = "url") -> str:
    """The address of a platform without its key: rtmp or rtmps, a host that may be reached. Invalid."""
    text = url.strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("rtmp", "rtmps") or not parts.hostname:
        raise _refused(field, "A destination is an RTMP address.", "For example rtmps://live.platform.example/app.")
    if parts.username or parts.password or parts.fragment or parts.query:
        # A key in the address would stand in lists and logs.
        raise _refused(field, "The address holds a name, a key or a query.", "Give the key in its own field.")
    if any(sign.isspace() or not sign.isprintable() for sign in text) or len(text) > 400:
        raise _refused(field, "The address has signs that no address has.", "Copy it from the platform once more.")
    _port(parts.netloc, field, url)
    _inside(parts.hostname, field)
    return text


def check_face(url: str, field: str = "face_url") -> None:
    """Invalid where the talking-head server lies inside a private network that is not opened."""
    if url.strip():
        _inside(urlsplit(url.strip()).hostname or "", field)


def _port(netloc: str, field: str, url: str) -> None:
    try:
        _ = urlsplit(url.strip()).port
    except ValueError as error:
        raise _refused(field, f"{netloc} has no valid port.", "Give a number up to 65535.") from error


def _inside(host: str, field: str) -> None:
    address = literal("127.0.0.1") if is_loopback_name(host) else literal(host)
    if address is None:
        return
    try:
        check_ip(address, reach=reach())
    except Invalid as error:
        message = f"{host} lies inside a private network."
        remedy = "Use a public host, or set MERCERY_LIVE_PRIVATE_NETWORKS=true for a server of your own."
        raise _refused(field, message, remedy) from error


def _refused(field: str, message: str, remedy: str) -> Invalid:
    return Invalid(message, remedy=remedy, problems=[Problem(field=field, message=message, remedy=remedy)])
