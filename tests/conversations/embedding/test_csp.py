"""Content security policies as pages have them, and what has to be added so that the assistant may load."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from mercery.conversations.embedding.csp import matches, policies_in, shut_out

PAGE = "https://www.orme.example/"
SCRIPT = "https://staff.example/widget.js"


def shut(*policies: str, nonce: str = "") -> list[tuple[str, str, str]]:
    found = shut_out(policies_in(policies), page_url=PAGE, script_url=SCRIPT, nonce=nonce)
    return [(one.need, one.directive, one.add) for one in found]


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "upgrade-insecure-requests; frame-ancestors 'self'",
        "default-src *",
        "default-src https:",
        "script-src https://staff.example; connect-src staff.example; img-src *.example",
        "script-src https://staff.example/widget.js; connect-src https://staff.example/api/; img-src https://staff.example",
        "script-src 'self' https://staff.example:443",
        "default-src 'none'; script-src-elem https://staff.example; connect-src https:; img-src https: data:",
        "object-src 'none'; base-uri 'self'; form-action 'self'",
    ],
)
def test_what_lets_it_in(policy: str) -> None:
    assert shut(policy) == []


@pytest.mark.parametrize(
    "policy,found",
    [
        (
            "default-src 'self'",
            [
                ("script", "script-src", "https://staff.example"),
                ("connect", "connect-src", "https://staff.example"),
                ("image", "img-src", "https://staff.example"),
            ],
        ),
        ("script-src 'self' 'unsafe-inline'", [("script", "script-src", "https://staff.example")]),
        ("script-src-elem 'none'; script-src *", [("script", "script-src-elem", "https://staff.example")]),
        ("connect-src 'self' https://api.orme.example", [("connect", "connect-src", "https://staff.example")]),
        ("img-src data:", [("image", "img-src", "https://staff.example")]),
        ("script-src http://staff.example:8080", [("script", "script-src", "https://staff.example")]),
        ("script-src https://staff.example/other.js", [("script", "script-src", "https://staff.example")]),
        ("script-src *.staff.example", [("script", "script-src", "https://staff.example")]),
    ],
)
def test_what_shuts_it_out_and_the_entry_to_add(policy: str, found: list[tuple[str, str, str]]) -> None:
    assert shut(policy) == found


def test_every_policy_has_to_allow_and_the_first_of_two_directives_counts() -> None:
    assert [need for need, _, _ in shut("script-src *, script-src 'self'")] == ["script"]
    assert [need for need, _, _ in shut("script-src *", "script-src 'self'")] == ["script"]
    assert shut("script-src *; script-src 'none'") == []


def test_a_nonce_lets_the_line_in_and_strict_dynamic_listens_to_nothing_else() -> None:
    assert shut("script-src 'nonce-abc'", nonce="abc") == []
    (found,) = shut_out(
        policies_in(["script-src 'strict-dynamic' 'nonce-abc' https:"]), page_url=PAGE, script_url=SCRIPT
    )
    assert found.strict and found.directive == "script-src"


@pytest.mark.parametrize(
    "source,url,same",
    [
        ("'self'", "https://www.orme.example/x", True),
        ("'self'", "http://www.orme.example/x", False),
        ("http://a.example", "https://a.example/x", True),
        ("https://a.example", "http://a.example/x", False),
        ("a.example:*", "https://a.example:8443/x", True),
        ("a.example", "https://a.example:8443/x", False),
        ("*.a.example", "https://b.c.a.example/x", True),
        ("https://a.example/js/", "https://a.example/js/w.js", True),
        ("https://a.example/js", "https://a.example/js/w.js", False),
        ("wss:", "https://a.example/x", False),
    ],
)
def test_sources_match_as_browsers_match_them(source: str, url: str, same: bool) -> None:
    assert matches(source, urlsplit(url), PAGE) is same
