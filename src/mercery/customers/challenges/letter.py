"""The mail with a code, in the customer's language. Nothing in it is a link, and nothing is fetched when it is read."""

from __future__ import annotations

from html import escape
from typing import Final

from mercery.core.i18n import Lang
from mercery.core.mail import Mail

_FRAME: Final = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="margin:0;padding:32px 16px;background:#f6f3ee;color:#1d1a17;'
    "font-family:Georgia,'Songti SC',SimSun,serif;font-size:16px;line-height:1.6\">"
    '<div style="max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4ded4">'
    '<p style="margin:0 0 24px;font-size:20px">{shop}</p>{inside}</div></body></html>'
)
_CODE: Final = (
    '<p style="margin:24px 0;font-size:32px;letter-spacing:6px;font-family:Menlo,Consolas,monospace">{code}</p>'
)


def code_mail(*, to: str, shop_name: str, code: str, minutes: int, lang: Lang, shop_id: str = "") -> Mail:
    """Who sends it, the code, how long it holds, and what to do when one did not ask for it."""
    if lang == "zh":
        subject = f"{shop_name} 验证码"
        lead = f"您在{shop_name}的对话中索取了验证码："
        after = [
            f"请在 {minutes} 分钟内于该对话中输入。验证码只能使用一次；如收到多封，以最新一封为准。",
            f"如果不是您本人操作，请忽略此邮件，您的账户没有任何改动。{shop_name}绝不会通过电话或邮件向您索要验证码。",
        ]
    else:
        subject = f"Your code for {shop_name}"
        lead = f"In the chat of {shop_name} a code was asked for, to make sure that it is you:"
        after = [
            f"Please write it in that chat within {minutes} minutes. It works once; when several came, the newest counts.",
            f"If this was not you, you need not do anything: nothing about your account has changed. {shop_name} will never "
            "ask you for this code by telephone or mail.",
        ]
    inside = "".join(
        [
            f'<p style="margin:0">{escape(lead)}</p>',
            _CODE.format(code=code),
            *(f'<p style="margin:0 0 12px">{escape(line)}</p>' for line in after),
        ]
    )
    return Mail(
        to=to,
        subject=subject,
        text="\n\n".join([shop_name, lead, f"    {code}", *after]) + "\n",
        html=_FRAME.format(
            lang="zh-CN" if lang == "zh" else "en", subject=escape(subject), shop=escape(shop_name), inside=inside
        ),
        sender_name=shop_name,
        shop_id=shop_id,
    )


def trial_mail(*, to: str, shop_name: str, lang: Lang, shop_id: str = "") -> Mail:
    """What an owner sends to see whether mail arrives."""
    if lang == "zh":
        subject = f"{shop_name}：邮件测试"
        lines = ["这是一封测试邮件。您能看到它，说明验证码邮件也能送达。"]
    else:
        subject = f"{shop_name}: mail works"
        lines = ["This is a test. If you can read it, codes reach your customers the same way."]
    inside = "".join(f'<p style="margin:0 0 12px">{escape(line)}</p>' for line in lines)
    return Mail(
        to=to,
        subject=subject,
        text="\n\n".join([shop_name, *lines]) + "\n",
        html=_FRAME.format(
            lang="zh-CN" if lang == "zh" else "en", subject=escape(subject), shop=escape(shop_name), inside=inside
        ),
        sender_name=shop_name,
        shop_id=shop_id,
    )
