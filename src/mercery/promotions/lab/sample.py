"""A small spreadsheet of rules to start from: the headings merchants use, and one rule of each common kind. Pure."""

from __future__ import annotations

import csv
import io
from typing import Final

from mercery.core.i18n import Lang, Words

COLUMNS: Final[tuple[tuple[Words, Words], ...]] = (
    (Words("name", "活动名称"), Words("what the rule is called", "规则名称")),
    (Words("offer", "优惠"), Words("the offer as you would say it: 20% off, buy 2 get the cheapest free", "用平常的话写优惠：八折、满300减50、第二件半价")),
    (Words("starts", "开始"), Words("a day, or a day and an hour", "日期，或日期与时刻")),
    (Words("ends", "结束"), Words("the same; the end of that day if no hour is given", "同上；不写时刻则到当日结束")),
    (Words("audience", "人群"), Words("members, new customers; empty: everybody", "会员、新客；留空为所有人")),
    (Words("coupon code", "优惠码"), Words("empty: it applies by itself", "留空则自动生效")),
    (Words("limit per customer", "每人限用"), Words("a number", "数字")),
    (Words("notes", "备注"), Words("for you alone", "仅供自己查看")),
)  # fmt: skip
"""Headings that are known, with what goes beneath them; others by the same names in either language are, too."""
_ROWS: Final[dict[Lang, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("Winter week", "20% off everything", "2027-01-11", "2027-01-17", "", "", "", "An example"),
        ("Members only", "10% off everything", "2027-01-11", "2027-01-17", "members", "", "", ""),
        ("Welcome coupon", "60 off from 900", "2027-01-11", "2027-01-31", "", "WELCOME", "1", ""),
    ),
    "zh": (
        ("冬季周", "全场八折", "2027-01-11", "2027-01-17", "", "", "", "示例"),
        ("会员专享", "全场九折", "2027-01-11", "2027-01-17", "会员", "", "", ""),
        ("迎新券", "满900减60", "2027-01-11", "2027-01-31", "", "WELCOME", "1", ""),
    ),
}


def sample_csv(lang: Lang) -> str:
    """The spreadsheet; spreadsheet programs need the mark at its beginning to read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([heading.text(lang) for heading, _ in COLUMNS])
    writer.writerows(_ROWS[lang])
    return "\ufeff" + out.getvalue()
