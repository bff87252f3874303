"""What may be told of a text that somebody else wrote. Pure, and it fails closed.

A sentence is quoted when every word of it is known as harmless, or when the gate proves on the shop's own facts what
it asserts. Everything else stays out, with the reason. A shop's own product text may use any words, as long as nothing
in it speaks to a machine, hides anything or says what only the shop's record may say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mercery.assistant.materials import signs
from mercery.assistant.materials.cleaning import HIDDEN, plain
from mercery.assistant.materials.splitting import LONGEST, sentences
from mercery.assistant.materials.vocabulary import harmless, judges
from mercery.claims.advertising_law import breach
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.mentions import mentions
from mercery.claims.plan import LeftOut

Proof = Callable[[str], bool]
"""Whether the gate proves a sentence on the shop's facts."""
_QUOTABLE: Final = 240
_READABLE: Final = 600
"""Signs of a sentence; nobody writes a longer one, and reading it would take the time of others."""
_SHORTEST: Final = 2
"""Words of English; one more sign of Chinese."""
_PARTS: Final = 2
_CLAUSES: Final = re.compile(
    r"[,，;；。.!！?？~～、\s]*[,，;；。!！~～]+\s*|\s{2,}|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])"
)
_HANGS_ON: Final = re.compile(
    r"(?:but|if|unless|because|since|although|though|when|while|or|nor|than|which|that|as|until|except|without|not)\b|但|不过|可是|如果|要是|除非|因为|虽然|只要|只有|否则|而|或|比|除|假如|若|即使|就算|才|所以|于是|那么",
    re.IGNORECASE,
)
"""Begins a clause that means something else without the one before."""
_SHARE: Final = re.compile(
    r"\d+(?:\.\d+)?\s?[%％](?!\s*(?:off|discount|refund|back|cash(?!mere)|less|cheaper|reduc))", re.IGNORECASE
)
_LOOSE_NUMBERS: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text that was read: what may be repeated, and how much of it may not and why."""

    quotes: tuple[str, ...] = ()
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    sentences: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was left out."""
        return not self.left_out


def nothing_proved(sentence: str) -> bool:
    """The proof where no facts are at hand."""
    return False


def read(text: str, proved: Proof = nothing_proved) -> Read:
    """Read a stranger's text: a note, a review, a file."""
    return _read(text, lambda sentence: fault(sentence, proved), strange=True)


def read_description(text: str, proved: Proof = nothing_proved) -> Read:
    """Read a product's own text. Where a single sentence of it speaks to a machine or hides something, none of it is
    trusted more than a stranger's."""
    found = _read(text, lambda sentence: fault_of_description(sentence, proved), strange=False)
    tainted = {"orders", "hidden", "links", "private"} & set(found.left_out)
    return read(text, proved) if tainted else found


def _read(text: str, judged: Callable[[str], LeftOut | None], *, strange: bool) -> Read:
    quotes: list[str] = []
    out: Counter[LeftOut] = Counter()
    pieces = sentences(text)
    for sentence in pieces:
        why = judged(sentence)
        if why:
            out[why] += 1
            quotes += _parts(sentence) if why in ("unclear", "claims") and strange else []
        else:
            quotes.append(plain(sentence).printed)
    if len(text) > LONGEST:
        out["unclear"] += 1
    return Read(quotes=tuple(dict.fromkeys(quotes)), left_out=dict(out), sentences=len(pieces))


def _parts(sentence: str) -> list[str]:
    """Opinions in a sentence that says other things as well (`质量不错，…`): clauses that stand for themselves."""
    parts = [one.strip() for one in _CLAUSES.split(plain(sentence).printed)]
    sayable = [
        one
        for one in parts[:12]
        if _enough(one) and not _HANGS_ON.match(one) and harmless(one) and judges(one) and not _asserts(one)
    ]
    return [one.rstrip("。.！!") for one in sayable[:_PARTS]]


def _enough(text: str) -> bool:
    """Whether it is more than a scrap."""
    return len(re.findall(r"[A-Za-z']+", text)) >= _SHORTEST or len(re.findall(r"[\u3400-\u9fff]", text)) > _SHORTEST


def fault(sentence: str, proved: Proof = nothing_proved) -> LeftOut | None:
    """Why a stranger's sentence is not repeated; None when it may be."""
    text, why = plain(sentence).text, _grave(sentence)
    if why:
        return why
    if signs.ORDERS.match(text):
        return "orders"
    if harmless(text) and not _asserts(text):
        return None if len(text) <= _QUOTABLE and _enough(text) else "unclear"
    if proved(text):
        return None
    if signs.ORDERS.search(text):
        return "orders" if not signs.SHOP.search(text) else "claims"
    return "claims" if _asserts(text) else "unclear"


def fault_of_description(sentence: str, proved: Proof = nothing_proved) -> LeftOut | None:
    """Why a sentence of a product's own text is not repeated; None when it may be."""
    text, why = plain(sentence).text, _grave(sentence)
    if why:
        return why
    return "claims" if (_of_the_shop(text) or _against_law(text)) and not proved(text) else None


def _against_law(text: str) -> bool:
    """Absolute, guaranteed, scarce, disparaging. What heals is among the signs: here `treat with a cream` would be one."""
    broken = breach(normalised(text))
    return broken is not None and broken.rule.key != "medical"


def _grave(sentence: str) -> LeftOut | None:
    """Hidden, spoken to a machine, leading elsewhere or about persons: never repeated, whatever it says."""
    if sentence == HIDDEN:
        return "hidden"
    if len(sentence) > _READABLE:
        return "unclear"
    seen = plain(sentence)
    if signs.MACHINE.search(seen.text) or signs.MARKUP.search(seen.text):
        return "orders"
    if seen.hidden or signs.ENCODED.search(seen.text):
        return "hidden"
    if signs.PRIVATE.search(seen.text):
        return "private"
    return "links" if signs.LINKS.search(seen.text) else None


def _of_the_shop(text: str) -> bool:
    """Money, promises, stock, rules: what only the shop's own record may say."""
    if signs.SHOP.search(text):
        return True
    amounts = [one for one in mentions(text) if one.kind in ("money", "percent", "date")]
    return any(one.kind != "percent" or not _SHARE.match(text[one.start : one.end + 12].lstrip()) for one in amounts)


def _asserts(text: str) -> bool:
    """As above, or any number: a stranger's figures are not repeated."""
    return _of_the_shop(text) or (bool(_LOOSE_NUMBERS.search(text)) and not harmless(text))
