"""What a message asks: its clear questions, of which kind and about what. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.inspection.talk import handing
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.talk.topics import topics_of, words_of

Kind = Literal["money", "amount", "time", "place", "party", "reason", "manner", "choice", "yes_no"]
"""What an answer must hold: an amount of money, a number, a time, a place, somebody, a reason, a way, a name, a yes."""

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_JOINED: Final = re.compile(
    r"[,;]?\s(?:and|also|plus|or)\s(?=(?:also |if so,? )?(?:do|does|did|is|are|can|could|will|would|should|has|have|what|what's|when|where|who|how|which|why)\b)"
    r"|,\s?(?=(?:also |and )?(?:do|does|did|is|are|can|could|will|what|what's|when|where|who|how|which|why)\s)"
    r"|(?<=[吗么])\s(?=[\u4e00-\u9fff])"
    r"|[,、 ](?=[^,、]*(?:吗|么|呢|不|没)\W*(?:$|[,、]))|[,、 ](?=[^,、]*(?:多少|(?<![第好这那过])几|什么|怎么|哪|谁|多大|多重|多久|多长|多高|有没有|可不可以|([\u4e00-\u9fff])不\1)[^,、]*(?:$|[,、]))|(?:还有|另外|顺便问?下?|以及|然后)(?=[^\W\d])"
)
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("money", re.compile(r"how much(?! in | can | at (?:a|one)| do i )(?! (?:longe?r?|time)\b| (?:does it |do they |is it |does the \w+ )?(?:weigh|hold|carr|take|fit|space|memory|battery|time|water|load|room|power|storage|ram|weight))|what(?:'s| is| does| are)? (?:\w+ ){0,4}(?:price|cost|fee)|^\W*(?:and )?(?:the )?(?:price|cost|fee)s?\W*$|多少钱|什么价|价格(?:呢|多少|是)|几钱|怎么卖|多少米|几块")),
    ("time", re.compile(r"\bwhen\b|how (?:much )?(?:long(?:er)?(?! is the| are the| is it\b)|soon|fast|quick|time)|what (?:time|day|date)|until (?:when|what)|by when|what's the (?:eta|delivery time)|(?:usual|normal|average|typical) (?:delay|wait)|(?:lead|waiting|turnaround) time|什么时候|啥时候?|多久|几天|几点|几号(?!码)|何时|多长时间|哪天|几个?(?:月|小时|周)")),
    ("amount", re.compile(r"how (?:many|much|big|large|heavy|tall|long|wide|deep|high|thick|old|far|often|loud|bright|warm|strong|small|short|late|hot)|max(?:imum)?\b|多少|几(?!乎)|多(?:大|重|长|高|宽|深|厚|粗|远|亮)")),
    ("place", re.compile(r"\bwhere\b|what(?:'?s| is)? (?:your|the) (?:\w+ )?address|地址(?:是|呢|在|发我|多少)|哪里|哪儿|在哪|到哪|何处|哪边")),
    ("party", re.compile(r"\bwho\b|\bwhose\b|\bwho's\b|谁")),
    ("reason", re.compile(r"\bwhy\b|how come|为什么|为啥|干嘛|怎么(?:没|不|还没|会|就)")),
    ("manner", re.compile(r"\bhow\b|怎么|如何|咋|怎样")),
    ("choice", re.compile(r"\bwhat\b|\bwhat's\b|\bwhats\b|\bwhich\b|什么|啥|哪")),
)  # fmt: skip
_AUXILIARY: Final = re.compile(
    r"(?:and |so |but |ok |also )?(?:do|does|did|is|are|was|were|can|could|will|would|has|have|should)\b"
)
_ALTERNATIVE: Final = re.compile(r"\w+ or \w+|还是")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message."""

    plain: str
    quote: str
    kind: Kind
    topics: frozenset[str]
    words: frozenset[str]
    again: bool = False
    """Whether it was asked before: then only an answer in so many words will do."""


def asks_who(text: str) -> bool:
    """Whether it asks for what shows who somebody is, or which order is meant."""
    return phrases("identity", "asks_who").say(plain(text))


def questions(text: str) -> list[Question]:
    """The clear questions; courtesy, exclamations and requests to do something are none."""
    found: list[Question] = []
    for sentence in sentences(text):
        start = 0
        cuts = [(one.start(), one.end()) for one in _JOINED.finditer(sentence.plain)]
        pieces: list[tuple[str, bool]] = []
        for begin, end in [*cuts, (len(sentence.plain), len(sentence.plain))]:
            pieces.append((sentence.plain[start:begin].strip(), sentence.asks and begin == len(sentence.plain)))
            start = end
        found += [asked for piece, mark in pieces if (asked := _question(piece, mark)) is not None]
    return found


def asked_again(new: Question, before: Sequence[Question]) -> Question:
    """The question, with what an earlier one asked if it repeats that."""
    for old in before:
        shared = len(old.words & new.words) * 2
        # Half of its words may be the goods' name; then it must also ask for the same kind of thing.
        if (
            shared > len(new.words)
            or (shared and shared == len(new.words) and old.kind == new.kind)
            or not new.words
            or (len(new.words) < 3 and old.topics & new.topics and old.kind == new.kind)
        ):
            kind = old.kind if new.kind == "yes_no" else new.kind
            return replace(new, kind=kind, topics=old.topics | new.topics, words=old.words | new.words, again=True)
    return new


def is_clear(question: Question, said: str) -> bool:
    """Whether it plainly asks: it has the form of a question, or names its matter with a mark. `said`: what the other side
    said before, for who throws a word of that back ("weeks??") is only astonished."""
    if question.words <= _HOLLOW and not question.topics:
        return False
    if question.again or _ASKING.search(question.plain):
        return True
    words = re.findall(r"[a-z']+|[\u4e00-\u9fff]", question.plain)
    return len(words) <= _SHORT and not (question.words & words_of(plain(said)))


_ASKING: Final = re.compile(
    r"\b(?:what|which|who|whose|how|when|where|why|what's|whats|where's|how's|who's|when's)\b"
    r"|\b(?:do|does|did|is|are|was|were|can|could|will|would|has|have|should|may|might|must|isn't|aren't|doesn't|don't|can't|won't) "
    r"(?:i|you|u|it|they|we|he|she|the|this|that|these|those|there|my|your|our|a|an|any|one|someone|anyone|somebody|both|all|[a-z]+)\b"
    r"|\b(?:any chance|any idea|possible to|ok to|okay to|safe to|or not)\b"
    r"|[吗么嘛呢]|什么|啥|怎|咋|哪|谁|几|多(?:少|大|重|久|长|高|宽|深|厚|远|快)|何|是否|还是|有没有|(.)不\1|[不没]\W*$"
)
_HOLLOW: Final = words_of("possible okay fine right true alright news update updates progress luck")
"""What a question says that leaves its matter to the sentence before, or open: "is that possible?", "any news?"."""
_SHORT: Final = 8
"""Words of a question that has no form of one: "and the plugs?"."""


def _asking_part(piece: str) -> str:
    """A question without the clauses behind it that ask nothing but say why it is asked: "how thick is it, the door is low"."""
    clauses = _COMMA.split(piece)
    asking = [place for place, clause in enumerate(clauses) if _ASKING.search(clause)]
    if not asking or asking[-1] == len(clauses) - 1:
        return piece
    return piece[: sum(len(clause) + 1 for clause in clauses[: asking[-1] + 1]) - 1]


_COMMA: Final = re.compile(r"[,，](?!\d)")


def _question(piece: str, mark: bool) -> Question | None:
    piece = _asking_part(piece)
    if not (mark or _begins(piece) or _begins(_LEADS_IN.sub("", piece))) or phrases("asking", "no_question").say(piece):
        return None
    if handing.demands_person(piece) or _NO_CLAUSE.search(piece) or _RHETORICAL.search(piece):
        return None
    words, about = words_of(piece), topics_of(piece)
    if not words and not about:
        return None
    return Question(piece, piece, _kind(piece, about), about, words)


_NO_CLAUSE: Final = re.compile(
    r"^(?!.*\b(?:what|which|who|how|when|where|why|can|could|do|does|did|is|are|will|would|has|have|had|was|were|should)\b (?:i|you|it|they|we|the|this|that|my)\b).*\b(?:if|because|since|in case) \S+[^,]*$"
)
"""A clause that only gives a condition or a reason."""


_RHETORICAL: Final = re.compile(
    r"^\W*(?:and |so |but )?who (?:says|said|can say|knows)(?! (?:if|whether))|([\u4e00-\u9fff])什么\1|^\W*这么[\u4e00-\u9fff]{1,3}\W*$|谁(?:知道|晓得|说的|敢说|信)"
)
"""Asks nothing: an outcry, or what was said thrown back (这么严重?)."""


_LEADS_IN: Final = re.compile(r"^[^:?!.]{1,40}:\s?")
"""Three things: …"""


def _begins(piece: str) -> bool:
    if _HAN.search(piece):
        return phrases("asking", "begins_zh").say(piece) or _TWICE.search(piece) is not None
    return phrases("asking", "begins").say(piece)


_TWICE: Final = re.compile(r"(?![动时])([\u4e00-\u9fff])不\1(?!住|了)")
"""扎不扎: asked by the sign said twice."""


def _kind(piece: str, about: frozenset[str]) -> Kind:
    # The question word that comes first leads: "how do I watch it when I'm out" asks for a way.
    asking = [(match.start(), place) for place, (_, one) in enumerate(_KINDS) if (match := one.search(piece))]
    if asking:
        return _KINDS[min(asking)[1]][0]
    if _ALTERNATIVE.search(piece):
        return "choice"
    if _AUXILIARY.match(piece) or re.search(r"\b(?:for|with|on|in|at|to|even|also|any)\b", piece):
        return "yes_no"
    bare = len(re.findall(r"[a-z']+", piece)) < 4 and not re.search(r"[吗么不没]\W*$", piece)
    if bare and re.search(r"呢\W*$|\?$|^\W*(?:and |the )", piece) and about & _VALUED:
        return "money" if "price" in about else "amount"
    return "yes_no"


_VALUED: Final = frozenset(("price", "size", "weight", "load", "capacity", "battery", "noise", "light", "speed", "age"))
"""Topics of which a bare word asks for a value."""
