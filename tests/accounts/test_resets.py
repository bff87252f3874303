"""A new password by mail."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text
from tests.accounts.house import House

from mercery.accounts import sending, service
from mercery.accounts.tables import PasswordResetRow
from mercery.core import clock
from mercery.core.mail import Mail, MailNotSent

NEW = "nine quiet looms of ash"


class Kept:
    """A way for mail to go: into a list, after as many failures as asked."""

    def __init__(self, failures: int = 0) -> None:
        self.mails: list[Mail] = []
        self._failures = failures

    def send(self, mail: Mail) -> str:
        if self._failures:
            self._failures -= 1
            raise MailNotSent("The mail server is away.")
        self.mails.append(mail)
        return "list"


async def send_all(house: House, way: Kept) -> None:
    """Do what the worker does with the links that were asked for."""
    async with house.database.session() as session:
        waiting = list(await session.scalars(text("SELECT args->>'reset_id' FROM procrastinate_jobs"
                                                  " WHERE task_name = 'accounts:send_reset' ORDER BY id")))  # fmt: skip
    for reset_id in waiting:
        await sending.send_reset(house.database, reset_id, "en", 1, mailer=way)


def link(mail: Mail) -> str:
    found = re.search(r"http\S+/console/reset\?key=\S+", mail.text)
    assert found, mail.text
    return found[0]


def key(mail: Mail) -> str:
    return parse_qs(urlsplit(link(mail)).query)["key"][0]


async def asked(house: House, email: str = "owner@aurelle.example") -> Mail:
    """The mail with a link."""
    way = Kept()
    await house.browser().post("/console/forgot", {"email": email})
    await send_all(house, way)
    return way.mails[-1]


async def test_a_link_comes_and_sets_a_new_password(aurelle: House) -> None:
    signed_in = await aurelle.as_role("owner")
    mail = await asked(aurelle, " Owner@Aurelle.example ")
    assert mail.to == "owner@aurelle.example"
    browser = aurelle.browser()
    page = await browser.get(link(mail))
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    done = await browser.post("/console/reset", {"key": key(mail), "password": NEW})
    assert (done.status_code, done.headers["location"]) == (303, "/console/login")
    assert browser.session is None
    assert (await signed_in.get("/console")).status_code == 303
    assert (await aurelle.browser().log_in("owner@aurelle.example")).status_code == 401
    assert (await aurelle.browser().log_in("owner@aurelle.example", NEW)).status_code == 303


async def test_an_address_without_an_account_is_answered_the_same_with_the_same_work(aurelle: House) -> None:
    pages = []
    for email in ("owner@aurelle.example", "nobody@aurelle.example"):
        answer = await aurelle.browser().post("/console/forgot", {"email": email})
        assert answer.status_code == 200
        pages.append(re.sub(r"[0-9a-f]{64}", "", answer.text.replace(email, "")))
    assert pages[0] == pages[1]
    async with aurelle.database.session() as session:
        rows = list(await session.scalars(select(PasswordResetRow)))
        jobs = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'accounts:send_reset'")
        )
    assert sorted(row.staff_id is None for row in rows) == [False, True]
    assert jobs == 2
    way = Kept()
    await send_all(aurelle, way)
    assert [mail.to for mail in way.mails] == ["owner@aurelle.example"]


async def test_a_link_works_once_and_ends_the_others(aurelle: House) -> None:
    first, second = await asked(aurelle), await asked(aurelle)
    browser = aurelle.browser()
    assert (await browser.post("/console/reset", {"key": key(second), "password": NEW})).status_code == 303
    for mail in (first, second):
        assert (await browser.post("/console/reset", {"key": key(mail), "password": NEW})).status_code == 404


async def test_a_link_ends_after_half_an_hour(aurelle: House) -> None:
    mail = await asked(aurelle)
    with clock.at(clock.now() + timedelta(minutes=31)):
        browser = aurelle.browser()
        assert (await browser.get(link(mail))).status_code == 404
        assert (await browser.post("/console/reset", {"key": key(mail), "password": NEW})).status_code == 404


async def test_a_poor_password_leaves_the_link_as_it_was(aurelle: House) -> None:
    mail = await asked(aurelle)
    browser = aurelle.browser()
    assert (await browser.post("/console/reset", {"key": key(mail), "password": "Password2026!"})).status_code == 422
    assert (await browser.post("/console/reset", {"key": key(mail), "password": NEW})).status_code == 303


async def test_the_database_holds_no_link_and_the_queue_neither(aurelle: House) -> None:
    mail = await asked(aurelle)
    async with aurelle.database.session() as session:
        (row,) = await session.scalars(select(PasswordResetRow))
        jobs = "".join(await session.scalars(text("SELECT args::text FROM procrastinate_jobs")))
    assert key(mail) != row.token_hash
    assert key(mail) not in jobs
    assert "owner@" not in jobs


async def test_who_changes_the_password_ends_links_on_their_way(aurelle: House) -> None:
    mail = await asked(aurelle)
    async with aurelle.database.session() as session:
        from mercery.accounts.actor import COMMAND_LINE

        await service.reset_password(session, aurelle.shop.id, COMMAND_LINE, "owner@aurelle.example", NEW)
    assert (await aurelle.browser().get(link(mail))).status_code == 404


async def test_the_fourth_link_for_an_address_is_not_sent_and_nobody_sees_that(aurelle: House) -> None:
    for number in range(4):
        answer = await aurelle.browser(address=f"198.51.100.{number}").post(
            "/console/forgot", {"email": "owner@aurelle.example"}
        )
        assert answer.status_code == 200
    way = Kept()
    await send_all(aurelle, way)
    assert len(way.mails) == 3


async def test_one_network_asks_ten_times_an_hour(aurelle: House) -> None:
    browser = aurelle.browser()
    token = await browser.token()
    seen = []
    for number in range(11):
        form = {"email": f"n{number}@aurelle.example"}
        seen.append((await browser.post("/console/forgot", form, token=token)).status_code)
    assert seen == [200] * 10 + [429]


async def test_a_server_that_is_away_is_tried_again_with_a_link_of_its_own(aurelle: House) -> None:
    way = Kept(failures=1)
    await aurelle.browser().post("/console/forgot", {"email": "owner@aurelle.example"})
    with pytest.raises(MailNotSent):
        await send_all(aurelle, way)
    await send_all(aurelle, way)
    assert (await aurelle.browser().get(link(way.mails[0]))).status_code == 200


async def test_the_link_goes_to_the_installation_whatever_host_was_asked(aurelle: House) -> None:
    await aurelle.browser(host="evil.example").post("/console/forgot", {"email": "owner@aurelle.example"})
    way = Kept()
    await send_all(aurelle, way)
    assert urlsplit(link(way.mails[0])).netloc == "127.0.0.1:8000"
    assert way.mails[0].shop_id == ""


@pytest.mark.parametrize(("lang", "words"), [("en", "If this was not you"), ("zh", "如果不是您本人操作")])
async def test_what_happened_is_told_by_mail(aurelle: House, lang: str, words: str) -> None:
    way, owner = Kept(), aurelle.people["owner"].id
    async with aurelle.database.session() as session:
        await service.set_preferences(session, owner, language="zh" if lang == "zh" else "en")
    at = "2026-11-27T09:00:00+00:00"
    for kind in (
        "password_changed",
        "email_changed",
        "email_taken_back",
        "factor_on",
        "factor_off",
        "codes_new",
        "code_used",
        "new_browser",
        "guessed",
    ):
        assert await sending.send_notice(
            aurelle.database, owner, kind, at, "Firefox, Linux", "192.0.2.*", 1, mailer=way
        )
    assert all(words in mail.text and words in mail.html for mail in way.mails)
    assert all("{" not in mail.text for mail in way.mails)
    assert "10:00" in way.mails[0].text
