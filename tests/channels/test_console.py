"""Connecting a messenger in the console, and one inbox for all of them."""

from __future__ import annotations

from tests.channels.place import Place

from mercery.channels import setups
from mercery.channels.hearing import visitor_of
from mercery.conversations import service

SECRET = "0123456789abcdef0123456789abcdef"


async def test_a_channel_is_connected_by_its_form_and_a_wrong_field_is_said_at_its_place(place: Place) -> None:
    headers, where = await place.signed_in(), "/console/channels/connect/wechat"
    refused = await place.form(
        f"{where}?lang=zh", f"{where}?lang=zh", headers, name="WX", app_id="x", app_secret=SECRET
    )
    assert refused.status_code == 422 and "格式如 wx2c2769f8efd9abc2" in refused.text and SECRET not in refused.text
    made = await place.form(where, where, headers, name="WX", app_id="wx2c2769f8efd9abc2", app_secret=SECRET)
    assert made.status_code == 303
    page = await place.http.get(made.headers["location"], headers=headers)
    assert "服务器地址 (URL)" in page.text and SECRET not in page.text
    listed = await place.http.get("/console/channels", headers=headers)
    assert "WX" in listed.text and "微信公众号" in listed.text


async def test_the_secret_of_a_mail_service_is_shown_once(place: Place) -> None:
    headers, where = await place.signed_in(), "/console/channels/connect/mail"
    made = await place.form(where, where, headers, name="Mail", address="care@shop.example")
    async with place.database.session() as session:
        (found,) = await setups.setups(session, place.shop.id)
    assert made.status_code == 200 and found.channel.secret in made.text
    again = await place.http.get(f"/console/channels/{found.channel.id}/setup", headers=headers)
    assert found.channel.secret not in again.text


async def test_the_inbox_holds_all_channels_and_can_be_limited_to_one(place: Place) -> None:
    made = await place.connect("whatsapp", phone_number_id="12345", access_token="E" * 30, app_secret=SECRET)
    async with place.database.session() as session:
        for channel, text in (("storefront", "From the shop"), (made.channel.id, "From the telephone")):
            visitor = visitor_of(made.channel, "336") if channel != "storefront" else "vis_1"
            begun = await service.open_or_resume(session, place.shop.id, visitor, channel=channel, lang="en")
            await service.receive(session, place.shop.id, begun.id, text, "en")
    headers = await place.signed_in()
    whole = (await place.http.get("/console/inbox?segment=assistant", headers=headers)).text
    assert "From the shop" in whole and "From the telephone" in whole and made.channel.name in whole
    one = (await place.http.get(f"/console/inbox?segment=assistant&channel={made.channel.id}", headers=headers)).text
    assert "From the telephone" in one and "From the shop" not in one
