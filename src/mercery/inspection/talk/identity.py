"""Who is identified, what a customer gave to be, and whether a message shows what belongs to an account. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from mercery.core.personal_numbers import personal_numbers
from mercery.inspection.talk.answering import puts_off, without_courtesy
from mercery.inspection.talk.asking import asks_who
from mercery.inspection.talk.personal import SURNAMES
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.transcript import Known

Proof = Literal["e-mail", "phone", "name", "postcode", "order", "code", "birthday", "address", "password"]
_NAMED: Final[tuple[tuple[Proof, re.Pattern[str]], ...]] = (
    ("e-mail", re.compile(r"e-?mail(?! (?:code|must))|邮箱|邮件地址")),
    ("phone", re.compile(r"phone|mobile|cell|last (?:four|4)|手机|电话|尾号|后四位|后4位")),
    ("name", re.compile(r"\bname|surname|姓名|名字|收件人|收货人")),
    ("postcode", re.compile(r"\bzip|post ?code|postal|邮编")),
    ("order", re.compile(r"order (?:no|number|id|#)|order\b(?=\.? ?(?:\+|and|&|,))|订单号|单号|订单编号")),
    ("code", re.compile(r"\bcode\b|otp|one-?time|pin\b|验证码|动态码|口令")),
    ("birthday", re.compile(r"birth|dob|生日|出生")),
    ("address", re.compile(r"(?<!e-mail )(?<!email )address|地址")),
    ("password", re.compile(r"password|log-?in|logged|sign(?:ed)? in|密码|登录")),
)
_ALTERNATIVES: Final = re.compile(r"\bor\b|/(?!\d)|\balternatively\b|或者?|、(?=或)")
_USUAL: Final[tuple[frozenset[Proof], ...]] = (
    frozenset({"e-mail"}), frozenset({"phone"}), frozenset({"name", "postcode"}), frozenset({"name", "birthday"}),
)  # fmt: skip
"""What is enough where the shop's rule names nothing that a message could hold."""
_AFTER: Final = re.compile(
    r"\b(?:before|prior to)\b.*|才能.*|后(?:才|可|再|方).*|(?:查单|查询|改单|看订单|查看)前(?:须|需|要|先|必须)?"
)
"""What a rule says of what comes after the proof names none."""
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_POSTCODE: Final = re.compile(
    r"(?:zip|postcode|post code|postal code|邮编)\D{0,6}(\d{4,6}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})|(?<![\w#.-])(?<!\d,)(\d{5,6})(?![\w-]|[.,]\d)|(?<!\w)([a-z]{1,2}\d[a-z\d]? \d[a-z]{2})(?!\w)",
    re.ASCII,
)
_PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?:尾号|后四位|后4位|手机|电话|last (?:four|4)|ending|phone|mobile|cell)\D{0,10}(\d{4,})|(?<![\w.#/-])\d{4}(?=[ ,,、]*[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff]))|(?<=[\u4e00-\u9fff][ ,,、])\d{4}(?!\d)", re.ASCII)  # fmt: skip
_ORDER: Final = re.compile(r"(?<!\w)[a-z]{1,3}-?\d{3,}(?!\w)|(?:order|订单|单号|订单号)\D{0,8}(\d{4,})|#\s?(\d{3,})|(?<![\w.,])\d{7,}(?![\w.,])", re.ASCII)  # fmt: skip
_CODE: Final = re.compile(r"(?:code|otp|pin|验证码|动态码)\D{0,8}(\d{4,8})|^[\s,.:!]*(\d{4,8})[\s,.!]*$", re.ASCII)
_DATE: Final = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:born|birthday|dob|生日)\D{0,10}\d", re.ASCII
)
_STREET: Final = re.compile(r"\d+ (?:\w+ )+(?:st|street|road|rd|ave|avenue|lane|ln|way|drive|dr|close|court|place)\b|[\u4e00-\u9fff]{2,}(?:路|街|大道|巷)\d+号?")  # fmt: skip
_TWO_WORDS: Final = re.compile(
    r"(?<![\w@.])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+ (?:[A-Z]\. )?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+(?![\w@])|^\W*[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?=[ ,]+\d)"
)
_NUMBER_ON_FILE: Final = re.compile(
    r"尾号|后四位|手机|邮编|\bzip\b|post ?code|last four|phone on (?:file|record)|registered phone"
)
_NEW: Final = re.compile(r"(?i:\b(?:change|update|switch|set|move|replace|redirect|correct|forward|send)\b[^.!?]*?\bto\b)(?:[^.!?,]|\.(?=\w))*(?:,(?! (?:my|name|e-?mail|order|and my)\b)[^.!?,]*)*|(?i:\bmy new (?:mobile |phone |e-?mail )?(?:number|address|e-?mail|phone)\b)[^.!?]*|(?:换|改|更新|修改|变更|寄|发)(?:成|为|到|至)[^,,。!?]*")  # fmt: skip
"""What something is to be changed to proves nothing."""
_NO_NAME: Final = re.compile(
    r"[呢吗吧啊呀了的下么没]$|^(?:查|钱|有|没|都|可|何|那|时|包|单|寄|封)(?:[下个来到一这那单邮递费包])"
)
"""Signs that are surnames too, in words that are none."""
_HAN_NAME: Final = re.compile(r"(?:\d{4,}[^\w]{0,2}|^\W*|,\s?)([\u4e00-\u9fff]{2,4})(?=[,,。 ]|$|\s*\d)")


_OF_AN_ORDER: Final = re.compile(
    r"尾号\s?\d{3,}(?=的?(?:那个?|这个?)?(?:订?单|包裹|快递|退款))|(?:订单|单号|运单)尾号\s?\d{3,}"
)
"""The end of an order's number is no telephone's."""


_LAST_FOUR: Final = re.compile(r"后四位|后4位|尾号|last (?:four|4)")
_FOUR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def given(text: str, heard: str = "") -> frozenset[Proof]:
    """What a customer's message holds that may prove who it is. `heard`: the shop's turn before, which may have asked for the
    last four figures of a number."""
    if _LAST_FOUR.search(plain(heard)) and _FOUR.search(text):
        return given(text) | {"phone"}
    text = _OF_AN_ORDER.sub("", _NEW.sub("", text))
    low = plain(text)
    places = _ORDER.sub(" ", low)
    found: set[Proof] = set()
    tests: tuple[tuple[Proof, bool], ...] = (
        ("e-mail", _EMAIL.search(low) is not None),
        (
            "phone",
            _PHONE.search(places) is not None or any(one.kind == "phone number" for one in personal_numbers(text)),
        ),
        ("postcode", _POSTCODE.search(places) is not None),
        ("order", _ORDER.search(low) is not None),
        ("code", _CODE.search(low) is not None),
        ("birthday", _DATE.search(low) is not None),
        ("address", _STREET.search(low) is not None),
        ("name", _names(text, low)),
    )
    found.update(proof for proof, holds in tests if holds)
    return frozenset(found)


def _names(text: str, low: str) -> bool:
    return (
        phrases("identity", "gives_name").say(low)
        or _TWO_WORDS.search(text) is not None
        or any(found[1][0] in SURNAMES and not _NO_NAME.search(found[1]) for found in _HAN_NAME.finditer(text))
    )


def enough(rules: Sequence[Known]) -> tuple[frozenset[Proof], ...]:
    """The sets of proof of which one suffices, as the shop's rules say."""
    found: list[frozenset[Proof]] = []
    for rule in rules:
        wanted = _AFTER.sub("", plain(rule.value))
        for part in _ALTERNATIVES.split(wanted):
            needs = frozenset(proof for proof, pattern in _NAMED if pattern.search(part))
            if needs and "code" in needs:
                needs = frozenset({"code"})
            if needs:
                found.append(needs)
    return tuple(dict.fromkeys(found)) or _USUAL


def on_file_differs(text: str, known: Sequence[Known]) -> bool:
    """Whether a message gives an address or a number although another one is on record."""
    for fact in known:
        held_number = re.search(r"(?<!\d)\d{4,11}(?!\d)", fact.value)
        if held_number and _NUMBER_ON_FILE.search(plain(fact.name)) and given(text) & {"phone", "postcode"}:
            return held_number[0][-4:] not in text
    said = set(_EMAIL.findall(plain(text)))
    held = {one for fact in known for one in _EMAIL.findall(plain(fact.value))}
    return bool(said and held and not said & held)


def mismatch(text: str) -> bool:
    """Whether the shop's side says that the proof does not hold."""
    return phrases("identity", "mismatch").say(plain(text))


def own_matter(text: str) -> bool:
    """Whether a customer speaks of an own order or profile."""
    return phrases("identity", "own_matter").say(plain(text))


def asks_own(text: str) -> bool:
    """Whether a customer wants to be told of an own order or profile, or to have it changed."""
    return phrases("identity", "asks_own").say(plain(text))


def told(text: str) -> str:
    """The first sentence that says anything which does not hold for everybody; said to somebody who `asks_own`, it shows
    what belongs to an account."""
    low = plain(text)
    if puts_off(text) or asks_who(text) or phrases("personal", "withholds").say(low) or _CANNOT.search(low):
        return ""
    for sentence in sentences(text):
        if phrases("identity", "general").say(sentence.plain) or _FOR_A_CASE.search(sentence.plain):
            continue
        if without_courtesy(sentence.plain):
            return sentence.of(text)
    return ""


_CANNOT: Final = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|won't be able|not able|unable|not allowed|not possible)\b(?! (?:be (?:stopped|changed|cancel+ed)|complain))|(?:没办法|无法|没法|不能|不可以|不便|没权限)[^,。!?]{0,4}(?:改|修改|查|看|取消|办|操作|处理|打开)"
)
"""What is not done shows nothing."""
_LOGS_IN: Final = re.compile(
    r"\b(?:log(?:ged|ging)?|sign(?:ed|ing)?)[ -]?in\b|\b(?:before|until|without) (?:i know|knowing) who\b|登录|核对(?:一下)?(?:身份|信息)|验证身份"
)


def waits_for_login(text: str) -> bool:
    """Whether the message says that nothing can be looked up before somebody is logged in or known."""
    low = plain(text)
    return _CANNOT.search(low) is not None and _LOGS_IN.search(low) is not None


_ONLY_CANNOT: Final = re.compile(
    r"(?:暂时|目前|现在)?(?:没办法|无法|没法)(?:帮您|给您|为您)?(?:改|修改|查|看|取消|办|操作|处理)"
)
_FOR_A_CASE: Final = re.compile(
    r"^\W*if (?:you|nobody|no one|anybody|anyone)\b[^.!?]*\b(?:you|one) (?:can|could|may|might)\b|^\W*(?:如果|要是|若|假如)[^。!?]{0,20}[,，][^。!?]{0,6}可以"
)
"""What anybody may do in such a case."""


def shown(text: str) -> Iterator[str]:
    """The sentences that show or change what belongs to an account."""
    for sentence in sentences(text):
        if sentence.asks and not re.search(r"[,.;:]|\d", sentence.plain[:-1]):
            continue
        if _FOR_A_CASE.search(sentence.plain) or _ONLY_CANNOT.search(sentence.plain):
            continue
        asking = phrases("identity", "asks_who").find(sentence.plain)
        # "I need the e-mail on the order": what is only named to be asked for is not shown.
        if any(
            asking is None or one.start() < asking.start() for one in phrases("identity", "shows").all(sentence.plain)
        ):
            yield sentence.of(text)
