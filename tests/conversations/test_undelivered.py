"""Why a message did not arrive is told in both languages, with what to do."""

from __future__ import annotations

import re
import smtplib
from email.message import EmailMessage

import pytest

from mercery.channels.outside import Unreachable
from mercery.channels.wechat.client import _PROBLEMS as WECHAT
from mercery.channels.wechat.client import WechatRefused
from mercery.channels.whatsapp.client import _PROBLEMS as WHATSAPP
from mercery.channels.whatsapp.client import WhatsappRefused
from mercery.conversations.callback_address import checked_callback_url, resolve
from mercery.conversations.restored import HELD
from mercery.conversations.undelivered import answered, not_reached, reason
from mercery.core.errors import Invalid, MerceryError
from mercery.core.i18n import Words
from mercery.core.mail.message import MailAddress, MailNotSent
from mercery.core.mail.smtp import MailServer, SmtpMailer

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def in_both(words: Words) -> bool:
    return bool(words.en and CHINESE.search(words.zh)) and not CHINESE.search(words.en)


@pytest.mark.parametrize("number", [*WECHAT, -7])
def test_wechat_s_refusals(number: int) -> None:
    assert in_both(reason(WechatRefused(number, "errmsg")))


@pytest.mark.parametrize("number", [*WHATSAPP, 999])
def test_whatsapp_s_refusals(number: int) -> None:
    assert in_both(reason(WhatsappRefused(number, "details")))


@pytest.mark.parametrize("status", [302, 401, 404, 500])
def test_a_program_s_answers_say_what_to_look_at(status: int) -> None:
    said = answered(status)
    assert in_both(said) and str(status) in said.en and str(status) in said.zh
    assert in_both(not_reached("bot.example", "ConnectTimeout")) and in_both(HELD)


@pytest.mark.parametrize(
    "url", ["ftp://x", "http://bot.example/in", "https://bot.example:99999/", "https://10.0.0.1/in"]
)
def test_addresses_that_are_not_called(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_callback_url(url, reach="internet")
    assert in_both(reason(refused.value))


async def test_a_host_nobody_knows() -> None:
    with pytest.raises(Invalid) as refused:
        await resolve(f"https://{'a' * 70}.invalid/", reach="internet")
    assert "not known" in refused.value.message and in_both(reason(refused.value))


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@example.com": (550, b"no such anna@example.com")}), True),
        (smtplib.SMTPRecipientsRefused({"anna@example.com": (450, b"later")}), False),
        (smtplib.SMTPAuthenticationError(535, b"no"), False),
        (smtplib.SMTPSenderRefused(553, b"no", "me@example.com"), False),
        (smtplib.SMTPDataError(554, b"spam"), True),
        (ConnectionRefusedError(), False),
    ],
)
def test_a_mail_server_s_refusals_without_the_customer_s_address(error: Exception, final: bool) -> None:
    class Failing(SmtpMailer):
        def _connected(self) -> smtplib.SMTP:
            raise error

    way = Failing(
        server=MailServer(host="mail.example", port=587, encrypted=False), sender=MailAddress(address="me@example.com")
    )
    with pytest.raises(MailNotSent) as refused:
        way.hand_over(EmailMessage())
    assert refused.value.final is final
    said = reason(refused.value)
    assert in_both(said) and "anna" not in said.en + said.zh


def test_an_error_without_chinese_is_told_by_its_own_sentence() -> None:
    assert reason(MerceryError("It broke.", remedy="Mend it.")) == Words(
        "It broke. Mend it.", "未能送达，系统说明：It broke. Mend it."
    )
    assert reason(Unreachable("No.", zh="不行。")) == Words("No.", "不行。")
