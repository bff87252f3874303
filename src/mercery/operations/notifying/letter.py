"""The mails: to staff with what waits, to customers that they have an answer. In words and as simple HTML; nothing in them is
fetched when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.core.mail import Mail
from mercery.operations.notifying.item import Item

_FRAME: Final = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{subject}</title></head><body style="margin:0;padding:32px 16px;background:#f4f6f3;color:#16201c;'
    "font-family:-apple-system,'Segoe UI',Helvetica,Arial,'PingFang SC','Microsoft YaHei',sans-serif;"
    'font-size:15px;line-height:1.65">'
    '<div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #dadfd9;border-radius:8px">'
    "<p style=\"margin:0 0 20px;font-family:Georgia,'Songti SC',SimSun,serif;font-size:20px\">{shop}</p>{inside}"
    '<p style="margin:28px 0 0;padding-top:16px;border-top:1px solid #dadfd9;font-size:13px;color:#5f6a64">{foot}</p>'
    "</div></body></html>"
)
_BUTTON: Final = (
    '<p style="margin:20px 0"><a href="{url}" style="display:inline-block;padding:10px 18px;background:#16201c;'
    'color:#ffffff;text-decoration:none;border-radius:4px">{label}</a></p>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What every mail of a shop has around it."""

    to: str
    shop_id: str
    shop: str
    base: str
    """Address of this installation, without a slash at the end."""
    lang: Lang


def staff_mail(around: Around, items: Sequence[Item]) -> Mail:
    """What waits, urgent things first: each with a line and a link."""
    lang = around.lang
    subject = items[0].title.text(lang)
    if len(items) > 1:
        subject = Words(f"{len(items)} things wait for you", f"有 {len(items)} 件事待处理").text(lang)
    foot = Words(
        f"You chose to be told this. Change it at {around.base}/console/account/notices.",
        f"此邮件依您的设置发送，可在此更改：{around.base}/console/account/notices",
    ).text(lang)
    link = Words("Open", "打开").text(lang)
    parts, lines = [], []
    for one in items:
        url = f"{around.base}{one.path}"
        parts.append(
            f'<p style="margin:0 0 2px;font-weight:600">{escape(one.title.text(lang))}</p>'
            f'<p style="margin:0 0 4px;color:#46514b">{escape(one.text.text(lang))}</p>'
            f'<p style="margin:0 0 20px"><a href="{escape(url)}" style="color:#27527a">{link}</a></p>'
        )
        lines += [one.title.text(lang), one.text.text(lang), url, ""]
    return _mail(around, subject, "".join(parts), "\n".join(lines).strip(), foot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer a customer is told of."""

    link: str
    stop: str
    """Where one click ends such mails."""
    confirmed: bool
    """Whether the address is known to be the customer's own: else nothing in the mail may be personal."""
    text: str = ""
    """The answer itself, where the shop wants it in the mail and the address is confirmed."""
    days: int = 7


def answer_mail(around: Around, answer: Answer) -> Mail:
    """That there is an answer, and how to read it."""
    lang, shop = around.lang, around.shop
    subject = Words(f"{shop} has answered you", f"{shop}已回复您").text(lang)
    lead = Words("There is an answer in the conversation you began with us.", "您在本店发起的对话已有回复。").text(lang)
    how = _how(answer).text(lang)
    label = Words("Read the answer", "查看回复").text(lang)
    foot = Words(
        f"You get this since an address was left for it. If that was not you, or you want no more: {answer.stop}",
        f"您收到此邮件，是因为有人留下此邮箱以接收回复。若非本人操作或不愿再收到，请点此停止：{answer.stop}",
    ).text(lang)
    quoted = (
        f'<blockquote style="margin:16px 0;padding:0 0 0 14px;border-left:2px solid #dadfd9">{_broken(answer.text)}</blockquote>'
        if answer.text
        else ""
    )
    inside = (
        f'<p style="margin:0">{escape(lead)}</p>{quoted}{_BUTTON.format(url=escape(answer.link), label=escape(label))}'
        f'<p style="margin:0;color:#46514b">{escape(how)}</p>'
    )
    text = "\n\n".join(
        filter(None, [lead, answer.text, f"{label}: {answer.link}" if lang == "en" else f"{label}：{answer.link}", how])
    )
    return _mail(around, subject, inside, text, foot, unsubscribe=answer.stop)


def _how(answer: Answer) -> Words:
    if answer.confirmed:
        return Words(
            f"The link opens this one conversation and works for {answer.days} days. Do not pass it on.",
            f"链接仅打开这一段对话，{answer.days} 天内有效，请勿转发。",
        )
    return Words(
        f"For your protection the link opens the conversation only in the browser in which you began it. It works for {answer.days} days.",
        f"为保护您的隐私，链接只能在您发起对话的浏览器中打开，{answer.days} 天内有效。",
    )


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _mail(around: Around, subject: str, inside: str, text: str, foot: str, *, unsubscribe: str = "") -> Mail:
    colon = "：" if around.lang == "zh" else ": "
    html = _FRAME.format(
        lang="zh-CN" if around.lang == "zh" else "en", subject=escape(subject), shop=escape(around.shop), inside=inside,
        foot=escape(foot),
    )  # fmt: skip
    return Mail(
        to=around.to,
        subject=subject if unsubscribe else f"{around.shop}{colon}{subject}",
        text=f"{around.shop}\n\n{text}\n\n-- \n{foot}\n",
        html=html,
        sender_name=around.shop,
        shop_id=around.shop_id,
        unsubscribe_url=unsubscribe,
    )
