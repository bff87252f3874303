"""The questions a heading answers, in its own language. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Lang
from mercery.knowledge.drafts.asking_en import common, flipped, lowered
from mercery.knowledge.drafts.heading_words import cleaned, is_question, vague
from mercery.knowledge.drafts.headings_zh import asked_of_zh
from mercery.knowledge.drafts.topics import category_of, topic_of
from mercery.knowledge.places import places_in

_VERBS: Final = frozenset("""cancel modify return exchange change reset recover update manage initiate track place order pay contact report
request apply use redeem activate deactivate delete close create open register sign log check find choose
select add remove edit book schedule reschedule collect send ship deliver pick pack wrap clean wash care store
measure repair replace claim file submit dispute extend renew upgrade downgrade pause subscribe unsubscribe
buy sell trade verify confirm authenticate escalate transfer handle process refund issue offer search get
receive download print share review rate leave write make set turn connect install assemble charge pull
validate record enter answer greet identify approve reject split combine join invite transfer swap resize
engrave personalise personalize""".split())  # fmt: skip # noqa: SIM905
_MASS: Final = frozenset("""payment delivery shipping information data stock money email feedback help support access service care privacy
credit leather gold silver jewellery mail identity authenticity""".split())  # fmt: skip # noqa: SIM905
_QUESTION: Final = re.compile(
    r"^(?:how|what|when|where|who|whose|which|why|can|could|may|do|does|did|is|are|will|would|should|must|am|have|has)\b",
    re.IGNORECASE,
)


def asked_of(heading: str, above: Sequence[str], lang: Lang, *, steps: bool) -> list[str]:
    """The question of a section and other ways to put it. `steps`: the section tells colleagues what to do in order."""
    own = cleaned(heading)
    parents = [cleaned(one) for one in above if not vague(one)]
    return asked_of_zh(own, parents) if lang == "zh" else _en(own, parents, steps=steps)


def _en(own: str, parents: Sequence[str], *, steps: bool) -> list[str]:
    parent = parents[-1] if parents else ""
    if is_question(own):
        return [own]
    if _QUESTION.match(own) and len(own.split()) >= 3:
        return [_worded_question(own)]
    if vague(own):
        return _vague_en(own, parent) if parent else []
    first, small = own.split()[0].lower(), small_letters(own)
    if _orders(small.split()):
        what = _with_article(small)
        return [f"How do I {flipped(what)}?", f"What are the steps to {flipped(what)}?", _keyword(own)]
    if (base := _base_of(first)) and _orders([base, *small.split()[1:]]) and topic_of(own) is None:
        what = f"{base} {small.split(None, 1)[1]}"
        return [f"How do I {flipped(what)}?", f"What applies to {small}?", _keyword(own)]
    if re.search(r"\bpolicy$", small):
        return [f"What is your {flipped(re.sub(r'^(?:our|the|your) ', '', small))}?", _keyword(own)]
    topic, wider = topic_of(own), topic_of(parent) if parent else None
    if topic is None and wider is not None and len(own.split()) <= 6:
        link = "to" if places_in(own) and wider.noun == "delivery" else "for"
        return [
            f"How {_do(wider.noun)} {wider.noun} {'' if link == 'to' else 'work '}{link} {small}{' work' if link == 'to' else ''}?",
            f"What applies to {small} ({wider.noun})?",
        ]
    if topic is None and not steps and category_of((*parents, own)) == "care":
        return [f"How do I care for {_many(small)}?", f"How do I look after {_many(small)}?", _keyword(own)]
    if steps:
        return [
            f"How do I handle “{own}”?",
            f"What are the steps for {small}?",
            f"How do we deal with {small}?",
            _keyword(own),
        ]
    return [
        f"What should I know about {_many(small)}?",
        f"What applies to {_many(small)}?",
        f"Can you tell me about {_many(small)}?",
        _keyword(own),
    ]


_OF_NOUN: Final = frozenset("""status issue issues policy policies process problem problems question questions history number form date time
times due not is was has details error errors cost costs fee fees charge charges confirmation label option
options method methods faq code codes address center centre team list guide rules terms window period request
requests""".split())  # fmt: skip # noqa: SIM905
"""What shows that the word before is no verb: refund status, search not working."""


def _orders(words: Sequence[str]) -> bool:
    """Whether a heading tells what to do: cancel a pending order."""
    if (
        len(words) < 2
        or words[0] not in _VERBS
        or (words[1] in _OF_NOUN and words[0] not in ("reset", "track", "check", "find", "get"))
    ):
        return False
    return words[1] not in _VERBS or (words[1] in _NOUNS and len(words) == 2)


def _do(noun: str) -> str:
    return "do" if noun.endswith("s") and noun != "customs" else "does"


def _worded_question(own: str) -> str:
    text = re.sub(r"^how to\b", "How do I", own, flags=re.IGNORECASE)
    text = re.sub(
        r"^(what|which \w+|when|where|why|how) we\b", lambda match: f"{match[1]} do you", text, flags=re.IGNORECASE
    )
    text = re.sub(
        r"^(what|which \w+|when|where|how) (?:you|to)\b(?! (?:need|have))",
        lambda match: f"{match[1]} do I",
        text,
        flags=re.IGNORECASE,
    )
    text = flipped(text) if " do I" not in text and " do you" not in text else text
    return text[:1].upper() + text[1:] + "?"


def _vague_en(own: str, parent: str) -> list[str]:
    small, of = small_letters(own), _many(small_letters(parent))
    if re.match(r"exceptions?|conditions?|requirements?|deadlines?|costs?|fees?|steps", small, re.IGNORECASE):
        return [f"What are the {small.rstrip('s')}s for {of}?", f"{of}: {_many(small)}"]
    return [f"What should I know about {of}?", f"What applies to {of} in general?"]


def _with_article(text: str) -> str:
    """ "cancel pending order" as it is said: "cancel a pending order"."""
    words = text.split()
    last = words[-1].lower()
    head = re.split(r"\b(?:to|for|with|from|of|in|on|by|at|and|or|into|via)\b", text, maxsplit=1)[0].split()
    noun = head[-1].lower() if len(head) > 1 else last
    if len(head) < 2 or re.match(
        r"(?:an?|the|your|my|our|this|these|all|any|each|every|no|up|in|out|off|it|them|us)$", words[1], re.IGNORECASE
    ):
        return text
    if noun.endswith("s") or noun in _MASS or (noun in _VERBS and noun not in _NOUNS) or words[1][:1].isupper():
        return text
    return f"{words[0]} {'an' if re.match(r'[aeio]|u(?!se|ni|ser)', words[1].lower()) else 'a'} {' '.join(words[1:])}"


_NOUNS: Final = frozenset("""order return exchange repair report claim refund change upgrade downgrade transfer review account item product
piece card code address user customer member subscription store boutique invoice receipt voucher gift card""".split())  # fmt: skip # noqa: SIM905


def _many(text: str) -> str:
    """A single noun as people speak of it in general: user, users."""
    return f"{text}s" if text in _NOUNS else text


def small_letters(heading: str) -> str:
    """A heading as it reads within a sentence: capitals of titles go, those of names stay."""
    parts = heading.split()
    if len(parts) == 1:
        plural = heading.endswith("s") and not heading.isupper() and not places_in(heading)
        return heading.lower() if plural else lowered(heading)
    capital = [one for one in parts if one[:1].isupper()]
    titled = len(capital) >= 0.6 * len(parts)
    found = []
    for at, one in enumerate(parts):
        named = (
            any(sign.isdigit() for sign in one) or (len(one) > 1 and one[1:] != one[1:].lower()) or bool(places_in(one))
        )
        found.append(one.lower() if not named and (titled or at == 0 or common(one)) else one)
    return " ".join(found)


def _base_of(first: str) -> str:
    """The verb of a gerund: returning, return."""
    if not first.endswith("ing"):
        return ""
    stem = first[:-3]
    for base in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem):
        if base in _VERBS:
            return base
    return ""


def _keyword(own: str) -> str:
    return own.lower() if not any(word.isupper() and len(word) > 1 for word in own.split()) else own
