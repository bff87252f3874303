"""What the customer wrote in a mail, without what the mail program put below it. Pure: the whole mail is kept beside it.

The lines that begin a quotation are those of Gmail, Apple Mail, Outlook, Thunderbird, QQ Mail and NetEase in the languages a
shop here meets; a signature begins at `-- ` (RFC 3676, 4.3) or at what telephones add.
"""

from __future__ import annotations

import re
from typing import Final

_BEGINS: Final = re.compile(
    r"""^[ \t]*(?:
      On\b.{4,200}\bwrote:[ \t]*$ | On\b.{4,100}$(?=\n.{0,120}\bwrote:[ \t]*$)
    | 在.{2,120}(?:写道|寫道)[:：][ \t]*$ | .{2,120}于.{2,60}写道[:：][ \t]*$ | \d{4}年\d{1,2}月\d{1,2}日.{0,120}写道[:：][ \t]*$
    | Le\b.{4,160}a\ écrit\s?:[ \t]*$ | Am\b.{4,160}schrieb.{0,80}:[ \t]*$ | El\b.{4,160}escribió:[ \t]*$ | Il\b.{4,160}ha\ scritto:[ \t]*$
    | -{2,}[ \t]*(?:Original\ Message|Forwarded\ message|原始邮件|原邮件|转发邮件信息|Ursprüngliche\ Nachricht|Message\ d'origine)[ \t]*-{2,}[ \t]*$
    | -{6,}[ \t]*$(?=\n+[ \t]*(?:From|发件人|发件人|Von|De)[ \t]*[:：])
    | _{10,}[ \t]*$
    | (?:From|发件人|寄件者|Von|De)[ \t]*[:：].{3,200}$(?=\n(?:.*\n){0,2}[ \t]*(?:Sent|Date|To|发送时间|时间|日期|收件人|Gesendet|An|Envoyé|À)[ \t]*[:：])
    | \#yiv\d+
    )""",
    re.VERBOSE | re.MULTILINE,
)
_SIGNATURE: Final = re.compile(
    r"^(?:--\s?$|—\s?$|Sent from my \w[\w ]{1,30}\.?\s*$|Get Outlook for \w+|发自我的.{1,20}$|来自我的.{1,20}$|从.{1,12}发送$|"
    r"Von meinem .{2,30} gesendet|Envoyé de mon .{2,30}|使用.{1,20}邮箱.{0,10}发送)",
    re.MULTILINE,
)
_CLOSING: Final = re.compile(
    r"^(?:best|kind|warm)?\s*(?:regards|wishes)?,?$|^(?:cheers|sincerely|yours truly),?$|^(?:此致|敬礼|祝好|顺祝商祺)[!！。]?$",
    re.I,
)


def own_words(text: str) -> str:
    """The new part of a mail. Answers written between quoted lines are kept; where nothing would be left, everything is."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    found = _BEGINS.search(whole)
    begun = whole[: found.start()] if found and whole[: found.start()].strip() else whole
    kept = [line for line in begun.split("\n") if not line.lstrip().startswith(">")]
    new = "\n".join(kept)
    signed = _SIGNATURE.search(new)
    if signed and new[: signed.start()].strip():
        new = new[: signed.start()]
    return _without_closing(re.sub(r"\n{3,}", "\n\n", new).strip()) or whole


def _without_closing(text: str) -> str:
    """Without a closing line and the name under it, where they end the mail."""
    lines = text.split("\n")
    for place in range(max(1, len(lines) - 4), len(lines)):
        below = [line for line in lines[place + 1 :] if line.strip()]
        short = len(below) <= 2 and all(len(line) <= 40 for line in below)
        if short and lines[place].strip() and _CLOSING.match(lines[place].strip()):
            return "\n".join(lines[:place]).rstrip()
    return text
