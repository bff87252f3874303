"""The pages of alerts: what each role sees and may do, in both languages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.house import House, house
from tests.accounts.test_proving import held

from mercery.accounts.permissions import ROLES, Role
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.operations.alerts import alert as alerts
from mercery.operations.alerts import console, hooks, rules
from mercery.operations.alerts.judging import Reading
from mercery.operations.alerts.rounds import look_at
from mercery.operations.notifying import console as notices_console

PAGES = (
    "/console/alerts",
    "/console/alerts/history",
    "/console/alerts/people",
    "/console/alerts/hooks",
    "/console/account/notices",
)


@pytest.fixture
async def aurelle(database: Database, home: Path) -> AsyncIterator[House]:
    async with house(database, console.router, notices_console.router, roles=ROLES) as made:
        yield made


async def opened(aurelle: House, key: str = "leaks") -> alerts.Alert:
    async with aurelle.database.session() as session:
        held = await rules.rule(session, aurelle.shop, key)
        reading = Reading(state="bad", words=Words("8% of 60 in an hour.", "1 小时内 60 条中占 8%。"))
        made, _ = await alerts.open_alert(session, aurelle.shop.id, held, reading, now())
    return made


async def test_every_page_opens_for_everybody_in_both_languages(aurelle: House) -> None:
    await opened(aurelle)
    seen: tuple[tuple[Role, str], ...] = (("owner", "zh"), ("viewer", "en"))
    for role, lang in seen:
        browser = await aurelle.as_role(role)
        for path in PAGES:
            answer = await browser.get(f"{path}?lang={lang}")
            assert answer.status_code == 200, (role, path, lang, answer.text[:300])


async def test_what_is_open_is_said_first_and_taken_by_whoever_answers_customers(aurelle: House) -> None:
    made = await opened(aurelle)
    agent = await aurelle.as_role("agent")
    page = (await agent.get("/console/alerts")).text
    assert "One thing is not as it should be" in page and "8% of 60 in an hour." in page
    answer = await agent.post(f"/console/alerts/{made.id}/take", page="/console/alerts")
    assert answer.status_code == 303
    page = (await agent.get("/console/alerts")).text
    assert f"{aurelle.people['agent'].name} looks after it." in page and "I look after it" not in page
    viewer = await aurelle.as_role("viewer")
    refused = await viewer.post(f"/console/alerts/{made.id}/take", page="/console/alerts")
    assert refused.status_code == 403


async def test_a_threshold_is_changed_in_its_place_by_an_owner_alone(aurelle: House) -> None:
    values = {"on": "1", "threshold": "8", "clear": "2.5", "window": "90", "least": "40", "severity": "urgent",
              "bad_for": "4", "well_for": "30", "again": "6"}  # fmt: skip
    owner = await aurelle.as_role("owner")
    answer = await owner.post("/console/alerts/rules/leaks", values, page="/console/alerts")
    assert answer.status_code == 303, answer.text
    page = (await owner.get("/console/alerts")).text
    assert "8 points above the usual" in page and f"set by {aurelle.people['owner'].name}" in page
    wrong = await owner.post("/console/alerts/rules/leaks", {**values, "clear": "50"}, page="/console/alerts")
    assert wrong.status_code == 422 and "It would count as well while it is still bad." in wrong.text
    assert (await owner.post("/console/alerts/rules/leaks/reset", page="/console/alerts")).status_code == 303
    assert "5 points above the usual" in (await owner.get("/console/alerts")).text
    editor = await aurelle.as_role("editor")
    assert (await editor.post("/console/alerts/rules/leaks", values, page="/console/alerts")).status_code == 403
    assert "Bad beyond" not in (await editor.get("/console/alerts")).text


async def test_measures_of_the_machine_are_for_owners(aurelle: House) -> None:
    await opened(aurelle, "disk")
    owner, editor = await aurelle.as_role("owner"), await aurelle.as_role("editor")
    assert "Free space on the disk" in (await owner.get("/console/alerts")).text
    page = (await editor.get("/console/alerts")).text
    assert "Free space on the disk" not in page and "One thing is not" not in page


async def test_after_a_look_the_page_says_what_was_read(aurelle: House) -> None:
    async with aurelle.database.session() as session:
        await look_at(session, aurelle.shop.id, now())
    page = (await (await aurelle.as_role("viewer")).get("/console/alerts?lang=zh")).text
    assert "目前一切正常" in page and "无人等候。" in page and "暂不判断" in page


async def test_an_address_is_made_and_its_secret_shown_once(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    form = {"name": "Program", "format": "mercery", "url": "http://127.0.0.1:9/x"}
    answer = await owner.post("/console/alerts/hooks", form, page="/console/alerts/hooks")
    assert answer.status_code == 200 and "mhs_" in answer.text
    page = (await owner.get("/console/alerts/hooks")).text
    assert "Program" in page and "mhs_" not in page
    again = await owner.post("/console/alerts/hooks", form, page="/console/alerts/hooks")
    assert again.status_code == 422
    wrong = await owner.post("/console/alerts/hooks?lang=zh", {**form, "name": "B", "url": "javascript:1"}, page="/console/alerts/hooks")  # fmt: skip
    assert wrong.status_code == 422 and "须为 https 的公网地址" in wrong.text


async def test_where_news_goes_and_its_secret_ask_once_more_who_is_there(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    form = {"name": "Program", "format": "mercery", "url": "http://127.0.0.1:9/x"}
    with clock.at(now() + timedelta(minutes=11)):
        asked = await owner.post("/console/alerts/hooks", form, page="/console/alerts/hooks")
        assert asked.status_code == 403 and held(asked)["url"] == [form["url"]]
    assert (await owner.post("/console/alerts/hooks", form, page="/console/alerts/hooks")).status_code == 200
    async with aurelle.database.session() as session:
        (made,) = await hooks.hooks(session, aurelle.shop.id)
    with clock.at(now() + timedelta(minutes=11)):
        at = f"/console/alerts/hooks/{made.id}"
        renewed = await owner.post(f"{at}/renew", page="/console/alerts/hooks")
        assert renewed.status_code == 403 and "mhs_" not in renewed.text
        assert (await owner.post(f"{at}/disable", page="/console/alerts/hooks")).status_code == 303


async def test_what_one_is_told_is_ones_own_choice(aurelle: House) -> None:
    agent = await aurelle.as_role("agent")
    page = (await agent.get("/console/account/notices")).text
    assert "Customers who wait for a person" in page and "A promotion was stopped by itself" not in page
    form = {"waiting": "1", "waiting_minutes": "25", "alerts": "urgent", "quiet_from": "21:30", "quiet_to": "08:00",
            "urgent_in_quiet": "1", "away_until": "2026-12-24"}  # fmt: skip
    answer = await agent.post("/console/account/notices", form, page="/console/account/notices")
    assert answer.status_code == 303, answer.text
    page = (await agent.get("/console/account/notices")).text
    assert 'value="25"' in page and 'value="21:30"' in page and 'value="2026-12-24"' in page
    people = (await (await aurelle.as_role("owner")).get("/console/alerts/people")).text
    assert "after 25 min" in people and "until 2026-12-24" in people
    wrong = await agent.post(
        "/console/account/notices?lang=zh", {**form, "quiet_to": ""}, page="/console/account/notices"
    )
    assert wrong.status_code == 422 and "请填写开始与结束时间" in wrong.text


async def test_mails_of_the_shop_are_set_by_its_owner(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    form = {"to_customers": "1", "away_minutes": "5", "gap_minutes": "60", "answer_in_mail": "1"}
    answer = await owner.post("/console/alerts/people", form, page="/console/alerts/people")
    assert answer.status_code == 303
    assert 'value="60"' in (await owner.get("/console/alerts/people")).text
    wrong = await owner.post("/console/alerts/people", {**form, "gap_minutes": "0"}, page="/console/alerts/people")
    assert wrong.status_code == 422 and "Between 5 and 1440 minutes." in wrong.text
