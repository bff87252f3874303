"""Calling WeChat: the access token that all processes share, messages to customers, files they sent.

Sources: developers.weixin.qq.com, 公众号 "获取稳定版接口调用凭据" (stable_token: the same token until it ends; with force_refresh a new
one, at most 20 times a day), "发送客服消息", "客服输入状态", "获取临时素材", "全局返回码".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from mercery.accounts.shop import Shop
from mercery.channels import setups
from mercery.channels.arrived import Arrived, Media
from mercery.channels.keeping import LARGEST
from mercery.channels.outside import Answer, Unreachable, call
from mercery.channels.setups import Setup
from mercery.conversations.carriers import Carried, Outcome
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words

_MARGIN: Final = timedelta(minutes=5)
_STALE: Final = frozenset({40001, 40014, 42001})
"""The token is wrong or has ended."""
UNAUTHORISED: Final = 48001
_AGAIN: Final = frozenset({-1, 40001, 40013, 40014, 40125, 40164, 42001, 45009, 45011})
_PROBLEMS: Final[dict[int, Words]] = {
    45015: Words(
        "The customer last wrote more than 48 hours ago; WeChat takes nothing until they write again.",
        "顾客上次来信已超过 48 小时，再次来信前微信不接受下发。",
    ),
    45047: Words(
        "The messages WeChat allows after one of the customer are used up; more go out when they write again.",
        "本次来信后的下发条数已用完，顾客再次来信后才能继续发送。",
    ),
    43004: Words(
        "The customer no longer follows the account. Reach them another way.", "顾客已取消关注，请以其他方式联系。"
    ),
    40003: Words(
        "WeChat does not know this customer for this account. Check that the AppID is of the account they wrote to.",
        "微信不认识该公众号下的这位顾客。请核对 AppID 是否为顾客来信的公众号。",
    ),
    45009: Words(
        "The account's calls of today are used up; it is tried again. The account's console can set them back.",
        "公众号今日接口调用次数已用完，系统会自动重试；也可在公众平台后台清零次数。",
    ),
    45011: Words("Too many calls in a minute; it is tried again.", "调用过于频繁，系统会自动重试。"),
    40013: Words("WeChat does not know the AppID. Copy it once more.", "AppID 无效，请重新复制。"),
    40125: Words("WeChat refuses the AppSecret. Copy it once more.", "AppSecret 无效，请重新复制。"),
    40164: Words(
        "This server's address is not in the account's IP allow list. Add it in the account's console.",
        "本服务器地址不在公众号的 IP 白名单中，请在公众平台后台添加。",
    ),
    UNAUTHORISED: Words(
        "The account may not send customer-service messages: only direct answers within five seconds reach customers. Have it verified by WeChat.",
        "该公众号没有客服消息权限，只有五秒内的直接回复能送达。请完成微信认证。",
    ),
}


class WechatRefused(MerceryError):
    """WeChat answered with an error of its own."""

    code = "wechat_refused"
    status = 502

    def __init__(self, number: int, said: str = "") -> None:
        words = _PROBLEMS.get(number) or Words(
            f"WeChat answered {number} {said[:120]}".strip() + ".", f"微信返回错误 {number} {said[:120]}".strip() + "。"
        )
        super().__init__(words.en, zh=words.zh)
        self.number, self.words = number, words

    def carried(self) -> Carried:
        """What it means for a message."""
        outcome: Outcome = "again" if self.number in _AGAIN else "refused"
        return Carried(outcome=outcome, http_status=200, problem=self.words)


async def post(database: Database, setup: Setup, path: str, content: Json) -> Json:
    """Call with the shared token; a token that has ended is renewed once. WechatRefused or Unreachable."""
    token = await access_token(database, setup)
    try:
        return _checked(await call("POST", _url(path), content=content, query={"access_token": token}))
    except WechatRefused as error:
        if error.number not in _STALE:
            raise
    renewed = await access_token(database, setup, instead_of=token)
    return _checked(await call("POST", _url(path), content=content, query={"access_token": renewed}))


async def access_token(database: Database, setup: Setup, *, instead_of: str = "") -> str:
    """The token all processes share, fetched where there is none. `instead_of`: one that was refused. The platform is asked
    for a forced renewal, of which it grants few, only where it still hands out the one that it refused."""
    async with database.session() as session:
        lent = await setups.lent_token(session, setup.channel.id)
    if lent and lent != instead_of:
        return lent
    found = await _fetched(setup, forced=False)
    if found["access_token"] == instead_of:
        found = await _fetched(setup, forced=True)
    token, seconds = str(found["access_token"]), int(found.get("expires_in", 7200))
    async with database.session() as session:
        until = now() + max(timedelta(seconds=seconds) - _MARGIN, timedelta(seconds=30))
        await setups.keep_token(session, setup.channel.id, token, until)
    return token


async def _fetched(setup: Setup, *, forced: bool) -> Json:
    content = {
        "grant_type": "client_credential", "appid": setup.get("app_id"), "secret": setup.get("app_secret"),
        "force_refresh": forced,
    }  # fmt: skip
    found = _checked(await call("POST", _url("/cgi-bin/stable_token"), content=content))
    if not found.get("access_token"):
        raise Unreachable(
            "WeChat gave no access token.", remedy="It is tried again by itself.",
            zh="微信未返回 access token，系统会自动重试。",
        )  # fmt: skip
    return found


async def typing(database: Database, setup: Setup, openid: str) -> None:
    """Show the customer that an answer is being written. Where that cannot be said, nothing is lost."""
    try:
        await post(database, setup, "/cgi-bin/message/custom/typing", {"touser": openid, "command": "Typing"})
    except MerceryError:
        return


class Wechat:
    """The platform, as messages of it are taken in. It keeps files that customers sent for three days."""

    async def seen(self, database: Database, setup: Setup, arrived: Arrived) -> None:
        """Nothing: WeChat shows no such thing, and its sign of typing is for answers that take longer."""

    async def check(self, database: Database, setup: Setup) -> None:
        """Fetch an access token: AppID, AppSecret and the IP allow list are right then."""
        async with database.session() as session:
            await setups.keep_token(session, setup.channel.id, "", now())
        await access_token(database, setup)

    async def send_line(self, database: Database, setup: Setup, address: str, text: str, shop: Shop) -> None:
        """To an OpenID that wrote within 48 hours."""
        content = {"touser": address, "msgtype": "text", "text": {"content": text}}
        await post(database, setup, "/cgi-bin/message/custom/send", content)

    async def fetch(self, database: Database, setup: Setup, media: Media) -> tuple[bytes, str, str]:
        """The file; WechatRefused where the platform no longer has it, Unreachable where it is too large."""
        token = await access_token(database, setup)
        answer = await _media(media, token)
        refused = _refusal(answer)
        if refused is not None and refused.number in _STALE:
            answer = await _media(media, await access_token(database, setup, instead_of=token))
            refused = _refusal(answer)
        if refused is not None:
            raise refused
        if answer.status != 200 or not answer.body:
            raise Unreachable(
                f"The file could not be fetched ({answer.status}).", zh=f"无法取得文件（{answer.status}）。"
            )
        return answer.body, answer.media_type, answer.name


async def _media(media: Media, token: str) -> Answer:
    query = {"access_token": token, "media_id": media.outside_id}
    return await call("GET", _url("/cgi-bin/media/get"), query=query, largest=LARGEST)


def _url(path: str) -> str:
    return f"{settings().wechat_api}{path}"


def _checked(answer: Answer) -> Json:
    if answer.status != 200:
        raise Unreachable(
            f"WeChat answered {answer.status}.", remedy="It is tried again by itself.",
            zh=f"微信返回 {answer.status}，系统会自动重试。",
        )  # fmt: skip
    refused = _refusal(answer)
    if refused is not None:
        raise refused
    return answer.json()


def _refusal(answer: Answer) -> WechatRefused | None:
    """Errors come with status 200 and a number in the body."""
    if answer.media_type not in ("application/json", "text/plain", ""):
        return None
    found = answer.json()
    number = found.get("errcode", 0)
    return WechatRefused(number, str(found.get("errmsg", ""))) if isinstance(number, int) and number != 0 else None
