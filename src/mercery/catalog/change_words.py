"""A changed field before and after as a person reads it, from its JSON values. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mercery.catalog.product_json import price_from_json, words_from_json
from mercery.catalog.value_words import value_words
from mercery.claims.values import value_from_json
from mercery.core.i18n import Lang, Words

FIELDS: Final[Mapping[str, Words]] = {
    "title": Words("Title", "名称"),
    "description": Words("Description", "描述"),
    "handle": Words("Address", "网址"),
    "brand": Words("Brand", "品牌"),
    "category": Words("Category", "分类"),
    "audience": Words("For", "适用人群"),
    "status": Words("Status", "状态"),
    "attributes": Words("Attributes", "属性"),
    "options": Words("Options", "规格"),
    "media": Words("Pictures", "图片"),
    "collections": Words("Collections", "系列"),
    "tags": Words("Tags", "标签"),
    "durable": Words("Durable", "耐用品"),
    "replacement_days": Words("Replacement window", "更换周期"),
    "tax_included": Words("Tax included", "含税"),
    "prices": Words("Price", "价格"),
    "stock": Words("Stock", "库存"),
    "restock": Words("Restock date", "补货日期"),
    "barcode": Words("Barcode", "条码"),
    "external_id": Words("Id in the shop system", "店铺系统中的编号"),
    "variant": Words("Variant", "款式"),
    "order": Words("Order of variants", "款式顺序"),
}
_LONGEST: Final = 160


def field_words(name: str) -> Words:
    """What a person calls the field."""
    return FIELDS.get(name) or Words(name.replace("_", " ").capitalize())


def before_and_after(name: str, before: object, after: object, lang: Lang) -> tuple[str, str]:
    """Both sides in words. Of attributes and pictures only what differs is told."""
    if name in ("attributes", "media", "tags", "collections", "options"):
        old, new = _rows(before), _rows(after)
        return (
            _joined(name, [row for row in old if row not in new], lang),
            _joined(name, [row for row in new if row not in old], lang),
        )
    return _value(name, before, lang), _value(name, after, lang)


def _rows(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return [{"option": key, "value": item} for key, item in value.items()]
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _joined(name: str, rows: Sequence[Any], lang: Lang) -> str:
    return _short(("；" if lang == "zh" else "; ").join(_row(name, row, lang) for row in rows))


def _row(name: str, row: Any, lang: Lang) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    if "option" in row:
        return words_from_json(row["value"]).text(lang)
    if name == "attributes":
        return (
            f"{words_from_json(row.get('label')).text(lang)}: {value_words(value_from_json(row['value'])).text(lang)}"
        )
    if name == "options":
        values = ("、" if lang == "zh" else ", ").join(
            words_from_json(value).text(lang) for value in row.get("values", ())
        )
        return f"{words_from_json(row.get('label')).text(lang)}: {values}"
    return str(row.get("source", ""))


def _value(name: str, value: Any, lang: Lang) -> str:
    if value is None:
        return ""
    if name == "prices":
        return ("；" if lang == "zh" else "; ").join(_price(row, lang) for row in value)
    if name == "variant":
        chosen = ("、" if lang == "zh" else ", ").join(
            words_from_json(item).text(lang) for item in value.get("options", {}).values()
        )
        return chosen or str(value.get("sku", ""))
    if isinstance(value, bool):
        return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")
    if isinstance(value, Mapping):
        words = words_from_json(value)
        return _short(" / ".join(text for text in (words.en, words.zh) if text))
    if isinstance(value, list):
        steps = [words_from_json(step).text(lang) if isinstance(step, Mapping) else str(step) for step in value]
        return _short((" › " if name == "category" else ", ").join(steps))
    return _short(str(value))


def _price(row: Mapping[str, Any], lang: Lang) -> str:
    price = price_from_json(dict(row))
    text = price.amount.text(lang)
    if price.was:
        text += f"（原价 {price.was.text(lang)}）" if lang == "zh" else f" (was {price.was.text(lang)})"
    if price.price_list != "default":
        text += f" [{price.price_list}]"
    return text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
