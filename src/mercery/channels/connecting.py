"""Connecting the messengers to the rest, once per process: who carries, which platforms there are, who answers."""

from __future__ import annotations

from mercery.channels.doors import MakeResponder, use_platforms, use_responder
from mercery.channels.mail.carrier import MailCarrier, MailPlatform
from mercery.channels.wechat.carrier import WechatCarrier
from mercery.channels.wechat.client import Wechat
from mercery.channels.whatsapp.carrier import WhatsappCarrier
from mercery.channels.whatsapp.client import Whatsapp
from mercery.conversations.carriers import use_carriers


def connect(make_responder: MakeResponder) -> None:
    """Say who does what. `make_responder` makes who answers, over a database."""
    use_carriers({"wechat": WechatCarrier(), "whatsapp": WhatsappCarrier(), "mail": MailCarrier()})
    use_platforms({"wechat": Wechat(), "whatsapp": Whatsapp(), "mail": MailPlatform()})
    use_responder(make_responder)


def disconnect() -> None:
    """Forget it again."""
    use_carriers({})
    use_platforms({})
    use_responder(None)
