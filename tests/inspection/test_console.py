"""The pages of inspection by plain forms: judging, second opinions, what was missed, coaching, rules, exports, and who may what."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.accounts.house import Browser, House, house
from tests.inspection.house import Talks

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import ROLES
from mercery.accounts.service import create_api_key
from mercery.core.database import Database
from mercery.inspection import api, console, repository
from mercery.inspection.coaching import Week
from mercery.inspection.console.trends import TrendsPage
from mercery.inspection.finding import FindingFilter, StoredFinding
from mercery.inspection.service import judging
from mercery.inspection.service.inspecting import inspect_conversation

WHEN = datetime.now(UTC) - timedelta(days=3)
HOME = "/console/inspection"
RUDE = "Hello. If you had read the page properly you would have seen it."


@pytest.fixture
async def desk(database: Database, home: Path) -> AsyncIterator[House]:
    """The pages of inspection with one person of each role, and three conversations of one of them."""
    async with house(database, console.router, api.router, roles=ROLES) as made:
        agent = made.people["agent"].actor
        talks = Talks(database, made.shop)
        for number, words in enumerate(
            (RUDE, "=1+1 Hello, if you had read it you would know.", "Good morning, it is right under the pictures.")
        ):
            talk = await talks.with_person(
                [("customer", "I cannot find the table of sizes."), ("staff", words), ("customer", "Thank you, very helpful.")],
                at=WHEN + timedelta(hours=number), who=agent, visitor=f"vis_{number}",
            )  # fmt: skip
            await inspect_conversation(database, made.shop, talk.id)
        yield made


async def stored(desk: House) -> list[StoredFinding]:
    async with desk.database.session() as session:
        return (await repository.findings(session, desk.shop.id, FindingFilter(state=None), limit=50))[0]


async def judge(browser: Browser, finding_id: str, verdict: str, **fields: str) -> None:
    answer = await browser.post(f"{HOME}/findings/{finding_id}/judge", {"verdict": verdict, **fields}, page=HOME)
    assert answer.status_code == 303, answer.text


async def test_the_conclusion_stands_first_and_the_words_are_marked_in_their_conversation(desk: House) -> None:
    browser = await desk.as_role("reviewer")
    page = (await browser.get(f"{HOME}?lang=en")).text
    assert "2 findings wait for you; none is critical." in page
    assert re.search(r'<mark class="marked marked-off">if you had read</mark>', page, re.IGNORECASE)
    assert "Thank you, very helpful." in page and "Agent Martin" in page
    chinese = (await browser.get(f"{HOME}?lang=zh")).text
    assert "2 项结果待裁定，均不严重。" in chinese and "失礼或责怪" in chinese


async def test_agreeing_and_overruling_measure_precision_and_are_on_record(desk: House) -> None:
    browser = await desk.as_role("reviewer")
    first, second = await stored(desk)
    await judge(browser, first.id, "agree")
    unexplained = await browser.post(f"{HOME}/findings/{second.id}/judge", {"verdict": "overrule"}, page=HOME)
    assert unexplained.status_code == 303 and (await stored(desk))[0].state != "overruled", "a reason is wanted"
    assert "Say in a few words why." in (await browser.get(f"{HOME}?lang=en")).text
    await browser.get(f"{HOME}?lang=zh")
    await judge(browser, second.id, "overrule")
    assert "请简要写明原因。" in (await browser.get(f"{HOME}?lang=zh")).text
    await judge(browser, second.id, "overrule", reason="The shop allows it", other="in jest")
    page = (await browser.get(f"{HOME}?state=all&lang=en")).text
    assert re.search(r"Rude or blaming</td><td class=\"num desk\">2</td><td class=\"num\">1/2", page)
    async with desk.database.session() as session:
        lines, _ = await audit.entries(session, desk.shop.id, audit.AuditFilter(action="inspection.judge"))
        measured = await judging.measured(session, desk.shop.id)
    assert [line.reason for line in lines] == ["The shop allows it; in jest", None]
    assert (measured.precision.right, measured.precision.total) == (1, 2)
    answer = await browser.post(f"{HOME}/findings/{second.id}/reopen", page=HOME)
    assert answer.status_code == 303
    assert {one.state for one in await stored(desk)} == {"agreed", "open"}


async def test_a_second_person_judges_without_seeing_the_first_verdict(desk: House) -> None:
    first, second = await desk.as_role("reviewer"), await desk.as_role("owner")
    one, other = await stored(desk)
    await judge(first, one.id, "agree")
    await judge(first, other.id, "overrule", reason="Words of a letter only the first person knows")
    assert "No finding waits for a second opinion" in (await first.get(f"{HOME}/second?lang=en")).text
    page = await second.get(f"{HOME}/second?lang=en")
    assert "2 findings wait for your second opinion." in page.text and "only the first person knows" not in page.text
    for verdict in ("agree", "overrule"):
        page = await second.get(f"{HOME}/second")
        where = re.search(rf'action="({HOME}/second/[^"]+)"', page.text)
        assert where
        answer = await second.post(where[1], {"verdict": verdict}, page=f"{HOME}/second")
        assert answer.status_code == 303
    assert {found.state for found in await stored(desk)} == {"agreed", "overruled"}, "the first verdict stands"
    async with desk.database.session() as session:
        assert (await judging.measured(session, desk.shop.id)).kappa.pairs == 2


async def test_what_was_missed_is_added_on_a_message_and_counts_against_inspection(desk: House) -> None:
    browser = await desk.as_role("reviewer")
    found = {one.conversation_id for one in await stored(desk)}
    async with desk.database.session() as session:
        every = await repository.inspections(session, desk.shop.id)
        clean = next(one.conversation_id for one in every if one.conversation_id not in found)
        said = await judging.talk(session, desk.shop.id, clean)
    where = f"{HOME}/conversations/{clean}"
    assert "No fault is listed. Is that so?" in (await browser.get(f"{where}?lang=en")).text
    sent = {"message_id": said[1].id, "rule": "unanswered_question", "why": "Which table was never said"}
    assert (await browser.post(f"{where}/missed", sent, page=where)).status_code == 303
    assert (await browser.post(f"{where}/read", page=where)).status_code == 303
    page = (await browser.get(f"{where}?lang=en")).text
    assert "One fault is listed. Is anything missing?" in page and "Unanswered question" in page
    async with desk.database.session() as session:
        measured = await judging.measured(session, desk.shop.id)
    assert (measured.recall.right, measured.recall.total, measured.read) == (0, 1, 1)


async def test_an_agent_sees_their_own_page_with_notes_and_nobody_elses(desk: House) -> None:
    owner, agent = await desk.as_role("owner"), await desk.as_role("agent")
    one = (await stored(desk))[0]
    answer = await owner.post(f"{HOME}/findings/{one.id}/coach", {"text": "Offer the link instead."}, page=HOME)
    assert answer.status_code == 303
    led = await agent.get(HOME)
    assert led.headers["location"] == f"{HOME}/coaching"
    own = f"{HOME}/coaching/{desk.people['agent'].id}"
    assert (await agent.get(f"{HOME}/coaching")).headers["location"] == own
    page = (await agent.get(f"{own}?lang=en")).text
    assert "2 of 3 conversations had a fault." in page and "Offer the link instead." in page
    assert "Good morning, it is right under the pictures." in page, "what was well done stands there too"
    assert (await agent.get(f"{HOME}/coaching/assistant")).status_code == 404
    everybody = (await owner.get(f"{HOME}/coaching?lang=en")).text
    assert "Agent Martin" in everybody and "66.7" in everybody
    assert ", read" in (await owner.get(f"{own}?lang=en")).text


async def test_rules_are_recorded_by_version_and_a_bad_form_keeps_what_was_entered(desk: House) -> None:
    browser, page = await desk.as_role("owner"), f"{HOME}/rules"
    shown = (await browser.get(f"{page}?lang=en")).text
    assert "12 of 12 rules count." in shown
    form = {
        f"severity_{rule}": level
        for rule, level in re.findall(r'name="severity_(\w+)".*?value="(\w+)" selected', shown, re.DOTALL)
    }
    form |= {f"on_{rule}": "1" for rule in re.findall(r'name="on_(\w+)"', shown) if rule != "slow_reply"}
    form |= {"version": "0", "slow_after": "soon", "quiet_hours": "24", "offers": "", "reason": "We are a small house"}
    refused = await browser.post(page, form, page=page)
    assert refused.status_code == 422 and "soon" in refused.text and "We are a small house" in refused.text
    recorded = await browser.post(page, form | {"slow_after": "600"}, page=page)
    assert recorded.status_code == 303, recorded.text
    shown = (await browser.get(f"{page}?lang=en")).text
    assert "11 of 12 rules count." in shown and "We are a small house" in shown and 'value="600"' in shown
    stale = await browser.post(page, form | {"slow_after": "300"}, page=page)
    assert stale.status_code == 422 and "changed meanwhile" in stale.text
    reviewer = await desk.as_role("reviewer")
    assert (await reviewer.post(page, form, page=HOME)).status_code == 403


async def test_findings_leave_as_a_table_and_through_the_interface(desk: House) -> None:
    browser = await desk.as_role("reviewer")
    answer = await browser.get(f"{HOME}/export.csv?rule=rude_or_blaming")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 2 and {row["rule"] for row in rows} == {"rude_or_blaming"}
    assert (await browser.get(f"{HOME}/export.csv?rule=slow_reply")).text.count("\n") == 1
    as_json = (await browser.get(f"{HOME}/export.json")).json()
    assert len(as_json["findings"]) == 2
    assert (await (await desk.as_role("agent")).get(f"{HOME}/export.csv")).status_code == 403
    async with desk.database.session() as session:
        _, right = await create_api_key(session, desk.shop.id, SYSTEM, name="right", scopes=["inspection:read"])
        _, wrong = await create_api_key(session, desk.shop.id, SYSTEM, name="wrong", scopes=["catalog:read"])
    program = desk.browser()
    where = "/api/v1/inspection/findings?severity=serious&state=open"
    listed = (
        await program.get(where, headers={"Authorization": f"Bearer {right}", "Accept": "application/json"})
    ).json()
    assert listed["total"] == 2 and listed["items"][0]["rule"] == "rude_or_blaming" and listed["items"][0]["why"]["zh"]
    refused = await program.get(where, headers={"Authorization": f"Bearer {wrong}", "Accept": "application/json"})
    assert refused.status_code == 403


PAGES = ("", "/second", "/coaching", "/coaching/assistant", "/trends", "/solved", "/rules", "?state=agreed")


async def opened(browser: Browser) -> None:
    for part in PAGES:
        for lang in ("en", "zh"):
            answer = await browser.get(f"{HOME}{part}{'&' if '?' in part else '?'}lang={lang}")
            assert answer.status_code == 200, (part, lang, answer.text[:300])


async def test_every_page_opens_in_both_languages(desk: House) -> None:
    await opened(await desk.as_role("owner"))


async def test_a_shop_without_conversations_is_told_what_will_come(database: Database, home: Path) -> None:
    async with house(database, console.router, roles=("owner",)) as empty:
        browser = await empty.as_role("owner")
        await opened(browser)
        assert "No conversation has ended yet." in (await browser.get(f"{HOME}?lang=en")).text


@pytest.mark.parametrize(
    ("before", "last", "said"),
    [((22, 1), (45, 13), "More"), ((45, 13), (22, 1), "Fewer"), ((22, 1), (45, 3), "No change")],
)
def test_a_change_between_two_weeks_is_told_where_chance_does_not_explain_it(
    before: tuple[int, int], last: tuple[int, int], said: str
) -> None:
    weeks = [
        Week(begins=date(2026, 11, day), conversations=many, with_fault=faults, by_rule={})
        for day, (many, faults) in ((16, before), (23, last))
    ]
    told = TrendsPage(tabs=(), weeks=weeks).apart
    assert told is not None and told.en.startswith(said)
