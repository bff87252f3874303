"""Which goods a message names, and which values of their options. Pure; works on tokens, so in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.assistant.desk.gloss import Token, compact, noun_words, stem, words_of
from mercery.assistant.desk.lexicon.goods import NOT_HEADS
from mercery.orders.actions.decision import KnownVariant

Pair = tuple[str, str]
_NEGATIVE: Final = frozenset(("no", "none", "not", "non"))
_WEAK_STOP: Final = frozenset(
    ("a", "an", "in", "on", "of", "and", "to", "with", "for", "the", "no", "not", "yes", "set", "size", "one", "cover", "battery", "brand",
     "mode", "filter", "card", "back", "type", "equivalent", "tilt", "operation", "removal", "color", "water", "home", "assistant", "ear")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mention of goods: where, and the titles it may mean."""

    at: int
    """Index of the token."""
    start: int
    end: int
    titles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A value of an option said in the message. `pairs` are the options it may belong to."""

    start: int
    end: int
    pairs: tuple[Pair, ...]
    negated: bool = False
    weak: bool = False

    @property
    def options(self) -> frozenset[str]:
        """The options it may speak of."""
        return frozenset(option for option, _ in self.pairs)

    def holds(self, options: Mapping[str, str]) -> bool:
        """Whether a piece with these options is what was said."""
        said = any(options.get(option) == value for option, value in self.pairs)
        return said != self.negated


def goods_named(tokens: Sequence[Token], titles: Iterable[str]) -> list[Named]:
    """The goods among `titles` that the message names, in order."""
    known = {title: _title_words(title) for title in dict.fromkeys(titles)}
    found = []
    for at, token in enumerate(tokens):
        if token.kind == "goods":
            fitting = [
                title for title, words in known.items() if any(noun_words(noun) <= words for noun in token.nouns)
            ]
        elif token.kind == "word":
            fitting = [title for title in known if token.word == _head(title)]
            if not fitting and _stands_alone(tokens, at):
                # `Return the Tempo`: the name of one piece said in the place of the thing.
                fitting = [title for title, words in known.items() if token.word in words]
                fitting = fitting if len(fitting) == 1 else []
        else:
            continue
        if fitting:
            around = (*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 3])
            near = {word for other in around for word in other.word.split()}
            best = max(len(known[title] & near) for title in fitting)
            titles_ = frozenset(title for title in fitting if len(known[title] & near) == best)
            found.append(Named(at=at, start=token.start, end=token.end, titles=titles_))
    return found


_POINTS: Final = frozenset(("the", "my", "that", "this"))
_ENDS: Final = frozenset(("please", "back", "for", "because", "too", "instead", "now"))


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is all that is said of a thing: `the Tempo`, and not `the wireless one`."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or before.word not in _POINTS or len(tokens[at].word) < 4:
        return False
    return after is None or after.kind == "sep" or after.word in _ENDS


@lru_cache(maxsize=2_000)
def _title_words(title: str) -> frozenset[str]:
    return frozenset(stem(part) for part in title.lower().replace("-", "").split())


@lru_cache(maxsize=2_000)
def _head(title: str) -> str:
    words = [stem(part) for part in title.lower().replace("-", "").split()]
    solid = [word for word in words if word not in NOT_HEADS]
    return solid[-1] if solid else ""


@dataclass(frozen=True, slots=True)
class ValueTable:
    """How the values of a product's options can be said."""

    exact: Mapping[str, tuple[Pair, ...]]
    weak: Mapping[str, tuple[Pair, ...]]
    names: Mapping[str, tuple[str, ...]]
    """Option to the words of its name that no other option has."""
    negatives: Mapping[str, str]
    """Option to the value that says there is none of it."""
    values: Mapping[str, tuple[str, ...]]
    title: frozenset[str]


_tables: dict[tuple[Pair, ...], ValueTable] = {}


def value_table(variants: Sequence[KnownVariant]) -> ValueTable:
    """The table of a product, made once for each set of options."""
    pairs = tuple(dict.fromkeys(pair for variant in variants for pair in variant.options))
    key = (("", variants[0].title if variants else ""), *pairs)
    if key not in _tables:
        if len(_tables) > 5_000:
            _tables.clear()
        _tables[key] = _make_table(pairs, variants[0].title if variants else "")
    return _tables[key]


def _make_table(pairs: Sequence[Pair], title: str) -> ValueTable:
    values: dict[str, list[str]] = {}
    for option, value in pairs:
        values.setdefault(option, []).append(value)
    exact: dict[str, list[Pair]] = {}
    weak: dict[str, list[Pair]] = {}
    negatives = {}
    for option, known in values.items():
        words = {value: words_of(value) for value in known}
        for value in known:
            if not words[value] or (words[value][0] in _NEGATIVE and len(words[value]) == 1):
                negatives[option] = value
            elif words[value] == ("yes",):
                exact.setdefault(compact(words_of(option)), []).append((option, value))
            else:
                exact.setdefault(compact(words[value]), []).append((option, value))
                for word in _unique(value, words):
                    weak.setdefault(word, []).append((option, value))
            if words[value] and words[value][0] in _NEGATIVE:
                negatives[option] = value
    _whole_options(exact, weak, negatives, values)
    counts: dict[str, int] = {}
    for option in values:
        for word in set(words_of(option)):
            counts[word] = counts.get(word, 0) + 1
    names = {option: tuple(word for word in words_of(option) if counts[word] == 1) for option in values}
    return ValueTable(
        exact={key: tuple(found) for key, found in exact.items()},
        weak={key: tuple(found) for key, found in weak.items()},
        names=names,
        negatives=negatives,
        values={option: tuple(known) for option, known in values.items()},
        title=_title_words(title),
    )


def _whole_options(
    exact: Mapping[str, list[Pair]],
    weak: dict[str, list[Pair]],
    negatives: Mapping[str, str],
    values: Mapping[str, list[str]],
) -> None:
    for option, negative in negatives.items():
        # `waterproof` where the grades are IPX4 and IPX7, `with backlight`: any value but the one that denies it.
        others = [(option, value) for value in values[option] if value != negative]
        key = compact(words_of(option))
        if key not in exact and others:
            weak.setdefault(key, []).extend(others)


def _unique(value: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Words that only this value of the option has; for a number with a unit, the bare number."""
    found = []
    for word in words[value]:
        others = [other for other, theirs in words.items() if other != value and word in theirs]
        if not others and word not in _WEAK_STOP:
            found.append(compact((word,)))
        bare = word.rstrip("abcdefghijklmnopqrstuvwxyz%")
        if bare != word and bare and bare.replace("-", "").replace(".", "").isdigit():
            found.append(bare)
    return found


def values_named(tokens: Sequence[Token], table: ValueTable) -> list[Mention]:
    """The option values the tokens name, the longest reading first, each word once."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention, size = _mention_at(tokens, at, table)
        if mention is not None:
            found.append(mention)
        at += max(size, 1)
    exact = {option for one in found if not one.weak for option in one.options}
    return [one for one in found if not (one.weak and len(one.pairs) > 1 and one.options <= exact)]


def _mention_at(tokens: Sequence[Token], at: int, table: ValueTable) -> tuple[Mention | None, int]:
    for strength in (table.exact, table.weak):
        for size in (4, 3, 2, 1) if strength is table.exact else (2, 1):
            words = _readable(tokens[at : at + size], table)
            if len(tokens[at : at + size]) < size or words is None:
                continue
            key = compact(words)
            if pairs := strength.get(key):
                mention = _mention(tokens, at, size, pairs, table)
                return (mention, size) if strength is table.exact else (_weak(mention), size)
    return _absent(tokens, at, table)


def _readable(part: Sequence[Token], table: ValueTable) -> list[str] | None:
    """The words of adjacent tokens; None where a separator stands between or the goods themselves are named."""
    words: list[str] = []
    for token in part:
        if token.kind in ("sep", "other", "id"):
            return None
        if token.kind == "goods":
            if any(noun_words(noun) <= table.title for noun in token.nouns):
                return None
            words += token.word.split() if token.word.isascii() else token.nouns[0].split()
        else:
            words += token.word.split()
    return words


def _mention(tokens: Sequence[Token], at: int, size: int, pairs: tuple[Pair, ...], table: ValueTable) -> Mention:
    start, end = tokens[at].start, tokens[at + size - 1].end
    near = _around(tokens, at, size)
    if len({option for option, _ in pairs}) > 1:
        named = [pair for pair in pairs if near & set(table.names[pair[0]])]
        written = " ".join(token.word for token in tokens[at : at + size])
        literal = [pair for pair in pairs if pair[1].lower() == written]
        pairs = tuple(named) or tuple(literal) or pairs
    if tokens[at].kind != "not" and _denied(tokens, at):
        opposite = [_opposite(pair, table) for pair in pairs]
        if all(opposite):
            return Mention(start=start, end=end, pairs=tuple(dict.fromkeys(pair for pair in opposite if pair)))
        return Mention(start=start, end=end, pairs=pairs, negated=True)
    return Mention(start=start, end=end, pairs=pairs)


def _weak(mention: Mention) -> Mention:
    return Mention(start=mention.start, end=mention.end, pairs=mention.pairs, negated=mention.negated, weak=True)


def _around(tokens: Sequence[Token], at: int, size: int) -> set[str]:
    """The words right before and after, up to a separator: `black lens`, `RAM 8GB`."""
    words: set[str] = set()
    for step in (range(at - 1, at - 3, -1), range(at + size, at + size + 2)):
        for index in step:
            if not 0 <= index < len(tokens) or tokens[index].kind == "sep":
                break
            words |= set(tokens[index].word.split())
            if tokens[index].kind == "number":
                break
    return words


def _denied(tokens: Sequence[Token], at: int) -> bool:
    for index in (at - 1, at - 2):
        if index < 0 or tokens[index].kind in ("sep", "number"):
            return False
        if tokens[index].kind == "not":
            return True
        if tokens[index].word not in ("a", "an", "the", "any", "want", "need", "extra", "special", "additional", "of"):
            return False
    return False


def _opposite(pair: Pair, table: ValueTable) -> Pair | None:
    option, value = pair
    negative = table.negatives.get(option)
    return (option, negative) if negative and negative != value else None


def _absent(tokens: Sequence[Token], at: int, table: ValueTable) -> tuple[Mention | None, int]:
    """`no backlight`, `without armrests`: the negative value of the option named."""
    if tokens[at].kind == "not" or not tokens[at].word:
        return None, 1
    if not _denied(tokens, at):
        return None, 1
    for option, negative in table.negatives.items():
        words = words_of(option)
        part = [word for token in tokens[at : at + len(words)] for word in token.word.split()]
        same = compact(words) in (compact(part[: len(words)]), compact(tokens[at].word.split()))
        if same or tokens[at].word in table.names[option]:
            return Mention(start=tokens[at].start, end=tokens[at].end, pairs=((option, negative),)), 1
    return None, 1
