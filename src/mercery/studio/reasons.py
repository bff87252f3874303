"""Why a sentence may not go out, in words for the person who wrote it. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.advertising_law import Breach
from mercery.core.i18n import Words

_QUOTED: Final = re.compile(r"“([^”]+)” (.+)")
_ITS: Final = re.compile(r"is not (?:its|this one's) (?P<what>[a-z ]+)")
_UNACCOUNTED: Final = "not accounted for: "
_WHERE: Final = {
    "cn": Words("China", "中国"),
    "eu": Words("European Union", "欧盟"),
    "uk": Words("United Kingdom", "英国"),
    "us": Words("United States", "美国"),
}
_KNOWN: Final = (
    ("superlative", Words(
        "No record compares it with all the others, and a superlative needs one.",
        "没有资料与其他同类作过比较，最高级用语须有出处。",
    )),
    ("denial of rivals", Words(
        "No record compares it with all the others, and “no other” needs one.",
        "没有资料与其他同类作过比较，“独有”之类用语须有出处。",
    )),
    ("compare", Words("What is recorded does not bear out the comparison.", "现有资料不足以作此比较。")),
    ("comparison", Words("By the records the comparison is the other way round.", "按资料，比较的结果相反。")),
    ("nothing in it stands on", Words("Nothing in it stands on a record.", "没有一处出自店铺资料。")),
    ("vague statement of stock", Words("How many are left is said by the count alone.", "库存多少只能按记录说。")),
    ("vague number", Words("How many there are is said by the count alone.", "数量只能按记录说。")),
    ("without a price", Words("No price in force bears it out.", "没有现行价格可以证实。")),
    ("denies a price", Words("What it costs is said by the price list alone.", "价格只能按价目表说。")),
    ("no receipt", Words("Nobody has recorded that this was done.", "没有已办理的记录。")),
    ("whole range", Words("Only a part of the range is recorded.", "只登记了部分商品，不能说全部。")),
    ("other sizes", Words("It comes in other sizes too.", "还有其他尺寸。")),
    ("other colours", Words("It comes in other colours too.", "还有其他颜色。")),
    ("names goods", Words("It names goods about which it says nothing recorded.", "提到的商品没有相应的资料。")),
)  # fmt: skip


def law_words(broken: Breach, text: str) -> Words:
    """The words of the text that break a rule, as they were written, and the rule's reason."""
    reason = broken.rule.reason
    at = text.lower().find(broken.words.lower())
    words = text[at : at + len(broken.words)] if at >= 0 else broken.words
    return Words(f"“{words}”: {_sentence(reason.en)}", f"“{words}”：{reason.zh.rstrip('。')}。")


def law_source(broken: Breach, lang: str) -> str:
    """The first of its laws, with its country and article."""
    law = broken.law
    where = _WHERE.get(law.jurisdiction, Words(law.jurisdiction.upper()))
    if lang == "zh":
        return f"{where.text('zh')}《{law.name.text('zh').strip('《》')}》{law.article}"
    return f"{where.en}: {law.name.en}, {law.article}"


def fact_words(reason: str) -> Words:
    """What the gate says, as a sentence."""
    if reason.startswith(_UNACCOUNTED):
        left = [one.strip() for one in reason.removeprefix(_UNACCOUNTED).split(",") if one.strip()]
        en, zh = ", ".join(f"“{one}”" for one in left), "、".join(f"“{one}”" for one in left)
        return Words(f"No record bears out {en}.", f"没有资料可以证实{zh}。")
    for sign, words in _KNOWN:
        if sign in reason:
            return words
    quoted = _QUOTED.fullmatch(reason)
    if quoted:
        its = _ITS.fullmatch(quoted[2])
        en = (
            f"“{quoted[1]}” is not its {its['what']} by the records."
            if its
            else _sentence(f"By the records “{quoted[1]}” {quoted[2]}")
        )
        return Words(en, f"“{quoted[1]}”与资料不符。")
    return Words(_sentence(f"The records do not bear it out: {reason}"), "店铺资料无法证实。")


def _sentence(text: str) -> str:
    return text.rstrip(".") + "."
