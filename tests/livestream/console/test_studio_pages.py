"""The studio by plain posts: who may do what, what is asked of the director, what is refused and why."""

from __future__ import annotations

from sqlalchemy import select
from tests.accounts.house import Browser, House
from tests.livestream.console.house import OnAir

from mercery.accounts.permissions import Role
from mercery.accounts.tables import AuditRow
from mercery.livestream.tables import LiveCommandRow, LiveCommentRow, LiveShowRow


async def asked(house: House) -> list[tuple[str, dict[str, str]]]:
    """What was asked of the director, in order."""
    async with house.database.session() as session:
        rows = await session.scalars(select(LiveCommandRow).order_by(LiveCommandRow.id))
        return [(row.kind, row.details) for row in rows]


async def state_of(house: House, comment: str) -> str:
    async with house.database.session() as session:
        return (await session.scalars(select(LiveCommentRow.state).where(LiveCommentRow.id == comment))).one()


async def press(browser: Browser, on_air: OnAir, act: str, **fields: str) -> int:
    return (await browser.post(f"{on_air.url}/{act}", fields, page="/console")).status_code


async def test_the_page_shows_who_is_on_air_what_is_said_and_on_what_it_stands(house: House, on_air: OnAir) -> None:
    page = (await (await house.as_role("viewer")).get(on_air.url)).text
    for words in ("Winter leather", "ready, camera 1", "Saddle Bag", "Shop page", "healthy", "Marc asks", "for you"):
        assert words in page
    assert (
        '<span class="claim claim-holds" title="Weight: catalogue"><span class="claim-text">780 g</span></span>' in page
    )
    assert "1 lines, 1 claims, 0 without a source" in page
    # Whoever may only look has nothing to press.
    assert "/kill" not in page and "/take" not in page.replace(f"{on_air.url}/take", "")
    assert 'data-theme="mercery-dark"' in page


async def test_everybody_on_duty_may_hold_and_kill_and_only_who_publishes_takes_the_air(
    house: House, on_air: OnAir
) -> None:
    may: dict[str, Role] = {
        "hold": "agent",
        "skip": "agent",
        "kill": "agent",
        "take": "editor",
        "revive": "editor",
        "end": "editor",
    }
    people = {role: await house.as_role(role) for role in ("viewer", "agent", "editor")}
    for act, least in may.items():
        below = "viewer" if least == "agent" else "agent"
        assert await press(people[below], on_air, act) == 403, act
        assert await press(people[least], on_air, act) == 303, act
    assert [kind for kind, _ in await asked(house)] == list(may)


async def test_the_kill_switch_holds_at_once_and_its_reason_is_on_record(house: House, on_air: OnAir) -> None:
    agent = await house.as_role("agent")
    await press(agent, on_air, "kill")
    async with house.database.session() as session:
        assert (await session.scalars(select(LiveShowRow.killed).where(LiveShowRow.id == on_air.show.id))).one()
    assert "Agent Martin pulled the switch" in (await agent.get(on_air.url)).text
    await press(agent, on_air, "kill-reason", reason="A microphone was open")
    page = (await agent.get(on_air.url)).text
    assert "“A microphone was open”" in page
    assert "An editor lets it go on." in page
    async with house.database.session() as session:
        acts = list(await session.scalars(select(AuditRow.action).where(AuditRow.subject == on_air.show.id)))
    assert {"live.kill", "live.kill_reason"} <= set(acts)


async def test_a_person_s_words_are_said_only_where_they_hold(house: House, on_air: OnAir) -> None:
    agent = await house.as_role("agent")
    false = await agent.post(f"{on_air.url}/say", {"text": "The Saddle Bag weighs 300 g."}, page="/console")
    assert false.status_code == 422
    assert "“300 g” is not its weight" in false.text
    assert "The Saddle Bag weighs 780 g." in false.text
    assert await asked(house) == []
    assert await press(agent, on_air, "say", text="The Saddle Bag weighs 780 g.") == 303
    assert await asked(house) == [("say", {"text": "The Saddle Bag weighs 780 g."})]


async def test_comments_are_replied_to_hidden_and_answered_first(house: House, on_air: OnAir) -> None:
    agent, marc, anna, bot = await house.as_role("agent"), *(on_air.comments[name] for name in ("Marc", "Anna", "Bot"))
    assert await press(agent, on_air, f"comments/{marc}/reply", text="The price stays, but engraving is free.") == 303
    assert await press(agent, on_air, f"comments/{anna}/first") == 303
    assert await press(agent, on_air, f"comments/{bot}/show") == 303
    assert await state_of(house, bot) == "received"
    assert await press(agent, on_air, f"comments/{anna}/hide") == 303
    assert await state_of(house, anna) == "hidden"
    assert await asked(house) == [("answer", {"comment_id": anna})]
    assert "The price stays" in (await agent.get(on_air.url)).text
    assert await press(agent, on_air, "comments/lcm_none/hide") == 404


async def test_where_scripts_run_the_same_acts_answer_with_the_parts_of_the_page(house: House, on_air: OnAir) -> None:
    agent = await house.as_role("agent")
    token = await agent.token("/console")
    sent = await agent.http.post(f"{on_air.url}/hold", data={"csrf_token": token}, headers={"HX-Request": "true"})
    assert sent.status_code == 200
    assert "<html" not in sent.text
    assert 'data-told="done"' in sent.text and 'id="air-under"' in sent.text
    # The key means the opposite at once, not when the director has followed.
    assert f'action="{on_air.url}/release"' in sent.text and f'action="{on_air.url}/hold"' not in sent.text
