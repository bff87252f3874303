"""What is not read, and why: every refusal with its words in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words

RefusalCode = Literal[
    "empty",
    "unknown_format",
    "content_differs",
    "old_office",
    "macros",
    "encrypted",
    "corrupt",
    "too_large",
    "too_many_pages",
    "too_many_cells",
    "too_much_text",
    "too_much_packed",
    "entities",
    "no_text",
    "took_too_long",
    "too_much_memory",
    "address_not_allowed",
    "address_failed",
    "too_many_files",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a file is read. What is more is refused whole: half a document would mislead."""

    bytes: int = 256 << 20
    pages: int = 2_000
    cells: int = 1_000_000
    characters: int = 20_000_000
    passages: int = 200_000
    unpacked: int = 1 << 30
    """Bytes of all parts of an office file together."""
    part: int = 256 << 20
    """Bytes of one part."""
    ratio: int = 200
    """How many times larger than its packed form a part above a megabyte may be."""
    parts: int = 10_000
    seconds: int = 600
    memory: int = 2 << 30
    """Bytes the process that reads may hold."""


_TEXTS: Final[dict[RefusalCode, tuple[Words, Words]]] = {
    "empty": (
        Words("The file is empty.", "文件为空。"),
        Words("Choose the file again; it may not have been saved.", "请重新选择文件，原文件可能未保存。"),
    ),
    "unknown_format": (
        Words("Files of this kind ({what}) are not read.", "不支持此类文件（{what}）。"),
        Words(
            "Save it as PDF, DOCX, XLSX, PPTX, HTML, Markdown, CSV or plain text.",
            "请另存为 PDF、DOCX、XLSX、PPTX、HTML、Markdown、CSV 或纯文本。",
        ),
    ),
    "content_differs": (
        Words("By its name it is {what}, by its content it is {real}.", "文件名表明是 {what}，内容却是 {real}。"),
        Words(
            "Give it the ending that fits its content, or save it anew from the program it comes from.",
            "请改用与内容相符的扩展名，或在原程序中重新保存。",
        ),
    ),
    "old_office": (
        Words("This is a file of Office 97–2003 ({what}).", "这是 Office 97–2003 格式的文件（{what}）。"),
        Words("Open it and save it as {other}.", "请打开后另存为 {other}。"),
    ),
    "macros": (
        Words("The file holds macros (programs), which are never taken in.", "文件含有宏（程序），一律不予接收。"),
        Words("Save it without macros, as {other}.", "请另存为不含宏的 {other}。"),
    ),
    "encrypted": (
        Words("The file is locked with a password.", "文件设有密码。"),
        Words("Save a copy without a password and choose that.", "请保存一份无密码的副本，再选择该副本。"),
    ),
    "corrupt": (
        Words("The file cannot be read: {what}.", "无法读取文件：{what}。"),
        Words("Open it in the program it comes from and save it anew.", "请在原程序中打开并重新保存。"),
    ),
    "too_large": (
        Words("The file has {found}; at most {most} are read.", "文件大小为 {found}，上限为 {most}。"),
        Words("Split it, or leave out its pictures.", "请拆分文件，或去除其中的图片。"),
    ),
    "too_many_pages": (
        Words("The file has {found} pages; at most {most} are read.", "文件共 {found} 页，上限为 {most} 页。"),
        Words("Split it into parts.", "请拆分为多个文件。"),
    ),
    "too_many_cells": (
        Words("The file has more than {most} filled cells.", "文件中的非空单元格超过 {most} 个。"),
        Words("Keep the sheets that state something, and leave out raw data.", "请只保留有说明内容的工作表，去除原始数据。"),
    ),
    "too_much_text": (
        Words("The file holds more text than {most} characters.", "文件文字超过 {most} 个字符。"),
        Words("Split it into parts.", "请拆分为多个文件。"),
    ),
    "too_much_packed": (
        Words(
            "Unpacked, the file would be far larger than it is ({what}). It may be made to do harm.",
            "文件解压后体积异常（{what}），可能为恶意构造。",
        ),
        Words(
            "If you trust it, open it in the program it comes from and save it anew without pictures.",
            "如确认来源可信，请在原程序中打开，去除图片后重新保存。",
        ),
    ),
    "entities": (
        Words("The file defines entities of its own ({what}), which are never expanded.", "文件自定义了实体（{what}），不予展开。"),
        Words("Save it anew from the program it comes from.", "请在原程序中重新保存。"),
    ),
    "no_text": (
        Words(
            "No text was found: the pages seem to be pictures of paper (a scan).", "未找到文字：页面似为扫描图片。"
        ),
        Words(
            "Run text recognition (OCR) over it, or save it from the program it was written in.",
            "请先做文字识别（OCR），或从原始程序导出。",
        ),
    ),
    "took_too_long": (
        Words("Reading took longer than {most} seconds and was stopped.", "读取超过 {most} 秒，已停止。"),
        Words("Split the file, or save it anew from the program it comes from.", "请拆分文件，或在原程序中重新保存。"),
    ),
    "too_much_memory": (
        Words("Reading needed more memory than is allowed and was stopped.", "读取所需内存超出上限，已停止。"),
        Words("Split the file, or leave out its pictures.", "请拆分文件，或去除其中的图片。"),
    ),
    "address_not_allowed": (
        Words("The address {what} is not on the list of allowed hosts.", "地址 {what} 不在允许列表中。"),
        Words(
            "Add the host to MERCERY_DOCUMENT_HOSTS, or upload the page as a file.",
            "请将主机名加入 MERCERY_DOCUMENT_HOSTS，或将网页存为文件后上传。",
        ),
    ),
    "address_failed": (
        Words("The address could not be read: {what}.", "无法读取该地址：{what}。"),
        Words("Open it in a browser; if it shows there, try again later.", "请在浏览器中打开确认；若可正常显示，请稍后再试。"),
    ),
    "too_many_files": (
        Words("{found} files were chosen; at most {most} are taken at once.", "共选择 {found} 个文件，一次最多 {most} 个。"),
        Words("Choose fewer.", "请减少文件数量。"),
    ),
}  # fmt: skip


class Refused(Invalid):
    """A file that is not read. Nothing of it was kept."""

    code = "document_refused"

    def __init__(self, code: RefusalCode, *, file: str = "", place: str = "", **details: str | Words) -> None:
        message, remedy = _TEXTS[code]
        self.refusal = code
        self.place = place
        self.words = _filled(message, details)
        self.remedy_words = _filled(remedy, details)
        problem = Problem(
            message=self.words.en,
            remedy=self.remedy_words.en,
            file=file or None,
            column=place or None,
            field=code,
            zh=f"{self.words.zh}{self.remedy_words.zh}",
        )
        super().__init__(self.words.en, remedy=self.remedy_words.en, problems=[problem])

    def told(self) -> dict[str, Any]:
        """As stored with the reading, and as the process that reads hands it over."""
        return {
            "code": self.refusal,
            "place": self.place,
            "message": asdict(self.words),
            "remedy": asdict(self.remedy_words),
        }


def retold(told: dict[str, Any], *, file: str = "") -> Refused:
    """The refusal of `Refused.told`."""
    code: RefusalCode = told["code"] if told.get("code") in get_args(RefusalCode) else "corrupt"
    error = Refused(
        code, file=file, place=str(told.get("place") or ""), what="?", real="?", other="?", found="?", most="?"
    )
    error.words = Words(**told["message"])
    error.remedy_words = Words(**told["remedy"])
    problem = Problem(
        message=error.words.en,
        remedy=error.remedy_words.en,
        file=file or None,
        column=error.place or None,
        field=code,
        zh=f"{error.words.zh}{error.remedy_words.zh}",
    )
    error.message, error.remedy, error.problems = error.words.en, error.remedy_words.en, (problem,)
    return error


def _filled(words: Words, details: Mapping[str, str | Words]) -> Words:
    def fill(text: str, lang: Lang) -> str:
        for name, value in details.items():
            text = text.replace("{" + name + "}", value if isinstance(value, str) else value.text(lang))
        return text

    return Words(fill(words.en, "en"), fill(words.zh, "zh"))
