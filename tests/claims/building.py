"""Facts and products for the tests of claims."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from mercery.claims.facts import Fact, Subject, SubjectKind
from mercery.claims.frames.render import render
from mercery.claims.plan import About, Act, subjects_named
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price, Quantity, Stock, Unit, Value
from mercery.claims.verify import Checked, verify
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BAG = About(product_id="prd_bag", title=Words("Harbour Tote", "港湾托特包"), counter="只")
SHOES = About(
    product_id="prd_shoes",
    title=Words("Lido Loafers", "Lido 乐福鞋"),
    labels={"v1": Words("black, size 38", "黑色 38 码"), "v2": Words("tan, size 39", "棕褐色 39 码")},
    choices={
        "colour": {"v1": Words("black", "黑色"), "v2": Words("tan", "棕褐色")},
        "size": {"v1": Words("size 38", "38 码"), "v2": Words("size 39", "39 码")},
    },
    counter="双",
)


def voice(lang: Lang = "en", *, now: datetime = NOW, spoken_of: str = "") -> Voice:
    return Voice(lang=lang, now=now, timezone="Europe/Paris", spoken_of=spoken_of)


def fact(
    attribute: str,
    value: Value,
    *,
    about: About = BAG,
    variant: str = "",
    label: Words | None = None,
    kind: SubjectKind | None = None,
    until: datetime | None = None,
    since: datetime | None = None,
) -> Fact:
    """A fact of a product, or of its variant."""
    subject = Subject(
        kind=kind or ("variant" if variant else "product"),
        id=variant or about.product_id,
        name=about.title,
        parent_id=about.product_id if variant else None,
    )
    return Fact(
        subject=subject,
        attribute=attribute,
        label=label or Words(attribute.replace("_", " "), "属性"),
        value=value,
        source=Words("catalogue", "商品目录"),
        version=1,
        valid_from=since,
        valid_to=until,
        recorded_at=NOW,
    )


def euros(minor: int, was: int | None = None) -> Price:
    return Price(Money(minor, "EUR"), Money(was, "EUR") if was else None)


def grams(amount: str, unit: Unit = "g") -> Quantity:
    return Quantity(Decimal(amount), unit)


def pieces(count: int | None, back: date | None = None) -> Stock:
    return Stock(count, back)


def said(act: Act, *facts: Fact, lang: Lang = "en", asked: str = "") -> list[tuple[Sentence, Checked]]:
    """Each sentence of the act with the verdict of the last look."""
    known, spoken = {one.id: one for one in facts}, voice(lang)
    return [
        (sentence, verify(sentence, known, spoken, abouts=subjects_named(act), asked=asked))
        for sentence in render(act, known, spoken)
    ]


def text(act: Act, *facts: Fact, lang: Lang = "en", asked: str = "") -> str:
    """What is said; every sentence must have passed."""
    spoken = said(act, *facts, lang=lang, asked=asked)
    assert all(checked.ok for _, checked in spoken), [(one.text, checked.reason) for one, checked in spoken]
    return ("" if lang == "zh" else " ").join(one.text for one, _ in spoken)
