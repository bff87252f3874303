"""What the page of values read shows: one frozen value, made of drafts and products. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mercery.catalog.product import Product
from mercery.catalog.value_words import value_words
from mercery.claims.values import Text
from mercery.core.i18n import Lang, Words
from mercery.studio.extracting.draft import Bulk, Held, Run, State
from mercery.studio.extracting.own_examples import sentences
from mercery.studio.extracting.proposing import agrees, shown, stitched, texts_of

NO_WORDS = Words("")
CERTAINTIES = (0.9, 0.8, 0.7, 0.5)
"""From which everything can be accepted together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """One value that may be recorded."""

    id: str
    version: int
    label: Words
    value: str
    """As it stands in its field."""
    also: str
    """The same in the other language; empty where there is none, or it would say the same."""
    words: str
    percent: int
    by: Words
    recorded: Words
    """What is recorded instead; empty: nothing."""
    recorded_already: bool
    """Whether that says the same."""
    state: State
    decided: Words
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLine:
    """A product with its words, the ones that were read marked, and the values in them."""

    id: str
    name: Words
    picture: str
    title: Sequence[tuple[str, bool]]
    """Runs of words; whether a value was read from them."""
    title_lang: Lang
    passages: Sequence[tuple[Lang, Sequence[tuple[str, bool]]]]
    """Sentences of the description that say a value."""
    values: Sequence[ValueLine]

    @property
    def clear(self) -> int:
        """How many take no other value's place."""
        return sum(not line.recorded.en and not line.recorded.zh for line in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributesPage:
    """Values read out of titles and descriptions, product by product."""

    headline: Words
    sub: Words
    lines: Sequence[ProductLine]
    show: str
    attribute: str
    attributes: Sequence[tuple[str, Words, int]]
    counts: Mapping[str, int]
    run: Run | None
    bulk: Bulk | None
    certainties: Sequence[float] = CERTAINTIES
    current: int = 1
    last: int = 1
    products: int = 0
    may_edit: bool = False
    problem: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def proposed(self) -> int:
        """Values that wait."""
        return self.counts.get("proposed", 0)

    @property
    def decided(self) -> int:
        """Values somebody decided on."""
        return sum(self.counts.get(state, 0) for state in ("accepted", "changed", "refused"))


def product_line(
    product: Product, held: Sequence[Held], lang: Lang, errors: Mapping[str, tuple[str, str]]
) -> ProductLine:
    """One product with its drafts. `errors`: of a draft what is wrong, and what was typed."""
    texts = texts_of(product)
    places = [(one.draft.field, one.draft.lang, one.draft.start, one.draft.stop) for one in held]
    runs = stitched(texts, places)
    titles = [(text, marked) for text, marked in runs if text.field == "title"]
    title = next(((text, marked) for text, marked in titles if text.lang == lang), titles[0] if titles else None)
    marked_title = any(mark for _, mark in title[1]) if title else False
    other = next(((text, marked) for text, marked in titles if any(mark for _, mark in marked)), None)
    if not marked_title and other is not None:
        title = other
    return ProductLine(
        id=product.id, name=product.title, picture=next((one.url for one in product.media if one.kind == "image" and one.url), ""),
        title=title[1] if title else [(product.key, False)], title_lang=title[0].lang if title else lang,
        passages=_passages(runs), values=[_value_line(one, lang, errors) for one in held],
    )  # fmt: skip


def _passages(
    runs: Sequence[tuple[object, Sequence[tuple[str, bool]]]],
) -> list[tuple[Lang, Sequence[tuple[str, bool]]]]:
    """Of each description the sentences with something in them, the rest left out."""
    from mercery.studio.extracting.found import Text as Source

    found: list[tuple[Lang, Sequence[tuple[str, bool]]]] = []
    for text, marked in runs:
        if not isinstance(text, Source) or text.field != "description" or not any(mark for _, mark in marked):
            continue
        places, at = [], 0
        for words, mark in marked:
            if mark:
                places.append((at, at + len(words)))
            at += len(words)
        for start, sentence in sentences(text):
            own = [(begin - start, end - start) for begin, end in places if start <= begin < start + len(sentence)]
            if own:
                found.append((text.lang, _marked(sentence, own)))
    return found


def _marked(sentence: str, places: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    runs, at = [], 0
    for start, stop in places:
        runs += [(sentence[at:start], False), (sentence[start:stop], True)]
        at = stop
    return [(words, mark) for words, mark in (*runs, (sentence[at:], False)) if words]


_BY = {
    "rules": Words("by its wording", "按用语识别"),
    "learnt": Words("learnt from your products", "从已有商品学得"),
    "model": Words("by the model", "由模型识别"),
}


def _value_line(held: Held, lang: Lang, errors: Mapping[str, tuple[str, str]]) -> ValueLine:
    draft = held.draft
    error, typed = errors.get(draft.id, ("", ""))
    other: Lang = "en" if lang == "zh" else "zh"
    value, also = shown(draft.value, lang), shown(draft.value, other)
    told = also != value and (not isinstance(draft.value, Text) or (draft.value.words.en and draft.value.words.zh))
    same = agrees(held.recorded, draft.value)
    return ValueLine(
        id=draft.id, version=draft.version, label=draft.label, value=typed or value, also=also if told else "",
        words=draft.words, percent=round(draft.score * 100), by=_BY[draft.reader],
        recorded=value_words(held.recorded.value) if held.recorded is not None and draft.state == "proposed" else NO_WORDS,
        recorded_already=same, state=draft.state, decided=_decided(held), error=error,
    )  # fmt: skip


def _decided(held: Held) -> Words:
    who = held.draft.decided_by.split(":", 2)[-1]
    said = {
        "accepted": Words("recorded", "已记录"), "changed": Words("changed and recorded", "修改后记录"),
        "refused": Words("refused", "未采用"), "gone": Words("no longer said", "文中已无"),
    }.get(held.draft.state)  # fmt: skip
    if said is None or not who:
        return said or NO_WORDS
    return Words(f"{said.en} by {who}", f"{who} {said.zh}")


def headline(waiting: int, run: Run | None) -> Words:
    """The page's first line."""
    if run is not None and run.busy:
        return Words("Your titles and descriptions are being read", "正在阅读标题与描述")
    if run is None:
        return Words("What do your descriptions say already?", "描述里已经写了什么？")
    if not waiting:
        return Words("Nothing waits for your yes", "没有待确认的属性")
    if waiting == 1:
        return Words("One value waits for your yes", "有 1 个属性值待您确认")
    return Words(f"{waiting} values wait for your yes", f"有 {waiting} 个属性值待您确认")


def sub(products: int, run: Run | None) -> Words:
    """The line below it."""
    if run is None or run.busy or not products:
        return Words(
            "Values stand in the words of your products. What you accept is recorded, and may be said.",
            "属性值就写在商品的文字里。您确认的会成为事实，可以对外说。",
        )
    one = products == 1
    return Words(
        f"In the words of {'one product' if one else f'{products} products'}. Nothing is recorded before you accept it.",
        f"见于 {products} 件商品的文字。确认之前不作记录。",
    )
