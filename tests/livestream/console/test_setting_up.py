"""Setting up a show by plain posts: what cannot be used is told by its field, and secrets are only written."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

from sqlalchemy import select
from tests.accounts.house import House
from tests.accounts.test_proving import held
from tests.livestream.console.house import OnAir

from mercery.core import clock
from mercery.livestream import pronunciations, repository
from mercery.livestream.director.ahead import Ahead
from mercery.livestream.hosts import BUILT_IN, STUDIOS, host, studio
from mercery.livestream.tables import LiveDestinationRow, LiveShowRow

FORM = {
    "title_en": "Silk", "lang": "en", "format": "portrait", "avatar": "lin", "background": "salon", "pieces": "2",
    "minutes_a_piece": "2", "welcome_every_minutes": "12", "questions_every_pieces": "3", "prefer": "range", "record": "1",
}  # fmt: skip


async def test_a_new_show_comes_with_its_running_order(house: House) -> None:
    editor = await house.as_role("editor")
    empty = await editor.get("/console/live")
    assert "There is no show yet" in empty.text
    made = await editor.post("/console/live/new", FORM, page="/console")
    assert made.status_code == 303 and made.headers["location"].endswith("/order")
    order = await editor.get(made.headers["location"])
    assert "2 pieces" in order.text and "Saddle Bag" in order.text
    async with house.database.session() as session:
        (show,) = await repository.shows(session, house.shop.id)
    ahead = Ahead()
    ahead.expect(show.id, house.shop.id, "en")
    assert "ready to answer" not in order.text, "nobody tells yet"
    await ahead.go_on(house.database, loaded=False)
    assert "getting ready to answer" in (await editor.get(f"/console/live/{show.id}/order/ready")).text
    assert (show.avatar, show.background, show.format, show.rest_alone, show.record) == (
        "lin", "salon", "portrait", False, True
    )  # fmt: skip


async def test_what_cannot_be_used_is_told_by_its_field_and_what_was_typed_stays(house: House) -> None:
    editor = await house.as_role("editor")
    wrong = FORM | {"title_en": "", "pieces": "900", "face_url": "ftp://face", "starts_at": "soon"}
    refused = await editor.post("/console/live/new", wrong, page="/console")
    assert refused.status_code == 422
    assert "This is no date and time." in refused.text
    refused = await editor.post("/console/live/new", wrong | {"starts_at": ""}, page="/console")
    assert 'href="#f-pieces"' in refused.text and 'href="#f-title_en"' in refused.text
    assert 'value="900"' in refused.text and 'value="ftp://face"' in refused.text
    async with house.database.session() as session:
        assert not list(await session.scalars(select(LiveShowRow.id)))


async def test_a_platform_s_key_is_written_and_never_shown(house: House, on_air: OnAir) -> None:
    editor = await house.as_role("editor")
    place = f"{on_air.url}/destinations"
    form = {"name": "Douyin", "address": "rtmps://push.example/live", "key": "streamkey-123"}
    assert (await editor.post(place, form, page="/console")).status_code == 303
    page = (await editor.get(place)).text
    assert "Douyin" in page and "streamkey-123" not in page
    async with house.database.session() as session:
        row = (await session.scalars(select(LiveDestinationRow))).one()
        (held,) = await repository.destinations(session, on_air.show.id)
    assert "streamkey" not in row.secret and held.key == "streamkey-123"
    # The key stays where it is left out, and does not go to another address.
    elsewhere = {"name": "Douyin", "address": "rtmps://other.example/live", "enabled": "1"}
    refused = await editor.post(f"{place}/{row.id}", elsewhere, page="/console")
    assert refused.status_code == 422 and "The stream key is missing." in refused.text
    off = {"name": "Douyin live", "address": "rtmps://push.example/live"}
    assert (await editor.post(f"{place}/{row.id}", off, page="/console")).status_code == 303
    assert (await editor.post(place, form | {"address": "http://x"}, page="/console")).status_code == 422


async def test_a_platform_s_key_asks_once_more_who_is_there(house: House, on_air: OnAir) -> None:
    editor = await house.as_role("editor")
    place = f"{on_air.url}/destinations"
    form = {"name": "Douyin", "address": "rtmps://push.example/live", "key": "streamkey-123"}
    with clock.at(clock.now() + timedelta(minutes=11)):
        asked = await editor.post(place, form, page="/console")
    assert asked.status_code == 403 and held(asked)["key"] == ["streamkey-123"]
    async with house.database.session() as session:
        assert not await repository.destinations(session, on_air.show.id)


async def test_shifts_are_drawn_and_those_that_overlap_are_refused(house: House, on_air: OnAir) -> None:
    editor = await house.as_role("editor")
    shift = {"staff_id": house.people["agent"].id, "day": ["4"], "begins": "19:00", "ends": "21:00"}
    assert (await editor.post(f"{on_air.url}/shifts/add", shift, page="/console")).status_code == 303
    page = (await editor.get(f"{on_air.url}/shifts")).text
    assert "Agent Martin presents Friday, the host the rest" in page and "19:00–21:00" in page
    refused = await editor.post(
        f"{on_air.url}/shifts/add", shift | {"begins": "20:30", "ends": "22:00"}, page="/console"
    )
    assert refused.status_code == 422


async def test_own_words_are_judged_before_they_are_kept(house: House, on_air: OnAir) -> None:
    editor = await house.as_role("editor")
    entry = f"{on_air.url}/order/{on_air.items[1]}"
    false = await editor.post(entry, {"minutes": "4", "own": "It weighs 300 g."}, page="/console")
    assert false.status_code == 422
    assert "It weighs 300 g." in false.text and "780 g" in false.text
    judged = await editor.post(
        f"{on_air.url}/order/judge", {"own": "It weighs 780 g.", "product_id": on_air.saddle}, page="/console"
    )
    assert 'class="order-holds"' in judged.text
    assert (await editor.post(entry, {"minutes": "4", "own": "It weighs 780 g."}, page="/console")).status_code == 303
    await editor.post(f"{on_air.url}/order/{on_air.items[2]}/move", {"place": "0"}, page="/console")
    async with house.database.session() as session:
        items = await repository.items(session, on_air.show.id)
    assert [(one.kind, one.minutes) for one in items] == [("questions", 3), ("welcome", 3), ("piece", 4)]
    assert items[2].own == ("It weighs 780 g.",)


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return held.getvalue()


async def test_a_host_of_the_shop_s_own_is_kept_only_without_a_fault(house: House) -> None:
    editor = await house.as_role("editor")
    token = await editor.token("/console")

    async def send(content: bytes) -> str:
        files = {"file": ("claire.zip", content, "application/zip")}
        sent = await editor.http.post("/console/live/avatars", data={"csrf_token": token}, files=files)
        return sent.text if sent.status_code == 422 else str(sent.status_code)

    assert "to mend" in await send(zipped(rig__json=b"{}"))
    assert host(house.shop.id, "claire") is None
    good = {
        f"{name}__{kind}": (BUILT_IN / "lin" / f"{name}.{kind}").read_bytes()
        for name, kind in (("avatar", "svg"), ("rig", "json"))
    }
    assert await send(zipped(**good)) == "303"
    kept = host(house.shop.id, "claire")
    assert kept is not None and kept.own


async def test_a_studio_of_the_shop_s_own_is_kept_shown_and_removed(house: House) -> None:
    editor = await house.as_role("editor")
    token = await editor.token("/console")
    names = ("background.json", "landscape.svg", "portrait.svg")
    content = zipped(**{name.replace(".", "__"): (STUDIOS / "salon" / name).read_bytes() for name in names})
    files = {"file": ("rue-cler.zip", content, "application/zip")}
    sent = await editor.http.post("/console/live/avatars", data={"csrf_token": token}, files=files)
    assert sent.status_code == 303
    assert studio("rue-cler", house.shop.id) is not None and studio("rue-cler", "shop_of_others") is None
    page = (await editor.get("/console/live/avatars")).text
    assert "/console/live/avatars/studios/rue-cler/remove" in page and "studios/salon/remove" not in page
    shown = await editor.get("/console/live/avatars/studios/rue-cler.webp")
    assert shown.status_code == 200 and shown.headers["content-type"] == "image/webp"
    gone = await editor.post("/console/live/avatars/studios/rue-cler/remove", {}, page="/console")
    assert gone.status_code == 303 and studio("rue-cler", house.shop.id) is None


async def test_names_are_said_as_the_shop_says_them(house: House) -> None:
    editor = await house.as_role("editor")
    form = {"word": "Aurelle", "said": "Orrell", "lang_of": "en"}
    assert (await editor.post("/console/live/voice", form, page="/console")).status_code == 303
    assert "Orrell" in (await editor.get("/console/live/voice")).text
    async with house.database.session() as session:
        assert (await pronunciations.said_words(session, house.shop.id))["en"] == {"aurelle": "Orrell"}
    refused = await editor.post("/console/live/voice", form | {"said": "<b>"}, page="/console")
    assert refused.status_code == 422 and "have no sound" in refused.text
