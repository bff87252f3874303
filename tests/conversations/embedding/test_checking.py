"""A look at a page: is the line there, is it the right one, and does anything forbid it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.conversations.embedding.checking import Answer, Finding, Wanted, findings, line_for, origin_of
from mercery.conversations.embedding.page import read_page
from mercery.conversations.embedding.snippets import snippets

WANTED = Wanted(shop="orme", base_url="https://staff.example", origins=("https://www.orme.example",), only_shop=False)
LINE = line_for(WANTED)


def looked(
    html: str,
    *,
    url: str = "https://www.orme.example/",
    status: int = 200,
    kind: str = "text/html",
    policy: str = "",
    wanted: Wanted = WANTED,
) -> list[Finding]:
    answer = Answer(url=url, status=status, kind=kind, policies=(policy,) if policy else (), html=html)
    return list(findings(answer, wanted))


def keys(found: list[Finding]) -> list[str]:
    return [one.key for one in found]


def test_a_page_with_the_right_line_is_right() -> None:
    found = looked(f"<!doctype html><body><p>Bags</p>{LINE}</body>")
    assert keys(found) == ["found"] and found[0].tone == "good"


@pytest.mark.parametrize("place", ["page", "shopify", "woocommerce", "gtm"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_snippet_names_this_shop_and_this_address(place: str, lang: str) -> None:
    one = next(one for one in snippets("https://staff.example", "orme", lang) if one.place == place)  # type: ignore[arg-type]
    assert "https://staff.example/widget.js" in one.code and "orme" in one.code
    if place in ("page", "shopify"):
        assert keys(looked(one.code)) == ["found"]
    if place == "gtm":
        # What the tag makes at run time cannot be seen in the source, and is not taken for the line.
        assert keys(looked(one.code)) == ["no_line"]


@pytest.mark.parametrize(
    "html,key",
    [
        ("<p>Nothing</p>", "no_line"),
        ("<!-- " + LINE + " -->", "no_line"),
        ('<script src="https://old.example/widget.js" data-shop="orme"></script>', "other_address"),
        ('<script src="//staff.example/widget.js" data-shop="orme" async></script>', "found"),
        ('<script src="https://staff.example/widget.js?v=2" data-shop="orme"></script>', "found"),
        ('<script src="https://staff.example/widget.js" data-shop="other"></script>', "other_shop"),
        ('<script src="https://staff.example/widget.js"></script>', "no_shop"),
        ('<script type="module" src="https://staff.example/widget.js" data-shop="orme"></script>', "module"),
        (f'<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">{LINE}', "policy"),
    ],
)
def test_each_thing_in_the_way_is_named(html: str, key: str) -> None:
    found = looked(html)
    assert keys(found) == [key]
    assert found[0].text.en and found[0].text.zh and found[0].remedy.zh


def test_the_directive_to_change_and_what_to_add_stand_ready_to_copy() -> None:
    (found,) = looked(LINE, policy="default-src * ; script-src 'self' https://cdn.example")
    assert found.code == "script-src … https://staff.example"


def test_a_page_with_a_tag_manager_may_have_the_line_there() -> None:
    (found,) = looked('<script async src="https://www.googletagmanager.com/gtm.js?id=GTM-1"></script>')
    assert (found.key, found.tone) == ("no_line", "care") and "tag manager" in found.remedy.en


def test_a_site_that_is_not_allowed_can_be_allowed_at_once() -> None:
    found = looked(LINE, url="https://blog.orme.example/news")
    assert keys(found) == ["origin"] and found[0].allow == "https://blog.orme.example"


def test_a_secure_page_cannot_load_an_insecure_assistant_nor_the_internet_one_of_this_machine() -> None:
    local = Wanted(shop="orme", base_url="http://127.0.0.1:8000", origins=WANTED.origins, only_shop=True)
    found = looked('<script src="http://127.0.0.1:8000/widget.js" data-shop="orme"></script>', wanted=local)
    assert keys(found) == ["mixed", "local"]
    here = Wanted(shop="orme", base_url="http://127.0.0.1:8000", origins=("http://localhost:9100",), only_shop=True)
    assert keys(
        looked('<script src="http://127.0.0.1:8000/widget.js"></script>', url="http://localhost:9100/", wanted=here)
    ) == ["found"]


@pytest.mark.parametrize("status,kind", [(404, "text/html"), (403, "text/html"), (200, "application/pdf")])
def test_what_is_no_page_is_said(status: int, kind: str) -> None:
    (found,) = looked(LINE, status=status, kind=kind)
    assert found.key == "answer" and found.tone == "stop"


@pytest.mark.parametrize(
    "url,origin",
    [
        ("https://A.example:443/x?y", "https://a.example"),
        ("http://a.example:8080", "http://a.example:8080"),
        ("https://[::1]:99/", "https://[::1]:99"),
        ("a.example", ""),
        ("ftp://a.example", ""),
        ("https://a.example:x", ""),
    ],
)
def test_origins_are_written_as_browsers_write_them(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@given(st.text(max_size=400))
def test_no_page_breaks_the_reading(html: str) -> None:
    read_page(html, "https://www.orme.example/")
    assert looked(html)
