"""What the console's import page shows: figures, problems, columns and what they are, and what changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mercery.catalog.change_words import before_and_after, field_words
from mercery.catalog.importing.fields import NAMES
from mercery.catalog.importing.runs import ImportRun
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words

MEANINGS: Final[Mapping[str, Words]] = {
    "title": Words("Name of the product", "商品名称"),
    "title_zh": Words("Name in Chinese", "中文名称"),
    "description": Words("Description", "描述"),
    "description_zh": Words("Description in Chinese", "中文描述"),
    "price": Words("Price", "价格"),
    "was": Words("Compare-at price", "划线价"),
    "sale": Words("Sale price", "促销价"),
    "currency": Words("Currency", "币种"),
    "sku": Words("SKU of the variant", "款式 SKU"),
    "key": Words("Number of the product", "商品编号"),
    "stock": Words("Pieces in stock", "库存数量"),
    "restock": Words("Restock date", "补货日期"),
    "brand": Words("Brand", "品牌"),
    "category": Words("Category", "分类"),
    "image": Words("Picture", "图片"),
    "barcode": Words("Barcode", "条码"),
    "status": Words("Published or not", "上架状态"),
    "tags": Words("Tags", "标签"),
    "collections": Words("Collections", "系列"),
    "audience": Words("For women, men, children", "适用人群"),
    "handle": Words("Address of the page", "页面网址"),
    "group": Words("What variants of a product share", "同款编号"),
    "parent": Words("SKU of the parent row", "父级 SKU"),
    "kind": Words("Parent or variant", "主商品或款式"),
    "tax_included": Words("Tax included", "含税"),
    "durable": Words("Durable", "耐用品"),
    "replacement_days": Words("Replacement window, days", "更换周期（天）"),
    "variants": Words("List of variants", "款式列表"),
    "options": Words("Options, written together", "合并的规格"),
    "attributes": Words("Attributes, written together", "合并的属性"),
    "prices": Words("List of prices", "价格列表"),
}
_ELSEWHERE: Final[Mapping[str, Words]] = {
    "number": Words("Order number", "订单号"),
    "placed_at": Words("Date of the order", "下单时间"),
    "total": Words("Total", "总额"),
    "quantity": Words("Pieces", "件数"),
    "lines": Words("Pieces of the order", "订单商品"),
    "note": Words("Note", "备注"),
    "email": Words("E-mail address", "邮箱"),
    "topic": Words("Topic", "主题"),
    "statement": Words("What customers are told", "告知顾客的内容"),
    "values": Words("Values", "数值"),
    "valid_from": Words("First day", "生效日"),
    "valid_to": Words("Last day", "截止日"),
    "rating": Words("Rating", "评分"),
    "text": Words("Text", "内容"),
    "author": Words("Name", "姓名"),
    "at": Words("Date", "日期"),
    "lang": Words("Language", "语言"),
    "cost": Words("Cost", "成本"),
    "floor": Words("Never below", "底价"),
}
"""Fields of files that are no products, as problems name them."""
OPTION: Final = "option"
PAIR: Final = "pair"
ATTRIBUTE: Final = "attribute"
CHINESE: Final = "chinese"
_CHANGED, _NEW, _GONE, _FIELDS = 40, 12, 12, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShown:
    """A column of the file, its first values, and what it is taken for."""

    place: int
    name: str
    samples: Sequence[str]
    means: str
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """A field that changes, in words; `of` names the variant, or several that change alike."""

    field: Words
    of: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """A product that changes."""

    title: Words
    key: str
    line: int | None
    fields: Sequence[FieldShown] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportsPage:
    """The latest imports and the door for another."""

    runs: Sequence[ImportRun]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """One import: what it is, what it would change, what is wrong."""

    run: ImportRun
    lang: Lang
    errors: Sequence[Problem] = ()
    """What is wrong with the mapping just sent."""
    sent: Sequence[str] = ()
    """The meanings just sent, by column."""

    @property
    def of_products(self) -> bool:
        """Whether the file holds products."""
        return self.run.kind == "products"

    @property
    def touched(self) -> int:
        """Products or rows it adds, changes or removes."""
        return sum(self.count(name) for name in ("new", "changed", "removed"))

    def count(self, name: str) -> int:
        """A number of the summary."""
        return int(self.run.summary.get(name) or 0)

    @property
    def problem_count(self) -> int:
        """All problems, those not kept for showing too."""
        counted = self.count("errors") + self.count("warnings")
        return max(counted, len(self.run.problems))

    def place(self, problem: Mapping[str, Any]) -> str:
        """The column as the file heads it, else the field in words."""
        field = str(problem.get("field") or "")
        known = {**_ELSEWHERE, **MEANINGS}
        return str(problem.get("column") or "") or (known[field].text(self.lang) if field in known else field)

    @property
    def skus_taken(self) -> bool:
        """Whether it was refused because SKUs belong to products that it might replace."""
        asked = bool(self.run.mapping.get("remove_missing"))
        return self.run.status == "refused" and not asked and any(
            "already belongs to the product" in each["message"] for each in self.run.problems
        )  # fmt: skip

    @property
    def meanings(self) -> Sequence[tuple[str, str]]:
        """What a column can be, as choices."""
        words = [
            (OPTION, Words("What buyers choose by", "顾客选择的规格")), (ATTRIBUTE, Words("An attribute", "商品属性")),
            (CHINESE, Words("The column of the same name, in Chinese", "同名列的中文")),
            (PAIR, Words("Option and its value, in two columns", "规格名与规格值（两列）")), ("", Words("Leave it out", "不导入")),
        ]  # fmt: skip
        return [(value, text.text(self.lang)) for value, text in (*MEANINGS.items(), *words)]

    @property
    def columns(self) -> Sequence[ColumnShown]:
        """The columns of a file whose meaning was guessed or confirmed."""
        rows: Sequence[Mapping[str, Any]] = self.run.mapping.get("columns") or ()
        return [
            ColumnShown(
                place=place, name=row["name"], samples=row.get("samples", ()), confidence=row.get("confidence"),
                means=self.sent[place] if place < len(self.sent) else row["means"],
            )
            for place, row in enumerate(rows)
        ]  # fmt: skip

    @property
    def changed(self) -> Sequence[ChangeShown]:
        """The first products that change, field by field."""
        return [self._change(row) for row in self._rows("changed")[:_CHANGED]]

    @property
    def new(self) -> Sequence[ChangeShown]:
        """The first products that are new."""
        return [self._change(row) for row in self._rows("new")[:_NEW]]

    @property
    def gone(self) -> Sequence[ChangeShown]:
        """The first products of the shop that the file does not name."""
        return [self._change(row) for row in self._rows("gone")[:_GONE]]

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.run.summary.get("shown") or () if row["kind"] == kind]

    def _change(self, row: Mapping[str, Any]) -> ChangeShown:
        alike: dict[tuple[str, str, str], list[str]] = {}
        for each in row.get("fields") or ():
            before, after = before_and_after(each["field"], each["before"], each["after"], self.lang)
            alike.setdefault((each["field"], before, after), []).append(each.get("sku") or "")
        shown = [
            FieldShown(field=field_words(field), of=_variants(skus, self.lang), before=before, after=after)
            for (field, before, after), skus in alike.items()
        ]
        return ChangeShown(
            title=Words(row.get("en", ""), row.get("zh", "")), key=row["key"], line=row.get("line"),
            fields=shown[:_FIELDS], more=max(0, len(shown) - _FIELDS),
        )  # fmt: skip


def _variants(skus: Sequence[str], lang: Lang) -> str:
    """The variants that change alike: the first by name, the others by number."""
    if len(skus) < 2:
        return skus[0]
    return f"{skus[0]} 等 {len(skus)} 款" if lang == "zh" else f"{skus[0]} and {len(skus) - 1} more"


def mapping_of(columns: Sequence[str], means: Sequence[str]) -> dict[str, Any]:
    """The mapping a person chose column by column. Invalid when two columns are the same field, or title or price lack."""
    fields: dict[str, str] = {}
    problems = []
    if len(columns) != len(means):
        raise Invalid(
            "Not every column came with its meaning.",
            remedy="Load the page again.",
            zh="有的列没有选择含义，请刷新页面。",
        )
    for column, meaning in zip(columns, means, strict=True):
        if meaning not in NAMES:
            continue
        if meaning in fields:
            words = MEANINGS[meaning]
            problems.append(
                Problem(
                    message=f"'{fields[meaning]}' and '{column}' are both: {words.en}.",
                    remedy="Choose one of them.", column=column, field=meaning, zh=f"“{fields[meaning]}”与“{column}”都对应“{words.zh}”，请只选一列。"
                )
            )  # fmt: skip
        fields[meaning] = column
    for needed in (("title", "title_zh"), ("price", "prices", "sale", "variants")):
        if not any(name in fields for name in needed):
            message = f"No column is the {MEANINGS[needed[0]].en.lower()}."
            problems.append(
                Problem(
                    message=message,
                    remedy="Choose the column.",
                    field=needed[0],
                    zh=f"没有列对应“{MEANINGS[needed[0]].zh}”，请选择一列。",
                )
            )
    if problems:
        raise Invalid(
            "The mapping cannot be used as it is.", problems=problems, zh="该对应关系无法使用，请按提示修改。"
        )
    return {
        "fields": fields,
        "options": [column for column, meaning in zip(columns, means, strict=True) if meaning == OPTION],
        "attributes": [column for column, meaning in zip(columns, means, strict=True) if meaning == ATTRIBUTE],
        "chinese": [column for column, meaning in zip(columns, means, strict=True) if meaning == CHINESE],
    }
