"""Takes an agent's turn apart into clauses, and says of each whether it affirms, denies, or asserts nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mercery.inspection.reading.lexicon import lexicon

Polarity = Literal["yes", "no"]

_SENTENCE: Final = re.compile(
    r"[。！？!?；;\n…]+|(?<![A-Z]\.[a-z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bno)(?<!\bapprox)\.(?=\s|$)"
)
_CLAUSE: Final = re.compile(
    r"(?<!\d)[,，:：、]|[,，:：、](?!\d)|\s[-–—]\s|——|(?<![a-z])(?:but|so|and then|because|though|although|however|whereas|while)(?![a-z])"
    r"|(?=但是?|不过|所以|因为|而且|然后|可是|另外)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of a turn between commas; `text` is in small letters, `start` counts in the turn."""

    text: str
    start: int
    sentence: int
    first: bool
    """Whether it opens its sentence."""
    question: bool
    """Whether its sentence asks rather than tells."""
    sentence_text: str

    @property
    def denies(self) -> bool:
        return negated(_without_circumstances(self.text))

    @property
    def asserts(self) -> bool:
        """Whether it states something as so: neither asks, nor leaves it open, nor speaks of a case that is not given."""
        return not self.question and not _OPEN.search(self.text)


_ASKS: Final = re.compile(r"[?？]")
_ASKS_ZH: Final = re.compile(
    r"(?:吗|么|不|没|是吧|好吗|可以吗|行吗|对吧)\s*$|(?:什么|啥|哪|怎|谁|几|多少|多[大长久高重远快]|何)[^,，]*呢\s*$|^.{0,3}呢\s*$"
)
"""呢 behind a statement only softens it: 明天发呢."""
_OPEN: Final = re.compile(
    r"(?<![a-z])(?:not (?:entirely |quite |100% |really )?sure|i(?: am|'m) unsure|don'?t (?:actually |really )?know|do not know|can'?t (?:say|tell|promise|guarantee|see|confirm)|cannot (?:say|tell|promise|guarantee|confirm)"
    r"|(?:can'?t|cannot|wouldn'?t|couldn'?t) (?:really )?call|no information|no info|have to (?:check|ask)|need to (?:check|ask)|let me (?:check|ask|see|look)|i'?ll (?:check|ask|find out|look)|would have to (?:check|ask)|may be|might|perhaps|maybe|possibly"
    r"|if (?:you|it|the|your|we|they|that|there)|once|when (?:it|you|the)|as soon as|unless|in case|depends|could be|not stated|isn'?t (?:stated|listed)|wasn'?t (?:stated|listed))(?![a-z])"
    r"|不(?:太)?(?:清楚|确定|知道|敢保证|能保证|好说)|没(?:有)?(?:写|标|注明|资料|信息)|问(?:一)?下|查(?:一)?下|核实|帮您(?:看|查|问)|可能|也许|如果|若|要是|的话|一旦|等您|等到|或许|看情况|不一定|以.{0,6}为准|无法(?:确认|保证|确定)|是否|请(?:检查|确认|问|提供|告诉|描述|核对|先看)|(?<![a-z])please (?:check|make sure|confirm|tell|send|give|describe)(?![a-z])"
)
_NEGATION: Final = re.compile(
    r"(?<![a-z])(?:not(?! only| just| a problem| to worry)|isn'?t|aren'?t|wasn'?t|weren'?t|don'?t(?! worry)|doesn'?t|didn'?t|won'?t|wouldn'?t|can'?t|cannot|couldn'?t|shouldn'?t|mustn'?t|hasn'?t|haven'?t|hadn'?t|ain'?t|never"
    r"|no(?! (?:problem|worries|doubt|need to worry|trouble|matter|extra|additional|cost|charge|fee|less|later|more than|longer than))|none|neither|nor|without(?! (?:a )?(?:problem|any problem|issue|worry|cost|fee))|unable|impossible|excluded|excluding|except|too late|expired|over already|run out|ran out|non|refuse[sd]?|declined?|lacks?|missing|unavailable|sold out|out of stock|closed|free of(?! charge| cost))(?![a-z])"
    r"|不(?!好意思|客气|错|锈|粘|干胶|倒翁|过(?!$)|但|仅|用担心|用谢|论|管|同|止|少|一定|断|妨|久|限|得不|怕|用客气|急|谢|难|满|满意|然)|没(?!问题|事|关系|错|说的|得说|毛病|压力)|无(?!忧|论|理由|线|缝|需担心|语)|未(?!来)|非(?!常)|别(?!的|人|家|担心|急|致|处|名)|勿|拒|免(?!费|邮|运|息)|缺货|断货|售罄|卖完|过期|过了|超过了|超期|来不及|打烊|关门|休息"
)
_LEADING: Final = re.compile(
    r"^[\s,，.!！。~～]*(?:(?:[a-z]+ here(?: from [a-z ]{2,20})?|hi|hello|hey|hiya|heya|howya|howdy|g'?day|mornin'?g?|buon ?giorno|buona ?sera|ciao|bonjour|hola|hallo|hej|hei|moin|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening|day)|dear|welcome|thanks?(?: you)?(?: for [a-z ]{2,30})?|sure thing|oh|ah|well|haha|great question|good question|sorry|apologies)(?: there| [a-z]+)?"
    r"|(?:我)?是?(?:客服|导购|店员)?[小阿][\u4e00-\u9fff]{1,2}|您?好呀?|你好呀?|亲(?:亲|爱的)?|嗨|哈喽|早上好|下午好|晚上好|在的|嗯+|哦+|哈+|谢谢[^,，。!！]{0,8}|感谢[^,，。!！]{0,8}|抱歉|欢迎[^,，。!！]{0,6})[\s,，.!！。~～:：]+",
    re.IGNORECASE,
)
_YES: Final = re.compile(
    r"^(?:(?:yes|yep|yeah|yup|ya|sure|surely|of course|certainly|absolutely|definitely|correct|right|exactly|indeed|that'?s right|that is right|that'?s (?:no problem|fine|ok|okay|possible)|that works|no problem|totally|no worries|it (?:is|does|can|will|has)|you can|we do|they (?:do|are)|it'?s fine|perfectly|okay|ok|always|fully|completely|100%)(?![a-z'])"
    r"|是的?|对的?|能(?!否)|可以|有(?!没)|会的?|行(?!李)|没问题|当然|支持|包(?!裹|装|括|含|间|厢|子|里|内|背|包|的)|嗯|肯定|必须|放心|好的|都(?:能|可以|有|行)|完全|没事)"
)
_NO: Final = re.compile(
    r"^(?:(?:no(?! problem| worries| doubt)|nope|nah|unfortunately|i'?m afraid|afraid|sadly|not|never|it (?:isn'?t|doesn'?t|can'?t|won'?t|is not|does not)|you can'?t|we don'?t|none)(?![a-z])"
    r"|不(?!好意思|客气|用担心|用谢|过)|没(?!问题|事|关系)|无(?!论)|(?:很|非常|真的?|实在|十分)?(?:抱歉|对不起)|暂(?:时)?(?:不|没)|目前(?:不|没)|这个不|这款不|还没|未)"
)


def negated(text: str) -> bool:
    """Whether the words deny. Two denials lift each other ("not impossible", 不是不能)."""
    return len(_NEGATION.findall(text)) % 2 == 1


def _without_circumstances(text: str) -> str:
    """The text without words that name a circumstance by denying its contrary: "unopened ones", 没拆封的."""
    for hit in reversed(lexicon("conditions").hits(text)):
        if hit.key.startswith("-"):
            text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text


def without_greeting(text: str) -> str:
    """The text after the words it greets with."""
    while (match := _LEADING.match(text)) and match.end():
        text = text[match.end() :]
    return text


def answer(text: str, asked: str = "") -> Polarity | None:
    """Whether a turn opens with yes or no, as an answer to a question that can be answered so. In Chinese the verb asked
    with is said again for yes (送吗 — 送的).
    """
    head = without_greeting(text.lower().replace("’", "'")).lstrip(" ,，~～")
    if (said := re.match(r"([\u4e00-\u9fff])(?:的|哦|呢|哈|得|了)", head)) and re.search(
        rf"{said[1]}.{{0,6}}(?:吗|么|不|没)", asked
    ):
        return "yes"
    if _NO.match(head):
        return "no"
    if match := _YES.match(head):
        rest = head[match.end() : match.end() + 24]
        return (
            "no"
            if re.match(r"[^,，。.!！]{0,3}(?:不(?!用|过)|没)", rest) and not head.startswith(("放心", "没"))
            else "yes"
        )
    return None


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a turn, in order. A comma inside a list of bare names does not end one in English."""
    found: list[Clause] = []
    plain = text.replace("’", "'")
    for number, (start, end) in enumerate(_pieces(plain, _SENTENCE)):
        body = plain[start:end]
        tail = plain[end : end + 2]
        whole = body.lower()
        pieces = list(_pieces(body, _CLAUSE))
        for place, (low, high) in enumerate(pieces):
            piece = body[low:high].lower()
            if not piece.strip():
                continue
            last = place == len(pieces) - 1
            asks = last and bool(_ASKS.search(tail) or (_ASKS_ZH.search(piece) and len(pieces) == 1))
            if asks and len(pieces) == 1 and _ASKS.search(tail) and "right" in piece:
                asks = False
            found.append(
                Clause(
                    text=piece, start=start + low, sentence=number, first=place == 0, question=asks, sentence_text=whole
                )
            )
    return tuple(found)


def _pieces(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    found, at = [], 0
    for match in pattern.finditer(text):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    if at < len(text):
        found.append((at, len(text)))
    return [(low, high) for low, high in found if text[low:high].strip()]


_YES_NO_QUESTION: Final = re.compile(
    r"(?:^|[.!,;]\s*|(?<![a-z])(?:and|but|so|hi|hello|hey|ok|okay|well|also|please|then|or)[ ,]+)(?:is|are|was|were|do|does|did|can|could|will|would|may|should|has|have|am|any|must|need|shall|got)(?:n'?t)?(?: |$)"
    r"|吗|(?<![什怎这那多])么|能不|可不可以|能否|是否|是不是|有没有|会不会|要不要|行不|可以不|好不好|不\s*[?？]?$|没\s*[?？]?$|吧\s*[?？]?$|(?:ok|okay|right|correct|possible|still|even|safe|allowed|included|yes or no)\s*[?？]"
)


def asks_yes_or_no(text: str) -> bool:
    """Whether a customer's turn can be answered with yes or no."""
    plain = text.lower().strip()
    return bool(_YES_NO_QUESTION.search(plain)) or (
        plain.endswith(("?", "？"))
        and not re.search(r"(?<![a-z])(?:what|which|how|when|where|who|why)(?![a-z])|什么|多少|几|哪|怎么|谁", plain)
    )
