"""Small products to index, and what an index says of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from mercery.catalog.product import Attribute, Option, Product, Variant
from mercery.claims.values import Quantity, Terms
from mercery.core.i18n import Words
from mercery.search.document import Document, document
from mercery.search.index import NewVersion, SearchIndex

WORDS = ("tote", "scarf", "lamp", "quilted", "linen", "围巾", "台灯", "真丝")


def piece(number: int, title: str, colour: str = "black", grams: int = 300) -> Product:
    """A product with one option and one amount."""
    words = Words(colour, colour)
    return Product(
        id=f"prod_{number:04d}",
        key=str(number),
        handle=f"piece-{number}",
        title=Words(title, title),
        category=(Words("Pieces", "商品"),),
        attributes=(
            Attribute(name="style", label=Words("Style", "风格"), value=Terms((Words(title.split()[0]),))),
            Attribute(name="weight", label=Words("Weight", "重量"), value=Quantity(low=Decimal(grams), unit="g")),
        ),
        options=(Option(name="colour", label=Words("Colour", "颜色"), values=(words,)),),
        variants=(Variant(sku=f"SKU{number}", options={"colour": words}),),
    )


@contextmanager
def fresh_home() -> Iterator[Path]:
    """A folder for one example. tantivy looks for commits once in a thread before an opened index can tell it not to, and
    may write its lock into a folder that is being removed: a file too many is not what an example is about."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def build(home: Path, pieces: dict[int, Product]) -> None:
    """A version of these pieces, put to use."""
    with NewVersion(home, "shop") as version:
        version.add([document(one) for one in pieces.values()])
        version.publish()


def documents(*pieces: Product) -> list[Document]:
    return [document(one) for one in pieces]


def said(index: SearchIndex) -> dict[str, object]:
    """Everything an index answers about its products, whatever rows they lie in."""
    found: dict[str, object] = {}
    for word in WORDS:
        chinese = not word.isascii()
        hits = index.found(index.word_query(_stemmed(word), chinese=chinese), 1_000)
        found[word] = sorted((row.product_id, row.titles, tuple(sorted(row.values))) for _, row in hits[1])
    for colour in ("black", "red"):
        found[f"colour {colour}"] = sorted(
            row.product_id for _, row in index.found(index.facet_query("colour", [colour]), 1_000)[1]
        )
    found["size"] = index.size
    return found


def _stemmed(word: str) -> str:
    from mercery.search.words import index_terms

    return next(iter(index_terms(word)))
