"""Reviews from a table or JSON, as review services and shop systems export them. Each row is checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.catalog.reviews.review import NAME_LIMIT, TEXT_LIMIT, ReviewDraft, language_of, plain_text
from mercery.core.clock import now
from mercery.core.files.amounts import Unreadable, parse_moment
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, text_of
from mercery.core.i18n import Lang, lang_from_tag

_PRODUCT: Final = (
    "sku", "variant sku", "product sku", "item sku", "handle", "product handle", "product key", "商品编码", "货号",
)  # fmt: skip
_RATING: Final = ("rating", "stars", "score", "review rating", "review score", "评分", "星级", "分数")
_TEXT: Final = ("text", "review", "body", "content", "comment", "review body", "review text", "review content", "评价", "评价内容", "内容", "评论")  # fmt: skip
_TITLE: Final = ("title", "review title", "标题")
_AUTHOR: Final = ("author", "reviewer", "reviewer name", "name", "display name", "nickname", "author name", "作者", "昵称", "用户")  # fmt: skip
_AT: Final = ("at", "date", "review date", "created at", "date created", "submitted at", "published at", "评价时间", "时间", "日期")  # fmt: skip
_LANG: Final = ("lang", "language", "locale", "语言")
_PRICED: Final = ("price", "total", "variant price", "regular price", "order total", "financial status")


def likeness(path: Path) -> float:
    """How surely the file holds reviews."""
    columns = columns_of(path)
    told = columns & set(_RATING) and columns & set(_TEXT) and columns & set(_PRODUCT)
    return 0.95 if told and not columns & set(_PRICED) else 0.0


def read_reviews(path: Path, name: str) -> list[ReviewDraft]:
    """The reviews in the file; FileRefused with every problem."""
    log = ProblemLog(name)
    drafts = drafts_of(rows_of(path, name, log), log)
    if not drafts and not log.errors:
        raise refused(name, "The file holds no review.", "Export it again.", line=1, zh="文件中没有评价，请重新导出。")
    log.refuse()
    return drafts


def drafts_of(rows: Iterable[Row], log: ProblemLog) -> list[ReviewDraft]:
    """The reviews in rows; what is wrong goes into the log."""
    return [draft for row in rows if (draft := _draft(row, log)) is not None]


def _get(row: Row, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := text_of(row.cells.get(name)))), "")


def _draft(row: Row, log: ProblemLog) -> ReviewDraft | None:
    before = log.errors
    product, rating, at = _get(row, _PRODUCT).lstrip("'"), _rating(row, log), _moment(row, log)
    if not product:
        log.stop(
            "The row names no product.",
            "Give it the SKU or the handle.",
            line=row.line,
            column="sku",
            field="sku",
            zh="此行未写明商品，请填写 SKU 或商品地址名。",
        )
    title, said = plain_text(_get(row, _TITLE)), plain_text(_get(row, _TEXT))
    text = f"{title}\n{said}" if title and said and not said.startswith(title) else said or title
    if not text:
        log.stop(
            "The review has no text.",
            "Take the row out.",
            line=row.line,
            column="text",
            field="text",
            zh="评价没有内容，请删去该行。",
        )
    elif len(text) > TEXT_LIMIT:
        log.stop(
            f"The text has {len(text)} characters.", f"Shorten it to {TEXT_LIMIT}.", line=row.line, column="text", field="text", zh=f"评价内容为 {len(text)} 字，请缩短至 {TEXT_LIMIT} 字以内。"
        )  # fmt: skip
    lang = _lang(row, text, log)
    author = " ".join(plain_text(_get(row, _AUTHOR)).split())
    if len(author) > NAME_LIMIT:
        log.stop(
            f"The name has {len(author)} characters.",
            f"Shorten it to {NAME_LIMIT}.",
            line=row.line,
            field="author",
            zh=f"姓名为 {len(author)} 字，请缩短至 {NAME_LIMIT} 字以内。",
        )
    if log.errors > before or at is None:
        return None
    return ReviewDraft(
        product=product, rating=rating, author=author, text=text, written_at=at, lang=lang, line=row.line or None
    )


def _rating(row: Row, log: ProblemLog) -> int:
    said = _get(row, _RATING)
    whole = said.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and 1 <= int(whole) <= 5:
        return int(whole)
    log.stop(
        f"'{said}' is no rating.",
        "Write a whole number from 1 to 5.",
        line=row.line,
        column="rating",
        field="rating",
        zh=f"“{said}”不是评分，请填写 1 至 5 的整数。",
    )
    return 0


def _moment(row: Row, log: ProblemLog) -> datetime | None:
    said = _get(row, _AT)
    if not said:
        log.stop(
            "The review has no date.",
            "Give it one.",
            line=row.line,
            column="at",
            field="at",
            zh="评价没有日期，请填写。",
        )
        return None
    try:
        at = parse_moment(said)
    except Unreadable as error:
        log.stop(
            f"{error}.",
            "Write a date such as 2026-12-10 14:30:00 +0100.",
            line=row.line,
            column="at",
            field="at",
            zh=f"{error.zh}，请填写日期，例如 2026-12-10 14:30:00 +0100。",
        )
        return None
    if at > now():
        log.stop(
            f"'{said}' lies ahead.",
            "Write the day it was written.",
            line=row.line,
            column="at",
            field="at",
            zh=f"“{said}”在未来，请填写评价当日的日期。",
        )
    return at


def _lang(row: Row, text: str, log: ProblemLog) -> Lang:
    said = _get(row, _LANG)
    if not said:
        return language_of(text)
    known = lang_from_tag(said)
    if known is None:
        log.stop(
            f"The language '{said}' is not one of this shop's.", "Write en or zh, or leave it out.", line=row.line, field="lang", zh=f"“{said}”不是本店使用的语言，请填写 en 或 zh，或留空。"
        )  # fmt: skip
    return known or "en"
