"""Shows are set up, scheduled, put on air and ended; who did what is on record, and keys are shown to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from tests.livestream.service.house import CLAIRE, HUGO, House

from mercery.accounts import audit
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.addresses import check_face, resolved
from mercery.livestream.command import CommandKind, ask
from mercery.livestream.service import destinations, schedule, shows
from mercery.livestream.service.destinations import DestinationDraft
from mercery.livestream.service.drafts import ShiftDraft, ShowDraft
from mercery.livestream.show import Goals, Show

DRAFT = ShowDraft(title=Words("Winter leather", "冬季皮具"))
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


async def made(house: House, draft: ShowDraft = DRAFT) -> Show:
    async with house.database.session() as session:
        return await shows.create(session, house.shop.id, CLAIRE, draft)


async def acts(house: House, subject: str) -> list[tuple[str, str, str | None]]:
    async with house.database.session() as session:
        found, _ = await audit.entries(session, house.shop.id, audit.AuditFilter(action="live", subject=subject))
    return [(one.action, one.actor.name, one.reason) for one in reversed(found)]


async def test_a_show_lives_from_a_draft_to_its_end_and_everything_is_on_record(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    assert (show.state, show.slug, show.version) == ("draft", "winter-leather", 1)
    async with house.database.session() as session:
        show = await shows.edit(
            session,
            house.shop.id,
            HUGO,
            show.id,
            replace(DRAFT, watched_over="Hugo"),
            after_version=1,
            reason="His shift",
        )
        assert (show.watched_over, show.version) == ("Hugo", 2)
        on_air = await shows.go_on_air(session, house.shop.id, CLAIRE, show.id)
        assert on_air.state == "on_air" and on_air.started_at is not None
        ended = await shows.end(session, house.shop.id, CLAIRE, show.id, reason="Closing time")
        assert ended.state == "ended" and ended.ended_at is not None
        with pytest.raises(Conflict):
            await shows.remove(session, house.shop.id, CLAIRE, show.id)
    assert await acts(house, show.id) == [
        ("live.create", "Claire", None), ("live.edit", "Hugo", "His shift"), ("live.start", "Claire", None),
        ("live.end", "Claire", "Closing time"),
    ]  # fmt: skip


async def test_a_change_over_another_persons_change_is_refused(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    async with house.database.session() as session:
        await shows.edit(session, house.shop.id, HUGO, show.id, replace(DRAFT, rest_alone=False), after_version=1)
    async with house.database.session() as session:
        with pytest.raises(Conflict, match="Version 2"):
            await shows.edit(session, house.shop.id, CLAIRE, show.id, DRAFT, after_version=1)


async def test_each_field_that_cannot_be_used_is_named_and_nothing_is_made(empty_house: House) -> None:
    house = empty_house
    wrong = ShowDraft(
        title=Words(""), lang="fr", avatar="../x", goals=Goals(pieces=0), face_url="ftp://x",  # type: ignore[arg-type]
        starts_at=NOON, ends_at=NOON - timedelta(hours=1),
    )  # fmt: skip
    async with house.database.session() as session:
        with pytest.raises(Invalid) as refused:
            await shows.create(session, house.shop.id, CLAIRE, wrong)
        fields = {problem.field for problem in refused.value.problems}
        assert fields == {"title", "lang", "avatar", "ends_at", "face_url", "goals.pieces"}
        assert all(problem.remedy for problem in refused.value.problems)
        assert await repository.shows(session, house.shop.id) == ()


async def test_a_show_goes_on_air_and_ends_by_its_times(empty_house: House) -> None:
    house = empty_house
    show = await made(house, replace(DRAFT, starts_at=NOON, ends_at=NOON + timedelta(hours=2)))
    assert show.state == "scheduled"
    async with house.database.session() as session:
        assert await shows.follow_schedule(session, NOON - timedelta(seconds=1)) == ()
        assert [one.state for one in await shows.follow_schedule(session, NOON)] == ["on_air"]
        assert [one.id for one in await repository.shows_to_direct(session, NOON)] == [show.id]
        assert [one.state for one in await shows.follow_schedule(session, NOON + timedelta(hours=2))] == ["ended"]
        assert await repository.shows_to_direct(session, NOON + timedelta(hours=3)) == ()
    assert [act for act, _, _ in await acts(house, show.id)] == ["live.create", "live.start", "live.end"]


async def test_a_killed_show_does_not_come_back_by_itself(empty_house: House) -> None:
    house = empty_house
    show = await made(house, replace(DRAFT, starts_at=NOON))
    async with house.database.session() as session:
        await session.execute(text("UPDATE live_shows SET killed = true"))
        assert await shows.follow_schedule(session, NOON) == ()
        with pytest.raises(Conflict, match="kill switch"):
            await shows.go_on_air(session, house.shop.id, CLAIRE, show.id)


async def test_a_draft_is_removed_and_another_shops_show_is_not_found(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    async with house.database.session() as session:
        with pytest.raises(NotFound):
            await shows.remove(session, "shp_other", CLAIRE, show.id)
        await shows.remove(session, house.shop.id, CLAIRE, show.id)
        assert await repository.shows(session, house.shop.id) == ()


async def test_two_shows_of_one_title_have_two_addresses(empty_house: House) -> None:
    house = empty_house
    assert [(await made(house)).slug, (await made(house)).slug] == ["winter-leather", "winter-leather-2"]
    async with house.database.session() as session:
        chinese = await shows.create(session, house.shop.id, CLAIRE, replace(DRAFT, title=Words("", "冬日皮具")))
    assert chinese.slug == "dong-ri-pi-ju"
    async with house.database.session() as session:
        with pytest.raises(Conflict):
            await shows.create(session, house.shop.id, CLAIRE, replace(DRAFT, slug="winter-leather"))
        found = await repository.show_by_slug(session, house.shop.id, "winter-leather-2")
    assert found is not None and found.title == DRAFT.title


async def test_a_stream_key_is_concealed_and_never_shown_again(empty_house: House) -> None:
    house = empty_house
    show, key = await made(house), "live_7781?secret=Kx92"
    async with house.database.session() as session:
        draft = DestinationDraft(name="Douyin", url="rtmps://push.example.com/live/", key=key)
        added = await destinations.add_destination(session, house.shop.id, CLAIRE, show.id, draft)
        assert added.url == "rtmps://push.example.com/live" and key not in repr(added)
        assert [one.key for one in await repository.destinations(session, show.id)] == [key]
        stored = await session.scalar(text("SELECT secret FROM live_destinations"))
        recorded = await session.scalars(
            text("SELECT coalesce(after::text, '') || coalesce(before::text, '') FROM audit")
        )
        assert key not in str(stored) and not any(key in row for row in recorded)
        kept = await destinations.change_destination(
            session,
            house.shop.id,
            CLAIRE,
            show.id,
            added.id,
            DestinationDraft(name="Douyin 2", url=added.url, enabled=False),
        )
        assert (kept.name, kept.enabled, kept.key) == ("Douyin 2", False, key)
        with pytest.raises(Invalid) as refused:
            await destinations.change_destination(
                session,
                house.shop.id,
                CLAIRE,
                show.id,
                added.id,
                DestinationDraft(name="D", url="rtmp://other.example/live"),
            )
        assert refused.value.problems[0].field == "key"
        await destinations.remove_destination(session, house.shop.id, CLAIRE, show.id, added.id)
        assert await repository.destinations(session, show.id) == ()


async def test_a_destination_is_a_public_rtmp_address_without_its_key(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    for url in (
        "https://push.example.com/live", "rtmp://user:secret@push.example.com/live", "rtmp://10.0.0.8/live",
        "rtmp://[fd00::1]/live", "rtmp://169.254.169.254/latest", "rtmp:///live", "rtmp://push.example.com:99999/live",
        "rtmp://push.example.com/live?key=1",
    ):  # fmt: skip
        async with house.database.session() as session:
            with pytest.raises(Invalid) as refused:
                await destinations.add_destination(
                    session, house.shop.id, CLAIRE, show.id, DestinationDraft(name="D", url=url, key="k")
                )
        assert refused.value.problems[0].field == "url" and refused.value.problems[0].remedy, url


@pytest.mark.parametrize(
    "stream", ["/etc/passwd", "file:///etc/passwd", "concat:a|b", "rtmp://169.254.169.254/live/host"]
)
def test_an_outside_face_streams_from_where_it_may(stream: str) -> None:
    with pytest.raises(Invalid):
        check_face(f"https://face.example:8010?stream={stream}")
    check_face("https://face.example:8010?stream=rtmp://face.example/live/host")


async def test_a_name_that_leads_inside_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()
    with pytest.raises(Invalid):
        await resolved("localhost", 1935)


@pytest.mark.parametrize("kind", ["say", "end", "take"])
async def test_nothing_is_asked_of_a_show_that_is_not_on_air_but_the_switch(
    empty_house: House, kind: CommandKind
) -> None:
    show = await made(empty_house)
    async with empty_house.database.session() as session:
        with pytest.raises(Conflict):
            await ask(session, empty_house.shop.id, show.id, kind, CLAIRE, {"text": "Good evening."})
        await ask(session, empty_house.shop.id, show.id, "kill", CLAIRE)
        with pytest.raises(NotFound):
            await ask(session, "shp_another", show.id, "kill", CLAIRE)


async def test_a_server_of_ones_own_network_is_let_in_by_a_setting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = await made(house)
    monkeypatch.setenv("MERCERY_LIVE_PRIVATE_NETWORKS", "true")
    settings.cache_clear()
    async with house.database.session() as session:
        draft = DestinationDraft(name="Own", url="rtmp://10.0.0.8/live", key="k")
        assert (await destinations.add_destination(session, house.shop.id, CLAIRE, show.id, draft)).url == draft.url


async def test_a_persons_stream_needs_a_key_that_is_shown_once(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    async with house.database.session() as session:
        assert await repository.ingest_key(session, house.shop.id, show.id) == ""
        key = await destinations.new_ingest_key(session, house.shop.id, CLAIRE, show.id)
        assert await repository.ingest_key(session, house.shop.id, show.id) == key
        assert key not in str(await session.scalar(text("SELECT ingest_key FROM live_shows")))
        await destinations.forget_ingest_key(session, house.shop.id, CLAIRE, show.id)
        assert await repository.ingest_key(session, house.shop.id, show.id) == ""


async def test_shifts_of_people_who_work_here_and_do_not_overlap(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    evening = ShiftDraft(who="person", staff_id=CLAIRE.id, weekdays=(4, 5), from_minute=22 * 60, to_minute=60)
    async with house.database.session() as session:
        kept = await schedule.set_shifts(session, house.shop.id, CLAIRE, show.id, [evening])
        assert await repository.shifts(session, show.id) == kept and kept[0].weekdays == (4, 5)
        late = replace(evening, weekdays=(5,), from_minute=0, to_minute=90)
        with pytest.raises(Invalid, match="overlaps"):
            await schedule.set_shifts(session, house.shop.id, CLAIRE, show.id, [evening, late])
        with pytest.raises(Invalid, match="does not work here"):
            await schedule.set_shifts(session, house.shop.id, CLAIRE, show.id, [replace(evening, staff_id="stf_other")])
        assert await repository.shifts(session, show.id) == kept


async def test_the_version_of_a_show_counts_everything_that_belongs_to_it(empty_house: House) -> None:
    house = empty_house
    show = await made(house)
    with clock.at(NOON):
        async with house.database.session() as session:
            await schedule.set_shifts(session, house.shop.id, CLAIRE, show.id, [ShiftDraft(who="host")])
            await destinations.new_ingest_key(session, house.shop.id, CLAIRE, show.id)
            assert (await repository.show(session, house.shop.id, show.id)).version == 3
