"""Two steps: setting them up, signing in with them, losing the telephone."""

from __future__ import annotations

import asyncio
import html
import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, text
from tests.accounts.house import PASSWORD, Browser, House

from mercery.accounts import audit, service
from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter
from mercery.accounts.second_factor import codes
from mercery.accounts.second_factor import service as second_factor
from mercery.accounts.tables import RecoveryCodeRow, SecondFactorRow
from mercery.core import clock

PAGE = "/console/account/second-factor"
STEP = timedelta(seconds=30)


async def turn_on(browser: Browser) -> tuple[str, list[str]]:
    """Set it up as a person does; the key, and the recovery codes that were shown."""
    begun = await browser.post(f"{PAGE}/begin", page="/console/account")
    assert begun.status_code == 200, begun.text
    shown = re.search(r'<code class="break-all">([A-Z2-7 ]+)</code>', begun.text)
    assert shown
    key = shown[1].replace(" ", "")
    done = await browser.post(f"{PAGE}/confirm", {"code": codes.code_at(key, clock.now())}, page="/console/account")
    assert done.status_code == 200, done.text
    return key, re.findall(r"<li><code>([0-9a-z-]{11})</code></li>", done.text)


async def send_code(browser: Browser, code: str, **more: str) -> httpx.Response:
    """The second form."""
    return await browser.post("/console/login/code", {"code": code, "next": "/console/staff", **more})


async def enter(house: House, browser: Browser, code: str, **more: str) -> httpx.Response:
    """Password, then code."""
    first = await browser.log_in("owner@aurelle.example", onward="/console/staff")
    assert first.headers["location"] == "/console/login/code?next=/console/staff"
    assert browser.session is None
    return await send_code(browser, code, **more)


async def acts(house: House) -> list[str]:
    async with house.database.session() as session:
        found, _ = await audit.entries(session, house.shop.id, AuditFilter(action="staff"))
    return [one.action for one in found]


async def mails(house: House) -> list[str]:
    """The kinds of notices that wait to be sent, the oldest first."""
    async with house.database.session() as session:
        rows = await session.scalars(
            text("SELECT args->>'kind' FROM procrastinate_jobs WHERE task_name = 'accounts:send_notice' ORDER BY id")
        )
        return list(rows)


async def test_a_code_is_asked_for_and_lets_in(aurelle: House) -> None:
    key, kept = await turn_on(await aurelle.as_role("owner"))
    assert len(set(kept)) == 10
    with clock.at(clock.now() + 2 * STEP):
        browser = aurelle.browser()
        entered = await enter(aurelle, browser, codes.code_at(key, clock.now()))
        assert (entered.status_code, entered.headers["location"]) == (303, "/console/staff")
        assert (await browser.get("/console")).status_code == 200
    assert "staff.second_factor_on" in await acts(aurelle)
    assert await mails(aurelle) == ["factor_on", "new_browser"]


async def test_the_password_alone_opens_nothing(aurelle: House) -> None:
    await turn_on(await aurelle.as_role("owner"))
    browser = aurelle.browser()
    await browser.log_in("owner@aurelle.example")
    assert (await browser.get("/console")).headers["location"].startswith("/console/login")
    assert (await send_code(browser, "000000")).status_code == 401
    assert browser.session is None


async def test_a_code_works_once_also_for_two_at_the_same_moment(aurelle: House) -> None:
    key, _ = await turn_on(await aurelle.as_role("owner"))
    with clock.at(clock.now() + 2 * STEP):
        code = codes.code_at(key, clock.now())

        async def use() -> bool:
            async with aurelle.database.session() as session:
                try:
                    await second_factor.check(session, aurelle.people["owner"].id, code)
                except second_factor.WrongCode:
                    return False
            return True

        assert sorted(await asyncio.gather(use(), use(), use())) == [False, False, True]


async def test_the_code_that_set_it_up_does_not_sign_in(aurelle: House) -> None:
    with clock.at(clock.now()):
        key, _ = await turn_on(await aurelle.as_role("owner"))
        refused = await enter(aurelle, aurelle.browser(), codes.code_at(key, clock.now()))
    assert refused.status_code == 401


async def test_guesses_are_counted_by_account_wherever_they_come_from(aurelle: House) -> None:
    await turn_on(await aurelle.as_role("owner"))
    for number in range(6):
        browser = aurelle.browser(address=f"198.51.100.{number}")
        answer = await enter(aurelle, browser, f"00000{number}")
        assert answer.status_code == (401 if number < 5 else 429)
    assert (await mails(aurelle))[-1] == "guessed"


async def test_a_recovery_code_works_once_however_it_is_written(aurelle: House) -> None:
    _, kept = await turn_on(await aurelle.as_role("owner"))
    typed = kept[0].upper().replace("-", " ")
    assert (await enter(aurelle, aurelle.browser(), typed, way="recovery")).status_code == 303
    assert (await enter(aurelle, aurelle.browser(), typed, way="recovery")).status_code == 401
    async with aurelle.database.session() as session:
        assert (await second_factor.state_of(session, aurelle.people["owner"].id)).codes_left == 9
    assert "staff.recovery_code_used" in await acts(aurelle)


async def test_a_trusted_browser_is_not_asked_until_thirty_days_have_passed(aurelle: House) -> None:
    key, _ = await turn_on(await aurelle.as_role("owner"))
    browser = aurelle.browser()
    with clock.at(clock.now() + 2 * STEP):
        await enter(aurelle, browser, codes.code_at(key, clock.now()), trust="1")
    await browser.post("/console/logout", page="/console")
    assert (await browser.log_in("owner@aurelle.example")).headers["location"] == "/console"
    with clock.at(clock.now() + timedelta(days=31)):
        again = await browser.log_in("owner@aurelle.example")
        assert again.headers["location"].startswith("/console/login/code")


@pytest.mark.slow
async def test_trust_belongs_to_one_account_and_can_be_taken_back(crowded: House) -> None:
    key, _ = await turn_on(await crowded.as_role("owner"))
    agent_key, _ = await turn_on(await crowded.as_role("agent"))
    browser = crowded.browser()
    with clock.at(clock.now() + 2 * STEP):
        await enter(crowded, browser, codes.code_at(key, clock.now()), trust="1")
        other = await browser.log_in("agent@aurelle.example")
        assert other.headers["location"].startswith("/console/login/code")
        await send_code(browser, codes.code_at(agent_key, clock.now()))
    owner = await browser.log_in("owner@aurelle.example")
    assert owner.headers["location"] == "/console"
    await browser.post("/console/account/devices/forget", page="/console/account")
    again = await browser.log_in("owner@aurelle.example")
    assert again.headers["location"].startswith("/console/login/code")


async def test_a_cookie_somebody_wrote_is_no_trusted_browser(aurelle: House) -> None:
    await turn_on(await aurelle.as_role("owner"))
    async with aurelle.database.session() as session:
        await session.execute(text("UPDATE staff_devices SET trusted_until = now() + interval '1 day'"))
        known = await session.scalar(text("SELECT token_hash FROM staff_devices"))
    thief = aurelle.browser()
    thief.plant("device", str(known))
    answer = await thief.log_in("owner@aurelle.example")
    assert answer.headers["location"].startswith("/console/login/code")


async def test_a_new_password_between_the_steps_begins_anew(aurelle: House) -> None:
    here = await aurelle.as_role("owner")
    key, _ = await turn_on(here)
    halfway = aurelle.browser()
    await halfway.log_in("owner@aurelle.example")
    form = {"old_password": PASSWORD, "password": "nine quiet looms of ash"}
    assert (await here.post("/console/account/password", form, page="/console/account")).status_code == 303
    with clock.at(clock.now() + 2 * STEP):
        answer = await send_code(halfway, codes.code_at(key, clock.now()))
    assert answer.headers["location"] == "/console/login"
    assert halfway.session is None


@pytest.mark.slow
async def test_setting_it_up_signs_the_others_out(aurelle: House) -> None:
    here, there = await aurelle.as_role("owner"), await aurelle.as_role("owner")
    await turn_on(here)
    assert (await here.get("/console")).status_code == 200
    assert (await there.get("/console")).status_code == 303


async def test_a_wrong_first_code_turns_nothing_on_and_shows_the_same_square(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    begun = await browser.post(f"{PAGE}/begin", page="/console/account")
    wrong = await browser.post(f"{PAGE}/confirm", {"code": "12345"}, page="/console/account")
    assert wrong.status_code == 422
    squares = [re.search(r'<svg viewBox="[^"]+" class="qr">.*?</svg>', page.text, re.S) for page in (begun, wrong)]
    assert squares[0] and squares[1] and squares[0][0] == squares[1][0]
    assert "style=" not in squares[0][0]
    async with aurelle.database.session() as session:
        assert not await second_factor.is_on(session, aurelle.people["owner"].id)


async def test_neither_key_nor_recovery_codes_stand_in_the_database(aurelle: House) -> None:
    key, kept = await turn_on(await aurelle.as_role("owner"))
    async with aurelle.database.session() as session:
        row = await session.get_one(SecondFactorRow, aurelle.people["owner"].id)
        digests = list(await session.scalars(select(RecoveryCodeRow.digest)))
    assert key not in row.key
    assert row.pending_key == ""
    assert not {one.replace("-", "") for one in kept} & set(digests)


async def test_a_key_copied_to_another_person_cannot_be_read_there(crowded: House) -> None:
    key, _ = await turn_on(await crowded.as_role("owner"))
    async with crowded.database.session() as session:
        owners = await session.get_one(SecondFactorRow, crowded.people["owner"].id)
        agent = crowded.people["agent"].id
        session.add(SecondFactorRow(staff_id=agent, key=owners.key, pending_key="", on_since=clock.now()))
    with clock.at(clock.now() + 2 * STEP):
        async with crowded.database.session() as session:
            with pytest.raises(second_factor.WrongCode):
                await second_factor.check(session, agent, codes.code_at(key, clock.now()))


async def test_the_file_holds_ones_own_codes_and_nothing_else(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    _, kept = await turn_on(browser)
    sent = " ".join([*kept, "<script>", "zzzzz-zzzzz"])
    file = await browser.post(f"{PAGE}/codes.txt", {"codes": sent}, page="/console/account")
    assert file.headers["content-disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert [line for line in file.text.splitlines() if line in kept] == kept
    assert "script" not in file.text
    assert "zzzzz" not in file.text


async def test_new_recovery_codes_end_the_old_ones(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    _, kept = await turn_on(browser)
    made = await browser.post(f"{PAGE}/codes", page="/console/account")
    fresh = re.findall(r"<li><code>([0-9a-z-]{11})</code></li>", made.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(kept)
    assert (await enter(aurelle, aurelle.browser(), kept[0], way="recovery")).status_code == 401


async def test_a_shop_wants_it_leaves_days_and_then_shuts_the_console(crowded: House) -> None:
    owner = await crowded.as_role("owner")
    said = await owner.post(
        "/console/staff/second-factor", {"whom": "everybody", "grace_days": 7}, page="/console/staff"
    )
    assert said.status_code == 303
    agent = crowded.browser()
    led = await agent.log_in("agent@aurelle.example", onward="/console/inbox")
    assert led.headers["location"] == f"{PAGE}?next=/console/inbox"
    lead = await agent.get(led.headers["location"])
    assert "/console/inbox" in lead.text
    assert (await agent.get("/console")).status_code == 200
    with clock.at(clock.now() + timedelta(days=8)):
        late = crowded.browser()
        await late.log_in("agent@aurelle.example")
        shut = await late.get("/console/staff")
        assert (shut.status_code, shut.headers["location"]) == (303, PAGE)
        assert (await late.get(PAGE)).status_code == 200
        await turn_on(late)
        assert (await late.get("/console/staff")).status_code == 200
        off = await late.post(f"{PAGE}/off", page="/console/account")
        assert off.status_code == 409


async def test_a_lost_telephone_is_helped_by_an_owner(crowded: House) -> None:
    agent = await crowded.as_role("agent")
    await turn_on(agent)
    owner = await crowded.as_role("owner")
    member = crowded.people["agent"].id
    answer = await owner.post(f"/console/staff/{member}/second-factor-off", page="/console/staff")
    assert answer.status_code == 303
    assert (await agent.get("/console")).status_code == 303
    assert (await crowded.browser().log_in("agent@aurelle.example")).headers["location"] == "/console"
    assert "factor_off" in await mails(crowded)


@pytest.mark.slow
async def test_no_single_shop_takes_it_from_somebody_who_works_for_two(crowded: House) -> None:
    agent = crowded.people["agent"]
    await turn_on(await crowded.as_role("agent"))
    async with crowded.database.session() as session:
        other = await service.create_shop(session, slug="linden", name=crowded.shop.name)
        await service.add_member(session, other.id, agent.id, "owner", SYSTEM)
    owner = await crowded.as_role("owner")
    answer = await owner.post(f"/console/staff/{agent.id}/second-factor-off", page="/console/staff")
    assert answer.status_code == 403
    async with crowded.database.session() as session:
        assert await second_factor.is_on(session, agent.id)


@pytest.mark.slow
async def test_the_pages_read_in_both_languages(aurelle: House) -> None:
    browser = await aurelle.as_role("owner")
    for lang, words in (("en", "How it works"), ("zh", "运作方式")):
        assert words in html.unescape((await browser.get(f"{PAGE}?lang={lang}")).text)
        assert (await browser.get(f"/console/account?lang={lang}")).status_code == 200
        assert (await browser.get(f"/console/staff?lang={lang}")).status_code == 200
