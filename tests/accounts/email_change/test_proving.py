"""Another e-mail: asked for with the password, proved by the link in a letter to it. Until then nothing changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from tests.accounts.email_change.mailroom import CONFIRM, MOVED, OWNER, PAGE, Mailroom, acts, ask, key, recorded
from tests.accounts.house import PASSWORD, House
from tests.accounts.test_resets import asked as reset_asked
from tests.accounts.test_resets import key as reset_key
from tests.core.mail.server import mail_host

from mercery.accounts.tables import EmailChangeRow
from mercery.core import clock
from mercery.core.mail.message import MailAddress
from mercery.core.mail.smtp import SmtpMailer, read_smtp_url


async def test_until_the_link_is_followed_the_address_before_signs_in(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    assert (await ask(owner, f" {MOVED.upper()}")).status_code == 303
    letter = await room.letter(MOVED)
    assert "within 24 hours" in letter.text and OWNER not in letter.text, "a mistyped address learns nothing"
    page = await owner.get(PAGE)
    assert f"{MOVED} waits to be confirmed" in page.text and f"You sign in with {OWNER}." in page.text
    assert (await aurelle.browser().log_in(MOVED)).status_code == 401
    assert (await aurelle.browser().log_in(OWNER)).status_code == 303
    opened = await owner.get(f"{CONFIRM}?key={key(letter)}")
    assert opened.status_code == 200 and opened.headers["referrer-policy"] == "no-referrer"
    assert (await aurelle.browser().log_in(MOVED)).status_code == 401, "opening is not following"


async def test_the_link_moves_the_account_and_ends_what_the_address_before_had(aurelle: House) -> None:
    here, there, room = await aurelle.as_role("owner"), await aurelle.as_role("owner"), Mailroom(aurelle)
    reset = await reset_asked(aurelle)
    await ask(here)
    letter = await room.letter(MOVED)
    done = await here.post(CONFIRM, {"key": key(letter)}, page=PAGE)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}#you")
    assert (await here.get("/console")).status_code == 200
    assert (await there.get("/console")).status_code == 303
    assert (await aurelle.browser().log_in(OWNER)).status_code == 401
    assert (await aurelle.browser().log_in(MOVED)).status_code == 303
    late = await aurelle.browser().post("/console/reset", {"key": reset_key(reset), "password": "nine quiet looms"})
    assert late.status_code == 404
    again = await here.post(CONFIRM, {"key": key(letter)}, page=PAGE)
    assert again.status_code == 404, "a link works once"
    asked, done_entry = await recorded(aurelle)
    assert (asked.action, asked.before, asked.after) == ("staff.email_asked", {"email": OWNER}, {"email": MOVED})
    assert (done_entry.action, done_entry.before, done_entry.after) == (
        "staff.email",
        {"email": OWNER},
        {"email": MOVED},
    )
    assert asked.actor.id == aurelle.people["owner"].id


async def test_in_another_browser_the_link_asks_for_the_password(crowded: House) -> None:
    owner, room = await crowded.as_role("owner"), Mailroom(crowded)
    await ask(owner)
    link = key(await room.letter(MOVED))
    for browser in (crowded.browser(), await crowded.as_role("viewer")):
        page = await browser.get(f"{CONFIRM}?key={link}")
        assert "Password of your account" in page.text and OWNER not in page.text
        refused = await browser.post(CONFIRM, {"key": link, "current_password": "a stranger guesses"})
        assert refused.status_code == 422 and "This is not your password." in refused.text
    done = await crowded.browser().post(CONFIRM, {"key": link, "current_password": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (303, "/console/login")
    assert (await owner.get("/console")).status_code == 303, "it was signed in before"


async def test_a_stranger_who_got_the_link_guesses_five_times(aurelle: House) -> None:
    await ask(await aurelle.as_role("owner"))
    link = key(await Mailroom(aurelle).letter(MOVED))
    stranger = aurelle.browser(address="198.51.100.7")
    token = await stranger.token()
    form = {"key": link, "current_password": "guessed"}
    codes = [(await stranger.post(CONFIRM, form, token=token)).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


async def test_a_link_ends_after_a_day_and_another_is_sent(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(owner)
    first = key(await room.letter(MOVED))
    with clock.at(clock.now() + timedelta(hours=25)):
        assert (await owner.get(f"{CONFIRM}?key={first}")).status_code == 404
        assert "was not confirmed in time" in (await owner.get(PAGE)).text
        assert (await owner.post(f"{PAGE}/email/again", page=PAGE)).status_code == 303
        second = key(await room.letter(MOVED))
        assert (await owner.post(CONFIRM, {"key": first}, page=PAGE)).status_code == 404
        assert (await owner.post(CONFIRM, {"key": second}, page=PAGE)).status_code == 303
    assert await acts(aurelle) == ["email_asked", "email_sent", "email"]


async def test_the_wish_is_taken_back(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(owner)
    link = key(await room.letter(MOVED))
    assert (await owner.post(f"{PAGE}/email/cancel", page=PAGE)).status_code == 303
    assert "waits to be confirmed" not in (await owner.get(PAGE)).text
    assert (await owner.post(CONFIRM, {"key": link}, page=PAGE)).status_code == 404
    assert (await owner.post(f"{PAGE}/email/again", page=PAGE)).status_code == 404
    assert await acts(aurelle) == ["email_asked", "email_cancelled"]


async def test_a_later_wish_and_a_new_password_end_one_that_waits(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(owner)
    first = key(await room.letter(MOVED))
    await ask(owner, "second@new.example")
    second = key(await room.letter("second@new.example"))
    assert (await owner.get(f"{CONFIRM}?key={first}")).status_code == 404
    form = {"old_password": PASSWORD, "password": "nine quiet looms of ash"}
    assert (await owner.post(f"{PAGE}/password", form, page=PAGE)).status_code == 303
    assert (await owner.get(f"{CONFIRM}?key={second}")).status_code == 404


async def test_asking_for_an_address_with_an_account_is_answered_as_for_any(crowded: House) -> None:
    owner, room = await crowded.as_role("owner"), Mailroom(crowded)
    seen = []
    for email in ("viewer@aurelle.example", MOVED):
        answer = await ask(owner, email)
        page = (await owner.get(PAGE)).text.replace(email, "")
        seen.append((answer.status_code, re.sub(r"[0-9a-f]{64}|\d+:\d+", "", page)))
        await owner.post(f"{PAGE}/email/cancel", page=PAGE)
    assert seen[0] == seen[1]
    async with crowded.database.session() as session:
        jobs = text("SELECT task_name, count(*) FROM procrastinate_jobs WHERE task_name LIKE '%address' GROUP BY 1")
        assert sorted(tuple(row) for row in await session.execute(jobs)) == [
            ("accounts:prove_new_address", 2),
            ("accounts:tell_old_address", 2),
        ]
    await ask(owner, "viewer@aurelle.example")
    letter = await room.letter("viewer@aurelle.example")
    assert "already has an account" in letter.text and "http" not in letter.text


async def test_an_address_that_got_an_account_meanwhile_is_told_to_its_reader(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(owner)
    link = key(await room.letter(MOVED))
    async with aurelle.database.session() as session:
        from mercery.accounts import service

        await service.create_staff(
            session, aurelle.shop.id, email=MOVED, name="Mira", role="viewer", password="nine quiet looms of ash"
        )
    for answer in (await owner.get(f"{CONFIRM}?key={link}"), await owner.post(CONFIRM, {"key": link}, page=PAGE)):
        assert answer.status_code == 409 and "already has an account" in answer.text
    assert (await aurelle.browser().log_in(OWNER)).status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        (MOVED, "not the password", "This is not your password."),
        ("nobody", PASSWORD, "is not an e-mail address"),
        (OWNER, PASSWORD, "already."),
    ],
)
async def test_a_wish_that_cannot_be_kept_changes_nothing(aurelle: House, email: str, password: str, said: str) -> None:
    owner = await aurelle.as_role("owner")
    refused = await ask(owner, email, password)
    assert refused.status_code == 422 and said in refused.text
    assert f'value="{email}"' in refused.text, "what was typed stays"
    assert await acts(aurelle) == []


async def test_one_asks_three_times_an_hour(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    answers = [(await ask(owner, f"n{number}@new.example")).status_code for number in range(4)]
    assert answers == [303, 303, 303, 429]
    assert (await owner.post(f"{PAGE}/email/again", page=PAGE)).status_code == 429
    assert "n2@new.example waits" in (await owner.get(PAGE)).text
    assert len([mail for mail in await room.deliver() if "n2@" in mail.to]) == 1


async def test_nobody_fills_a_mailbox_and_nobody_sees_that(aurelle: House) -> None:
    owner, room, start = await aurelle.as_role("owner"), Mailroom(aurelle), clock.now()
    await ask(owner)
    letters = len([mail for mail in await room.deliver() if mail.to == MOVED])
    for again in range(1, 7):
        with clock.at(start + timedelta(minutes=21 * again)):
            assert (await owner.post(f"{PAGE}/email/again", page=PAGE)).status_code == 303
        letters += len([mail for mail in await room.deliver() if mail.to == MOVED])
    assert letters == 5


async def test_who_is_wrong_about_the_password_too_often_waits(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    token = await owner.token(PAGE)
    form = {"email": MOVED, "current_password": "a wrong one"}
    answers = [(await owner.post(f"{PAGE}/email", form, token=token)).status_code for _ in range(6)]
    assert answers[:4] == [422] * 4 and answers[-1] == 429


async def test_the_database_holds_no_link_and_the_queue_neither_link_nor_address(aurelle: House) -> None:
    room = Mailroom(aurelle)
    await ask(await aurelle.as_role("owner"))
    mails = await room.both()
    async with aurelle.database.session() as session:
        (row,) = await session.scalars(select(EmailChangeRow))
        queue = "".join(
            await session.scalars(text("SELECT args::text FROM procrastinate_jobs WHERE task_name LIKE '%address'"))
        )
        kept = str(list(await session.execute(text("SELECT * FROM email_changes"))))
    assert row.confirm_hash and row.stop_hash
    for mail in mails:
        assert key(mail) not in kept + queue and mail.to not in queue
        assert mail.shop_id == "", "a shop's owners do not read it in the folder"


async def test_letters_go_over_the_mail_server(aurelle: House) -> None:
    await ask(await aurelle.as_role("owner"))
    async with mail_host() as host:
        server = read_smtp_url(host.url)
        assert server is not None
        sender = MailAddress(address="shop@aurelle.example")
        await Mailroom(aurelle).deliver(SmtpMailer(server=server, sender=sender))
    told = {str(mail["To"]): str(mail["Subject"]) for mail in host.mails}
    assert told[MOVED].endswith("Confirm your new e-mail")
    assert told[OWNER].endswith("Another e-mail was asked for")


async def test_it_is_all_told_in_chinese(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await owner.post("/console/preferences/language", {"value": "zh"}, page=PAGE)
    refused = await ask(owner, password="不是密码")
    assert "当前密码不正确" in refused.text and "申请更改邮箱" in refused.text
    await ask(owner)
    to_new, to_old = await room.both()
    assert "确认新的登录邮箱" in to_new.subject and "停止更改" in to_old.text
    assert "等待确认" in (await owner.get(PAGE)).text
    assert "今后用此邮箱登录" in (await owner.get(f"{CONFIRM}?key={key(to_new)}&lang=zh")).text
