"""What stands in the way of a form of this page, for who reads Chinese: by what the message holds."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.errors import MerceryError, Problem
from mercery.core.i18n import Lang

WAY_ZH: Final = (
    ("The name is missing", "请填写名称。"),
    ("The source is missing", "请写明数据来源。"),
    ("This is no day", "请填写数据日期。"),
    ("The most is less than the least", "上限不应小于下限。"),
    ("is missing", "请填写数字。"),
    ("cannot be used", "请填写数字，不小于 0；百分比为 0 至 100。"),
    ("ways already", "方式已达上限，请先移除一项。"),
    ("is not kept", "未保存，请修改标出的各项。"),
)
_TABLE_ZH: Final = (
    ("empty or larger", "文件为空，或超过 1 MB。请上传 CSV 文件。"),
    ("not UTF-8", "文件编码不是 UTF-8，请另存为 CSV UTF-8。"),
    ("no rows, or too many", "表格没有数据行，或行数过多。"),
    ("cannot be used; nothing", "表格有误，未作改动。"),
    ("There is no show", "没有这场直播"),
    ("The platform is missing", "缺少平台名称"),
    ("is not a number of orders", "订单数有误"),
    ("Sales are below nothing", "销售额为负，或退款多于销售额"),
    ("", "金额有误"),
)
_MOST_ROWS_TOLD: Final = 8
_QUOTED: Final = re.compile(r"'([^']{1,40})'")


def table_refusal(error: MerceryError, lang: Lang) -> str:
    """Why a table of what platforms told is not taken in, with the first rows that stand in the way."""
    rows = error.problems[:_MOST_ROWS_TOLD]
    if lang == "en":
        lines = [f"Line {one.line}: {one.message}" for one in rows]
        return " ".join([error.message, *([error.remedy] if error.remedy else []), *lines])
    general = next(zh for part, zh in _TABLE_ZH if part in error.message)
    return general + "；".join(_row_zh(one) for one in rows) + ("。" if rows else "")


def _row_zh(problem: Problem) -> str:
    said = next(zh for part, zh in _TABLE_ZH if part in problem.message)
    quoted = _QUOTED.search(problem.message)
    return f"第 {problem.line} 行{said}" + (f"（{quoted[1]}）" if quoted else "")
