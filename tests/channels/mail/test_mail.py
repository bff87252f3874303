"""A customer who writes mails: read from the box once, answered in the thread, and never by one robot to another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from sqlalchemy import text
from tests.channels.mail.box import Box, mail_box
from tests.channels.place import Place
from tests.conversations.conftest import LEATHER
from tests.core.mail.server import MailHost, mail_host

from mercery.channels import jobs
from mercery.channels.mail import polling
from mercery.channels.setups import Setup
from mercery.conversations.signature import signed_headers
from mercery.core.clock import now
from mercery.core.runtime import use_database

OWN = "care@shop.example"
NUMBER = iter(range(10_000))


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_box() as made:
        yield made


@pytest.fixture
async def host() -> AsyncIterator[MailHost]:
    async with mail_host() as made:
        yield made


async def connected(place: Place, box: Box, host: MailHost, **more: str) -> Setup:
    made = await place.connect(
        "mail", address=OWN, imap_host=f"127.0.0.1:{box.port}", imap_password=box.password,
        smtp=f"smtp://127.0.0.1:{host.port}", **more,
    )  # fmt: skip
    # What lay in the box before is not answered.
    await polling.read_box(place.database, place.shop.id, made.channel.id)
    return made


@pytest.fixture
async def channel(place: Place, box: Box, host: MailHost) -> Setup:
    box.put(mail("Last year's question"))
    return await connected(place, box, host)


def mail(
    body: str = "Is it leather?", *, sender: str = "Marta Vidal <marta@example.com>", head: str = "", to: str = OWN,
    own_id: str = "",
) -> bytes:  # fmt: skip
    number = own_id or f"<m{next(NUMBER)}@example.com>"
    return (
        f"From: {sender}\nTo: {to}\nSubject: The saddle bag\nMessage-ID: {number}\n{head}"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    ).encode()


async def arrives(place: Place, box: Box, made: Setup, raw: bytes) -> None:
    """It lies in the box, is read, and answered."""
    box.put(raw)
    await polling.read_box(place.database, place.shop.id, made.channel.id)
    await place.work()


async def test_a_mail_is_answered_once_in_its_thread_in_both_forms(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    await arrives(place, box, channel, mail(own_id="<first@example.com>"))
    await polling.read_box(place.database, place.shop.id, channel.channel.id)
    await place.work()
    (sent,) = host.mails
    assert (sent["To"], sent["Subject"], sent["In-Reply-To"]) == (
        "marta@example.com",
        "Re: The saddle bag",
        "<first@example.com>",
    )
    assert sent["From"].addresses[0].addr_spec == OWN and sent["Auto-Submitted"] == "auto-replied"
    plain, html = (sent.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None
    for sentence in LEATHER["en"].sentences:
        assert sentence.text in " ".join(plain.get_content().split()) and sentence.text in html.get_content()
    assert "1. Does it fit a tablet?" in plain.get_content() and "AI assistant" in plain.get_content()
    found = await place.conversation()
    assert (found.customer_name, found.customer_email, found.customer_id) == ("Marta Vidal", "marta@example.com", None)
    assert not any("STORE" in command for command in box.commands)


async def test_an_answer_to_our_mail_goes_on_in_the_same_conversation_and_a_stranger_with_its_id_does_not(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    await arrives(place, box, channel, mail())
    ours = host.mails[0]["Message-ID"]
    await arrives(
        place, box, channel, mail("2\n\nOn Thu wrote:\n> x", head=f"In-Reply-To: {ours}\nReferences: {ours}\n")
    )
    found = await place.conversation()
    assert found.status == "waiting"
    await arrives(place, box, channel, mail(sender="eve@example.com", head=f"In-Reply-To: {ours}\n"))
    assert len(await place.conversations()) == 2


@pytest.mark.slow
async def test_the_tag_of_the_address_finds_the_thread_where_the_program_dropped_it(
    place: Place, box: Box, host: MailHost
) -> None:
    channel = await connected(place, box, host, tagged="tagged")
    await arrives(place, box, channel, mail())
    tag = host.mails[0]["Reply-To"].addresses[0].addr_spec
    assert tag.startswith("care+cnv_") and tag.endswith("@shop.example")
    await arrives(place, box, channel, mail("And the lining, leather too?", to=tag))
    assert len(await place.said()) == 4
    made_up = tag.replace("-", "-0", 1)
    await arrives(place, box, channel, mail("Leather?", to=made_up))
    assert len(await place.conversations()) == 2


async def test_the_whole_mail_is_kept_beside_the_new_words(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    body = "And the leather inside?\n\nOn Thu, 26 Nov 2026, Aurelle <care@shop.example> wrote:\n> It is calfskin."
    await arrives(place, box, channel, mail(body))
    assert (await place.said())[0].text == "The saddle bag\nAnd the leather inside?"
    async with place.database.session() as session:
        ((kept,),) = (await session.execute(text("SELECT content FROM channel_kept WHERE kind = 'mail'"))).all()
    assert "> It is calfskin." in bytes(kept).decode() and "From: Marta Vidal" in bytes(kept).decode()


async def test_robots_lists_bounces_and_our_own_mails_are_passed_over(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    for raw in (
        mail(head="Auto-Submitted: auto-replied\n"), mail(head="List-Id: <n.example>\n"), mail(sender=OWN),
        mail(sender="MAILER-DAEMON@mx.example"), mail(head="Precedence: bulk\n"),
    ):  # fmt: skip
        box.put(raw)
    await polling.read_box(place.database, place.shop.id, channel.channel.id)
    await place.work()
    assert await place.conversations() == [] and host.mails == []


@pytest.mark.slow
async def test_two_robots_do_not_go_on_for_ever(
    place: Place, box: Box, host: MailHost, channel: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mercery.channels.mail.taking._MOST_AN_HOUR", 3)
    for _ in range(3):
        box.put(mail())
    await polling.read_box(place.database, place.shop.id, channel.channel.id)
    await place.work()
    assert len(host.mails) == 3
    for _ in range(2):
        await arrives(place, box, channel, mail())
        assert (await place.conversations())[0].status == "waiting" and len(host.mails) == 3


@pytest.mark.slow
async def test_a_sender_whose_domain_denies_the_mail_is_left_to_a_person(
    place: Place, box: Box, host: MailHost
) -> None:
    channel = await connected(place, box, host, trusted_server="mx.shop.example")
    head = (
        "Authentication-Results: mx.shop.example; spf=fail; dmarc=fail\n"
        "Received: from x by mx.shop.example; Thu, 26 Nov 2026 10:00:00 +0000\n"
    )
    await arrives(place, box, channel, head.encode() + mail())
    found = await place.conversation()
    assert found.status == "waiting" and host.mails == []
    page = await place.http.get(f"/console/inbox/{found.id}", headers=await place.signed_in())
    assert "it may be forged" in page.text


@pytest.mark.slow
async def test_a_bounce_is_told_to_whoever_wrote_and_stops_the_address(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    await arrives(place, box, channel, mail())
    ours = host.mails[0]["Message-ID"]
    bounce = (
        f"From: MAILER-DAEMON@mx.example\nTo: {OWN}\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; marta@example.com\n"
        "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 User unknown\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\n\n--b--\n"
    )
    await arrives(place, box, channel, bounce.format("<made.up@shop.example>").encode())
    assert (await place.log())[0].status == "delivered"
    await arrives(place, box, channel, bounce.format(ours).encode())
    line = (await place.log())[0]
    assert line.status == "failed" and "550 User unknown" in line.problem.en
    await place.reply("Hello?")
    await place.work()
    assert len(host.mails) == 1


@pytest.mark.parametrize(
    ("reply", "status"), [("450 later", "waiting"), pytest.param("550 no such user", "failed", marks=pytest.mark.slow)]
)
async def test_a_mail_server_that_refuses_is_told_apart_for_now_and_for_good(
    place: Place, box: Box, host: MailHost, channel: Setup, reply: str, status: str
) -> None:
    host.replies["RCPT TO"] = [reply]
    host.replies["RCPT"] = [reply]
    await arrives(place, box, channel, mail())
    assert (await place.log())[0].status == status


async def test_every_minute_each_box_is_read_and_a_mail_is_answered_once(
    place: Place, box: Box, host: MailHost, channel: Setup
) -> None:
    box.put(mail())
    use_database(place.database)
    for _ in range(2):
        await jobs.poll(0)
    await place.work()
    assert len(host.mails) == 1


async def test_a_box_that_cannot_be_read_says_so_in_the_console(place: Place, box: Box, channel: Setup) -> None:
    box.password = "another"
    await polling.read_box(place.database, place.shop.id, channel.channel.id)
    page = await place.http.get(f"/console/channels/{channel.channel.id}/setup", headers=await place.signed_in())
    assert "refused the sign-in" in page.text and "the right one" not in page.text


async def post(place: Place, made: Setup, raw: bytes, *, secret: str = "") -> httpx.Response:
    headers = {**signed_headers(secret or made.channel.secret, raw, now()), "Content-Type": "message/rfc822"}
    return await place.http.post(f"/api/channels/mail/{made.channel.id}", content=raw, headers=headers)


async def test_a_mail_service_hands_mails_in_signed_and_once(place: Place, host: MailHost) -> None:
    made = await place.connect("mail", address=OWN, smtp=f"smtp://127.0.0.1:{host.port}")
    raw = mail()
    answers = [await post(place, made, raw), await post(place, made, raw), await post(place, made, raw, secret="guess")]
    assert [one.status_code for one in answers] == [200, 200, 401]
    assert [one.json().get("became") for one in answers[:2]] == ["arrived", "known"]
    await place.work()
    assert len(host.mails) == 1
