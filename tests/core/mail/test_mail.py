"""Mails over a socket to a server, and into the folder."""

from __future__ import annotations

import asyncio
import shutil
import smtplib
import ssl
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.core.mail.server import MailHost, mail_host

from mercery.core.config import BadSetting, Settings, settings
from mercery.core.mail import Mail, MailAddress, MailNotSent, mail_leaves, mailer_of, read_address, way_of
from mercery.core.mail.choosing import outbox_of
from mercery.core.mail.outbox import KEPT
from mercery.core.mail.smtp import MailServer, SmtpMailer, offered_by, read_smtp_url

MAIL = Mail(
    to="mira@example.com",
    subject="您的验证码 / Your code",
    text="123456\n.\nafter a dot\n",
    html="<p>123456</p>",
    sender_name="Maison “Aurelle”, Paris",
    shop_id="shp_1",
)


def over(host: MailHost, **changes: object) -> Settings:
    return Settings(smtp_url=SecretStr(host.url), mail_from="codes@shop.example", **changes)  # type: ignore[arg-type]


async def send(chosen: Settings, mail: Mail = MAIL) -> str:
    return await asyncio.to_thread(mailer_of(chosen).send, mail)


async def test_a_mail_arrives_whole_in_both_forms() -> None:
    async with mail_host() as host:
        assert await send(over(host)) == "smtp"
    (got,) = host.mails
    assert (got["To"], got["Subject"]) == ("mira@example.com", "您的验证码 / Your code")
    sender = got["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Maison “Aurelle”, Paris", "codes@shop.example")
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None and plain.get_content().splitlines() == ["123456", ".", "after a dot"]
    assert html is not None and html.get_content().strip() == "<p>123456</p>"
    assert got["Auto-Submitted"] == "auto-generated" and got["Message-ID"].endswith("@shop.example>")


async def test_user_and_password_are_given_to_the_server() -> None:
    async with mail_host() as host:
        chosen = Settings(smtp_url=SecretStr(f"smtp://shop%40x:p%3Aw@127.0.0.1:{host.port}"))
        await send(chosen)
    assert any(line.startswith("AUTH PLAIN") for line in host.commands)
    assert read_smtp_url("smtp://shop%40x:p%3Aw@h") == read_smtp_url("smtp://shop%40x:p%3Aw@h:587")


@pytest.mark.parametrize(("reply", "final"), [("550 5.1.1 <mira@example.com> unknown", True), ("451 try later", False)])
async def test_a_refused_recipient_is_said_without_the_address(reply: str, final: bool) -> None:
    async with mail_host() as host:
        host.replies["RCPT"] = [reply]
        with pytest.raises(MailNotSent) as caught:
            await send(over(host))
    assert caught.value.final is final and "@" not in caught.value.message and reply[:3] in caught.value.message


async def test_a_server_that_is_not_there_can_be_tried_again() -> None:
    async with mail_host() as host:
        pass
    with pytest.raises(MailNotSent) as caught:
        await send(over(host))
    assert not caught.value.final and "MERCERY_SMTP_URL" in caught.value.remedy


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and certificate of a server on this machine, signed by itself."""
    made = tmp_path / "server.pem"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext"
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on PATH")
    subprocess.run(
        [openssl, *command.split(), "subjectAltName=IP:127.0.0.1", "-keyout", made, "-out", tmp_path / "cert.pem"],
        check=True,
        capture_output=True,
    )
    made.write_bytes(made.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return made


def secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


async def test_where_the_server_offers_encryption_everything_after_the_greeting_is_encrypted(certificate: Path) -> None:
    async with mail_host(starttls=secured(certificate)) as host:
        await send(over(host))
    assert host.encrypted and len(host.mails) == 1
    assert [line.split()[0].upper() for line in host.commands[:3]] == ["EHLO", "STARTTLS", "EHLO"]


async def test_a_server_is_asked_what_it_offers_without_a_mail(certificate: Path) -> None:
    async with mail_host(starttls=secured(certificate)) as host:
        found = await asyncio.to_thread(offered_by, MailServer(host="127.0.0.1", port=host.port, encrypted=False))
    assert (found.encryption, found.sends, host.mails) == ("starttls", True, []) and found.version.startswith("TLS")
    async with mail_host() as host:
        found = await asyncio.to_thread(offered_by, MailServer(host="127.0.0.1", port=host.port, encrypted=False))
    assert (found.encryption, found.version, found.sends) == ("none", "", True)
    away = await asyncio.to_thread(offered_by, MailServer(host="127.0.0.1", port=host.port, encrypted=False))
    assert (away.encryption, away.sends) == (None, False) and away.problem


def test_a_server_elsewhere_that_offers_no_encryption_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtplib.SMTP, "connect", OpenServer.connect)
    monkeypatch.setattr(smtplib.SMTP, "ehlo", OpenServer.ehlo)
    found = offered_by(MailServer(host="mail.example", port=25, encrypted=False))
    assert (found.encryption, found.sends) == ("none", False)


async def test_an_encrypted_server_must_show_a_certificate_that_is_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mail_host(tls=secured(certificate)) as host:
        chosen = Settings(smtp_url=SecretStr(f"smtps://127.0.0.1:{host.port}"), mail_from="codes@shop.example")
        with pytest.raises(MailNotSent, match="could not be used"):
            await send(chosen)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert await send(chosen) == "smtp"


def test_codes_do_not_travel_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = MailServer(host="mail.example", port=25, encrypted=False)
    monkeypatch.setattr(smtplib.SMTP, "connect", OpenServer.connect)
    monkeypatch.setattr(smtplib.SMTP, "ehlo", OpenServer.ehlo)
    with pytest.raises(MailNotSent, match="offers no encryption"):
        SmtpMailer(server=remote, sender=MailAddress(address="codes@shop.example")).send(MAIL)


class OpenServer(smtplib.SMTP):
    """A server elsewhere, which no test may reach: it answers, and offers no encryption."""

    def connect(self, *_: object, **__: object) -> tuple[int, bytes]:
        """Nobody is called."""
        return 220, b"ready"

    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        """Nothing is offered."""
        self.esmtp_features = {}
        return 250, b"mail.example"


async def test_a_line_break_in_a_shops_name_begins_no_header() -> None:
    async with mail_host() as host:
        await send(over(host), replace(MAIL, sender_name="Shop\r\nBcc: eve@example.com", subject="a\nb"))
    (got,) = host.mails
    assert got["Bcc"] is None and got["Subject"] == "a b" and len(got["From"].addresses) == 1


async def test_without_a_server_mails_lie_in_the_folder_of_their_shop(home: Path) -> None:
    chosen = settings()
    assert await send(chosen) == "outbox" and await send(chosen, replace(MAIL, shop_id="shp_2")) == "outbox"
    (kept,) = outbox_of(chosen).mails("shp_1")
    assert (kept.to, kept.text.splitlines()[0]) == ("mira@example.com", "123456")
    (file,) = (home / "outbox" / "shp_1").glob("*.eml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_the_folder_does_not_grow_for_ever(home: Path) -> None:
    for _ in range(KEPT + 3):
        mailer_of(settings()).send(MAIL)
    assert len(list((home / "outbox" / "shp_1").iterdir())) == KEPT


def test_the_folder_counts_only_where_the_owner_is_the_customer(home: Path) -> None:
    assert mail_leaves(Settings()) and not mail_leaves(Settings(public_url="https://shop.example"))
    server = Settings(public_url="https://shop.example", smtp_url=SecretStr("smtps://u:secret@mail.example"))
    assert mail_leaves(server)
    way = way_of(server)
    assert (way.kind, way.server, way.encrypted) == ("smtp", "mail.example:465", True) and "secret" not in repr(way)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MERCERY_SMTP_URL", "http://mail.example"),
        ("MERCERY_SMTP_URL", "smtp://"),
        ("MERCERY_SMTP_URL", "smtp://h:port"),
        ("MERCERY_MAIL_FROM", "nobody"),
        ("MERCERY_MAIL_FROM", "a@b, c@d"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        settings()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@example.com", "anna@example.com"),
        ("Anna <anna@example.com>", "anna@example.com"),
        ("anna", None),
        ("anna@@example.com", None),
        ("a@b\nBcc: c@d", None),
        ("a b@example.com", None),
        ("", None),
    ],
)
def test_addresses(text: str, address: str | None) -> None:
    found = read_address(text)
    assert (found.address if found else None) == address
