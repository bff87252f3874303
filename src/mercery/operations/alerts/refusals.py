"""What stands in the way, in the reader's language: by the field it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.core.errors import Conflict, MerceryError, told_in
from mercery.core.i18n import Lang, Words

_BY_FIELD: Final[Mapping[str, Words]] = {
    "threshold": Words("This threshold cannot be used here.", "此处不能使用该阈值。"),
    "clear": Words("It would count as well while it is still bad.", "恢复值不应仍处于超出范围。"),
    "window": Words("Between 15 and 1440 minutes.", "须在 15 至 1440 分钟之间。"),
    "least": Words("At least 5 are needed to judge anything.", "样本至少为 5。"),
    "bad_for": Words("Between 0 and 720 minutes.", "须在 0 至 720 分钟之间。"),
    "well_for": Words("Between 0 and 1440 minutes.", "须在 0 至 1440 分钟之间。"),
    "again": Words("Between 0 and 168 hours.", "须在 0 至 168 小时之间。"),
    "severity": Words("Choose how urgent it is.", "请选择紧急程度。"),
    "name": Words("The address needs a name.", "请填写名称。"),
    "format": Words("Choose a format.", "请选择格式。"),
    "url": Words(
        "This address cannot be used: it has to be a public web address with https.",
        "该地址不可用：须为 https 的公网地址。",
    ),
    "away_minutes": Words("Between 1 and 1440 minutes.", "须在 1 至 1440 分钟之间。"),
    "gap_minutes": Words("Between 5 and 1440 minutes.", "须在 5 至 1440 分钟之间。"),
    "waiting_minutes": Words("Between 1 and 1440 minutes.", "须在 1 至 1440 分钟之间。"),
    "quiet_from": Words("Give both times, such as 21:30 and 08:00.", "请填写开始与结束时间，如 21:30 与 08:00。"),
    "away_until": Words("Write a date such as 2026-12-31.", "请填写日期，如 2026-12-31。"),
    "email": Words("This is not an e-mail address.", "邮箱地址有误。"),
}


def errors_in(error: MerceryError, lang: Lang) -> FormErrors:
    """The errors of a form, in the reader's language."""
    if isinstance(error, Conflict):
        return FormErrors(by_field={"name": told_in(lang, error)})
    found = form_errors(error, lang)
    said = {name: _BY_FIELD[name].text(lang) if name in _BY_FIELD else text for name, text in found.by_field.items()}
    return FormErrors(by_field=said, general=found.general)
