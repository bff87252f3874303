"""A small spreadsheet of rules to start from: the headings merchants use, and one rule of each common kind. Pure."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
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
        ("House week", "20% off everything", "{monday}", "{sunday}", "", "", "", "An example"),
        ("Members only", "10% off everything", "{monday}", "{sunday}", "members", "", "", ""),
        ("Welcome coupon", "60 off from 900", "{monday}", "{later}", "", "WELCOME", "1", ""),
    ),
    "zh": (
        ("店庆周", "全场八折", "{monday}", "{sunday}", "", "", "", "示例"),
        ("会员专享", "全场九折", "{monday}", "{sunday}", "会员", "", "", ""),
        ("迎新券", "满900减60", "{monday}", "{later}", "", "WELCOME", "1", ""),
    ),
}


def sample_csv(lang: Lang, today: date) -> str:
    """The spreadsheet, of days that are still to come; spreadsheet programs need the mark at its beginning to read Chinese."""
    monday = today + timedelta(days=21 - today.weekday())
    days = {"monday": monday, "sunday": monday + timedelta(days=6), "later": monday + timedelta(days=20)}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([heading.text(lang) for heading, _ in COLUMNS])
    writer.writerows([cell.format(**days) for cell in row] for row in _ROWS[lang])
    return "\ufeff" + out.getvalue()
