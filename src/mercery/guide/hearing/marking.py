"""How what a message mentions is meant: cues are applied to the values around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.lexicon import Hit
from mercery.guide.hearing.mention import Mention
from mercery.guide.hearing.text import Plain, Token

_HARD: Final = frozenset(".!?;:。！？；\n…")
_SOFT: Final = frozenset(",，")
_OR: Final = frozenset(("or", "nor", "and", "&", "/", "或", "和", "、", "跟", "与"))
_PLACEHOLDER: Final = frozenset(
    [
        "anything",
        "something",
        "one",
        "ones",
        "nothing",
        "stuff",
        "things",
        "thing",
        "any",
        "piece",
        "item",
        "those",
        "these",
    ]
)
_IT: Final = frozenset(["it", "they", "this", "that", "these", "those", "它", "这"])
_DESIRE: Final = frozenset(
    ["want", "like", "wear", "要", "喜", "想", "爱", "穿", "戴", "买", "送", "吃", "用", "考", "接", "收", "适", "碰"]
)
_REACTIVE: Final = ("mat:", "f:nuts", "f:alcohol", "f:fragranced", "f:paraben")
_DEGREES: Final = frozenset(("太", "too", "so", "very", "那", "这"))
_IT_IS: Final = re.compile(
    r"(?:but |and |hm+ |oh )?(?:it(?:'s| is)|they(?:'re| are)|that(?:'s| is)|these are|those are|this is)\s(?:all |just |only |actually |made of |in )?$|(?:这款?|它|这个)是$"
)  # fmt: skip
_HAS_SOME: Final = re.compile(
    r"\b(?:has|have|got|owns?) .*\balready $|\w+ (?:he|she|they|we|i) (?:already )?(?:has|have|got) $|有 (?:好 几|[一两二三四五几]) [条件个双只块副瓶支] .*了 $"
)
_EXCEPTING: Final = frozenset(
    ("except", "apart", "other", "anything", "any", "everything", "excluding", "barring", "除", "排")
)
"""First words of "except", "anything but", 除了: what does not matter is the rest."""
_NOT_DENIED: Final = ("who:", "place:")
_ATTRIBUTES: Final = ("col:", "value:", "mat:", "f:")


def segments_of(tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], list[int]]:
    """Parts between commas and ends of sentences, and which sentence each is of."""
    parts: list[tuple[int, int]] = []
    sentences: list[int] = []
    begin, sentence = 0, 0
    for at, token in enumerate(tokens):
        if token.norm in _HARD or token.norm in _SOFT:
            if at > begin:
                parts.append((begin, at - 1))
                sentences.append(sentence)
            begin = at + 1
            sentence += token.norm in _HARD
    if begin < len(tokens):
        parts.append((begin, len(tokens) - 1))
        sentences.append(sentence)
    return parts, sentences


def segment_at(parts: Sequence[tuple[int, int]], at: int) -> int:
    return next((number for number, (first, last) in enumerate(parts) if first <= at <= last), 0)


class Marking:
    """Applies the cues to the values."""

    def __init__(
        self,
        tokens: Sequence[Token],
        parts: Sequence[tuple[int, int]],
        sentence_of: Sequence[int],
        values: Sequence[Mention],
        cues: Sequence[Hit],
    ) -> None:
        self.tokens, self.parts, self.sentence_of = tokens, parts, sentence_of
        self.values = list(values)
        self.cues = cues
        self.stops = {at for cue in cues if "cue:stop" in cue.keys for at in range(cue.first, cue.last + 1)}
        self.excepted: set[int] = set()
        self.shown = False
        self.denying = {cue.first for cue in cues if "cue:not" in cue.keys}

    def segments_with(self, *keys: str) -> Iterator[int]:
        """Parts in which one of the cues stands."""
        yield from dict.fromkeys(segment_at(self.parts, cue.first) for cue in self.cues if cue.keys & set(keys))

    def complain(self, text: Plain) -> None:
        """ "It's leather": said of a shown piece, it is what speaks against it; "no zip?", that it is missed."""
        self.shown = True
        for at, value in enumerate(self.values):
            first, _ = self.parts[value.segment]
            before = text.low[self.tokens[first].start : value.start]
            if _IT_IS.match(before) and any(key.startswith(_ATTRIBUTES) for key in value.keys):
                self.values[at] = replace(value, unwanted=True)

    def done(self) -> list[Mention]:
        """The values as they are meant."""
        for cue in self.cues:
            if cue.keys & {"cue:not", "cue:after"}:
                self._deny(cue)
            if "cue:react" in cue.keys:
                self._react(cue)
            if "cue:owns" in cue.keys or "cue:owned" in cue.keys:
                self._own(cue)
        self._own_some()
        self._deny_uses()
        for at, value in enumerate(self.values):
            if value.of("f:") and value.first and self.tokens[value.first - 1].norm in ("too", "太"):
                self.values[at] = replace(value, unwanted=True)
        for segment in self.segments_with("cue:lift"):
            self._lift(segment)
        for segment in self.segments_with("cue:either"):
            self._lift_uses(segment)
        soft = set(self.segments_with("cue:soft"))
        beside = {at for cue in self.cues if "cue:beside" in cue.keys for at in self._scope(cue)}
        return [
            replace(value, soft=value.segment in soft)
            for value in self.values
            if value.first not in beside
            or not any(key.startswith(("kind:", "title:", "piece:", *_ATTRIBUTES)) for key in value.keys)
        ]

    def _deny(self, cue: Hit) -> None:
        if "cue:not" in cue.keys and not self._says_nothing(cue):
            scope = set(self._scope(cue))
            inside = [at for at, value in enumerate(self.values) if value.first in scope]
            if inside:
                if not self._complains(cue) and not self._misses(cue):
                    self._mark([at for at in self._meant(inside) if not self._only_in_degree(cue, at)])
                    if self.tokens[cue.first].norm in _EXCEPTING:
                        self.excepted.update(inside)
                return
        if "cue:after" in cue.keys:
            before = self._before(cue)
            if "cue:react" in cue.keys:
                # "A silver jewellery allergy" refuses the silver.
                before = [at for at in before if not self.values[at].of("kind:")]
            self._mark(before)
            for at in before:
                # 女款不要
                self.values[at] = replace(self.values[at], unwanted=True)

    def _says_nothing(self, cue: Hit) -> bool:
        """ "No, …" answers; 没有…吗 asks."""
        after = self.tokens[cue.last + 1].norm if cue.last + 1 < len(self.tokens) else "."
        if after in _SOFT or after in _HARD:
            return True
        words = "".join(token.norm for token in self.tokens[cue.first : cue.last + 1])
        if words in ("没有", "没", "no", "不"):
            _, last = self.parts[segment_at(self.parts, cue.first)]
            tail = {token.norm for token in self.tokens[max(last - 1, 0) : last + 2]}
            return words != "no" and bool(tail & {"吗", "么"}) and self._scope_has_no_goods(cue)
        return False

    def _scope_has_no_goods(self, cue: Hit) -> bool:
        """Whether 没有 asks for a piece rather than describes one: nothing stands before it."""
        first, _ = self.parts[segment_at(self.parts, cue.first)]
        return cue.first - first <= 2

    def _misses(self, cue: Hit) -> bool:
        """ "No zip?"."""
        first, last = self.parts[segment_at(self.parts, cue.first)]
        asked = last + 1 < len(self.tokens) and self.tokens[last + 1].norm in ("?", "？")
        return self.shown and asked and cue.first == first and self.tokens[first].norm in ("no", "without")

    def _complains(self, cue: Hit) -> bool:
        """ "It has no zip", 这款不防水: what is shown lacks it, so it is wanted."""
        before = [token.norm for token in self.tokens[max(cue.first - 3, 0) : cue.first]]
        words = [token.norm for token in self.tokens[cue.first : cue.last + 1]]
        if set("".join(words) if not words[0].isascii() else words) & _DESIRE:
            return False
        if not self._begins_with_it(cue, before):
            return False
        return words[0] in {"no", "dont", "doesnt", "isnt", "arent", "not", "cant", "wont", "without", "没", "不", "无"}

    def _only_in_degree(self, cue: Hit, at: int) -> bool:
        """不想要太花哨的丝巾, 不含香精的面霜: what is refused stands before 的, and not the goods after it."""
        value = self.values[at]
        if not value.of("kind:") or cue.last + 1 >= len(self.tokens):
            return False
        between = [token.norm for token in self.tokens[cue.last + 1 : value.first]]
        degrees = {self.tokens[cue.last].norm, self.tokens[cue.last + 1].norm} & _DEGREES
        return bool(degrees) or "的" in between

    def _begins_with_it(self, cue: Hit, before: list[str]) -> bool:
        """ "They don't …": but no "a bag that isn't …"."""
        first, _ = self.parts[segment_at(self.parts, cue.first)]
        if not self.tokens[cue.first].norm.isascii():
            return bool(set(before) & _IT) and cue.first - first <= 3
        for at in range(max(cue.first - 2, first), cue.first):
            if self.tokens[at].norm in _IT and (
                at == first or self.tokens[at - 1].norm in ("but", "and", "as", "because", "so", "shame", "pity")
            ):
                return True
        return False

    def _scope(self, cue: Hit) -> Iterator[int]:
        """Tokens that a cue covers: to the end of the part, or of a list that goes on beyond commas."""
        segment = segment_at(self.parts, cue.first)
        at = cue.last + 1
        if self.tokens[cue.last].norm == "non":
            yield at
            return
        while at < len(self.tokens):
            norm = self.tokens[at].norm
            if norm in _HARD or (norm in _SOFT and not self._list_goes_on(at, segment)):
                return
            if at in self.denying and at > cue.last + 1:
                return
            if at in self.stops and at > cue.last + 1 and not self._goes_on_at(at):
                return
            yield at
            at += 1

    def _goes_on_at(self, at: int) -> bool:
        """Whether a word that ends what "not" covers does not end it here: "nothing in leather", "not the ones with zips"."""
        if self.tokens[at - 1].norm in _PLACEHOLDER | {"even", "to"}:
            return True
        after = self.tokens[at + 1].norm if at + 1 < len(self.tokens) else ""
        return self.tokens[at].norm in _PLACEHOLDER and after in ("with", "in", "that", "made", "of", "which")

    def _list_goes_on(self, comma: int, segment: int) -> bool:
        """ "No leather, suede or fur": short parts of one sort, of which a later one begins with or holds "or"."""
        number = segment_at(self.parts, min(comma + 1, len(self.tokens) - 1))
        for later in range(number, min(number + 3, len(self.parts))):
            first, last = self.parts[later]
            words = [token.norm for token in self.tokens[first : last + 1]]
            if len(words) > 5 or self.sentence_of[later] != self.sentence_of[segment]:
                return False
            if set(words) & {"or", "nor", "或", "不", "也"}:
                return bool(words[:1] != ["no"])
            if not any(first <= value.first <= last for value in self.values):
                return False
        return False

    def _meant(self, inside: list[int]) -> list[int]:
        """Of "not a black bag" the colour: what is described is itself still wanted."""
        gone = []
        for at in inside:
            value = self.values[at]
            earlier = [one for one in inside if one < at and self._touches(self.values[one], value)]
            if value.of("kind:") and earlier and any(key.startswith(_ATTRIBUTES) for one in earlier for key in self.values[one].keys):  # fmt: skip
                gone.append(at)
        return [at for at in inside if at not in gone]

    def _touches(self, one: Mention, other: Mention) -> bool:
        between = [token.norm for token in self.tokens[one.last + 1 : other.first]]
        return len(between) <= (3 if "的" in between else 1) and not set(between) & _OR

    def _before(self, cue: Hit) -> list[int]:
        """The values just before a cue, with those joined to them."""
        first, _ = self.parts[segment_at(self.parts, cue.first)]
        found: list[int] = []
        edge = cue.first
        for at in range(len(self.values) - 1, -1, -1):
            value = self.values[at]
            if value.last >= edge or value.first < first:
                continue
            between = [token.norm for token in self.tokens[value.last + 1 : edge]]
            norm = self.tokens[cue.first].norm
            allowed = 0 if norm in ("free", "enough") else 2 if norm.isascii() else 4
            if len(between) > (1 if found else allowed) or (found and not set(between) & _OR):
                break
            found.append(at)
            edge = value.first
        return found

    def _possessed(self, at: int) -> bool:
        """ "I never take my watch off" refuses no watches."""
        first = self.values[at].first
        return bool(first) and self.tokens[first - 1].norm in ("my", "his", "her", "our", "their")

    def _deny_uses(self) -> None:
        """ "He would never use it for diving"."""
        for at, value in enumerate(self.values):
            first, _ = self.parts[value.segment]
            near = range(max(first, value.first - 6), value.first)
            if value.of("for:") and any(place in self.denying for place in near):
                self.values[at] = replace(value, unwanted=True)

    def _react(self, cue: Hit) -> None:
        segment = segment_at(self.parts, cue.first)
        for where in (segment, segment - 1):
            inside = [
                at
                for at, value in enumerate(self.values)
                if value.segment == where and any(key.startswith(_REACTIVE) for key in value.keys)
            ]
            if inside:
                self._mark(inside)
                return

    def _own(self, cue: Hit) -> None:
        if any(token.norm == "you" for token in self.tokens[max(cue.first - 3, 0) : cue.first]):
            return  # "Do you have the blanket in green?" asks what the shop has.
        segment = segment_at(self.parts, cue.first)
        after = "cue:owns" in cue.keys
        for at, value in enumerate(self.values):
            near = value.first > cue.last if after else value.last < cue.first
            if (
                value.segment == segment
                and near
                and any(key.startswith(("kind:", "piece:", "title:")) for key in value.keys)
            ):
                self.values[at] = replace(value, owned=True)

    def _own_some(self) -> None:
        """ "She has two silk ones already", 她有两条真丝的了."""
        for number, (first, last) in enumerate(self.parts):
            words = "".join(f"{token.norm} " for token in self.tokens[first : last + 1])
            if _HAS_SOME.search(words):
                for at, value in enumerate(self.values):
                    if value.segment == number and not value.of("who:"):
                        self.values[at] = replace(value, owned=True)

    def _lift(self, segment: int) -> None:
        inside = [
            at
            for at, value in enumerate(self.values)
            if value.segment == segment and not value.of("kind:") and at not in self.excepted
        ]
        inside = [at for at in inside if not any(key.startswith(_NOT_DENIED) for key in self.values[at].keys)]
        if not inside:
            self._lift_uses(segment)
        for at in inside:
            self.values[at] = replace(self.values[at], lifted=True)

    def _lift_uses(self, segment: int) -> None:
        """ "For evening or day, either is fine": uses that are open restrict nothing."""
        for at, value in enumerate(self.values):
            if value.segment in (segment, segment - 1) and any(
                key.startswith(("for:", "f:style")) for key in value.keys
            ):
                self.values[at] = replace(value, lifted=True)

    def _of_scent(self, at: int, refused: Sequence[int]) -> bool:
        """Whether a refused perfume is what is in something: "a face cream without perfume"."""
        scents = set(self.values[at].of("kind:")) & {"perfume", "fragrance"}
        others = (one for place, one in enumerate(self.values) if place not in refused)
        return bool(scents) and any(is_kind_of(kind, "beauty") for one in others for kind in one.of("kind:"))

    def _mark(self, places: Sequence[int]) -> None:
        for at in places:
            if self.values[at].of("kind:") and self._possessed(at):
                continue
            if not all(key.startswith(_NOT_DENIED) for key in self.values[at].keys):
                keys = frozenset(("f:fragranced",)) if self._of_scent(at, places) else self.values[at].keys
                self.values[at] = replace(self.values[at], keys=keys, unwanted=True)
