"""A detail page as values: blocks of pictures, sentences, facts and drawings, from a piece and its materials.

The same page stands on the storefront, in the console's preview of a phone, and as a long picture. It holds no price: the
surface that shows it fills that in when it is served. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from mercery.catalog.product import Media, Product
from mercery.claims.facts import Fact
from mercery.claims.values import Statement, Text
from mercery.core.i18n import Lang, Words
from mercery.studio.materials import Materials
from mercery.studio.pictures.care_signs import SIDE, CareSign, signs_for
from mercery.studio.pictures.fact_rows import (
    PLACES,
    FactRow,
    Place,
    Run,
    capital,
    changes_by_the_hour,
    fact_rows,
    run_of,
    runs_of,
    speaks_of_money,
)
from mercery.studio.pictures.labelling import by_model, label_words
from mercery.studio.pictures.scale.drawing import ScaleDrawing, scale_drawing
from mercery.studio.pictures.scale.svg import drawing_svg, sign_svg
from mercery.studio.pictures.side_by_side import SideBySide, side_by_side
from mercery.studio.piece import Passage, Piece
from mercery.studio.writing.points import Point, points_of
from mercery.studio.writing.topics import topic_of

HEADINGS: Final[dict[Place, Words]] = {
    "hero": Words("", ""),
    "material": Words("Material and make", "材质与做工"),
    "size": Words("Size", "尺寸"),
    "care": Words("Care", "保养"),
    "delivery": Words("Delivery and returns", "配送与退换"),
    "authenticity": Words("Origin and guarantee", "产地与保障"),
    "comparison": Words("Beside its neighbours", "同类对照"),
}
"""What a block is called where the piece says nothing of its own."""
_SCENT: Final = Words("Scent", "香调")
_POLICIES: Final[dict[Place, tuple[str, ...]]] = {
    "delivery": ("delivery", "returns"),
    "authenticity": ("authenticity", "warranty", "repair"),
}
CLOSE_WORDS: Final = ("detail", "细节", "close", "特写")
_MOST_STATEMENTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPicture:
    """A picture of the catalogue in a block. `close`: shown from near."""

    media: Media
    alt: str
    close: bool = False

    @property
    def url(self) -> str:
        """Where a page finds it."""
        return self.media.url


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailBlock:
    """One block, in the order its parts are shown."""

    place: Place
    heading: tuple[Run, ...]
    picture: DetailPicture | None = None
    sentences: tuple[tuple[Run, ...], ...] = ()
    """Paragraphs, each cut at its claims."""
    rows: tuple[FactRow, ...] = ()
    signs: tuple[CareSign, ...] = ()
    drawing: ScaleDrawing | None = None
    compared: SideBySide | None = None

    @property
    def drawing_markup(self) -> Markup:
        """The scale drawing, to be put into a page."""
        return drawing_svg(self.drawing, f"scale-{self.place}") if self.drawing else Markup()

    @property
    def sign_markups(self) -> tuple[tuple[Markup, Words], ...]:
        """Each sign with its words."""
        return tuple((sign_svg(sign.strokes, SIDE), sign.words) for sign in self.signs)

    @property
    def fact_ids(self) -> Iterator[str]:
        """What it stands on."""
        for runs in (self.heading, *self.sentences, tuple(row.value for row in self.rows)):
            yield from (run.fact_id for run in runs if run.fact_id)
        if self.drawing:
            yield from self.drawing.fact_ids
        if self.compared:
            yield from self.compared.fact_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPage:
    """The whole page of one product in one language."""

    lang: Lang
    product: Product
    shop: str
    blocks: tuple[DetailBlock, ...]
    label: str
    """That software, a model or a person wrote it."""
    by_model: bool = False
    """Whether a model wrote any of its sentences: laws then ask for more than a word at its foot."""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Everything it stands on, each once: the drawing and the neighbours too, beyond what the piece's sentences name."""
        return tuple(dict.fromkeys(key for block in self.blocks for key in block.fact_ids))

    def block(self, place: Place) -> DetailBlock | None:
        """The block of that place."""
        return next((one for one in self.blocks if one.place == place), None)


def detail_page(piece: Piece, materials: Materials) -> DetailPage:
    """The page of the piece's first product. Sentences on prices and stock, and blocked ones, are not on it."""
    product = next((one for one in materials.products if one.id in piece.product_ids[:1]), materials.products[0])
    voice = materials.voice(piece.lang)
    points = points_of(product, materials.facts, voice)
    made = [_block(place, piece, product, materials, points) for place in PLACES]
    return DetailPage(
        lang=piece.lang,
        product=product,
        shop=materials.shop.name.text(piece.lang),
        blocks=tuple(block for block in made if block is not None),
        label=label_words(piece).text(piece.lang),
        by_model=by_model(piece),
    )


def _block(
    place: Place, piece: Piece, product: Product, materials: Materials, points: Sequence[Point]
) -> DetailBlock | None:
    lang = piece.lang
    passages = [one for one in piece.passages if _place(one) == place and one.about in ("", product.id)]
    rows = fact_rows(points, place, lang)
    sentences = tuple(_paragraphs(passages, materials, frozenset(row.value.fact_id for row in rows)))
    if not sentences and place in _POLICIES:
        sentences = tuple(_statements(materials, _POLICIES[place], lang))
    care = next((fact for fact in materials.facts if _is_care(fact, product)), None) if place == "care" else None
    told = care.value.words.text(lang) if care is not None and isinstance(care.value, Text) else ""
    if not sentences and care is not None and told:
        sentences = ((run_of(care, told),),)
    block = DetailBlock(
        place=place,
        heading=_heading(place, passages, product, materials, points, lang),
        picture=_picture(place, product, lang),
        sentences=sentences,
        rows=rows,
        signs=signs_for(told, lang),
        drawing=scale_drawing(product, materials.facts, lang) if place == "size" else None,
        compared=side_by_side(product, materials, materials.voice(lang)) if place == "comparison" else None,
    )
    return block if _worth(block) else None


def _worth(block: DetailBlock) -> bool:
    told = bool(block.sentences or block.rows or block.drawing or block.compared)
    return told or block.place == "hero"


def _place(passage: Passage) -> Place:
    """Where a passage belongs; what names no block stands below the first picture."""
    return next((place for place in PLACES if place == passage.place), "hero")


def _heading(
    place: Place,
    passages: Sequence[Passage],
    product: Product,
    materials: Materials,
    points: Sequence[Point],
    lang: Lang,
) -> tuple[Run, ...]:
    kinds = ("title",) if place == "hero" else ("heading", "title")
    for passage in passages:
        if passage.kind in kinds:
            runs = _runs(passage, materials)
            if runs:
                return runs
    if place == "hero":
        return (Run(product.title.text(lang)),)
    topics = {topic_of(point.key) for point in points if point.text}
    scented = place == "material" and "scent" in topics and not topics & {"material", "make"}
    return (Run((_SCENT if scented else HEADINGS[place]).text(lang)),)


def _paragraphs(passages: Sequence[Passage], materials: Materials, listed: frozenset[str]) -> Iterator[tuple[Run, ...]]:
    """The paragraphs; an item is left out where a row below says the same."""
    for passage in passages:
        if passage.kind in ("lead", "paragraph", "item", "caption"):
            runs = _runs(passage, materials)
            said = {run.fact_id for run in runs if run.fact_id}
            if runs and not (passage.kind == "item" and said and said <= listed):
                yield runs


def _runs(passage: Passage, materials: Materials) -> tuple[Run, ...]:
    found: list[Run] = []
    for told in passage.told:
        facts = [materials.by_id.get(key) for key in told.sentence.fact_ids]
        if not told.holds or any(fact is None or changes_by_the_hour(fact) for fact in facts):
            continue
        if speaks_of_money(told.sentence.text):
            continue
        if found and found[-1].text[-1:].isascii():
            found.append(Run(" "))
        found += runs_of(told.sentence, materials.by_id)
    return tuple(found)


def _statements(materials: Materials, topics: Sequence[str], lang: Lang) -> Iterator[tuple[Run, ...]]:
    """The shop's own rules, those without a region first, as it approved them."""
    told = 0
    for fact in sorted(materials.facts, key=lambda one: topics.index(one.attribute) if one.attribute in topics else 9):
        if fact.subject.kind != "policy" or fact.attribute not in topics or not isinstance(fact.value, Statement):
            continue
        if told < _MOST_STATEMENTS and fact.value.words.has(lang) and not speaks_of_money(fact.value.words.text(lang)):
            told += 1
            yield (run_of(fact, capital(fact.value.words.text(lang))),)


def _is_care(fact: Fact, product: Product) -> bool:
    return fact.attribute == "care" and fact.subject.kind == "product" and fact.subject.id == product.id


def _picture(place: Place, product: Product, lang: Lang) -> DetailPicture | None:
    shown = [one for one in product.media if one.kind == "image" and (one.path or one.source)]
    if not shown or place not in ("hero", "material"):
        return None
    if place == "hero":
        return DetailPicture(media=shown[0], alt=_alt(shown[0], product, lang))
    near = next((one for one in shown[1:] if any(word in one.alt.en + one.alt.zh for word in CLOSE_WORDS)), None)
    picked = near or shown[0]
    return DetailPicture(media=picked, alt=_alt(picked, product, lang), close=near is None)


def _alt(media: Media, product: Product, lang: Lang) -> str:
    return media.alt.text(lang) or product.title.text(lang)
