"""The desk of search in the console, by plain forms."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.search.desk.making import NOON, act
from tests.storefront.boutique import open_boutique

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_staff
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.interactions.service import record_all
from mercery.promotions.service import offers
from mercery.search.desk import console, digest, preview, service
from mercery.web.rate_limit import RateLimiter

RULES, SYNONYMS = "/console/search/rules", "/console/search/synonyms"


class Desk:
    """The console of a boutique, and who sits at it."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop
        self.app = console_app(database, console.router)
        self.app.state.search_offers = offers
        self.app.state.limiter = RateLimiter(database.url)
        self.browsers: list[Browser] = []

    async def sign_in(self, role: Role = "editor") -> Browser:
        async with self.database.session() as session:
            await create_staff(
                session, self.shop.id, email=f"{role}@x.example", name="Claire Martin", role=role, password=PASSWORD
            )
        made = Browser(self.app, host="localhost:8000", address="192.0.2.10")
        self.browsers.append(made)
        assert (await made.log_in(f"{role}@x.example")).status_code == 303
        return made

    async def id_of(self, handle: str) -> str:
        async with self.database.session() as session:
            return (await catalog.product(session, self.shop.id, handle=handle)).id


@pytest.fixture
async def desk(database: Database, home: Path) -> AsyncIterator[Desk]:
    made = Desk(database, await open_boutique(database))
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()


ENDS = (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
"""The same for whoever looks at a rule and then keeps it, also when a minute begins between."""


def typed(**fields: str) -> dict[str, str]:
    """The form of a rule that pins the Luna or another piece for "bag"."""
    return {
        "act": "pin", "place": "1", "strength": "2", "piece": "Petite Clutch", "scope": "queries", "queries": "bag",
        "ends": ENDS, "reason": "The window of the season", "do": "look", **fields,
    }  # fmt: skip


def seal(html: str) -> str:
    found = re.search(r'name="seal" value="(\w+)"', html)
    assert found, html[:500]
    return found.group(1)


def column(html: str, side: str) -> list[str]:
    """The pieces of one side of a preview."""
    table = re.search(rf'<caption class="visually-hidden">{side}</caption>.*?</table>', html, re.DOTALL)
    assert table, html
    return re.findall(r'<td class="wide">([^<]+)', table[0])


async def test_a_rule_is_kept_after_its_lists_were_seen_and_the_record_says_why(desk: Desk) -> None:
    browser = await desk.sign_in()
    seen = await browser.post(f"{RULES}/save", typed())
    before, after = column(seen.text, "Without it"), column(seen.text, "With it")
    assert seen.status_code == 200 and before[0] != "Petite Clutch" and after[0] == "Petite Clutch"
    assert "€420" in seen.text and sorted(before) == sorted(after)
    kept = await browser.post(f"{RULES}/save", typed(do="save", seal=seal(seen.text), product=await desk.id_of("petite-clutch"), piece=""))  # fmt: skip
    assert kept.status_code == 303
    async with desk.database.session() as session:
        [rule] = await service.rules(session, desk.shop.id)
        [entry], _ = await audit.entries(session, desk.shop.id, AuditFilter(action="search.rule"))
    assert rule.made_by == "Claire Martin" and rule.ends_at is not None
    assert entry.reason == "The window of the season" and entry.after and entry.after["act"] == "pin"


async def test_what_was_changed_after_the_preview_is_shown_again_and_not_kept(desk: Desk) -> None:
    browser = await desk.sign_in()
    seen = await browser.post(f"{RULES}/save", typed())
    again = await browser.post(f"{RULES}/save", typed(do="save", seal=seal(seen.text), place="2"))
    assert again.status_code == 200 and "Something was changed since you looked" in again.text
    async with desk.database.session() as session:
        assert await service.rules(session, desk.shop.id) == []


async def test_an_end_is_chosen_or_consciously_none(desk: Desk) -> None:
    browser = await desk.sign_in()
    missing = await browser.post(f"{RULES}/save", typed(ends=""))
    assert missing.status_code == 422 and "Choose one, or say that it has no end." in missing.text
    assert (await browser.post(f"{RULES}/save", typed(ends="", endless="1"))).status_code == 200


async def test_a_name_that_means_several_pieces_is_asked_back(desk: Desk) -> None:
    browser = await desk.sign_in()
    several = await browser.post(f"{RULES}/save", typed(piece="P"))
    assert several.status_code == 422 and "Several pieces may be meant" in several.text
    assert "Petite Clutch</label>" in several.text and "Pearl Studs</label>" in several.text
    none = await browser.post(f"{RULES}/save", typed(piece="zeppelin"))
    assert none.status_code == 422 and "No piece is called that." in none.text


async def test_a_rule_for_a_sold_out_piece_says_that_it_moves_nothing(desk: Desk) -> None:
    browser = await desk.sign_in()
    seen = await browser.post(f"{RULES}/save", typed(piece="Luna Hobo"))
    assert column(seen.text, "Without it") == column(seen.text, "With it")
    assert "cannot be bought now, so it is not brought forward" in seen.text and "not brought forward here" in seen.text


async def test_two_rules_in_each_others_way_are_named(desk: Desk) -> None:
    browser = await desk.sign_in()
    first = await browser.post(f"{RULES}/save", typed())
    clutch = await desk.id_of("petite-clutch")
    await browser.post(f"{RULES}/save", typed(do="save", seal=seal(first.text), product=clutch, piece=""))
    second = await browser.post(f"{RULES}/save", typed(piece="Work Tote"))
    assert "Both want the same place." in second.text
    await browser.post(
        f"{RULES}/save", typed(do="save", seal=seal(second.text), product=await desk.id_of("work-tote"), piece="")
    )
    page = await browser.get(RULES)
    assert "Two rules get in each other’s way." in page.text


async def test_a_viewer_reads_and_changes_nothing(desk: Desk) -> None:
    browser = await desk.sign_in("viewer")
    assert (await browser.get("/console/search")).status_code == 200
    assert "Make a rule" not in (await browser.get(RULES)).text
    assert (await browser.post(f"{RULES}/save", typed())).status_code == 403
    assert (await browser.get(f"{SYNONYMS}/new")).status_code == 403


async def searched(desk: Desk, *queries: str) -> None:
    """Each by two visitors, an hour ago."""
    ago = (now() - NOON).total_seconds() / 60 - 60
    acts = [
        act(f"vis_{who}", "search", ago + at, query=query, found=0, exact=False, relaxed=query)
        for at, query in enumerate(queries)
        for who in "ab"
    ]
    async with desk.database.session() as session:
        await record_all(session, desk.shop.id, acts)
        await digest.work_out(session, desk.shop.id, now() - timedelta(hours=3), now(), now())


async def test_the_report_names_what_found_nothing_and_leads_to_a_synonym(desk: Desk) -> None:
    await searched(desk, "pocketbook")
    browser = await desk.sign_in()
    page = await browser.get("/console/search")
    assert "2 of 2 visitors who searched found nothing." in page.text
    assert "/console/search/synonyms/new?kind=finds&amp;words=pocketbook" in page.text
    form = await browser.get(f"{SYNONYMS}/new?kind=finds&words=pocketbook&finds=clutch")
    assert ">\npocketbook</textarea>" in form.text and ">\nclutch</textarea>" in form.text


async def test_a_synonym_shows_which_searches_would_find_more_and_then_they_do(desk: Desk) -> None:
    await searched(desk, "pocketbook", "umbrella")
    browser = await desk.sign_in()
    row = {"kind": "finds", "words": "pocketbook", "finds": "clutch", "lang": "", "note": "", "active": "1"}
    seen = await browser.post(f"{SYNONYMS}/save", {**row, "do": "look"})
    assert "new: Petite Clutch" in " ".join(seen.text.split()) and "umbrella" not in seen.text
    assert (await browser.post(f"{SYNONYMS}/save", {**row, "do": "save"})).status_code == 303
    page = await browser.get("/console/search/query?q=pocketbook")
    assert "Petite Clutch" in page.text
    report = await browser.get("/console/search")
    assert "1 found" in report.text
    twice = await browser.post(f"{SYNONYMS}/save", {**row, "do": "save"})
    assert twice.status_code == 409 and "The same row is there already" in twice.text


async def test_a_long_preview_comes_in_parts_that_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "BUDGET", 0.0)
    await searched(desk, "pocketbook", "red pocketbook", "small pocketbook")
    browser = await desk.sign_in()
    row = {"kind": "finds", "words": "pocketbook", "finds": "clutch", "lang": "", "note": "", "active": "1"}
    html = (await browser.post(f"{SYNONYMS}/save", {**row, "do": "look"})).text
    seen = ["1 of 3 searches looked at" in html]
    while more := re.search(r'hx-get="([^"]+)"', html):
        html = (await browser.get(more[1].replace("&amp;", "&"), headers={"hx-request": "true"})).text
        seen.append("<html" not in html)
    assert seen == [True, True, True] and "All 3 searches with one of the words were looked at." in html


async def test_a_rule_that_somebody_else_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    browser = await desk.sign_in()
    first = await browser.post(f"{RULES}/save", typed())
    fields = {"product": await desk.id_of("petite-clutch"), "piece": "", "do": "save"}
    await browser.post(f"{RULES}/save", typed(seal=seal(first.text), **fields))
    async with desk.database.session() as session:
        [rule] = await service.rules(session, desk.shop.id)
        await service.switch_rule(session, desk.shop.id, SYSTEM, rule.id, active=False)
    change = typed(id=rule.id, seal=seal(first.text), seen=rule.changed_at.isoformat(), **fields)
    answer = await browser.post(f"{RULES}/save", change)
    assert answer.status_code == 409 and "changed this rule meanwhile" in answer.text


async def send(browser: Browser, text: str) -> "tuple[int, str]":
    files = {"file": ("synonyms.csv", text.encode(), "text/csv")}
    answer = await browser.http.post(
        f"{SYNONYMS}/import", data={"csrf_token": await browser.token(SYNONYMS)}, files=files
    )
    return answer.status_code, answer.text


async def test_a_file_of_synonyms_comes_in_and_goes_out_the_same(desk: Desk) -> None:
    browser = await desk.sign_in()
    text = "kind,words,finds,language,note,active\nsame,trainer|sneaker,,en,,yes\nfinds,pocketbook,clutch,,=1+1,no\n"
    assert (await send(browser, text))[0] == 303
    out = (await browser.get(f"{SYNONYMS}/export.csv")).text
    assert "same,trainer|sneaker,,en,,yes" in out and "finds,pocketbook,clutch,,'=1+1,no" in out
    assert (await send(browser, out.removeprefix("\ufeff")))[0] == 303
    async with desk.database.session() as session:
        assert len(await service.synonyms(session, desk.shop.id)) == 2


async def test_a_file_with_mistakes_changes_nothing_and_names_every_line(desk: Desk) -> None:
    browser = await desk.sign_in()
    text = (
        "kind,words,finds,language\nsame,tote|shopper,,\nsame,alone,,\nbends,a|b,,\nfinds,x,,fr\nsame,shopper|tote,,\n"
    )
    status, html = await send(browser, text)
    assert status == 422 and "Nothing was taken" in html
    for place in (
        "line 3, column words: One word alone",
        "line 4, column kind",
        "line 5, column language",
        "line 6, column words: The row &#39;shopper | tote&#39; appears twice (first on line 2). Take one out.",
    ):
        assert place in html, place
    async with desk.database.session() as session:
        assert await service.synonyms(session, desk.shop.id) == []


async def test_a_row_is_switched_off_and_removed_with_a_record_of_what_it_said(desk: Desk) -> None:
    browser = await desk.sign_in()
    row: Mapping[str, str] = {
        "kind": "same",
        "words": "tote\nshopper",
        "finds": "",
        "lang": "",
        "note": "",
        "active": "1",
    }
    await browser.post(f"{SYNONYMS}/save", {**row, "do": "save"})
    async with desk.database.session() as session:
        [kept] = await service.synonyms(session, desk.shop.id)
    await browser.post(f"{SYNONYMS}/{kept.id}/switch", {"active": "0"})
    async with desk.database.session() as session:
        assert not (await service.synonym(session, desk.shop.id, kept.id)).active
    assert (await browser.post(f"{SYNONYMS}/{kept.id}/remove")).status_code == 303
    async with desk.database.session() as session:
        [entry], _ = await audit.entries(session, desk.shop.id, AuditFilter(action="search.remove_synonym"))
    assert entry.before and entry.before["words"] == ["tote", "shopper"]
