"""Whose request it is: limits hold for one caller, also behind a proxy, and nobody chooses an address by a header."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.types import Scope

from mercery.web.proxies import apply_forwarding, parse_networks
from mercery.web.rate_limit import client_address

PROXIES = parse_networks("10.0.0.5")


def asked(client: str, *headers: tuple[str, str]) -> Scope:
    lines = [(name.encode(), value.encode()) for name, value in headers]
    scope: Scope = {"type": "http", "client": (client, 1), "scheme": "http", "headers": lines}
    apply_forwarding(scope, PROXIES)
    return scope


def caller(client: str, *headers: tuple[str, str]) -> str:
    return client_address(Request(asked(client, *headers)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:0:7::1", "2001:db8:0:7:ffff::2"),
        ("2001:db8::1", "2001:db8::5:6:7:8"),
        ("2001:db8::1", "2001:0db8:0000:0000:9::"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_addresses_of_one_network_are_one_caller_however_they_are_written(one: str, other: str) -> None:
    assert caller(one) == caller(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.7", "203.0.113.8"),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8"),
        ("2001:db8:0:7::1", "2001:db8:0:8::1"),
    ],
)
def test_other_callers_have_limits_of_their_own(one: str, other: str) -> None:
    assert caller(one) != caller(other)


def test_an_address_is_the_same_on_either_kind_of_socket() -> None:
    assert caller("::ffff:203.0.113.7") == caller("203.0.113.7")


def test_who_is_no_trusted_proxy_cannot_name_another_address() -> None:
    assert caller("203.0.113.7", ("x-forwarded-for", "198.51.100.1")) == "203.0.113.7"


@pytest.mark.parametrize(
    "lines",
    [
        (("x-forwarded-for", "198.51.100.1, 203.0.113.7"),),
        (("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.7")),
        (("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.7, 10.0.0.5")),
    ],
)
def test_behind_a_proxy_the_address_it_saw_counts_and_not_the_one_the_caller_sent_along(
    lines: tuple[tuple[str, str], ...],
) -> None:
    assert caller("10.0.0.5", *lines) == "203.0.113.7"


def test_of_several_lines_of_a_proxys_scheme_and_host_the_last_counts() -> None:
    scope = asked(
        "10.0.0.5",
        ("host", "inside"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-host", "shop.example"),
    )
    assert (scope["scheme"], Request(scope).headers["host"]) == ("https", "shop.example")
