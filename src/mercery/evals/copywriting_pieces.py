"""Copy written by Mercery from contents of attributes: which values it names, which of others it makes up, how varied it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Attribute, Product, Variant
from mercery.claims.values import MaterialPart, Terms, Text, Value
from mercery.claims.values import Materials as MaterialsValue
from mercery.core import clock
from mercery.core.i18n import Words
from mercery.evals.registry import Say
from mercery.studio.brief import Brief
from mercery.studio.gathering import Others
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.write import write

COLLECTION: Final = 60
"""So many products in the order of the file are one collection: they share no long run of words."""
_NEIGHBOURS: Final = 6
_NAMES: Final = {"材质": "material", "面料": "material", "颜色": "colour", "风格": "style", "图案": "pattern", "品牌": "brand", "产地": "origin"}  # fmt: skip
_KIND_OF_GOODS: Final = ("类型", "品类", "类别")
_KINDS: Final = (*_KIND_OF_GOODS, "品名", "款式", "裙长", "裤型", "衣样式")
_UNNAMED: Final = "商品"
_SAYS_NOTHING: Final = frozenset(
    ("是", "否", "无", "其他", "其它", "其他/other", "other/其他", "other/其它", "other", "常规")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is known of one product: type and value, as the file has them."""

    key: str
    pairs: tuple[tuple[str, str], ...]

    def of(self, kind: str) -> list[str]:
        """Its values of one type, each once."""
        return list(dict.fromkeys(value for name, value in self.pairs if name == kind))

    @property
    def by_type(self) -> dict[str, list[str]]:
        """Its values by type."""
        found = {name: [one for one in self.of(name) if one.lower() not in _SAYS_NOTHING] for name, _ in self.pairs}
        return {name: values for name, values in found.items() if values}

    @property
    def values(self) -> list[str]:
        """What a text could name."""
        return list(dict.fromkeys(value for _, value in self.pairs if value.lower() not in _SAYS_NOTHING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Of some texts: values of the content they name, values they do not, values of the same types that are others'."""

    named: int
    left_out: int
    invented: int

    @property
    def coverage(self) -> float:
        """Share of the content's values that are named."""
        return round(self.named / (self.named + self.left_out), 4) if self.named + self.left_out else 0.0

    @property
    def invention(self) -> float:
        """Share of what is named that the content does not hold."""
        return round(self.invented / (self.named + self.invented), 4) if self.named + self.invented else 0.0


def product_of(content: Content) -> Product:
    """The content as an ordinary product, as an import of such columns makes it."""
    held = content.by_type
    title = next((held[kind][0] for kind in reversed(_KINDS) if kind in held), _UNNAMED)
    category = next((held[kind][0] for kind in _KIND_OF_GOODS if kind in held), title)
    attributes = tuple(
        Attribute(name=_NAMES.get(kind, kind.lower()), label=Words("", kind), value=_value(kind, values))
        for kind, values in held.items()
        if kind not in _KIND_OF_GOODS
    )
    return Product(
        id=f"prd_{content.key}", key=content.key, handle=content.key, title=Words("", title),
        category=(Words("", category),), attributes=attributes,
        variants=(Variant(id=f"var_{content.key}", sku=content.key),),
    )  # fmt: skip


def _value(kind: str, values: Sequence[str]) -> Value:
    words = [Words("", value) for value in values]
    if _NAMES.get(kind) == "material":
        return MaterialsValue(tuple(MaterialPart("main", word) for word in words))
    return Text(words[0]) if len(words) == 1 else Terms(tuple(words))


def pieces_of(contents: Sequence[Content], say: Say) -> Iterator[tuple[Content, Piece]]:
    """A product page for each, in collections that do not repeat themselves."""
    shop = Shop(id="shp_eval", slug="eval", name=Words("Shop", "本店"), default_language="zh", languages=("zh",))
    for first in range(0, len(contents), COLLECTION):
        rows = contents[first : first + COLLECTION]
        goods = [product_of(content) for content in rows]
        others = Others()
        for place, (content, product) in enumerate(zip(rows, goods, strict=True)):
            piece = _piece(shop, product, _around(goods, place), others)
            others = others.with_text(piece)
            yield content, piece
        say(f"{min(first + COLLECTION, len(contents))} of {len(contents)} written")


def _piece(shop: Shop, product: Product, neighbours: tuple[Product, ...], others: Others) -> Piece:
    materials = Materials(
        shop=shop, products=(product,), facts=tuple(product_facts(product, shop)), neighbours=neighbours,
        said=others.said, worn=others.worn, now=clock.now(), laws=frozenset(("cn",)),
    )  # fmt: skip
    return write(Brief(product_ids=(product.id,), channel="product_page", lang="zh", length="long"), materials)


def _around(goods: Sequence[Product], place: int) -> tuple[Product, ...]:
    near = sorted(range(len(goods)), key=lambda other: abs(other - place))[1:]
    kind = goods[place].category
    alike = sorted(near, key=lambda other: goods[other].category != kind)
    return tuple(goods[other] for other in alike[:_NEIGHBOURS])


def vocabulary(contents: Sequence[Content]) -> dict[str, frozenset[str]]:
    """Every value of each type over all contents: what could be made up."""
    found: dict[str, set[str]] = defaultdict(set)
    for content in contents:
        for kind, value in content.pairs:
            if value.lower() not in _SAYS_NOTHING:
                found[kind].add(value)
    return {kind: frozenset(values) for kind, values in found.items()}


def named(texts: Sequence[tuple[Content, str]], known: Mapping[str, frozenset[str]]) -> Named:
    """What the texts name and make up. A value within one of the content's own, or within what an attribute is called, is
    no value of another."""
    told = left = made_up = 0
    for content, text in texts:
        low = text.lower()
        own = content.values
        told += (here := sum(value.lower() in low for value in own))
        left += len(own) - here
        made_up += len(invented(content, low, known))
    return Named(named=told, left_out=left, invented=made_up)


def invented(content: Content, low: str, known: Mapping[str, frozenset[str]]) -> set[str]:
    """Values of the content's types that the text names and the content does not hold."""
    rest = low
    for one in sorted({*content.values, *content.by_type}, key=len, reverse=True):
        rest = rest.replace(one.lower(), "\n")
    found: set[str] = set()
    for kind, values in content.by_type.items():
        others = [one for one in known.get(kind, ()) if one not in values and _is_said(one.lower(), rest)]
        found |= {one for one in others if not any(one in value for value in content.values)}
    return found


def _is_said(value: str, text: str) -> bool:
    if value.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(value)}(?![a-z0-9])", text) is not None
    return value in text


def distinct3(texts: Sequence[str]) -> float:
    """Of all runs of three words, the share that are different; the mean over collections."""
    shares = []
    for first in range(0, len(texts), COLLECTION):
        runs = [run for text in texts[first : first + COLLECTION] for run in _threes(text)]
        if runs:
            shares.append(len(set(runs)) / len(runs))
    return round(sum(shares) / len(shares), 4) if shares else 0.0


def _threes(text: str) -> Iterator[tuple[str, ...]]:
    from rjieba import cut

    words = (
        [word for word in cut(text) if re.match(r"\w", word)]
        if re.search("[\u3400-\u9fff]", text)
        else re.findall(r"[\w'-]+", text.lower())
    )
    yield from zip(words, words[1:], words[2:], strict=False)
