"""Which actions a message asks for, and which part of it speaks of which. Pure; text in lower case, made `plain`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.payments import payments_in
from mercery.assistant.desk.state import TaskKind

_SENTENCE: Final = re.compile(r"[.!?\n;](?!\d)")
_CLAUSE: Final = re.compile(
    r"[.!?\n;:](?!\d)|,|\b(?:and(?: then)?|then|also|plus)\b|另外|还有|然后|顺便|并且|以及", re.IGNORECASE | re.ASCII
)
_DENIED: Final = re.compile(
    r"(?:\bdon'?t|\bdo not|\bnot|\bnever|\binstead of|\brather than|\bwithout|\bdidn'?t|\bwon'?t|\bno|别|不|不用|不要|不想|而不是|先别|没有?)\s*(?:(?:want|need|going|trying|asking|have|wish|like|me|you|to|the|please|a|any|想|要|用|需要|是)\s*){0,4}$",
    re.IGNORECASE | re.ASCII,
)
_HAPPENED: Final = re.compile(
    r"(?:\b(?:been|was|were|is|got|already|has|have|being)(?: \w+)? |已经?|被|刚才?|上次|之前)$",
    re.IGNORECASE | re.ASCII,
)
_UPDATE: Final = re.compile(
    r"\b(?:update|edit|correct|fix|use|put|move|set|amend|redirect|send|sent|ship|deliver|go|wrong|typo)\b|更新|修改|改|换|用|填错|写错|错了|寄|送|发到", re.IGNORECASE | re.ASCII
)  # fmt: skip
_MOVED: Final = re.compile(
    r"\bmoved\b|\bmoving\b|\bnew (?:place|house|home|apartment|flat|address)\b|搬|新家|新地址", re.IGNORECASE | re.ASCII
)
_ASKS: Final = re.compile(
    r"\?\s*$|^\W*(?:and |so |but |ok |hi |hey )*(?:what|which|where|when|did|does|has|is|are|was|will)\b|吗|什么|哪|是不是|多少",
    re.IGNORECASE | re.ASCII,
)
_PAY_VERB: Final = re.compile(
    r"\b(?:pay|use|put|charge|bill|move|switch|change|update|instead|another|different|other)\b|改|换|用",
    re.IGNORECASE | re.ASCII,
)
_GOODS_CUES: Final = ("return", "swap", "cancel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An action asked for and the characters that speak of it."""

    kind: TaskKind
    start: int
    end: int


def wishes_in(text: str, *, address: bool, tasked: bool) -> tuple[Wish, ...]:
    """The wishes in order. `address`: the message holds a postal address. `tasked`: something is under way already."""
    found: list[tuple[int, int, TaskKind]] = []
    for start, end in sentences(text):
        found += _of_sentence(text, start, end, address=address, tasked=tasked)
    merged: list[Wish] = []
    for at, (begin, _, kind) in enumerate(found):
        if merged and merged[-1].kind == kind:
            continue
        if merged:
            merged[-1] = Wish(kind=merged[-1].kind, start=merged[-1].start, end=begin)
        merged.append(Wish(kind=kind, start=0 if at == 0 else begin, end=len(text)))
    return tuple(merged)


_CLAUSES: Final = 60
"""Clauses of one sentence that are heard: nobody asks for more in one breath, and each is held against the whole."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence."""
    return _split(text, _SENTENCE)


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each clause of a part."""
    return [(start + left, start + right) for left, right in _split(text[start:end], _CLAUSE)]


def _split(text: str, at: re.Pattern[str]) -> list[tuple[int, int]]:
    found, begin = [], 0
    for match in at.finditer(text):
        if text[begin : match.start()].strip():
            found.append((begin, match.end()))
            begin = match.end()
    if text[begin:].strip():
        found.append((begin, len(text)))
    return found


def _of_sentence(text: str, start: int, end: int, *, address: bool, tasked: bool) -> list[tuple[int, int, TaskKind]]:
    sentence = text[start:end]
    found: list[tuple[int, int, TaskKind]] = []
    for left, right in clauses(text, start, end)[:_CLAUSES]:
        kind = _of_clause(text, left, right, sentence, ends=end, address=address, tasked=tasked)
        if kind is not None:
            found.append((left, right, kind))
    kinds = {kind for _, _, kind in found}
    if "swap" in kinds and kinds & {"order_address", "default_address", "payment"} and len(kinds) == 2:
        # `change the order … to my new address`: the verb and its object stand in two clauses.
        # `send it to …, instead`: with an address the word is about that.
        weak = [one for one in found if one[2] == "swap"]
        if all(
            _only_verb(text[left:right]) or (address and _only_instead(text[left:right])) for left, right, _ in weak
        ):
            found = [one for one in found if one[2] != "swap"]
    return found


def _only_verb(clause: str) -> bool:
    """A verb with nothing but the order itself as its object."""
    return bool(
        re.search(
            r"\b(?:change|switch|modify)\b (?:\w+ )?(?:the|my|this|that)? ?(?:order|delivery|shipping|it|that)\b|改.{0,4}订单",
            clause,
        )
    )


def _only_instead(clause: str) -> bool:
    """No other word of the clause asks for something in exchange."""
    return cues.SWAP.search(re.sub(r"(?a)\binstead\b", " ", clause)) is None


def _of_clause(
    text: str, start: int, end: int, sentence: str, *, ends: int, address: bool, tasked: bool
) -> TaskKind | None:
    clause = text[start:end]
    goods = [kind for kind in _GOODS_CUES if _cued(text, start, end, ends, kind)]
    if "swap" in goods or not goods:
        if kind := _address_kind(clause, sentence, text, address=address, tasked=tasked):
            return kind
        if _payment_change(clause, sentence, tasked=tasked):
            return "payment"
    if not goods:
        return None
    if "return" in goods and "swap" in goods:
        return "swap" if cues.SWAP.search(clause) and not re.search(r"(?a)\breturn", clause) else "return"
    return "cancel" if "cancel" in goods else ("return" if "return" in goods else "swap")


def _cued(text: str, start: int, end: int, ends: int, kind: str) -> bool:
    """Whether a cue begins in the clause; it may end in a later one of the sentence (`take the lamp and the mug back`)."""
    pattern = {"cancel": cues.CANCEL, "return": cues.RETURN, "swap": cues.SWAP}[kind]
    for match in pattern.finditer(text, start, ends):
        if match.start() >= end:
            break
        before = text[max(0, match.start() - 40) : match.start()]
        if (
            _DENIED.search(before)
            and not re.search(
                r"\bif (?:it'?s )?not,?(?: then)?,?\s*(?:please )?$|没有?(?:的话)?[,，]?\s*(?:就|请)?$", before
            )
        ) or (_HAPPENED.search(before) and kind != "return"):
            continue
        if (
            kind == "swap"
            and match[0] in ("changed", "change")
            and re.match(r"(?a)\w* (?:my|our) minds?", text[match.start() :])
        ):
            continue
        if kind == "swap" and re.match(r"no change", text[max(0, match.start() - 3) : match.end()]):
            continue
        return True
    return False


def _address_kind(clause: str, sentence: str, text: str, *, address: bool, tasked: bool) -> TaskKind | None:
    cue = cues.ADDRESS.search(clause)
    if cue is None:
        return None
    if cues.RETURN.search(clause) and not address:
        return None
    asks = bool(_ASKS.search(sentence)) and not address
    wanted = address or _MOVED.search(text) or cues.SWAP.search(sentence) or _UPDATE.search(sentence)
    if not wanted or (
        asks and not re.search(r"(?a)\b(?:can|could|would|may|please|need|want)\b|想|能|可以|要|帮|麻烦", sentence)
    ):
        return None
    if tasked and not address and not cues.SWAP.search(sentence) and not _UPDATE.search(sentence):
        return None
    if cues.KNOWN_ADDRESS.search(text) and re.search(r"(?a)\border\b|订单|#?\bw\d{5,}", text) and not address:
        return "order_address"
    default = cues.DEFAULT_ADDRESS.search(text) and not cues.NOT_DEFAULT.search(text)
    explicit = re.search(r"(?a)\b(?:default|profile|account|primary|saved|on file)\b|默认|账户|帐户|账号|资料", text)
    if default and (explicit or not re.search(r"(?a)\border\b|\bpackage\b|\bparcel\b|订单|#?\bw\d{5,}", text)):
        return "default_address"
    return "order_address"


def _payment_change(clause: str, sentence: str, *, tasked: bool) -> bool:
    said = [one for one in payments_in(clause) if not one.original]
    named = cues.PAYMENT.search(clause)
    if cues.RETURN.search(sentence) or re.search(
        r"(?a)\brefund\b|\bexchang|\bdifference\b|差价|差额|退款|补", sentence
    ):
        return False
    if named and _PAY_VERB.search(sentence):
        return not tasked or bool(re.search(r"(?a)\b(?:change|switch|update|instead|move)\b|改|换", sentence))
    return (
        bool(said) and not tasked and bool(re.search(r"(?a)\b(?:switch|change|move|instead|use|put)\b|改|换", clause))
    )


def spans_of(wishes: Sequence[Wish], text: str) -> list[tuple[Wish, str]]:
    """Each wish with its part of the text."""
    return [(wish, text[wish.start : wish.end]) for wish in wishes]
