"""Every address of the application with names nobody should have: no fault of ours, no file from elsewhere, nothing sent
back as markup, and on every answer the headers that tell a browser what it may do."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.house import Browser, House
from tests.accounts.installation import Furnished, Route, address, furnish, installation, routes
from tests.accounts.test_resets import Kept, send_all
from tests.security.asking import doors

from mercery.core.config import settings
from mercery.core.database import Database

NAMES = (
    "%00", "a" * 300, "a" * 2_000, "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cetc%5cpasswd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd.svg", "%2fetc%2fpasswd", "%ff%fe", "%ED%A0%80", "%F0%9F%A6%84",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%22onmouseover=%22alert(1)", "{{7*7}}", "-1", "9" * 30, "NaN", "%0d%0aX-Injected:%201",
    "%E2%80%AEgnp.exe", "' OR 1=1 --", "%25%32%65%25%32%65", ".", "~root", "con.svg", "%00.svg", "a" * 300 + ".svg",
)  # fmt: skip
"""Each stands in an address in the place of a name."""
QUERIES = (
    "lang",
    "q",
    "page",
    "before",
    "after",
    "cursor",
    "from",
    "to",
    "sort",
    "status",
    "tab",
    "next",
    "kind",
    "id",
)
"""Names that pages read; each is given one of the values above too."""


@pytest.fixture
async def ours(database: Database, home: Path) -> Furnished:
    return await furnish(database, "ours", "Quince", roles=("owner", "agent"))


@pytest.fixture
async def whole(database: Database, ours: Furnished) -> AsyncIterator[House]:
    async with installation(database, ours) as made:
        yield made


def spoilt(route: Route, ids: dict[str, str], name: str) -> Iterator[str]:
    """The route's address with each of its names replaced, one after the other, and with a spoilt query."""
    for found in re.findall(r"\{(\w+)(?::\w+)?\}", route.path):
        if found != "lang":
            yield (
                address(route, {**ids, found: name})
                if f"{{{found}:int}}" not in route.path
                else re.sub(r"\{\w+:int\}", name, address(route, ids))
            )
    yield address(route, ids) + "?" + "&".join(f"{one}={name}" for one in QUERIES)


async def _ask(whole: House, ours: Furnished, names: Sequence[str], *, each: bool) -> int:
    owner, key = await whole.as_role("owner", host=ours.host), {"Authorization": f"Bearer {ours.key}"}
    asked = 0
    wrong: dict[str, str] = {}
    for number, route in enumerate(one for one in routes(whole.app) if one.method == "GET" and not one.streams):
        if number % 20 == 0:
            async with whole.database.session() as session:
                # More is asked than anybody may in a minute.
                await session.execute(text("DELETE FROM rate_limits"))
        for name in names if each else (names[number % len(names)],):
            found = list(spoilt(route, ours.ids, name))
            for where in found if each else (found[number % len(found)],):
                asked += 1
                for fault in await _faults(owner, where, key if route.path.startswith("/api/v1") else {}):
                    wrong.setdefault(f"{route.name}: {fault}", where[:200])
    assert not wrong, "\n".join(f"{what}\n    {where}" for what, where in wrong.items())
    return asked


async def _faults(browser: Browser, where: str, headers: dict[str, str]) -> list[str]:
    answer = await browser.get(where, headers=headers)
    shown = answer.headers
    policy = shown.get("content-security-policy", "")
    return [
        told
        for told, found in {
            f"a fault of ours ({answer.status_code})": answer.status_code >= 500,
            "a file from elsewhere": "root:x:0:" in answer.text,
            "markup sent back": "<script>alert(1)" in answer.text or '"onmouseover="alert(1)' in answer.text,
            "a header of somebody else": "x-injected" in shown,
            "the kind may be guessed": shown.get("x-content-type-options") != "nosniff",
            "no policy": "default-src" not in policy and "sandbox" not in policy,
            "inline scripts": "script-src" in policy and "unsafe" in policy.partition("script-src")[2].partition(";")[0],
            "no word on referrers": not shown.get("referrer-policy"),
            "may be framed": "frame-ancestors 'none'" not in policy and shown.get("x-frame-options") != "DENY",
            "leads away": shown.get("location", "/").startswith(("//", "http")) and "/%3C" not in where
            and not shown.get("location", "").startswith(str(browser.http.base_url)),
        }.items()
        if found
    ]  # fmt: skip


async def test_no_address_with_a_spoilt_name_is_answered_by_a_fault(whole: House, ours: Furnished) -> None:
    assert await _ask(whole, ours, NAMES, each=False) > 200


@pytest.mark.slow
async def test_none_with_any_of_them(whole: House, ours: Furnished) -> None:
    assert await _ask(whole, ours, NAMES, each=True) > 6_000


async def test_pictures_come_from_the_media_folder_alone(whole: House, ours: Furnished, home: Path) -> None:
    (home / "secret.json").write_text("root:x:0:")
    browser = whole.browser(host=ours.host)
    for name in (*NAMES, "a" * 5_000):
        for where in (
            f"/media/{name}",
            f"/media/x/{name}",
            f"/media/{name}.svg",
            f"/live/{name}/{name}/{name}",
            f"/assets/{name}",
        ):
            answer = await browser.get(where)
            assert answer.status_code in (301, 303, 307, 308, 400, 404, 405), where[:100]
            assert "root:x:0:" not in answer.text
    for beside in ("..%2fsecret.json", "%2e%2e/secret.json", "x/..%2f..%2fsecret.json"):
        assert (await browser.get(f"/media/{beside}")).status_code == 404


async def test_a_picture_that_holds_a_script_is_shown_in_a_sandbox(whole: House, ours: Furnished, home: Path) -> None:
    (home / "media").mkdir(exist_ok=True)
    (home / "media" / "drawn.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (home / "media" / "page.html").write_text("<script>alert(1)</script>")
    browser = whole.browser(host=ours.host)
    shown = await browser.get("/media/drawn.svg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/svg+xml")
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy and policy.endswith("sandbox")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert (await browser.get("/media/page.html")).status_code == 404


async def test_a_text_is_a_value_and_never_a_template_or_markup(whole: House, ours: Furnished) -> None:
    planted = '{{7*7}}${7*7}<script>alert(1)</script>"onmouseover="alert(1)'
    async with whole.database.session() as session:
        await session.execute(
            text(
                "UPDATE products SET title = jsonb_build_object('en', CAST(:planted AS text), 'zh', CAST(:planted AS text))"
            ),
            {"planted": planted},
        )
    shopper, owner = whole.browser(host=ours.host), await whole.as_role("owner", host=ours.host)
    pages = [
        await shopper.get(f"/en/p/{ours.ids['handle']}"), await shopper.get("/zh"),
        await owner.get("/console/products"), await owner.get(f"/console/products/{ours.ids['product_id']}"),
    ]  # fmt: skip
    assert any("{{7*7}}" in page.text for page in pages)
    for page in pages:
        assert page.status_code == 200, page.url
        assert "49$" not in page.text and "$49" not in page.text, page.url
        assert "<script>alert(1)" not in page.text, page.url
        assert '"onmouseover="alert(1)' not in page.text, page.url


ONWARD = ("next", "onward", "to", "back", "address", "return", "url")
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example", "\t//evil.example/")


async def test_no_form_and_no_page_leads_to_another_site(whole: House, ours: Furnished) -> None:
    owner, shopper = await whole.as_role("owner", host=ours.host), whole.browser(host=ours.host)
    tokens = {owner: await owner.token("/console"), shopper: await shopper.token("/en")}
    asked = 0
    for door in doors(whole.app):
        names = [name for name in (*door.form, *door.query) if name in ONWARD]
        if not names or door.route.path.startswith("/api") or door.route.streams:
            continue
        for number, elsewhere in enumerate(ELSEWHERE):
            browser = owner if door.route.path.startswith("/console") else shopper
            sent = {**dict.fromkeys(door.form, "en"), **dict.fromkeys(names, elsewhere), "csrf_token": tokens[browser]}
            where = address(door.route, ours.ids)
            answer = await (
                browser.get(where, params=dict.fromkeys(names, elsewhere))
                if door.route.method == "GET"
                else browser.http.post(where, data=sent, headers={"HX-Request": "true"} if number % 2 else {})
            )
            asked += 1
            for header in ("location", "hx-redirect", "refresh", "hx-location"):
                assert "evil.example" not in answer.headers.get(header, "").partition("?")[0], (
                    door.route.name,
                    elsewhere,
                )
    assert asked > 40


async def test_links_in_mail_hold_the_shops_own_address_whoever_asks_under_which_name(
    whole: House, ours: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", f"http://{ours.host}")
    settings.cache_clear()
    way = Kept()
    stranger = whole.browser(host="evil.example")
    token = await stranger.token("/console/forgot")
    await stranger.http.post(
        "/console/forgot", data={"email": ours.people["owner"].email, "csrf_token": token},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )  # fmt: skip
    await send_all(whole, way)
    assert all("evil.example" not in mail.text + (mail.html or "") for mail in way.mails)
    await whole.browser(host=ours.host).post("/console/forgot", {"email": ours.people["owner"].email})
    await send_all(whole, way)
    assert f"http://{ours.host}/console/reset" in way.mails[-1].text
