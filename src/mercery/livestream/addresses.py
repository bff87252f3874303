"""Where a show may be sent: addresses a person types, which must not reach into our own network."""

from __future__ import annotations

import asyncio
import socket
from typing import Final
from urllib.parse import parse_qs, urlsplit

from mercery.conversations.callback_address import Reach, check_ip, is_loopback_name, literal
from mercery.core.config import settings
from mercery.core.errors import Invalid, wrong_field

_STREAMS: Final = ("rtmp", "rtmps", "http", "https", "rtsp", "srt")


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
        raise _refused(
            field,
            "A destination is an RTMP address.",
            "For example rtmps://live.platform.example/app.",
            "请填写 RTMP 地址，例如 rtmps://live.example/app。",
        )
    if parts.username or parts.password or parts.fragment or parts.query:
        # A key in the address would stand in lists and logs.
        raise _refused(
            field,
            "The address holds a name, a key or a query.",
            "Give the key in its own field.",
            "地址中不可含账号、密钥或参数，密钥请填在下方。",
        )
    if any(sign.isspace() or not sign.isprintable() for sign in text) or len(text) > 400:
        raise _refused(
            field,
            "The address has signs that no address has.",
            "Copy it from the platform once more.",
            "地址有误，请从平台重新复制。",
        )
    _port(parts.netloc, field, url)
    _inside(parts.hostname, field)
    return text


def check_face(url: str, field: str = "face_url") -> None:
    """Invalid where the talking-head server, or the stream its picture is fetched from, lies inside a private network that is
    not opened, or where the stream is none: whatever opens it would open a file of this machine too."""
    parts = urlsplit(url.strip())
    if not url.strip():
        return
    _inside(parts.hostname or "", field)
    for stream in parse_qs(parts.query).get("stream", ()):
        fetched = urlsplit(stream)
        if fetched.scheme not in _STREAMS or not fetched.hostname:
            raise _refused(
                field,
                "The server's stream is no address.",
                "For example stream=rtmp://face.example/live/host.",
                "推流地址有误，例如 stream=rtmp://face.example/live/host。",
            )
        _inside(fetched.hostname, field)


async def resolved(host: str, port: int) -> str:
    """An address of the host, looked up once, so that it cannot be another in between. Invalid where one of them may not be
    reached, OSError where there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        _inside(address.partition("%")[0], "url")
    return addresses[0]


def _port(netloc: str, field: str, url: str) -> None:
    try:
        _ = urlsplit(url.strip()).port
    except ValueError as error:
        raise _refused(
            field,
            f"{netloc} has no valid port.",
            "Give a number up to 65535.",
            f"{netloc} 的端口有误，请填写 65535 以内的数字。",
        ) from error


def _inside(host: str, field: str) -> None:
    address = literal("127.0.0.1") if is_loopback_name(host) else literal(host)
    if address is None:
        return
    try:
        check_ip(address, reach=reach())
    except Invalid as error:
        message = f"{host} lies inside a private network."
        remedy = "Use a public host, or set MERCERY_LIVE_PRIVATE_NETWORKS=true for a server of your own."
        raise _refused(field, message, remedy, "地址位于内网，请改用公网地址。") from error


def _refused(field: str, message: str, remedy: str, zh: str) -> Invalid:
    return wrong_field(field, message, remedy=remedy, zh=zh)
