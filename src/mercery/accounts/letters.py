"""Mails to the people of a shop about their own account: plain words, nothing fetched when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Final

from mercery.accounts.notices import NoticeKind
from mercery.core.i18n import Lang, Words
from mercery.core.mail import Mail
from mercery.ui.formats import datetime_text, zone_named

_FRAME: Final = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="margin:0;padding:32px 16px;background:#f4f6f3;color:#16201c;'
    "font-family:Georgia,'Songti SC',SimSun,serif;font-size:16px;line-height:1.6\">"
    '<div style="max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #dadfd9">'
    '<p style="margin:0 0 24px;font-size:20px">{shop}</p>{inside}</div></body></html>'
)
_LINE: Final = '<p style="margin:0 0 12px">{text}</p>'
_LINK: Final = '<p style="margin:20px 0;word-break:break-all"><a href="{url}" style="color:#16201c">{url}</a></p>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who gets a mail, and in whose name."""

    email: str
    lang: Lang
    shop_name: str
    """The first shop the person works for; "Mercery" where there is none."""
    shop_id: str = ""
    timezone: str = "UTC"


_HAPPENED: Final[Mapping[NoticeKind, tuple[Words, Words]]] = {
    "password_changed": (
        Words("Your password was changed", "您的密码已更改"),
        Words("The password of your account was changed {at}. All other browsers were signed out.",
              "您账户的密码已于 {at} 更改，其他浏览器均已退出登录。"),
    ),
    "email_changed": (
        Words("Your e-mail was changed", "您的登录邮箱已更改"),
        Words("The e-mail you sign in with was changed {at}: it is now {email}. All other browsers were signed out.",
              "您的登录邮箱已于 {at} 更改为 {email}，其他浏览器均已退出登录。"),
    ),
    "email_taken_back": (
        Words("This address no longer signs in", "此邮箱已不能登录"),
        Words("The e-mail of your account was changed back {at} from the address it had before. This address no longer signs in.",
              "您账户的登录邮箱已于 {at} 由原邮箱恢复，此邮箱不能再用于登录。"),
    ),
    "factor_on": (
        Words("Two-step sign-in is on", "两步验证已开启"),
        Words("Two-step sign-in was turned on {at}. From now on a code of your app is asked for beside the password.",
              "您已于 {at} 开启两步验证。此后登录时，除密码外还需输入验证器应用中的验证码。"),
    ),
    "factor_off": (
        Words("Two-step sign-in is off", "两步验证已关闭"),
        Words("Two-step sign-in was turned off {at}. The password alone now opens your account.",
              "两步验证已于 {at} 关闭，现在仅凭密码即可登录您的账户。"),
    ),
    "codes_new": (
        Words("New recovery codes", "恢复码已重新生成"),
        Words("New recovery codes were made {at}. The old ones no longer work.", "新的恢复码已于 {at} 生成，旧恢复码全部失效。"),
    ),
    "code_used": (
        Words("A recovery code was used", "有恢复码被使用"),
        Words("One of your recovery codes was used to sign in {at}. It does not work again.",
              "您的一个恢复码已于 {at} 用于登录，该恢复码不能再次使用。"),
    ),
    "new_browser": (
        Words("A new browser signed in", "有新的浏览器登录"),
        Words("Your account was signed in to {at} with a browser you have not used before: {browser}, from the network {place}.",
              "您的账户于 {at} 在一个此前未使用过的浏览器上登录：{browser}，网络 {place}。"),
    ),
    "guessed": (
        Words("Wrong codes after the right password", "密码正确但验证码多次错误"),
        Words("Somebody gave your right password and then several wrong codes, last {at}, from the network {place}. "
              "Nobody was let in.",
              "有人输入了您的正确密码，随后多次输错验证码，最近一次在 {at}，网络 {place}。对方未能登录。"),
    ),
}  # fmt: skip
"""Subject and first sentence by what happened."""
_NOT_YOU: Final = Words(
    "If this was not you, set a new password at once: {url}", "如果不是您本人操作，请立即重设密码：{url}"
)
_NOT_YOU_MOVED: Final = Words(
    "If this was not you, tell an owner of the shop at once, or whoever looks after the server: links for a new password no "
    "longer come to this address.",
    "如果不是您本人操作，请立即告知店主或服务器管理员：重设密码的链接已不再发送到此邮箱。",
)
_ELSEWHERE: Final = frozenset({"email_changed", "email_taken_back"})
"""Told at an address that is no longer the account's."""
_UNKNOWN: Final = Words("unknown", "未知")


def notice_mail(
    to: Addressee, kind: NoticeKind, at: datetime, *, browser: str, place: str, email: str, forgot_url: str
) -> Mail:
    """What happened to the account, when, and what to do when it was not the person. `email`: that of the account, which is
    not where the mail goes after it was changed."""
    title, happened = _HAPPENED[kind]
    unknown = _UNKNOWN.text(to.lang)
    said = happened.text(to.lang).format(
        at=moment_text(at, to),
        browser=browser or unknown,
        place=place or unknown,
        email=email,
    )
    remedy = _NOT_YOU_MOVED if kind in _ELSEWHERE else _NOT_YOU
    return letter(to, title.text(to.lang), [said], after=[remedy.text(to.lang).format(url=forgot_url)])


def reset_mail(to: Addressee, url: str, minutes: int) -> Mail:
    """The link to a new password. It is no shop's mail: where mails go into a folder, a shop's owners can read those of
    the shop, and the link belongs to one person."""
    to = replace(to, shop_id="")
    if to.lang == "zh":
        lead = (
            f"有人为您在 {to.shop_name} 后台的账户申请重设密码。请在 {minutes} 分钟内打开下方链接，链接只能使用一次："
        )
        after = ["如果不是您本人操作，请忽略此邮件，您的密码没有任何改动。"]
        return letter(to, "重设密码", [lead], url=url, after=after)
    lead = (
        f"Somebody asked for a new password of your account in the console of {to.shop_name}. The link works once, within "
        f"{minutes} minutes:"
    )
    after = ["If this was not you, you need not do anything: your password has not changed."]
    return letter(to, "A new password", [lead], url=url, after=after)


def moment_text(at: datetime, to: Addressee) -> str:
    """When something happened, as the sentence of a letter says it: by the clock of the reader's shop."""
    when = datetime_text(at, to.lang, zone_named(to.timezone)) + f" ({to.timezone.replace('_', ' ')})"
    return when if to.lang == "zh" else f"on {when}"


def letter(to: Addressee, title: str, lines: list[str], *, url: str = "", after: list[str]) -> Mail:
    """A mail of these lines, in the shop's name: `url` stands between what is said and what comes `after`."""
    joint = "：" if to.lang == "zh" else ": "
    subject = f"{to.shop_name}{joint}{title}"
    inside = "".join(
        [
            *(_LINE.format(text=escape(line)) for line in lines),
            _LINK.format(url=escape(url, quote=True)) if url else "",
            *(_LINE.format(text=escape(line)) for line in after),
        ]
    )
    html = _FRAME.format(
        lang="zh-CN" if to.lang == "zh" else "en", subject=escape(subject), shop=escape(to.shop_name), inside=inside
    )
    text = "\n\n".join([to.shop_name, *lines, *([url] if url else []), *after]) + "\n"
    return Mail(to=to.email, subject=subject, text=text, html=html, sender_name=to.shop_name, shop_id=to.shop_id)
