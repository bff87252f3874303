"""Letters about a change: to the new address, whoever reads it, and to the address before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mercery.accounts.email_change.change import STOPS, VALID
from mercery.accounts.letters import Addressee, letter, moment_text
from mercery.core.i18n import Words
from mercery.core.mail import Mail

_HOURS = int(VALID.total_seconds() // 3600)


def proof_letter(to: Addressee, url: str) -> Mail:
    """The link that proves the new address. It names neither the person nor the address before: it may be mistyped. Like every
    link of one person it is no shop's mail (`accounts/letters.py`)."""
    lead = Words(
        f"Somebody who works for {to.shop_name} wants to sign in to its console with this address. If it was you, open the "
        f"link within {_HOURS} hours. It works once, and asks for your password where you are not signed in:",
        f"{to.shop_name} 有员工希望用此邮箱登录后台。如果是您本人操作，请在 {_HOURS} 小时内打开下方链接。"
        "链接只能使用一次；在未登录的浏览器中打开时，还需输入您的密码：",
    )
    after = Words(
        "If it was not you, you need not do anything: without the link and the password nothing changes.",
        "如果不是您本人操作，请忽略此邮件：没有链接和密码，什么都不会改变。",
    )
    title = Words("Confirm your new e-mail", "确认新的登录邮箱")
    return _private(to, title, [lead], url, [after])


def taken_letter(to: Addressee) -> Mail:
    """To an address that has an account, which nobody but its reader learns."""
    lead = Words(
        f"Somebody who works for {to.shop_name} asked to sign in to its console with this address. It already has an account "
        "here, so nothing changes.",
        f"{to.shop_name} 有员工申请用此邮箱登录后台。此邮箱已有账号，因此不会有任何改变。",
    )
    after = Words(
        "Was it you? Sign in with it, or give another address in your account.",
        "如果是您本人操作：请直接用此邮箱登录，或在我的账户中改用其他邮箱。",
    )
    return _private(to, Words("This address already has an account", "此邮箱已有账号"), [lead], "", [after])


def asked_letter(to: Addressee, at: datetime, new_email: str, url: str) -> Mail:
    """To the address that signs in, when another was asked for."""
    when = moment_text(at, to)
    lead = Words(
        f"It was asked {when} that you sign in with {new_email} from now on. Nothing has changed yet: it does once that address "
        "is confirmed.",
        f"有人于 {when} 申请将您的登录邮箱更改为 {new_email}。目前尚未更改：新邮箱确认后才会生效。",
    )
    ask = Words(
        "If this was not you, somebody knows your password. Stop the change and set a new one here, within "
        f"{STOPS.days} days, and tell an owner of the shop:",
        f"如果不是您本人操作，说明有人知道您的密码。请在 {STOPS.days} 天内打开下方链接，停止更改并重设密码，并告知店主：",
    )
    return _private(to, Words("Another e-mail was asked for", "有人申请更改您的登录邮箱"), [lead, ask], url, [])


def changed_letter(to: Addressee, at: datetime, new_email: str, url: str) -> Mail:
    """To the address before, when the account has left it."""
    when = moment_text(at, to)
    lead = Words(
        f"The e-mail you sign in with was changed {when}: it is now {new_email}. All other browsers were signed out.",
        f"您的登录邮箱已于 {when} 更改为 {new_email}，其他浏览器均已退出登录。",
    )
    ask = Words(
        f"If this was not you, take this address back and set a new password here, within {STOPS.days} days, and tell an owner "
        "of the shop:",
        f"如果不是您本人操作，请在 {STOPS.days} 天内打开下方链接，恢复此邮箱并重设密码，并告知店主：",
    )
    after = Words(
        "Does the link no longer work? Whoever runs the server can give the account back to you.",
        "链接已失效？服务器管理员可以将账号恢复给您。",
    )
    return _private(to, Words("Your e-mail was changed", "您的登录邮箱已更改"), [lead, ask], url, [after])


def _private(to: Addressee, title: Words, lines: list[Words], url: str, after: list[Words]) -> Mail:
    said, then = ([one.text(to.lang) for one in texts] for texts in (lines, after))
    return letter(replace(to, shop_id=""), title.text(to.lang), said, url=url, after=then)
