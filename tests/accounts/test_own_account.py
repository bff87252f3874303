"""One's own name and e-mail, changed on the account page by every member of the staff."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.accounts.house import PASSWORD, House
from tests.accounts.test_resets import Kept, asked, key

from mercery.accounts import audit, sending
from mercery.accounts.audit import AuditFilter

PAGE = "/console/account"
MOVED = "mira@new.example"


async def recorded(house: House, action: str) -> list[tuple[object, object]]:
    async with house.database.session() as session:
        entries, _ = await audit.entries(session, house.shop.id, AuditFilter(action=action))
    return [(entry.before, entry.after) for entry in entries]


async def test_the_lowest_role_changes_its_own_name(crowded: House) -> None:
    viewer = await crowded.as_role("viewer")
    done = await viewer.post(f"{PAGE}/name", {"name": "  Mira Lang "}, page=PAGE)
    assert done.status_code == 303
    assert "Mira Lang" in (await viewer.get(PAGE)).text
    ((before, after),) = await recorded(crowded, "staff.name")
    assert before == {"name": crowded.people["viewer"].name} and after == {"name": "Mira Lang"}
    assert (await viewer.post(f"{PAGE}/name", {"name": "Mira Lang"}, page=PAGE)).status_code == 303
    assert len(await recorded(crowded, "staff.name")) == 1, "nothing changed, nothing is recorded"


async def test_a_name_cannot_be_empty(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    refused = await owner.post(f"{PAGE}/name", {"name": "   "}, page=PAGE)
    assert refused.status_code == 422 and "The name is missing." in refused.text


async def test_a_new_email_signs_in_and_ends_what_the_old_one_had(aurelle: House) -> None:
    here, there = await aurelle.as_role("owner"), await aurelle.as_role("owner")
    link = await asked(aurelle)
    form = {"email": f" {MOVED.upper()}", "current_password": PASSWORD}
    assert (await here.post(f"{PAGE}/email", form, page=PAGE)).status_code == 303
    assert MOVED in (await here.get(PAGE)).text
    assert (await there.get("/console")).status_code == 303
    assert (await aurelle.browser().log_in("owner@aurelle.example")).status_code == 401
    assert (await aurelle.browser().log_in(MOVED)).status_code == 303
    late = await aurelle.browser().post("/console/reset", {"key": key(link), "password": "nine quiet looms of ash"})
    assert late.status_code == 404
    assert await recorded(aurelle, "staff.email") == [({"email": "owner@aurelle.example"}, {"email": MOVED})]


async def test_the_address_before_is_told(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    await owner.post(f"{PAGE}/email", {"email": MOVED, "current_password": PASSWORD}, page=PAGE)
    async with aurelle.database.session() as session:
        query = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'accounts:send_notice' ORDER BY id")
        args = list(await session.scalars(query))[-1]
    way = Kept()
    assert await sending.send_notice(aurelle.database, **args, attempt=1, mailer=way)
    (mail,) = way.mails
    assert mail.to == "owner@aurelle.example" and MOVED in mail.text and "tell an owner" in mail.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": MOVED, "current_password": "not the password"}, "This is not your password."),
        ({"email": "nobody", "current_password": PASSWORD}, "is not an e-mail address"),
        ({"email": "Viewer@aurelle.example", "current_password": PASSWORD}, "already has an account"),
    ],
)
async def test_an_email_that_cannot_be_taken_changes_nothing(crowded: House, form: dict[str, str], said: str) -> None:
    here, there = await crowded.as_role("owner"), await crowded.as_role("owner")
    refused = await here.post(f"{PAGE}/email", form, page=PAGE)
    assert refused.status_code == 422 and said in refused.text
    assert f'value="{form["email"]}"' in refused.text, "what was typed stays"
    assert (await there.get("/console")).status_code == 200
    assert await recorded(crowded, "staff.email") == []


async def test_who_is_wrong_about_the_password_too_often_waits(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    token = await owner.token(PAGE)
    form = {"email": MOVED, "current_password": "a wrong one"}
    answers = [(await owner.post(f"{PAGE}/email", form, token=token)).status_code for _ in range(6)]
    assert answers[:4] == [422] * 4 and answers[-1] == 429


async def test_errors_are_told_in_chinese(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    await owner.post("/console/preferences/language", {"value": "zh"}, page=PAGE)
    refused = await owner.post(f"{PAGE}/email", {"email": MOVED, "current_password": "不是密码"}, page=PAGE)
    assert "当前密码不正确" in refused.text and "更改邮箱" in refused.text
