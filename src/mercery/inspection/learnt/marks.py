"""What the learnt signs find where the detectors found nothing: a sign alone counts only where no fact bears it out. And what
they take away: a finding in a turn of which no sentence looks like the fault at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.detectors.no_identity_check import unproved
from mercery.inspection.detectors.prohibited_claim import OF_OTHERS
from mercery.inspection.learnt.hearing import Heard, hear
from mercery.inspection.learnt.likeness import likeness
from mercery.inspection.learnt.signs import Label
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import negated
from mercery.inspection.reading.committing import commits
from mercery.inspection.reading.facts import Fact, facts
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.limits import limits
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.talk import identity, personal
from mercery.inspection.talk.asking import asks_who
from mercery.inspection.talk.conduct import conduct_of
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.reacting import taken_amiss
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.transcript import Finding, Transcript

LABEL_OF: Final[Mapping[RuleId, Label]] = {
    RuleId.RUDE_OR_BLAMING: "rude",
    RuleId.PROHIBITED_CLAIM: "claim",
    RuleId.PROMISE_BEYOND_POLICY: "promise",
    RuleId.PRIVACY_LEAK: "privacy",
    RuleId.OFF_PLATFORM_PAYMENT: "offplatform",
    RuleId.NO_IDENTITY_CHECK: "shows_order",
}
"""The sign of each rule that has one."""
_ADDED: Final = tuple(rule for rule in LABEL_OF if rule is not RuleId.RUDE_OR_BLAMING)
"""What a sentence alone shows. Of an offence, how the customer takes it shows it as well."""
_WHY: Final[Mapping[RuleId, Words]] = {
    RuleId.RUDE_OR_BLAMING: Words("It sounds like an offence to the customer.", "这话听着像是在责怪或挖苦顾客。"),
    RuleId.PROHIBITED_CLAIM: Words("It claims more than is known.", "宣称超出了已知信息。"),
    RuleId.PROMISE_BEYOND_POLICY: Words("It promises what nothing known allows.", "作出了已知信息没有允许的承诺。"),
    RuleId.PRIVACY_LEAK: Words("Shows data of another person.", "透露了他人的信息。"),
    RuleId.OFF_PLATFORM_PAYMENT: Words("Proposes to pay past the checkout.", "引导顾客绕开平台付款。"),
    RuleId.NO_IDENTITY_CHECK: Words(
        "Shows or changes data of an account although nobody was identified.",
        "未核验身份就透露或更改了账户、订单信息。",
    ),
}
_DECLINES: Final = re.compile(
    r"(?<![a-z])(?:can'?t|cannot|can not|couldn't|won't|wouldn't|don't|doesn't|not able|unable|may not|not allowed|afraid|unfortunately|never|no longer)(?![a-z])"
    r"|[\u4e00-\u9fff]不(?:了|来|成)|不能|无法|不可以|不便|没法|不得|不敢|不支持|不接受|不收|不做|不治|不好评价|没有[^,，]{0,6}(?:功效|作用|效果)|抱歉|谢绝|不行|别信|(?:不用|不必|无需)[^,，]{0,3}(?:微信|支付宝|红包|现金|转账)"
)
NEEDS: Final[Mapping[Label, float]] = {
    "claim": -0.6, "promise": -0.6, "privacy": -0.8, "offplatform": -0.45, "shows_order": -0.8, "rude": -0.5,
}  # fmt: skip
"""What a sentence needs whose words and facts speak for the fault as well. Of twelve hands, each heard with what the others
taught (720 conversations), 156 right findings and 6 false ones lie above."""
ALONE: Final[Mapping[Label, float]] = {
    "claim": 0.0, "promise": -0.2, "privacy": 0.2, "offplatform": 0.0, "rude": 0.1,
}  # fmt: skip
"""What it needs where nothing else speaks for the fault. That an order is shown no sentence tells by itself."""
FLOORS: Final[Mapping[Label, float]] = {
    "claim": -0.6, "offplatform": -1.0, "rude": -1.2, "promise": -1.3, "privacy": -0.9,
}  # fmt: skip
"""Below it nothing in a turn looks like the fault. Of findings by words of twelve hands, each heard with what the others taught
(n 39 to 46 of each rule), one right one lies there and ten of the 18 false ones."""


def found(transcript: Transcript, already: Mapping[RuleId, Finding], rules: Collection[RuleId]) -> Iterator[Finding]:
    """The first sentence that breaks each rule of `rules` that is not `already` found."""
    heard = hear(transcript)
    if not heard:
        return
    known = [one for one in facts(transcript.known) if one.kind != "tone"]
    if RuleId.RUDE_OR_BLAMING in rules and RuleId.RUDE_OR_BLAMING not in already:
        yield from _offences(transcript, heard, known)
    wanted = [rule for rule in _ADDED if rule in rules and rule not in already]
    bound = limits(known).promises is not None
    tests: Mapping[RuleId, Callable[[Heard], bool]] = {
        RuleId.PROHIBITED_CLAIM: partial(_claims, known),
        RuleId.PROMISE_BEYOND_POLICY: partial(_promises, known, bound),
        RuleId.PRIVACY_LEAK: partial(_shows, transcript, _own(transcript)),
        RuleId.OFF_PLATFORM_PAYMENT: partial(_pays, transcript),
        RuleId.NO_IDENTITY_CHECK: partial(_unasked, transcript, unproved(transcript)),
    }
    for rule in wanted:
        label = LABEL_OF[rule]
        for one in heard:
            if not _shows_it(label, one, known, borne_out=tests[rule](one)):
                continue
            if label != "promise" or not _granted_in_meaning(known, one):
                yield Finding(rule=rule, turn=one.turn, quote=one.quote, why=_WHY[rule])
                break


def _shows_it(label: Label, one: Heard, known: Sequence[Fact], *, borne_out: bool) -> bool:
    """Whether the sentence is the fault: by its likeness and what else speaks for it, or by its likeness alone."""
    if not borne_out and (label not in ALONE or not _tells_something(one, known)):
        return False
    if label == "privacy" and _MINE.search(one.sentence.plain):
        return False
    return one.scores[label] > (NEEDS if borne_out else ALONE)[label] and _foremost(label, one)


def _tells_something(one: Heard, known: Sequence[Fact]) -> bool:
    """Whether a sentence is long enough to be a fault by itself, asks and declines nothing, does not take the blame, and says
    more than the facts do. Such are one and a half in a conversation, and only they need be asked about."""
    low = one.sentence.plain
    if one.sentence.asks or len(_WORDS.findall(low)) < _FEW:
        return False
    return not any(veto.search(low) for veto in (_DECLINES, _OUR_FAULT)) and not _borne(known, one)


_OUR_FAULT: Final = re.compile(
    r"(?<![a-z])(?:not you(?:rs?|r fault)?|(?:is|was|it's) us|our (?:fault|mistake|error|end|side)|my (?:fault|mistake))(?![a-z])|(?:是|怪)我们?(?:的错|没|不)|我们的(?:错|失误|问题)|不怪您|哪里[笨]"
)


def _borne(known: Sequence[Fact], one: Heard) -> bool:
    """Whether the facts say half of it."""
    words = terms(one.sentence.plain)
    said = frozenset(word for fact in known if not negated(fact.value) for word in terms(f"{fact.name} {fact.value}"))
    return 2 * len(words & said) >= len(words)


def _offences(transcript: Transcript, heard: Sequence[Heard], known: Sequence[Fact]) -> Iterator[Finding]:
    """The likeliest sentence of the first turn with an offence."""
    amiss = {
        turn
        for turn, (said, reply) in enumerate(pairwise(transcript.turns))
        if said.role == "agent" and reply.role == "customer" and taken_amiss(reply.text)
    }
    own = [one for one in heard if _shows_it("rude", one, known, borne_out=one.turn in amiss)]
    if own:
        first = max((one for one in own if one.turn == own[0].turn), key=lambda one: one.scores["rude"])
        yield Finding(rule=RuleId.RUDE_OR_BLAMING, turn=first.turn, quote=first.quote, why=_WHY[RuleId.RUDE_OR_BLAMING])


def _foremost(label: Label, one: Heard) -> bool:
    """Whether no other sign is surer: who asks for money past the checkout promises nothing by it."""
    return label == "shows_order" or all(
        one.scores[label] >= score for other, score in one.scores.items() if other not in ("shows_order", label)
    )


def doubted(transcript: Transcript, finding: Finding) -> bool:
    """Whether a finding of the detectors stands against what was learnt: every sentence of its turn lies far below."""
    label = LABEL_OF.get(finding.rule)
    if label is None or label not in FLOORS or _speaks_for_itself(label, transcript, finding):
        return False
    own = [one for one in hear(transcript) if one.turn == finding.turn]
    own.sort(key=lambda one: one.quote not in finding.quote and finding.quote not in one.quote)
    return bool(own) and all(one.scores[label] < FLOORS[label] for one in own)


def _speaks_for_itself(label: Label, transcript: Transcript, finding: Finding) -> bool:
    """Whether no likeness is needed: the number of a card, rude words of who reads them, and ill of others by name."""
    if label == "claim":
        return finding.why == OF_OTHERS
    if label == "privacy":
        return _NUMBER_OF_A_CARD.search(finding.quote) is not None
    if label != "rude":
        return False
    said = transcript.turns[finding.turn].text
    return (
        any(finding.quote in one.of(said) and _READER.search(one.plain) is not None for one in sentences(said))
        or _READER.search(plain(finding.quote)) is not None
    )


_NUMBER_OF_A_CARD: Final = re.compile(r"(?:\d[ -]?){12,}")
_READER: Final = re.compile(r"[您你]|自己|(?<![a-z])(?:you|your|yourself|you're)(?![a-z])")


def _claims(known: Sequence[Fact], one: Heard) -> bool:
    """Where a fact forbids claims: what is told and is not borne by half."""
    limit = limits(known)
    if limit.health is None and limit.rivals is None and not limit.words:
        return False
    if one.sentence.asks or _DECLINES.search(one.sentence.plain):
        return False
    return bool(terms(one.sentence.plain)) and not _borne(known, one)


def _promises(known: Sequence[Fact], bound: bool, one: Heard) -> bool:
    """What a fact grants, or names with the same amount, may be promised."""
    low = one.sentence.plain
    if not bound and not commits(low):
        return False
    if one.sentence.asks or _DECLINES.search(low) or len(_WORDS.findall(low)) < _FEW:
        return False
    words, acts = terms(low), lexicon("acts").keys(low)
    if _INSURED.search(low):
        return False
    for fact in known:
        granting = [piece for piece in _PIECES.split(fact.value) if not negated(piece)]
        if fact.kind == "authority" and any(_granted(said, most) for said in amounts(low) for most in fact.amounts):
            return False
        if fact.truth == "no" or not granting:
            continue
        both = f"{fact.name} {' '.join(granting)}"
        shared = words & terms(both)
        if len(shared) > 1 or acts & lexicon("acts").keys(both):
            return False
        if any(_granted(said, given) for said in amounts(low) for given in fact.amounts):
            return False
    return True


def _granted_in_meaning(known: Sequence[Fact], one: Heard) -> bool:
    """Whether a piece of a fact is near in meaning: wrapped up nicely at no charge, of free gift wrap."""
    return any(
        likeness(one.quote, piece) > BORNE
        for fact in known
        if fact.truth != "no"
        for piece in _PIECES.split(fact.value)
        if not negated(piece)
    )


def _granted(said: Amount, known: Amount) -> bool:
    """Whether a fact gives so much or, up to a bound, more: a sum may stand without its sign."""
    sums = {said.family, known.family} <= {"money", "number"}
    if said.family != known.family and not sums:
        return False
    return said.low == known.low or (known.bound == "most" and said.low <= known.high)


BORNE: Final = 0.45
"""Likeness of a sentence and a fact from which on the fact grants what the sentence promises."""


_PIECES: Final = re.compile(r"[,，;；。、]\s?")
_INSURED: Final = re.compile(r"险[^,，]{0,4}(?:赔|退|付|出)|(?<![a-z])(?:insurance|insurer|bank|carrier)(?![a-z])")
"""Somebody else gives it."""
_WORDS: Final = re.compile(r"[a-z']+|[\u4e00-\u9fff]")
_FEW: Final = 5
"""With fewer words nothing is promised that the talk around it does not say."""


def _own(transcript: Transcript) -> list[str]:
    """What is the customer's: said by the customer, by whom the customer is addressed, or on record and of nobody else."""
    others = {id(one) for one in conduct_of(transcript.known).others}
    own = [one.text for one in transcript.turns if one.role == "customer"]
    own += [name for one in transcript.turns if one.role == "agent" for name in personal.addressed(one.text)]
    return own + [f"{one.name} {one.value}" for one in transcript.known if id(one) not in others]


_THIRD: Final = re.compile(
    r"(?<![a-z])(?:he|she|his|her|hers|him|mr|mrs|ms|neighbou?r|buyer|reviewer|sister|brother|wife|husband|another customer)(?![a-z])|他|她|那位|那单|先生|女士|买家|邻居"
)
"""Somebody else is spoken of."""
_REACHED: Final = re.compile(
    personal.MOBILE + r"|[\w.+-]+@[\w-]+\.\w|\+?\d{3,5}[ -]\d{3,4}|\d+(?:栋|幢|号楼|单元|室)|\b\d+[a-z]? [A-Z]\w+"
)


def _shows(transcript: Transcript, own: Sequence[str], one: Heard) -> bool:
    """A person's data that are not the customer's, in a sentence about somebody else."""
    low = one.sentence.plain
    if one.sentence.asks or phrases("personal", "withholds").say(low) or _STAFF.search(low):
        return False
    if conduct_of(transcript.known).identified is False or _YOURS.search(low) or _MINE.search(low):
        return False
    reached = [found[0] for found in _REACHED.finditer(one.quote) if not _A_DAY.search(found[0])]
    unsaid = [number for number in reached if not any(number in text for text in own)]
    return bool(unsaid) and (_THIRD.search(low) is not None or _PHONE.search(one.quote) is not None)


_A_DAY: Final = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*$|(?<=\d) (?:EUR|USD|GBP|W|V|A|GB|MB|Hz)$"
)
_PHONE: Final = re.compile(personal.MOBILE + r"|[\w.+-]+@[\w-]+\.\w|\+?\d{3,5}[ -]\d{3,4}")
_YOURS: Final = re.compile(
    r"(?<![a-z])your (?:address|order|parcel|card|number|phone|account|email|name|profile)(?![a-z])|[你您](?:的|填|留|预留|订|买|拍|收件)|我们(?:的)?(?:电话|地址|门店)|本店|客服"
)
_MINE: Final = re.compile(
    r"(?<![a-z])my (?:own |private |personal )?(?:cell|mobile|phone|number|account|e-?mail|card|wallet)(?![a-z])|我(?:的|自己的?|本人)?(?:手机|电话|微信|号|账号|支付宝|卡)"
)
"""Of who is writing: payment past the checkout, and nobody else's data."""
_STAFF: Final = re.compile(
    r"顾问|客服|同事|主管|店长|经理|师傅|快递员|(?<![a-z])(?:colleague|consultant|advis[eo]r|manager|our|we|us|courier|driver)(?![a-z])"
)
"""Who works for the shop may be named."""


_MEANS: Final = re.compile(
    r"(?<![a-z])(?:pay|paid|payment|paypal|venmo|zelle|revolut|bank|iban|wire|cash|crypto|bitcoin|money|deposit|wallet|account|sort code|gift card|voucher)(?![a-z])|[€£$¥]\s?\d"
    r"|(?<![a-z])transfer(?! (?:you|your call|this chat))|付|转(?!人工|接|给(?:同事|主管|客服|专员|售后))|钱|红包|微信|支付宝|对公|定金|尾款|收款|扫码|现金|卡号|账[户号]|\d[元块]"
)
"""Without a word of money nothing is paid anywhere."""


def _pays(transcript: Transcript, one: Heard) -> bool:
    low = one.sentence.plain
    if one.sentence.asks or _DECLINES.search(low) or phrases("paying", "allowed").say(low) or not _MEANS.search(low):
        return False
    if _PERSONS.search(low):
        return True
    allowed = " ".join(plain(rule.value) for rule in conduct_of(transcript.known).payment if not negated(rule.value))
    ways = frozenset(found[0].strip() for found in _MEANS.finditer(low))
    return len(terms(low) & terms(allowed)) < 2 and not any(len(way) > 2 and way in allowed for way in ways)


_PERSONS: Final = re.compile(
    r"@|friends (?:&|and) family|(?<![a-z])(?:my|own|private|personal|brother'?s|wife'?s) (?:\w+ )?(?:account|paypal|venmo|wallet|card|iban|bank|number)(?![a-z])|个人|私[下人]|我(?:的|自己)?(?:微信|支付宝|卡|账户|收款码)"
)
"""Somebody's own means, whatever the shop's are."""


def _unasked(transcript: Transcript, open_turns: Collection[int], one: Heard) -> bool:
    """Data of an order, in a turn before anybody is known, to a customer who speaks of an own order."""
    low = one.sentence.plain
    if one.turn not in open_turns or one.sentence.asks or phrases("identity", "general").say(low) or asks_who(low):
        return False
    if _SAYS_NOTHING.search(low):
        return False
    asked = [turn.text for turn in transcript.turns[: one.turn] if turn.role == "customer"]
    if any(asks_who(turn.text) for turn in transcript.turns[: one.turn]):
        return True
    return any(identity.own_matter(text) or identity.asks_own(text) for text in asked)


_SAYS_NOTHING: Final = re.compile(
    r"(?<![a-z])(?:can'?t|cannot|couldn't|not able to|unable to|won't|may not) (?:\w+ )?(?:say|tell|see|show|look|discuss|share|give)(?![a-z])|(?:不能|无法|没法|不便|不方便)(?:跟您|给您)?(?:说|看|查|透露|告诉)"
)
