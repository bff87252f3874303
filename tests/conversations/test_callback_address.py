"""A callback address may not become a way into our own network."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from mercery.conversations.callback_address import Reach, check_ip, checked_callback_url, resolve
from mercery.core.errors import Invalid

PRIVATE = ("10.0.0.7", "172.16.3.1", "192.168.1.5", "100.64.0.9", "fd00::12", "::ffff:10.0.0.7", "2002:a00:7::")
NEVER = ("169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "::", "255.255.255.255", "fec0::1", "64:ff9b::a9fe:a9fe")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_only_where_the_setting_opens_the_network(address: str) -> None:
    for reach in ("internet", "machine"):
        with pytest.raises(Invalid, match="private network"):
            check_ip(ip_address(address), reach=reach)
    check_ip(ip_address(address), reach="network")


@pytest.mark.parametrize("address", NEVER)
def test_addresses_that_are_never_called(address: str) -> None:
    for reach in ("internet", "machine", "network"):
        with pytest.raises(Invalid):
            check_ip(ip_address(address), reach=reach)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_while_the_shop_is_not_public(address: str) -> None:
    check_ip(ip_address(address), reach="machine")
    with pytest.raises(Invalid):
        check_ip(ip_address(address), reach="internet")


@pytest.mark.parametrize(
    ("url", "reach", "allowed"),
    [
        ("https://bot.example/in", "internet", True),
        ("http://bot.example/in", "internet", False),
        ("http://bot.example/in", "machine", False),
        ("http://bot.internal/in", "network", True),
        ("http://localhost:9000/in", "machine", True),
        ("http://localhost:9000/in", "internet", False),
        ("https://localhost/in", "internet", False),
        ("https://bridge.localhost/in", "internet", False),
        ("https://user:word@bot.example/", "internet", False),
        ("https://bot.example/#part", "internet", False),
        ("https://bot.example:99999/", "internet", False),
        ("ftp://bot.example/", "network", False),
        ("https:///in", "internet", False),
        ("https://[::1]/in", "internet", False),
        ("https://2130706433/in", "internet", True),
    ],
)
def test_which_forms_are_accepted(url: str, reach: Reach, allowed: bool) -> None:
    if allowed:
        assert checked_callback_url(f" {url} ", reach=reach) == url
    else:
        with pytest.raises(Invalid):
            checked_callback_url(url, reach=reach)


@pytest.mark.parametrize("host", ["a..example", "a" * 70 + ".example"])
async def test_a_name_no_net_can_have_is_refused(host: str) -> None:
    with pytest.raises(Invalid, match="not known"):
        await resolve(f"https://{host}/in", reach="internet")


@pytest.mark.parametrize("url", ["https://2130706433/in", "https://0x7f000001/in", "https://localhost/in"])
async def test_a_disguised_name_is_found_out_when_it_is_looked_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The system's resolver reads such numbers as 127.0.0.1; tests may look up nothing but this machine.
    async def lookup(_self: object, _host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", lookup)
    with pytest.raises(Invalid):
        await resolve(url, reach="internet")


async def test_the_address_looked_up_is_the_one_called() -> None:
    target = await resolve("http://localhost:9000/in?bot=7", reach="machine")
    assert target.ip.is_loopback and (target.host, target.port, target.https) == ("localhost", 9000, False)
