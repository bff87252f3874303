"""What an engine is told: a destination whose name leads into our own network is not sent to."""

from __future__ import annotations

import asyncio
import socket

import pytest

from mercery.core.config import settings
from mercery.livestream.director.engines import _may_be_reached
from mercery.livestream.show import Destination

OUTSIDE = Destination(id="dst_1", name="A platform", url="rtmp://live.platform.example/app", key="k")


def looked_up(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Names lead to this address."""

    async def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        if not address:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 1935))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)


@pytest.mark.parametrize(
    ("address", "may"), [("10.0.0.8", False), ("169.254.169.254", False), ("93.184.215.14", True), ("", True)]
)
async def test_a_name_that_leads_inside_is_not_sent_to(
    monkeypatch: pytest.MonkeyPatch, address: str, may: bool
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()
    looked_up(monkeypatch, address)
    assert await _may_be_reached(OUTSIDE) is may
