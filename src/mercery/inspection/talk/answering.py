"""Whether what is said answers what was asked. Pure; in doubt it does, for an accusation must stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.inspection.reading.clauses import without_greeting
from mercery.inspection.talk import handing
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.greeting import greets
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.talk.topics import meet, topics_of, words_of

_PARTS: Final = re.compile(r"(?<=\D)[,;:,]\s?|[,;:,]\s(?=\D)|\s(?:but|and)\s(?=\w+ \w+)|\s[-–—]\s")
_COURTEOUS: Final = re.compile(r"anything else|else i can|can i help|how can i|还有什么|其他问题|别的问题|需要帮")
_COUNTED: Final = frozenset(("money", "amount", "time"))
_OPEN: Final = frozenset(("reason", "manner", "choice"))
"""Kinds of questions that any statement may answer."""


_ECHO: Final = re.compile(r"\W*(到|发|寄|退|签|装|改|有|没|能|会|送|带|含|包|要|收|开)(?:了|的|啦|过|好|出)?\W*$")
"""A Chinese yes that repeats the verb of the question."""
_DONE: Final = re.compile(r"([走到发寄退签装改送收开卖下付做修订拍换补])(?:了|过|好了?)?(?:没有?|吗|么)\W*$")
"""What a Chinese question asks about being done; who tells of the doing answers it."""
_THANKS: Final = re.compile(r"^\W*(?:亲|您好|你好)*\W*(?:感谢|谢谢|欢迎|祝|thank|welcome)")
_LURED: Final = frozenset(("price", "shipping_cost", "discount", "points", "gift", "included", "payment"))
"""Topics of which a lure may be the answer."""
_ALL: Final = re.compile(r"\b(?:both|neither|either|all of (?:them|it|that))\b|都")
_PAID: Final = frozenset(("price", "shipping_cost", "return_cost"))
_PRICE: Final = re.compile(
    r"\bfor \d|\b(?:eur|usd|gbp|cny|rmb)\s?\d|\d ?欧|\d ?(?:€|\$|£|eur|usd|gbp|元|块)|[€$£¥]\d|\bfree\b|免费|免了|全免|给您免|不收"
)
_LASTS: Final = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?)\b|[一二两三四五六七八九十半几\d] ?个?(?:天|周|月|年|小时|分钟|晚|夜)"
)
_QUALITY: Final = re.compile(
    r"\b(?:good|best|better|worth|recommend|quality|like it|work|works|popular|nice|reliable|legit|trust)\b|怎么样|好不好|好用|值得|推荐|质量|效果|好吗|靠谱|划算|好看"
)
"""Questions that praise answers."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reply that says something of the matter."""

    plain: str
    topics: frozenset[str]
    words: frozenset[str]
    yes_no: bool


def unanswered(asked: Sequence[Question], reply: str) -> list[Question]:
    """Which questions of one message the next reply leaves open."""
    if puts_off(reply):
        return []
    pieces = parts(reply)
    asked = [one for one in asked if not _takes_up(one, reply)]
    asked = [one for one in asked if not (_QUALITY.search(one.plain) and phrases("asking", "empty").say(plain(reply)))]
    left: list[Question] = []
    used: set[int] = set()
    for question in asked:
        told = {index for index, part in enumerate(pieces) if _tells(question, part, asked)}
        used |= told
        if not told:
            left.append(question)
    # What no part speaks of in so many words, a part that speaks of nothing else may still answer.
    open_ones: list[Question] = []
    about: frozenset[str] = frozenset().union(*(part.topics for part in pieces))
    for question in left:
        # Of several questions one may be what the rest of the reply is about.
        elsewhere = len(asked) == 1 and bool(question.topics and about and not meet(question.topics, about))
        free = [
            index
            for index, part in enumerate(pieces)
            if (index not in used or len(asked) == 1 or (part.yes_no and question is asked[0]))
            and _may_answer(question, part, elsewhere)
            and (len(asked) == 1 or question.kind != "yes_no" or part.yes_no or bool(part.words & question.words))
        ]
        if free:
            used.add(free[0])
        else:
            open_ones.append(question)
    return open_ones


_OPENS: Final = re.compile(
    r"\W*(?:and |so |ok |okay )?(to|from|with|for|by|in|at|on|until|under|via) (?:what|which|whom|whose|where|when)\b"
)


def _takes_up(question: Question, reply: str) -> bool:
    """ "To which address?" "To the one in Linden Lane": the reply opens with the question's own little word."""
    opens = _OPENS.match(question.plain)
    return opens is not None and re.match(rf"\W*(?:\w+[,.!] )?{opens[1]}\b", plain(reply)) is not None


def may_settle(question: Question, reply: str) -> bool:
    """Whether a reply that says nothing of it in so many words may still be meant for it: it declines or apologises,
    speaks of the same thing in another form of the word, or names a price or a time where one is asked."""
    low = plain(reply)
    if _DECLINES.search(low) or _shares_a_root(question, low):
        return True
    if says_it_is_there(question, low):
        return True
    if question.kind == "yes_no" and any(
        set(found[1]) & {sign for word in question.words for sign in word} for found in _MAY.finditer(low)
    ):
        return True
    if question.topics & {"shipping_cost", "return_cost"} and _BEARS.search(low):
        return True
    return asks_and_tells_a_price(question, low) or (question.kind == "time" and _LASTS.search(low) is not None)


def asks_and_tells_a_price(question: Question, low: str) -> bool:
    """Whether it is asked what something costs, and a `plain` reply names a price or says that it is free."""
    asks = question.kind == "money" or _CHARGED.search(question.plain) is not None
    return asks and _PRICE.search(low) is not None


def _shares_a_root(question: Question, low: str) -> bool:
    """Whether a word of the question occurs in another form: built for build, paid for pay, 维修 for 修."""
    own = question.words - subject(question)
    told = words_of(low)
    roots = {word[:_ROOT] for word in own if len(word) >= _ROOT and word.isascii()}
    if any(word[:_ROOT] in roots for word in told) or any(_FORMS.get(one) in own for one in told):
        return True
    return any(_FORMS.get(one) in told for one in own)


def _shares_a_sign(question: Question, low: str) -> bool:
    """Whether a later Chinese reply says most signs of the question beside what its kind asks for."""
    signs = {sign for word in question.words for sign in word if not sign.isascii()}
    shared = signs & set(low)
    return len(shared) * 2 > len(signs) > 0 and (
        question.kind not in _COUNTED or phrases("asking", question.kind).say(low)
    )


def says_it_is_there(question: Question, low: str) -> bool:
    """Whether it is asked if something is there, and a `plain` reply says that it is."""
    return question.kind == "yes_no" and bool(_THERE.search(question.plain) and _STILL_THERE.search(low))


_THERE: Final = re.compile(
    r"\b(?:is|are) (?:there|the|that|those|these|it|they)\b.*?\b(?:there|with|left|available|in)\b"
)
_STILL_THERE: Final = re.compile(
    r"\b(?:still (?:here|there|available|got (?:it|them|one)|going)|there(?:'s| is| are)|we(?:'ve| have) (?:still )?got)\b"
)
"""Whether something is there, and that it is."""
_FORMS: Final = {
    "paid": "pay", "sold": "sell", "sent": "send", "bought": "buy", "kept": "keep", "built": "build", "held": "hold", "left": "leav",
    "taken": "tak", "gave": "giv", "given": "giv", "came": "com", "shown": "show", "worn": "wear", "wore": "wear",
    "broke": "break", "broken": "break", "brought": "bring", "lost": "los", "fit": "fitt", "ran": "run", "grew": "grow", "told": "tell",
}  # fmt: skip
_ROOT: Final = 4
_MAY: Final = re.compile(r"(?:可以?|能|不|会|支持|没|仅|都)([\u4e00-\u9fff]{1,3})")
"""What a Chinese reply says may be, may not be or is; the verb of the question may be in it."""
_BEARS: Final = re.compile(
    r"\b(?:we|you|shop|buyer|seller|customer)\b[^.!?]{0,12}\b(?:pays?|covers?|bears?)\b|出|承担|包邮"
)
"""Who pays for the way."""
_CHARGED: Final = re.compile(r"收费|费用|收多少|扣钱|要钱|加钱|花钱|\bcost\b|\bcharges?\b")
_EXCUSE: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good \w+)\W+)?(?:(?:so|very|really|i'm|i am|my) )*(?:sorry|apologies)\b(?=[^.!?]*\b(?:was|were|had|took|kept|wait\w*|delay\w*|queue|busy|held up|slow|rush)\b)(?![^.!?]*(?:\d|n't\b|\b(?:not|no|never|only|sold|out of)\b))"
    r"|^[^,。!?;]{0,6}(?:抱歉|不好意思|对不起|久等)(?=[^。!?;]*(?:刚|忙|人多|排队|久等|接电话|耽误|离开|回复慢|慢了))(?![^。!?;]*(?:\d|不[能会行是]|没有|无法|缺货))"
)
"""Asks pardon for the wait, or says what it was for: nothing of the matter."""


def without_excuses(reply: str) -> str:
    """A reply without the sentences that only say why it comes late."""
    for sentence in reversed(sentences(reply)):
        if _EXCUSE.search(sentence.plain):
            reply = reply[: sentence.start] + " " + reply[sentence.end :]
    return reply


_DECLINES: Final = re.compile(
    r"\bsorry\b|apolog|\bafraid\b|unfortunately|\b(?:haven't|hasn't|have not|don't|do not) (?:got|have)\b|\b(?:can't|cannot|couldn't) (?:say|tell|promise)|\bno (?:fixed|figure|set|exact)\b"
    r"|抱歉|对不起|不好意思|遗憾|恕|恐怕"
)


def comes_back_to(question: Question, reply: str) -> bool:
    """Whether a later reply still speaks of it, or says that it cannot be told."""
    if _shares_a_root(question, plain(reply)) or _shares_a_sign(question, plain(reply)):
        return True
    return gives_up(reply) or any(_tells(question, part, (question,)) for part in parts(reply))


def puts_off(reply: str) -> bool:
    """Whether the reply says that it is not known, asks back, or hands over: none of these ignores a question."""
    return gives_up(reply) or asks_back(reply)


def asks_back(reply: str) -> bool:
    """Whether the reply asks something of the matter, rather than whether it may help or sell."""
    return any(
        one.asks and not _COURTEOUS.search(one.plain) and not phrases("asking", "sells").say(one.plain)
        for one in sentences(reply)
    )


def only_lures(reply: str) -> bool:
    """Whether every sentence of a reply is courtesy, praise or advertising."""
    return all(
        phrases("asking", "promotes").say(one.plain)
        or phrases("asking", "sells").say(one.plain)
        or not without_courtesy(without_greeting(one.plain))
        or _THANKS.match(one.plain)
        or _DEAL.search(one.plain)
        for one in sentences(reply)
    )


_DEAL: Final = re.compile(r"满\s?\d+\S{0,2}[减送返]\s?\d|\d折|\d ?% off(?![a-z])")
"""What is taken off, or given, from a sum on."""


def gives_up(reply: str) -> bool:
    """Whether the reply says that the answer is not known or comes from elsewhere."""
    if handing.hands_over(reply) or handing.refers(reply):
        return True
    return any(phrases("asking", "no_answer_known").say(one.plain) for one in sentences(reply))


def parts(reply: str) -> list[Part]:
    found: list[Part] = []
    said_yes = False
    for sentence in sentences(reply):
        sentence_began = len(found)
        for piece in _PARTS.split(sentence.plain):
            rest = without_courtesy(piece)
            said = bool(rest) or not (greets(piece) or _THANKS.match(piece))
            yes_no = said and phrases("asking", "yes_no").say(piece)
            words, told = words_of(rest), topics_of(rest, True)
            if not words and not told and not re.search(r"\d", rest) and not _ECHO.match(piece):
                # A bare yes belongs to what stands before it, else to what follows.
                if yes_no and found and sentence_began < len(found):
                    found[-1] = replace(found[-1], yes_no=True)
                else:
                    said_yes = said_yes or yes_no
                continue
            found.append(Part(rest, told, words, yes_no or said_yes))
            said_yes = False
    return found if found or not said_yes else [Part("", frozenset(), frozenset(), True)]


def without_courtesy(piece: str) -> str:
    """What a `plain` piece says of the matter, or nothing."""
    rest = piece
    for one in phrases("asking", "empty").all(piece):
        rest = rest.replace(one[0], " ")
    return rest.strip(" ,.!?;:~。") if re.search(r"[a-z\u4e00-\u9fff0-9]", rest) else ""


def _tells(question: Question, part: Part, asked: Sequence[Question]) -> bool:
    """Whether a part speaks of just what is asked."""
    if (echo := _ECHO.match(part.plain)) is not None and echo[1] in question.plain:
        return True
    if (done := _DONE.search(question.plain)) is not None and done[1] in part.plain:
        return True
    if len(asked) > 1 and _ALL.search(part.plain):
        return True
    if question.topics & _PAID and question.kind == "yes_no" and _PRICE.search(part.plain):
        return True
    if any(len(word) == 1 and word in part.plain for word in question.words):
        return True
    if not question.words and question.kind in _COUNTED and fits(question, part):
        return True
    others = frozenset().union(*(one.words for one in asked if one is not question))
    shared = frozenset().union(*(one.topics for one in asked if one is not question))
    if (question.topics - shared or question.topics) & part.topics and fits(question, part):
        return True
    own = question.words - others - subject(question)
    # A number that is asked for is not told by the words of the question alone.
    return bool(own & part.words) and (question.kind not in _COUNTED or fits(question, part))


def _may_answer(question: Question, part: Part, elsewhere: bool) -> bool:
    """Whether a part that does not name the matter may be its answer all the same. `elsewhere`: the whole reply speaks of
    something else."""
    if not question.topics & _LURED and phrases("asking", "promotes").say(part.plain):
        return False
    if (
        not question.topics
        and part.topics
        and part.topics <= _SALES
        and question.kind in ("yes_no", "manner", "choice")
    ):
        return part.yes_no or (question.kind == "manner" and phrases("asking", "manner").say(part.plain))
    if elsewhere or (question.topics and part.topics and not meet(question.topics, part.topics)):
        if question.kind == "reason":
            return True
        if question.kind == "manner":
            return phrases("asking", "manner").say(part.plain)
        if question.kind == "time" and _LASTS.search(part.plain):
            return True
        return question.kind == "yes_no" and part.yes_no and not question.topics & _FIRM
    if question.again and question.kind == "yes_no":
        return part.yes_no
    return fits(question, part)


_SALES: Final = frozenset(("price", "shipping_cost", "discount", "points"))
"""What is said to sell: no answer to a question about something else."""
_FIRM: Final = frozenset(("return_cost", "shipping_cost"))


def fits(question: Question, part: Part) -> bool:
    if question.kind in _OPEN or question.kind == "yes_no":
        return True
    return phrases("asking", question.kind).say(part.plain)


_SUBJECT: Final = re.compile(
    r"\b(?:the|this|that|your|these|those|my|a|an)\s+((?:[a-z'-]+\s+){0,2}?[a-z'-]+)(?=\s+(?:is|are|be|come|comes|have|has|need|needs|fit|fits|work|works|take|takes|hold|holds|made|machine|really|also|for|with|in|on|from)\b|\W*$|\s)"
    r"|^(?:这个|这款|这|那个|那款|那|你们的?|你家的?|您家的?|请问|您好|你好|亲)*([\u4e00-\u9fff]{1,5}?)(?=要|能|有|是|会|可以|怎么|多|几|防|支持|用|适合|带|包|哪|什么|需)"
)


def subject(question: Question) -> frozenset[str]:
    """The words of what the question is about as a whole: an answer to anything may name the goods."""
    found: frozenset[str] = frozenset()
    for match in _SUBJECT.finditer(question.plain):
        found |= words_of(match[1] or match[2] or "")
    return found if found < question.words else frozenset()
