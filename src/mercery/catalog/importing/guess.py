"""Which column or key means what, from its name and its values, with a confidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mercery.core.files.amounts import Unreadable, is_currency, parse_amount, parse_whole
from mercery.core.files.tabular import heading

SURE: Final = 0.8
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "key": ("product id", "product key", "id", "item id", "spu", "货号", "款号", "商品编号", "商品id", "产品编号", "编号", "style number", "style no", "group id", "parent sku", "parent id", "parent", "item group id", "model number", "型号", "article number", "artikelnummer"),
    "handle": ("handle", "slug", "url key", "permalink", "url handle"),
    "title": ("title", "name", "product name", "product title", "product", "item name", "item", "title en", "name en", "商品名称", "名称", "商品名", "标题", "产品名称", "品名", "商品标题", "bezeichnung", "produktname", "nom", "nombre", "titel", "英文名", "英文名称"),
    "title_zh": ("title zh", "name zh", "chinese name", "title cn", "name cn", "中文名", "中文名称", "中文标题"),
    "description": ("description", "body", "long description", "details", "description en", "body html", "product description", "描述", "商品描述", "详情", "商品详情", "介绍", "简介", "beschreibung", "short description"),
    "description_zh": ("description zh", "description cn", "中文描述", "中文介绍"),
    "brand": ("brand", "vendor", "manufacturer", "brand name", "品牌", "marke", "marque", "maker"),
    "category": ("category", "categories", "product type", "type", "category path", "department", "类目", "分类", "类别", "商品分类", "商品类目", "品类", "kategorie", "category name"),
    "audience": ("gender", "for", "audience", "性别", "适用性别", "适用人群"),
    "sku": ("sku", "variant sku", "sku code", "item number", "item sku", "seller sku", "product code", "code", "article", "sku编码", "sku编号", "商家编码", "规格编码", "sku码", "item code", "part number", "variant id"),
    "price": ("price", "retail price", "unit price", "selling price", "current price", "amount", "price minor", "price cents", "price amount", "amount minor", "unit amount", "minor", "价格", "售价", "单价", "销售价", "现价", "零售价", "商品价格", "价格 元", "售价 元", "价格 分", "preis", "prix", "precio", "price eur", "price cny", "price usd", "price gbp", "our price"),
    "sale": ("sale price", "special price", "promo price", "discount price", "discounted price", "促销价", "活动价", "优惠价", "特价"),
    "was": ("compare at", "compare at price", "compare at minor", "compare at cents", "list price", "was", "was price", "original price", "rrp", "msrp", "old price", "regular price", "was minor", "price before", "划线价", "原价", "市场价", "吊牌价", "uvp", "full price", "划线价 元", "原价 元"),
    "currency": ("currency", "currency code", "price currency", "币种", "货币", "währung"),
    "stock": ("stock", "quantity", "qty", "inventory", "stock quantity", "inventory quantity", "on hand", "stock on hand", "available quantity", "in stock", "stock level", "units", "库存", "数量", "库存数量", "现货", "可售库存", "bestand", "lagerbestand", "available"),
    "restock": ("restock date", "restock", "available from", "back in stock", "availability date", "expected", "补货日期", "到货日期", "到货时间", "补货时间", "预计到货"),
    "image": ("image", "images", "image url", "image link", "picture", "photo", "image src", "main image", "picture url", "thumbnail", "media", "image urls", "图片", "主图", "商品图片", "图片链接", "图片地址", "bild", "photos", "pictures"),
    "tags": ("tags", "labels", "keywords", "标签", "关键词"),
    "status": ("status", "published", "active", "state", "enabled", "visible", "状态", "上架", "是否上架", "上架状态"),
    "barcode": ("barcode", "ean", "gtin", "upc", "ean13", "isbn", "条码", "条形码", "商品条码"),
    "variants": ("variants", "skus", "variations", "规格列表", "sku列表", "children", "models"),
    "options": ("options", "option values", "selected options", "规格"),
    "attributes": ("attributes", "properties", "specs", "specifications", "属性", "商品属性", "features", "params", "details"),
    "collections": ("collections", "collection"),
    "prices": ("prices", "price list"),
    "durable": ("durable",),
    "replacement_days": ("replacement days",),
    "tax_included": ("tax included", "includes tax", "含税"),
}  # fmt: skip
OPTION_NAMES: Final = frozenset(
    ("color", "colour", "size", "颜色", "尺码", "尺寸码", "规格", "farbe", "größe", "variant", "款式", "colours", "shade", "volume option",
     "option", "颜色分类", "码数", "鞋码", "色号", "taille", "couleur", "talla", "variant name", "variant title")
)  # fmt: skip
_MINOR: Final = re.compile(r"(^| )(minor|cents?|pence|fen|分)( |$)")
_LANGUAGES: Final = re.compile(r"^(?P<base>.+?)[ _:.\-](?P<lang>en|zh|cn|zh hans|english|chinese|英文|中文)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One field of ours and the column it is read from."""

    field: str
    column: str
    """The heading as the file writes it."""
    confidence: float
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """How a file's columns become fields. Columns in neither list become attributes by their own names."""

    guesses: tuple[Guess, ...]
    options: tuple[str, ...] = ()
    """Columns a buyer chooses by."""
    attributes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    confirmed: bool = False
    comma_decimal: bool = False

    def column(self, name: str) -> str | None:
        """The column read for field `name`, as compared."""
        return next((heading(guess.column) for guess in self.guesses if guess.field == name), None)

    def confidence(self, name: str) -> float:
        """How sure the field is; 0 when it has no column."""
        return next((guess.confidence for guess in self.guesses if guess.field == name), 0.0)

    @property
    def sure(self) -> bool:
        """Whether it may be used without asking: a title and prices are surely found."""
        if self.confirmed:
            return True
        priced = max(self.confidence(name) for name in ("price", "prices", "sale"))
        return self.confidence("title") >= SURE and priced >= SURE

    def to_json(self) -> dict[str, Any]:
        """The form of a mapping file."""
        return {
            "fields": {guess.field: guess.column for guess in self.guesses},
            "options": list(self.options),
            "attributes": list(self.attributes),
        }


def is_minor(column: str) -> bool:
    """Whether the column's name says that it counts cents or fen."""
    return bool(_MINOR.search(heading(column)))


def guess_mapping(columns: Sequence[str], samples: Mapping[str, Sequence[str]]) -> FieldMapping:
    """The best mapping for `columns` (as the file writes them), seen the sampled values of each."""
    candidates: list[tuple[float, int, str, str]] = []
    for place, column in enumerate(columns):
        for name in NAMES:
            score = _score(name, heading(column), samples.get(column, ()))
            if score > 0:
                candidates.append((score, -place, name, column))
    candidates.sort(key=lambda row: (-row[0], -row[1]))
    taken: dict[str, Guess] = {}
    used: set[str] = set()
    for score, _, name, column in candidates:
        if name not in taken and column not in used:
            taken[name] = Guess(
                field=name, column=column, confidence=round(score, 2), samples=tuple(samples.get(column, ())[:3])
            )
            used.add(column)
    _by_values(columns, samples, taken, used)
    rest = [column for column in columns if column not in used]
    options = [
        column
        for column in rest
        if heading(column) in OPTION_NAMES or re.fullmatch(r"option \d( value)?", heading(column))
    ]
    prices = [
        value
        for guess in taken.values()
        if guess.field in ("price", "was", "sale")
        for value in samples.get(guess.column, ())
    ]
    return FieldMapping(
        guesses=tuple(taken[name] for name in NAMES if name in taken),
        options=tuple(options),
        attributes=tuple(column for column in rest if column not in options),
        comma_decimal=writes_comma_decimals(prices),
    )


def _score(name: str, column: str, values: Sequence[str]) -> float:
    words = NAMES[name]
    bare = re.sub(r"\b(eur|usd|cny|gbp|rmb|jpy|元|¥|€)\b", "", column).strip()
    if column in words:
        base = 0.97 - 0.01 * min(words.index(column), 12)
    elif bare in words:
        base = 0.9
    elif any(re.search(rf"(^| ){re.escape(word)}( |$)", column) for word in words if len(word) > 3):
        base = 0.6
    elif any(word in column for word in words if any(sign >= "\u4e00" for sign in word) and len(word) > 1):
        base = 0.7
    else:
        return 0.0
    return base * _plausible(name, values)


def _plausible(name: str, values: Sequence[str]) -> float:
    """How well the values look like the field: 1 when they do, near 0 when they cannot be it."""
    if not values or name in ("variants", "options", "attributes", "prices"):
        return 1.0
    if name in ("price", "was", "sale"):
        share = _share(values, _is_price)
        return 1.0 if share >= 0.6 else share
    if name == "stock":
        share = _share(values, _is_count)
        return 1.0 if share >= 0.6 else share
    if name == "currency":
        return 1.0 if _share(values, lambda value: is_currency(value.upper()) or len(value) <= 4) >= 0.6 else 0.2
    if name in ("title", "brand"):
        return 0.3 if _share(values, _is_price) > 0.8 else 1.0
    return 1.0


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(bool(test(value)) for value in values) / len(values)


def _is_price(value: str) -> bool:
    try:
        parse_amount(value.lstrip("-−"), "EUR")
    except Unreadable:
        return False
    return True


def _is_count(value: str) -> bool:
    try:
        parse_whole(value)
    except Unreadable:
        return value.casefold() in ("yes", "no", "true", "false", "有货", "无货", "in stock", "out of stock")
    return True


def _by_values(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], taken: dict[str, Guess], used: set[str]
) -> None:
    """Last resort, never sure: a column of amounts is a price, the first column of words a title."""
    for name, test, confidence in (("price", _looks_like_money, 0.55), ("title", _looks_like_name, 0.5)):
        if name in taken or (name == "price" and "prices" in taken):
            continue
        for column in columns:
            values = samples.get(column, ())
            if column not in used and values and _share(values, test) > 0.8:
                taken[name] = Guess(field=name, column=column, confidence=confidence, samples=tuple(values[:3]))
                used.add(column)
                break


def _looks_like_money(value: str) -> bool:
    return _is_price(value) and bool(re.search(r"[.,]\d{2}(\D|$)|[€$£¥]|[A-Z]{3}", value))


def _looks_like_name(value: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", value)) and not value.startswith("http")


def writes_comma_decimals(values: Iterable[str]) -> bool:
    """Whether amounts are written 1.280,00: some value has a comma before one or two last digits, none a dot so."""
    comma = dot = False
    for value in values:
        bare = re.sub(r"[^\d.,]", "", value).strip(".,")
        comma = comma or bool(re.search(r",\d{1,2}$", bare))
        dot = dot or bool(re.search(r"\.\d{1,2}$", bare))
    return comma and not dot


@dataclass(slots=True)
class Sampler:
    """Collects up to 200 values per column."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, column: str, value: str) -> None:
        """Note one value."""
        values = self.found.setdefault(column, [])
        if value.strip() and len(values) < 200:
            values.append(value.strip())
