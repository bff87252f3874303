"""Calling the WhatsApp Cloud API.

Sources: developers.facebook.com, WhatsApp Business Platform, "Messages", "Media" (an id leads to an address that is good for five
minutes and wants the same token), "Mark messages as read", "Typing indicators", "Error codes".
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from mercery.accounts.shop import Shop
from mercery.channels.arrived import Arrived, Media
from mercery.channels.keeping import LARGEST
from mercery.channels.outside import Answer, Unreachable, call
from mercery.channels.setups import Setup
from mercery.conversations.carriers import Carried, Outcome
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words

CLOSED: Final = 131047
"""More than 24 hours since the customer's last message."""
_AGAIN: Final = frozenset({0, 1, 2, 4, 190, 80007, 130429, 131000, 131005, 131016, 131048, 131056, 131057, 133004})
_PROBLEMS: Final[dict[int, Words]] = {
    CLOSED: Words(
        "The customer last wrote more than 24 hours ago; WhatsApp takes only an approved template now. Name one in the channel's settings.",
        "顾客上次来信已超过 24 小时，现在只能发送审核过的模板。请在渠道设置中填写模板。",
    ),
    131026: Words(
        "WhatsApp cannot deliver to this number: no account, an old app, or the terms were not accepted. Reach the customer another way.",
        "无法送达该号码：可能没有 WhatsApp、版本过旧或未接受条款。请以其他方式联系顾客。",
    ),
    131049: Words(
        "Meta keeps this template back from this customer. Send it a day later, or answer when they write.",
        "Meta 暂不向该顾客投放此模板。请一天后再发，或等顾客来信后回复。",
    ),
    130429: Words("Too many messages at once; it is tried again.", "发送过于频繁，稍后重试。"),
    131048: Words(
        "WhatsApp limits this number because of complaints. WhatsApp Manager shows its quality and when the limit ends.",
        "该号码因被投诉而受限。请在 WhatsApp 管理工具中查看号码质量与限制期限。",
    ),
    131056: Words("Too many messages to this one customer; it is tried again.", "对同一顾客发送过于频繁，稍后重试。"),
    80007: Words("The account's limit of calls is reached; it is tried again.", "账号调用次数已达上限，稍后重试。"),
    190: Words("The access token has ended. Enter a new one.", "访问令牌已失效，请填写新的。"),
    0: Words("The access token is not accepted. Enter a new one.", "访问令牌无效，请填写新的。"),
    10: Words(
        "The access token lacks whatsapp_business_messaging. Make one that has it and enter it.",
        "访问令牌缺少 whatsapp_business_messaging 权限。请生成含该权限的令牌并填写。",
    ),
    131005: Words(
        "The access token may not use this number. Give its system user the account in Meta Business Suite.",
        "访问令牌无权使用该号码。请在 Meta 商务管理平台为其系统用户分配该账号。",
    ),
    131031: Words(
        "Meta has locked the business account. Its support in Meta Business Suite says why.",
        "Meta 已锁定该商业账号，请在 Meta 商务管理平台的支持页面查看原因。",
    ),
    368: Words(
        "Meta has blocked the business account for a time. Its support in Meta Business Suite says why and until when.",
        "该商业账号被 Meta 暂时限制，请在 Meta 商务管理平台的支持页面查看原因与期限。",
    ),
    132001: Words(
        "There is no such template in this language. Create it in WhatsApp Manager, or name another in the channel's settings.",
        "没有该语言的模板。请在 WhatsApp 管理工具中创建，或在渠道设置中改用其他模板。",
    ),
    132015: Words(
        "The template is paused for its quality. Name another in the channel's settings.",
        "模板因质量问题已暂停。请在渠道设置中改用其他模板。",
    ),
    132000: Words("The template has variables, and one without any is needed.", "该模板带有变量，需使用无变量的模板。"),
}


class WhatsappRefused(MerceryError):
    """Meta answered with an error of its own."""

    code = "whatsapp_refused"
    status = 502

    def __init__(self, number: int, details: str = "", http_status: int = 400) -> None:
        self.number, self.http_status = number, http_status
        self.words = problem_of(number, details)
        super().__init__(self.words.en, zh=self.words.zh)

    def carried(self) -> Carried:
        """What it means for a message."""
        again = self.number in _AGAIN or self.http_status >= 500
        outcome: Outcome = "again" if again else "refused"
        return Carried(outcome=outcome, http_status=self.http_status, problem=self.words)


def problem_of(number: int, details: str = "") -> Words:
    """Meta's number in words for the people of the shop."""
    said = f" {details}" if details else ""
    return _PROBLEMS.get(number) or Words(f"WhatsApp answered {number}.{said}", f"WhatsApp 返回错误 {number}。{said}")


async def send(setup: Setup, to: str, message: Json, *, delivery_id: str = "") -> str:
    """Send one message; the id it got. WhatsappRefused or Unreachable."""
    content = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": to, **message}
    if delivery_id:
        content["biz_opaque_callback_data"] = delivery_id
    found = _checked(await _post(setup, content))
    sent = found.get("messages") or [{}]
    return str(sent[0].get("id", "")) if isinstance(sent[0], dict) else ""


class Whatsapp:
    """The platform, as messages of it are taken in."""

    async def seen(self, database: Database, setup: Setup, arrived: Arrived) -> None:
        """Two blue marks, and that an answer is being written. Where that cannot be shown, nothing is lost."""
        content = {
            "messaging_product": "whatsapp", "status": "read", "message_id": arrived.outside_id,
            "typing_indicator": {"type": "text"},
        }  # fmt: skip
        try:
            await _post(setup, content)
        except MerceryError:
            return

    async def check(self, database: Database, setup: Setup) -> None:
        """Ask for the number's own name: token and number are right then."""
        query = {"fields": "display_phone_number,verified_name"}
        _checked(await call("GET", _url(setup.get("phone_number_id")), query=query, headers=_headers(setup)))

    async def send_line(self, database: Database, setup: Setup, address: str, text: str, shop: Shop) -> None:
        """To a number that wrote within 24 hours."""
        number = "".join(sign for sign in address if sign.isdecimal())
        await send(setup, number, {"type": "text", "text": {"body": text, "preview_url": False}})

    async def fetch(self, database: Database, setup: Setup, media: Media) -> tuple[bytes, str, str]:
        """The file. The token goes along to hosts of Meta and of the setting alone."""
        found = _checked(await call("GET", _url(media.outside_id), headers=_headers(setup)))
        url, size = str(found.get("url", "")), found.get("file_size", 0)
        if isinstance(size, int) and size > LARGEST:
            raise Unreachable(
                f"The file has {size:,} bytes; at most {LARGEST:,} are kept.",
                zh=f"文件有 {size:,} 字节，最多保存 {LARGEST:,} 字节。",
            )
        host, own = urlsplit(url).hostname or "", urlsplit(settings().whatsapp_api).hostname
        if host != own and not host.endswith((".facebook.com", ".fbsbx.com", ".whatsapp.net")):
            raise Unreachable(
                "The file lies at a host that is not the platform's.", zh="文件所在主机不属于该平台，未予读取。"
            )
        answer = await call("GET", url, headers=_headers(setup), largest=LARGEST)
        if answer.status != 200 or not answer.body:
            raise Unreachable(
                f"The file could not be fetched ({answer.status}).", zh=f"无法取得文件（{answer.status}）。"
            )
        return answer.body, str(found.get("mime_type", "")).partition(";")[0] or answer.media_type, answer.name


async def _post(setup: Setup, content: Json) -> Answer:
    return await call(
        "POST", _url(f"{setup.get('phone_number_id')}/messages"), content=content, headers=_headers(setup)
    )


def _url(path: str) -> str:
    return f"{settings().whatsapp_api}/{settings().whatsapp_version}/{path}"


def _headers(setup: Setup) -> dict[str, str]:
    return {"Authorization": f"Bearer {setup.get('access_token')}"}


def _checked(answer: Answer) -> Json:
    found = answer.json()
    error = found.get("error")
    if isinstance(error, dict):
        code, data = error.get("code"), error.get("error_data")
        details = str(data.get("details", "")) if isinstance(data, dict) else ""
        raise WhatsappRefused(code if isinstance(code, int) else -1, details[:200], answer.status)
    if not 200 <= answer.status < 300:
        raise Unreachable(
            f"WhatsApp answered {answer.status}.", remedy="It is tried again by itself.",
            zh=f"WhatsApp 返回 {answer.status}，系统会自动重试。",
        )  # fmt: skip
    return found
