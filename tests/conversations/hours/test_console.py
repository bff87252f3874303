"""The page of hours, as people use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.accounts.house import Browser, House, house

from mercery.accounts import passwords
from mercery.conversations.hours import console, service
from mercery.core import clock
from mercery.core.database import Database

CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{year}1225\r\nSUMMARY:Christmas Day\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


@pytest.fixture
async def aurelle(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))
    async with house(database, console.router, roles=("owner", "agent", "viewer")) as made:
        yield made


def week(**times: str) -> dict[str, str]:
    """The form of the week: `d0="10:00-13:00 14:00-19:00"`."""
    form = {"version": "0", "timezone": "Europe/Paris"}
    for day, text in times.items():
        for slot, pair in enumerate(text.split()):
            form[f"{day}_{slot}_from"], _, form[f"{day}_{slot}_to"] = pair.partition("-")
    return form


async def send(browser: Browser, path: str, form: dict[str, str]) -> int:
    return (await browser.post(f"/console/hours/{path}", form, page="/console/hours")).status_code


async def test_a_week_is_saved_and_told_in_both_languages(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    assert "not told yet" in (await owner.get("/console/hours")).text
    assert await send(owner, "week", week(d0="10:00-13:00 14:00-19:00", d5="20:00-02:00")) == 303
    page = (await owner.get("/console/hours")).text
    assert "Monday from 10:00 to 13:00 and from 14:00 to 19:00 and Saturday from 20:00 to 2:00 the next morning" in page
    assert "周一 10:00 至 13:00、14:00 至 19:00，周六 20:00 至次日 2:00（巴黎时间）" in page
    assert 'name="d5_0_to" value="2:00"' in page


async def test_what_cannot_be_used_stays_in_its_field(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    answer = await owner.post("/console/hours/week", week(d1="10:00-14:00 13:00-19:00"), page="/console/hours")
    assert answer.status_code == 422
    assert "Two times of this day overlap." in answer.text
    assert 'name="d1_1_from" value="13:00"' in answer.text
    async with aurelle.database.session() as session:
        assert await service.schedule_of(session, aurelle.shop.id) is None


async def test_somebody_elses_hours_are_not_overwritten(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    assert await send(owner, "week", week(d0="10:00-19:00")) == 303
    assert await send(owner, "week", week(d0="11:00-12:00")) == 409


async def test_special_days_come_one_by_one_and_from_a_calendar(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    await send(owner, "week", week(d0="10:00-19:00"))
    year = clock.now().year + 1
    eve = {"day": f"{year}-12-24", "name_en": "Christmas Eve", "name_zh": "平安夜", "own_0_from": "10:00",
           "own_0_to": "16:00"}  # fmt: skip
    assert await send(owner, "days", eve) == 303
    file = {"file": ("france.ics", CALENDAR.format(year=year).encode(), "text/calendar")}
    form = {"csrf_token": await owner.token("/console/hours"), "year": str(year)}
    assert (await owner.http.post("/console/hours/calendar", data=form, files=file)).status_code == 303
    page = (await owner.get("/console/hours")).text
    assert "Christmas Eve" in page
    assert "10:00–16:00" in page
    assert "Christmas Day" in page
    assert await send(owner, "days/remove", {"day": f"{year}-12-25"}) == 303
    assert "Christmas Day" not in (await owner.get("/console/hours")).text.replace('placeholder="Christmas Day"', "")
    assert (await owner.http.post("/console/hours/calendar", data=form)).status_code == 422


async def test_people_go_away_and_come_back(aurelle: House) -> None:
    agent = await aurelle.as_role("agent")
    until = (clock.now() + timedelta(days=3)).date().isoformat()
    assert await send(agent, "away", {"until": until, "at": "09:30", "note": "Hugo has my cases"}) == 303
    page = (await agent.get("/console/hours")).text
    assert "Agent Martin" in page
    assert "Hugo has my cases" in page
    assert await send(agent, "away", {"until": "2020-01-01"}) == 422
    assert await send(agent, "back", {}) == 303
    assert "Hugo has my cases" not in (await agent.get("/console/hours")).text


async def test_who_only_looks_changes_nothing(aurelle: House) -> None:
    viewer, agent = await aurelle.as_role("viewer"), await aurelle.as_role("agent")
    assert (await viewer.get("/console/hours?lang=zh")).status_code == 200
    assert await send(viewer, "away", {"until": "2099-01-01"}) == 403
    assert await send(agent, "week", week(d0="10:00-19:00")) == 403
