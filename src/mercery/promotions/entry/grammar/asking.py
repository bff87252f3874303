"""Questions as they come up while a text is read, and the answers given to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mercery.claims.vocabulary import translated
from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.goods import Named, Ref
from mercery.promotions.entry.grammar.patterns import Piece
from mercery.promotions.entry.grammar.slots import Doubtful, share
from mercery.promotions.entry.heard import Question
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.numbers import percent, zhe

_KINDS = {"tag": Words("the tag", "标签"), "sku": Words("the article", "商品"), "shop": Words("the seller", "店铺")}


class Asking:
    """Keeps the open questions of one text."""

    def __init__(self, names: Names, named: Sequence[Named], answers: Mapping[str, int]) -> None:
        self._names, self._named, self._answers = names, tuple(named), answers
        self.open: dict[str, Question] = {}

    def ask(self, key: str, start: int, end: int, words: Words, choices: Sequence[Words]) -> int:
        """The number of the choice: the answer that was given, else the first, and the question stays open."""
        name = f"{key}@{start}"
        given = self._answers.get(name)
        if given is not None and 0 <= given < len(choices):
            return given
        self.open[name] = Question(id=name, start=start, end=end, words=words, choices=tuple(choices))
        return 0

    def share(self, piece: Piece, slot: str) -> int:
        """Basis points off of a slot."""
        words = piece.slots[slot]
        try:
            return share(words)
        except Doubtful as doubt:
            start = piece.places[slot]
            text = words.strip()
            choices = [
                Words(f"{percent(way)} off ({zhe(way)})", f"{zhe(way)}（减{percent(way)}）") for way in doubt.ways
            ]
            asked = Words(f"What does “{text}” mean?", f"“{text}”指的是？")
            return doubt.ways[self.ask("rate", start, start + len(words), asked, choices)]

    def refs(self, piece: Piece, slot: str) -> tuple[tuple[Ref, ...], ...]:
        """Goods of a slot. Names that follow each other with nothing between hold together; others are a list."""
        start = piece.places[slot]
        end = start + len(piece.slots[slot])
        groups: list[list[Ref]] = []
        last = None
        for name in self._named:
            if not start <= name.start < end:
                continue
            ref = self._one(name)
            between = piece.slots[slot][last - start : name.start - start] if last is not None else ","
            if between.strip():
                groups.append([ref])
            else:
                groups[-1].append(ref)
            last = name.end
        return tuple(tuple(group) for group in groups)

    def _one(self, name: Named) -> Ref:
        if len(name.refs) == 1 and not name.guessed:
            return name.refs[0]
        choices = [self._choice(ref, name.refs) for ref in name.refs]
        return name.refs[
            self.ask("goods", name.start, name.end, Words("Which one is meant?", "指的是哪一个？"), choices)
        ]

    def _choice(self, ref: Ref, among: Sequence[Ref]) -> Words:
        """How a thing is offered; the kind of its tag is said where two tags have one name, as leather of sole and upper."""
        alike = [one for one in among if one.kind == ref.kind and self._called(one, "en") == self._called(ref, "en")]
        kind = ref.id.partition(":")[0] if ref.kind == "tag" and len(alike) > 1 else ""
        spoken = Words(kind.replace("_", " "))
        return Words(
            f"{_KINDS[ref.kind].en} “{self._called(ref, 'en')}”" + (f" ({spoken.en})" if kind else ""),
            f"{_KINDS[ref.kind].zh}“{self._called(ref, 'zh')}”"
            + (f"（{translated(spoken, 'zh') or spoken.en}）" if kind else ""),
        )

    def _called(self, ref: Ref, lang: str) -> str:
        tell = {"tag": self._names.tag, "sku": self._names.sku, "shop": self._names.shop}[ref.kind]
        return tell(ref.id, "zh" if lang == "zh" else "en")
