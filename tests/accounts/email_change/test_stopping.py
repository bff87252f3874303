"""The address before is told when another was asked for and when it has taken its place, and can stop or undo it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.accounts.email_change.mailroom import (
    CONFIRM,
    MOVED,
    NEW_PASSWORD,
    OWNER,
    PAGE,
    STOP,
    Mailroom,
    acts,
    ask,
    key,
    recorded,
)
from tests.accounts.house import PASSWORD, House

from mercery.accounts import service
from mercery.core import clock


async def moved(house: House, room: Mailroom) -> tuple[str, str]:
    """Somebody who knows the password moved the account; the links of both letters to the address before."""
    thief = await house.as_role("owner")
    await ask(thief)
    to_new, asked = await room.both()
    assert (await thief.post(CONFIRM, {"key": key(to_new)}, page=PAGE)).status_code == 303
    return key(asked), key(await room.letter(OWNER))


async def test_the_address_before_is_told_twice_and_how_to_stop_it(aurelle: House) -> None:
    owner, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(owner)
    to_new, asked = await room.both()
    assert MOVED in asked.text and "Nothing has changed yet" in asked.text and STOP in asked.text
    await owner.post(CONFIRM, {"key": key(to_new)}, page=PAGE)
    done = await room.letter(OWNER)
    assert f"it is now {MOVED}" in done.text and "take this address back" in done.text and STOP in done.text


async def test_a_change_that_waits_is_stopped_and_a_new_password_set(aurelle: House) -> None:
    thief, room = await aurelle.as_role("owner"), Mailroom(aurelle)
    await ask(thief)
    to_new, asked = await room.both()
    reader = aurelle.browser()
    page = await reader.get(f"{STOP}?key={key(asked)}")
    assert "Stop the change of your e-mail" in page.text and page.headers["referrer-policy"] == "no-referrer"
    stopped = await reader.post(STOP, {"key": key(asked), "password": NEW_PASSWORD})
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/console/login")
    assert (await thief.get("/console")).status_code == 303
    assert (await aurelle.browser().log_in(OWNER, PASSWORD)).status_code == 401
    assert (await aurelle.browser().log_in(OWNER, NEW_PASSWORD)).status_code == 303
    late = await thief.post(CONFIRM, {"key": key(to_new), "current_password": NEW_PASSWORD})
    assert late.status_code == 404
    assert await acts(aurelle) == ["email_asked", "email_stopped"]


@pytest.mark.parametrize("letter", [0, 1], ids=["the letter that it was asked for", "the letter that it was done"])
async def test_a_change_that_was_done_is_taken_back_by_either_letter(aurelle: House, letter: int) -> None:
    room = Mailroom(aurelle)
    links = await moved(aurelle, room)
    assert "Take your address back" in (await aurelle.browser().get(f"{STOP}?key={links[letter]}")).text
    undone = await aurelle.browser().post(STOP, {"key": links[letter], "password": NEW_PASSWORD})
    assert undone.status_code == 303
    assert (await aurelle.browser().log_in(MOVED, NEW_PASSWORD)).status_code == 401
    assert (await aurelle.browser().log_in(OWNER, NEW_PASSWORD)).status_code == 303
    for used in links:
        assert (await aurelle.browser().post(STOP, {"key": used, "password": NEW_PASSWORD})).status_code == 404
    told = {mail.to: mail.text for mail in await room.deliver()}
    assert "no longer signs in" in told[MOVED]
    entry = (await recorded(aurelle))[-1]
    assert (entry.action, entry.before, entry.after) == ("staff.email_undone", {"email": MOVED}, {"email": OWNER})


async def test_whoever_moves_it_on_or_sets_a_password_does_not_get_away(aurelle: House) -> None:
    room = Mailroom(aurelle)
    first, _ = await moved(aurelle, room)
    thief = aurelle.browser()
    await thief.log_in(MOVED)
    await thief.post(f"{PAGE}/password", {"old_password": PASSWORD, "password": "seven loud looms of oak"}, page=PAGE)
    await ask(thief, "third@new.example", "seven loud looms of oak")
    mails = await room.deliver()
    (on,) = [key(mail) for mail in mails if mail.to == "third@new.example"]
    (asked,) = [key(mail) for mail in mails if mail.to == MOVED and STOP in mail.text]
    await thief.post(CONFIRM, {"key": on}, page=PAGE)
    assert (await aurelle.browser().post(STOP, {"key": first, "password": NEW_PASSWORD})).status_code == 303
    assert (await aurelle.browser().log_in(OWNER, NEW_PASSWORD)).status_code == 303
    back = await aurelle.browser().post(STOP, {"key": asked, "password": "seven loud looms of oak"})
    assert back.status_code == 404, "a later address takes nothing back from an earlier one"


async def test_a_letter_stops_nothing_after_seven_days(aurelle: House) -> None:
    asked, done = await moved(aurelle, Mailroom(aurelle))
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        for link in (asked, done):
            assert (await aurelle.browser().get(f"{STOP}?key={link}")).status_code == 404
            answer = await aurelle.browser().post(STOP, {"key": link, "password": NEW_PASSWORD})
            assert answer.status_code == 404


async def test_a_poor_password_leaves_everything_as_it_was(aurelle: House) -> None:
    _, done = await moved(aurelle, Mailroom(aurelle))
    poor = await aurelle.browser().post(STOP, {"key": done, "password": "Password2026!"})
    assert poor.status_code == 422 and "Take your address back" in poor.text
    assert (await aurelle.browser().log_in(MOVED)).status_code == 303
    assert (await aurelle.browser().post(STOP, {"key": done, "password": NEW_PASSWORD})).status_code == 303


async def test_an_address_somebody_else_has_by_now_is_not_taken_from_them(aurelle: House) -> None:
    _, done = await moved(aurelle, Mailroom(aurelle))
    async with aurelle.database.session() as session:
        await service.create_staff(
            session, aurelle.shop.id, email=OWNER, name="Other", role="viewer", password=NEW_PASSWORD
        )
    refused = await aurelle.browser().post(STOP, {"key": done, "password": NEW_PASSWORD})
    assert refused.status_code == 409 and "already has an account" in refused.text
    assert (await aurelle.browser().log_in(MOVED)).status_code == 303
