"""A script that stands in every free text of a shop, in each table, comes out of no page as markup."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html
from sqlalchemy import String, Table, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from tests.accounts.house import PASSWORD, Browser, House
from tests.accounts.installation import installation
from tests.conftest import copied

from mercery.accounts.service import create_staff
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.database import Base, Database
from mercery.demo.seed import seed

PLANTED = '</title></script><script>alert(1)</script><b title="x"onmouseover="alert(1)">{{7*7}}'
RAW = ("<script>alert(1)", '"onmouseover="alert(1)', "&lt;/title&gt;</script>")
SEEN = "alert(1)"
PAGES = 900
EACH = 8
"""Pages of one kind: the hundredth product says no more than the eighth."""


def is_free(value: str) -> bool:
    """Whether somebody wrote it: names of states, keys, addresses and digests are one word in small letters."""
    if re.search(r"[\u4e00-\u9fff]", value):
        return True
    plain = value.strip()
    return (" " in plain and "://" not in plain and "@" not in plain) or (plain.istitle() and plain.isalpha())


def planted(value: Any) -> Any:
    """The value with the script after each text in it."""
    if isinstance(value, dict):
        return {name: planted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [planted(inner) for inner in value]
    return value + PLANTED if isinstance(value, str) and is_free(value) else value


async def plant(session: AsyncSession, table: Table) -> int:
    """Put it into the rows of `table`; how many texts hold it now."""
    columns = [
        one for one in table.columns
        if isinstance(one.type, (JSONB, String)) and not one.primary_key and not one.foreign_keys
        and (getattr(one.type, "length", None) or 10_000) > 2 * len(PLANTED)
    ]  # fmt: skip
    keys = list(table.primary_key.columns)
    if not columns or not keys:
        return 0
    await session.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
    held = 0
    for row in (await session.execute(select(*keys, *columns).limit(400))).mappings().all():
        changed = {one.name: planted(row[one.name]) for one in columns if planted(row[one.name]) != row[one.name]}
        if changed:
            where = [key == row[key.name] for key in keys]
            await session.execute(update(table).where(*where).values(**changed))
            held += len(changed)
    return held


def broken_by(page: str) -> list[str]:
    """Signs that the text was read as markup: as letters, and as a browser would take the page apart."""
    tree: Any = html.document_fromstring(page)
    signs = [sign for sign in RAW if sign in page]
    signs += [f"an element of its own: {one.tag}" for one in tree.xpath("//*[@onmouseover] | //b[@title='x']")]
    scripts = tree.xpath("//script[not(@type='application/json' or @type='application/ld+json')]")
    return signs + ["inside a script" for one in scripts if SEEN in (one.text or "")]


@pytest.fixture
async def demo(
    _server_url: str, _template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Database, Shop]]:
    monkeypatch.setenv("MERCERY_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    with copied(_server_url, _template) as url:
        database = Database(url)
        yield database, await seed(database, tmp_path / "home", lambda _: None)
        await database.close()
    settings.cache_clear()


def kind_of(where: str) -> str:
    """Addresses that differ in a name of a thing are pages of one kind."""
    path = re.sub(r"/(?:[a-z]{3}_[0-9a-z]+|[0-9]+)", "/*", urlsplit(where).path)
    return re.sub(r"/(p|c|live|videos|feed)/[^/]+", r"/\1/*", path)


async def crawl(browser: Browser, starts: list[str]) -> dict[str, str]:
    """Every page that links lead to, by address; never out of the shop and never by a form."""
    found: dict[str, str] = {}
    asked: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = deque(starts)
    while waiting and len(found) < PAGES:
        where = waiting.popleft()
        if where in asked or kinds.get(kind_of(where), 0) >= EACH or where.endswith(("/events", "/logout")):
            continue
        asked.add(where)
        kinds[kind_of(where)] = kinds.get(kind_of(where), 0) + 1
        answer = await browser.get(where)
        if "text/html" not in answer.headers.get("content-type", ""):
            if "location" in answer.headers:
                waiting.append(urlsplit(urljoin(where, answer.headers["location"])).path)
            continue
        assert answer.status_code < 500, where
        found[where] = answer.text
        for link in re.findall(r'(?:<a\b[^>]*?\bhref|hx-get)="([^"]*)"', answer.text):
            onward = urlsplit(urljoin(f"http://localhost:8000{where}", unescape(link)))
            if onward.netloc == "localhost:8000":
                waiting.append(onward.path + (f"?{onward.query}" if onward.query else ""))
    return found


@pytest.mark.slow
async def test_a_script_in_every_text_of_a_shop_is_text_on_every_page(demo: tuple[Database, Shop]) -> None:
    database, shop = demo
    async with database.session() as session:
        owner = await create_staff(
            session, shop.id, email="eve@example.com", name="Eve Brook", role="owner", password=PASSWORD
        )
        held = {table.name: await plant(session, table) for table in Base.metadata.sorted_tables}
    house = House(app=None, database=database, shop=shop, people={"owner": owner})  # type: ignore[arg-type]
    async with installation(database, house) as whole:  # type: ignore[arg-type]
        desk, shopper = await whole.as_role("owner"), whole.browser()
        pages = await crawl(desk, ["/console"]) | await crawl(shopper, ["/en", "/zh"])
    wrong = {f"{where}: {sign}" for where, page in pages.items() for sign in broken_by(page)}
    told = sum(SEEN in page for page in pages.values())
    sys.stdout.write(
        f"\n{sum(held.values())} texts in {sum(map(bool, held.values()))} tables; {len(pages)} pages, {told} show it\n"
    )
    assert not wrong, "\n".join(sorted(wrong)[:40])
    assert sum(map(bool, held.values())) > 40 and told > 100
