"""Answers questions about texts of others: quoted where they are harmless or proved, the rest left out and said so. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.materials.judging import Read, read
from mercery.assistant.materials.quoting import QUOTES, left_out_of, note_told, number_fact, quoted_facts
from mercery.assistant.materials.splitting import LONGEST
from mercery.assistant.turns import Choice, Command, Material, Ratings
from mercery.claims.facts import Fact, Subject
from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.claims.plan import NoText, Relay, ReplyDraft, Shape, TextKind
from mercery.claims.values import Text
from mercery.core.i18n import Words
from mercery.knowledge.features import ideas_in

_EACH: Final = 2
"""Quotations of one review, where there are several."""
_SEVERAL: Final = 3


@dataclass(slots=True)
class Prover:
    """Proves sentences on the facts of the goods in question and on the shop's policies; the gate is built when needed."""

    ground: Ground
    product_ids: tuple[str, ...] = ()
    _gate: Gate | None = field(default=None)

    def __call__(self, sentence: str) -> bool:
        """Whether the gate lets the sentence out because of what is proved in it, not because it says nothing."""
        if self._gate is None:
            shelf = [self.ground.shelf[one] for one in self.product_ids if one in self.ground.shelf]
            facts = [fact for goods in shelf for fact in goods.facts if fact.attribute not in ("description", "notes")]
            facts += [note.fact for note in self.ground.policies]
            voice = self.ground.voice
            self._gate = Gate(grounds(facts, now=voice.now, timezone=voice.timezone, complete=False))
        about = self.product_ids[0] if len(self.product_ids) == 1 else None
        lang: Literal["en", "zh"] = "zh" if re.search(r"[\u3400-\u9fff]", sentence) else "en"
        verdict = self._gate.check(sentence, lang, about=about)
        return verdict.passed and bool(verdict.claims)


def answer_text(command: Command, ground: Ground) -> Piece:
    """The answer to a question about a note, reviews, a file or a reply."""
    match command.topic:
        case "order_note":
            return _note(command, ground)
        case "reviews":
            return _reviews(command, ground)
        case "reply_draft":
            return _reply(ground)
        case _:
            return _document(ground)


def of_kind(ground: Ground, kind: TextKind) -> list[Material]:
    """The texts of a kind that are at hand."""
    return [one for one in ground.materials if one.kind == kind]


def whatever_is_at_hand(command: Command, ground: Ground) -> Piece | None:
    """Where nothing else answers: the text that lies beside the message is what was meant."""
    kinds = {one.kind for one in ground.materials if one.fresh}
    if "document" in kinds:
        return _document(ground)
    if "order_note" in kinds:
        return _note(command, ground)
    if "review" in kinds:
        return _reviews(command, ground)
    return description(command, ground) if kinds else None


# ---- notes -------------------------------------------------------------------------------------------------------------


def _note(command: Command, ground: Ground) -> Piece:
    notes = of_kind(ground, "order_note")
    notes = [one for one in notes if one.name and one.name.lower() in command.text.lower()] or notes
    if notes:
        proved, at = Prover(ground), ground.voice.now
        told = [
            note_told(note.text, note.name, at, index=index, proved=proved)
            for index, note in enumerate(notes[:_SEVERAL])
        ]
        return Piece(
            rule="text:order_note",
            acts=tuple(act for act, _ in told),
            facts=tuple(fact for _, facts in told for fact in facts),
        )
    if ground.own_orders is None:
        return Piece(rule="text:order_note:unknown", hand_over="order")
    only = number_fact(ground.own_orders[0], ground.voice.now) if len(ground.own_orders) == 1 else None
    none = NoText(source="order_note", number_id=only.id if only else None)
    return Piece(rule="text:order_note:none", acts=(none,), facts=(only,) if only else ())


# ---- reviews -----------------------------------------------------------------------------------------------------------


def _reviews(command: Command, ground: Ground) -> Piece:
    goods = _goods(command, ground, of_kind(ground, "review"))
    reviews = [
        one for one in of_kind(ground, "review") if goods is None or one.about in ("", goods.id, goods.product.key)
    ]
    shown = (goods.id,) if goods else ()
    if not reviews:
        none = NoText(source="review", about=goods.about if goods else None)
        return Piece(rule="text:reviews:none", acts=(none,), shown=shown)
    read_, facts = _all_read(reviews, ground, shown)
    summary = _summary(goods, ground)
    act = Relay(
        source="review", about=goods.about if goods else None, fact_ids=tuple(fact.id for fact in facts), left_out=left_out_of(read_),
        summary_id=summary.id if summary else None, texts=len(reviews),
    )  # fmt: skip
    return Piece(rule="text:reviews", acts=(act,), facts=(*facts, *([summary] if summary else [])), shown=shown)


def _goods(command: Command, ground: Ground, texts: Sequence[Material]) -> Goods | None:
    """The product in question: named, at hand, or the one the text is about."""
    named = [one for one in command.product_ids if one in ground.shelf]
    about = [goods for one in texts if (goods := _about(one, ground))]
    return ground.shelf[named[0]] if named else (about[0] if about else None)


def _about(material: Material, ground: Ground) -> Goods | None:
    if material.about in ground.shelf:
        return ground.shelf[material.about]
    return next((one for one in ground.shelf.values() if material.about and one.product.key == material.about), None)


def _summary(goods: Goods | None, ground: Ground) -> Fact | None:
    ratings = ground.ratings.get(goods.id) if goods else None
    if goods is None or ratings is None:
        return None
    return Fact(
        subject=Subject(kind="text", id=f"reviews:{goods.id}", name=goods.product.title), attribute="ratings",
        label=Words("Reviews", "评价"), value=Text(ratings_words(ratings)), source=Words("reviews of customers", "顾客评价"),
        version=1, recorded_at=ground.voice.now,
    )  # fmt: skip


def ratings_words(ratings: Ratings) -> Words:
    """`12 reviews, 4.3 out of 5 on average`."""
    average = f"{ratings.average.quantize(Decimal('0.1')):f}"
    many = "review" if ratings.count == 1 else "reviews"
    return Words(
        f"{ratings.count} {many}, {average} out of 5 on average",
        f"{ratings.count} 条评价，平均 {average} 分（满分 5 分）",
    )


# ---- a reply to a review -----------------------------------------------------------------------------------------------

_GLAD: Final = re.compile(
    r"\b(?:love[ds]?|great|lovely|beautiful|perfect|happy|pleased|delighted|recommend|comfortable|excellent|wonderful|gorgeous|soft|sturdy|good|nice)\b|喜欢|好看|漂亮|满意|推荐|舒服|完美|不错|很好|惊喜|值得",
    re.IGNORECASE,
)
_SORRY: Final = re.compile(
    r"\b(?:disappoint\w*|broke[n]?|poor|bad|worse|worst|terrible|awful|scratch\w*|ugly|not (?:good|happy|satisfied|worth)|too (?:small|big|tight|thin|heavy)|late|never again|stain\w*|peel\w*|torn|damaged|faulty|unhappy)\b|失望|很差|差|坏|划痕|不满意|不喜欢|瑕疵|掉色|起球|变形|难用|破|裂|不值",
    re.IGNORECASE,
)


def _reply(ground: Ground) -> Piece:
    reviews = of_kind(ground, "review")
    if not reviews:
        return Piece(rule="text:reply:none", acts=(NoText(source="review"),))
    review = reviews[0]
    found = read(review.text, Prover(ground, _subjects(review, ground)))
    act = ReplyDraft(mood=_mood(review, found), left_out=left_out_of([found]))
    return Piece(rule="text:reply", acts=(act,))


def _mood(review: Material, found: Read) -> Literal["glad", "sorry", "plain"]:
    if review.rating is not None:
        return "glad" if review.rating >= 4 else ("sorry" if review.rating <= 2 else "plain")
    said = " ".join(found.quotes)
    glad, sorry = bool(_GLAD.search(said)), bool(_SORRY.search(said))
    return "plain" if glad == sorry else ("glad" if glad else "sorry")


# ---- files -------------------------------------------------------------------------------------------------------------

_SHAPES: Final[tuple[tuple[Shape, re.Pattern[str]], ...]] = (
    ("invoice", re.compile(r"\b(?:invoice|receipt|subtotal|vat|bill to|amount due)\b|发票|收据|小计|合计|账单", re.IGNORECASE)),
    ("letter", re.compile(r"^\s*(?:dear|hello|hi|to whom)\b|\b(?:sincerely|kind regards|best regards|yours truly)\b|尊敬的|您好|此致|敬上", re.IGNORECASE)),
    ("list", re.compile(r"(?:^\s*(?:[-*•]|\d{1,2}[.)、])\s+.+\n?){2,}", re.MULTILINE)),
    ("table", re.compile(r"(?:^[^\n,;\t|]+(?:[,;\t|][^\n,;\t|]*){2,}\n?){2,}", re.MULTILINE)),
)  # fmt: skip


def shape_of(text: str) -> Shape:
    """What a file looks like, by its form and its first words."""
    return next((shape for shape, pattern in _SHAPES if pattern.search(text)), "")


def _document(ground: Ground) -> Piece:
    files = of_kind(ground, "document")
    if not files:
        return Piece(rule="text:document:none", acts=(NoText(source="document"),))
    read_, facts = _all_read(files, ground, ())
    act = Relay(
        source="document", fact_ids=tuple(fact.id for fact in facts), left_out=left_out_of(read_), texts=len(files),
        shape=shape_of(files[0].text[:LONGEST]) if len(files) == 1 else "",
    )  # fmt: skip
    ideas = frozenset[str]().union(*(ideas_in(one.text[:LONGEST]) for one in files))
    spoken_of = [words for idea, words in _NEXT.items() if idea in ideas]
    choices = tuple(Choice(label=words, value=words) for words in spoken_of[:2])
    return Piece(rule="text:document", acts=(act,), facts=tuple(facts), choices=choices, offer_person=True)


_NEXT: Final = {
    "return": Words("How do I return a piece?", "怎么退货？"),
    "exchange": Words("How do exchanges work?", "怎么换货？"),
    "repair": Words("Do you repair pieces?", "可以维修吗？"),
    "invoice": Words("How do I get an invoice?", "怎么开发票？"),
    "delivery": Words("How long does delivery take?", "配送需要多久？"),
    "warranty": Words("What does the warranty cover?", "质保包括哪些？"),
}
"""What can be asked next about what a file speaks of: the shop's own rules answer."""


# ---- descriptions ------------------------------------------------------------------------------------------------------


def description(command: Command, ground: Ground) -> Piece | None:
    """What a description beside the message says; None where there is none."""
    texts = of_kind(ground, "product_description")
    if not texts:
        return None
    goods = _goods(command, ground, texts)
    found, facts = _all_read(texts, ground, _subjects(texts[0], ground))
    act = Relay(
        source="product_description", about=goods.about if goods else None, fact_ids=tuple(fact.id for fact in facts),
        left_out=left_out_of(found),
    )  # fmt: skip
    acts = (act,) if act.fact_ids or act.left_out else ()
    return Piece(rule="text:description", acts=acts, facts=tuple(facts), shown=(goods.id,) if goods else ())


# ---- what they share ---------------------------------------------------------------------------------------------------


def _subjects(material: Material, ground: Ground) -> tuple[str, ...]:
    goods = _about(material, ground)
    return (goods.id,) if goods else ()


def _all_read(texts: Sequence[Material], ground: Ground, product_ids: tuple[str, ...]) -> tuple[list[Read], list[Fact]]:
    """Several texts of one kind: some of each, in turn."""
    kind, proved = texts[0].kind, Prover(ground, product_ids)
    found = [read(one.text, proved) for one in texts]
    each = _EACH if len(texts) > 1 else QUOTES[kind]
    facts: list[Fact] = []
    for index, one in enumerate(found):
        facts += quoted_facts(kind, index, one.quotes[:each], ground.voice.now)
    return found, facts[: QUOTES[kind]]
