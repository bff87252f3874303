"""Claims against a limit that the shop's facts set: under it fewer words are enough than where nothing is said of the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.detectors.claim import Claim
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.declining import declines
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.limits import limits
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_HEALTH: Final = Words(
    "It claims an effect on health, of which the shop may say nothing.", "店铺规定不得宣称功效，却宣称了功效。"
)
_RIVALS: Final = Words(
    "It speaks of others who sell the like, which the shop forbids.", "店铺规定不得评价同行，却评价了同行。"
)
_WORD: Final = Words("It uses a word that the shop forbids.", "使用了店铺禁用的词语。")


def under_limits(saying: Saying, clause: Clause) -> Claim | None:
    """What the sentence of the clause says against a limit."""
    bounds = limits(saying.facts)
    sentence = clause.sentence_text
    if clause.question or declines(sentence):
        return None
    if bounds.health and (words := next(_effects(saying, clause), None)):
        return Claim(words=words, why=_HEALTH)
    if bounds.rivals and (words := _of_rivals(saying, sentence)):
        return Claim(words=words, why=_RIVALS)
    for word, _ in bounds.words:
        if (words := _forbidden(word, clause.text)) is not None:
            return Claim(words=words, why=_WORD)
    return None


def _effects(saying: Saying, clause: Clause) -> Iterator[str]:
    """What a sentence tells of a complaint, the body or medicines: an effect in so many words, or anything that no fact
    bears where the customer asked of a complaint."""
    sentence = clause.sentence_text
    if not clause.first or (not clause.asserts and _CASE.search(sentence)):
        return
    ails = _complaints(sentence) | {one[0] for one in _MEDICINES.finditer(sentence)}
    asked = _complaints(saying.customer)
    effect = _EFFECT.search(sentence)
    if (ails or (asked and _PATIENT.search(sentence))) and effect is not None:
        yield effect[0]
    elif (
        asked
        and (ails or _BODY.search(sentence))
        and not _borne(saying, sentence)
        and not _LEAVES_IT_OPEN.search(saying.text.lower())
    ):
        yield sentence.strip()
    elif (
        (told := _TESTIFY.search(sentence))
        and (asked or _WORRIES.search(saying.customer))
        and not _borne(saying, sentence)
    ):
        yield told[0]


_LEAVES_IT_OPEN: Final = re.compile(
    r"(?<![a-z])(?:can't|cannot|won't|wouldn't|couldn't|mustn't|may not|not able to|not allowed to) (?:\w+ ){0,2}(?:say|claim|promise|tell|advise)(?![a-z])|(?:不能|不敢|没法|无法|不便)(?:跟您|给您)?(?:说|讲|保证|承诺|宣称)"
)
"""Declines, somewhere in the turn, to say whether it helps: then the rest of it tells of the goods."""
_TESTIFY: Final = re.compile(
    r"(?<![a-z])(?:many|plenty|lots|most|some|several|dozens|hundreds|all|a lot|our)(?: of)?(?: our| my| the| these)? (?:regulars?|customers?|clients?|parents|mothers|mums|moms|buyers?|people|users|women|men|runners|friends|owners|guests)(?![a-z])[^.!?]{0,80}(?<![a-z])(?:tell|told|say|said|swear|report\w*|find|found|write|wrote|notice\w*|feel|felt|put|stopped|threw|noticed|see)(?![a-z])"
    r"|(?:很多|不少|好多|许多|好些|有的?|我们|老)(?:家长|顾客|客户|客人|买家|老客|回头客|宝妈|妈妈|用户|姐妹|朋友|人|老师|阿姨|街坊)[^,，。]{0,8}(?:反馈|都说|说|讲|告诉|评价|跟我们|反映|发现)"
)
"""What others are said to have felt is told to claim it."""
_WORRIES: Final = re.compile(
    r"(?<![a-z])(?:streams?|stream(?:ing)?|runny|sneez\w+|pollen|hay ?fever|tired|asleep|sleepless|spots?|wrinkles?|hair loss|weight|eyesight|short-?sighted|teeth(?:ing)?|colic|cramps?|hurts?|aches?)(?![a-z])"
    r"|近视|度数|失眠|睡不|掉发|脱发|长痘|痘|斑|皱纹|发胖|减肥|瘦|长高|个子|积食|厌食|咳|便秘|上火|湿气|手脚冰|痛经|视力|牙疼|打鼾|花粉"
)
"""Complaints that a customer names in passing."""


def _complaints(text: str) -> set[str]:
    return {text[one.start : one.end] for one in lexicon("claiming").hits(text) if one.key == "complaint"} | {
        one[0] for one in _AILS.finditer(text)
    }


def _borne(saying: Saying, sentence: str) -> bool:
    """Whether the facts say half of it."""
    own = terms(sentence)
    known = frozenset(word for fact in saying.facts for word in terms(f"{fact.name} {fact.value}"))
    return 2 * len(own & known) >= len(own)


_CASE: Final = re.compile(r"(?<![a-z])(?:if|in case)(?![a-z])|如果|要是|万一")
_AILS: Final = re.compile(
    r"(?<![a-z])(?:thyroid|health\w*|immune|knees?|my back|joints?|skin condition|sleep (?:badly|problems)|can'?t sleep|ill(?:ness)?|sick|hurts?|ach\w+|stiff\w*|sore\w*|itch\w*|limp\w*|climb the stairs|hot flushes|period)(?![a-z])"
    r"|不舒服|毛病|老毛病|打喷嚏|睡不着|腿脚|身体|体质|三高|胃|过敏|敏感肌"
)
_BODY: Final = re.compile(
    r"(?<![a-z])(?:body|gland|nose|skin|joints?|stomach|gut|liver|blood|nerves?|heart|lungs?|muscles?|bones?|cells?|circulation|metabolism|hormones?|immune|spray|tablets?|pills?|prescription|doctors?|pharmac\w+)(?![a-z])"
    r"|鼻|肺|胃|肝|肾|血|骨|关节|膝|腰|皮肤|身体|喷剂|药|医院|医生|体内|神经|气管|嗓子"
)


_MEDICINES: Final = re.compile(
    r"(?<![a-z])(?:medicines?|medication|prescriptions?|tablets?|pills?|pharmac\w+|ointments?|painkillers?|crutch\w*|stiff\w*|joints?|limp\w*|itch\w*|sore\w*|swell\w*|swollen|rash\w*|sleepless\w*|symptoms?|ailments?|illness\w*|healthy|immune|tired\w*|worn discs?|restless legs?|clinic|hospital|cot death|infant death|doctor'?s? (?:cream|visits?))(?![a-z])"
    r"|膏药|药(?!店|房|师)|护膝|拐杖|酸(?:疼|痛|胀)|肿|痒|红血丝|失眠|睡不着|抵抗力|免疫|症状|毛病|上下楼|血糖|血压|血脂|气色|肠胃|炎"
)
_PATIENT: Final = re.compile(
    r"(?<![a-z])(?:her|him|he|she|you|your|people|customers?|patients?|dogs?|cats?|kids?)(?![a-z])|您|你|妈|爸|老人|孩子|宝宝|很多人|顾客|阿姨|叔"
)
_EFFECT: Final = re.compile(
    r"(?<![a-z])(?:again|no more|no longer|any more|gone|go away|goes away|vanish\w*|disappear\w*|melts?|fades?|stops?|ends?|relie\w+|sooth\w+|calms?|eas(?:e|es|ed|ing)|heals?|cures?|treats?|helps?|works? (?:on|for|wonders|against)|prevents?|reduc\w+|lowers?|drops?|sinks?|brings? down|clears?|improv\w+|strengthen\w*|boosts?|better within|needn't worry|no need to worry|cancelled|like new|like a pup|instead of|throw\w*|forget|leave \w+ in the drawer|in the drawer|do without|get rid|rid of|say goodbye|goodbye|never (?:needs?|has|have)|sleep through|sleeps? like|thanks to)(?![a-z])"
    r"|不再|再也|没了|好了|就好|消(?:失|了|退|下)|退了|下来|降|扔了|丢掉|告别|停(?:药|了)|缓解|改善|见效|管用|有用|有效|起效|治|祛|调(?:理|节|好)|松快|轻松了|不(?:疼|痛|痒|失眠|咳|喘)|断根|恢复|放心交给|睡(?:得)?(?:香|踏实|好|着)|减轻|去掉|根除|好转|提高|增强|抵得过|顶得上|比(?:吃|用|打|抹|贴)|不用(?:吃|打|去|再)"
)


_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:other (?:makers?|brands?|shops?|sellers?|firms?)|the others?|competit\w+|rivals?|next door|across the street|down the road|elsewhere|that brand|everyone else|anybody else)(?![a-z])"
    r"|隔壁|别家|人家那|其他家|他家|他们家|那家|对面|同行|别的(?:店|牌子|品牌)|其他(?:品牌|店|牌子)|某[\u4e00-\u9fff]|那个牌子|市面上"
)
_JUDGES: Final = re.compile(
    r"(?<![a-z])(?:better|worse|cheaper|stronger|longer|than|never|only|fakes?|copies|copy|copied|poor\w*|break\w*|broke|falls?|wear|worn|leak\w*|glu\w+|plastic|short\w*|half|twice|beats?|match\w*|joke|rubbish|junk|toxic|thin\w*|weak\w*|old stock|returns?|complain\w*|regret\w*|avoid|don't (?:buy|trust)|cheat\w*|overpriced|recall\w*|rust\w*|no idea|can't keep)(?![a-z])"
    r"|比|不如|差|假|冒充|次品|翻新|贴皮|注胶|水货|偷|坑|骗|坏|掉|裂|味|毒|甲醛|缩水|垃圾|便宜没|烂|退货|翻车|留神|小心|当心|别买|少说|顶多|只有|吹|虚|水分|贵|没有我|比不"
)
_KIND: Final = re.compile(
    r"(?<![a-z])(?:also good|good too|fine too|decent|nothing against|both (?:are|have)|just as good|their own strengths)(?![a-z])|也不错|各有|都(?:不错|好|挺好)|也挺好|都是好"
)


def _of_rivals(saying: Saying, sentence: str) -> str:
    """What is said of others, or nothing. Whom the customer names may not be spoken of at all."""
    if _KIND.search(sentence):
        return ""
    names = [*_named(saying.customer), *_heads(saying.customer)]
    # Of a name of two words one is enough: the Flux of the Northbeam Flux.
    names += [word for one in names for word in one.split() if " " in one and len(word) > _WHOLE_WORD]
    if (name := next((one for one in names if one in sentence), "")) and terms(sentence) - terms(name):
        return name
    theirs = _OTHERS.search(sentence) is not None or (bool(names) and _THEY.search(sentence) is not None)
    judged = _JUDGES.search(sentence)
    return judged[0] if theirs and judged else ""


_WHOLE_WORD: Final = 3
_THEY: Final = re.compile(r"(?<![a-z])(?:they|them|their|theirs|those)(?![a-z])|他们|它们|那款")


_NAMED: Final = re.compile(
    r"(?<![a-z])(?:than|vs\.?|versus|compare[sd]? (?:to|with)|like|from|at) (?:the |a )?([a-z][\w'&-]{3,}(?: [a-z][\w'&-]{3,})?)|(?:和|跟|比|与)([\u4e00-\u9fffa-z0-9]{2,5}?)(?:的|比|家|牌|哪)"
)


_HEAD: Final = re.compile(
    r"(?:^|[.!?\n] ?)([a-z][\w'-]{3,})(?: (?:&|and) [a-z][\w'-]+)? (?:has|have|sells?|does|offers?|wants?|asks?|charges?|costs?|are|is)(?: \w+){0,4} (?:for|at|cheaper|less|\d)"
)


def _heads(customer: str) -> list[str]:
    """Who else is said to sell it, at the head of a sentence: "Veldt & Co has it for 590"."""
    return [one[1] for one in _HEAD.finditer(customer) if one[1] not in _NO_SELLER]


_NO_SELLER: Final = frozenset(
    [
        "this",
        "that",
        "they",
        "there",
        "these",
        "those",
        "what",
        "which",
        "everyone",
        "somebody",
        "someone",
        "amazon",
        "price",
        "shipping",
        "delivery",
        "also",
        "your",
        "mine",
        "ours",
        "here",
    ]
)


def _named(asked: str) -> list[str]:
    """Whom the customer compares with."""
    return [found for match in _NAMED.finditer(asked) if (found := (match[1] or match[2] or "").strip())]


_COMMON: Final = frozenset(
    {"疗效", "任何疗效", "功效", "适合", "效果", "治疗", "药效", "保证", "承诺", "it", "claims", "claim", "that"}
)
"""What stands for a whole matter rather than for a word."""
_FIRST: Final = re.compile(
    r"(?:销量|全网|全国|行业|排名|人气|同类|口碑|品质|质量|世界|本地|本市|全市)[^,，。]{0,3}第一(?!次|天|步|时间|件|单|个|款|批)|第一(?:名|品牌|家)|(?<![a-z])(?:number one|no\. ?1|#1)(?![a-z])"
)
_MOST: Final = re.compile(
    r"(?<!不)最(?!近|后|多|少|晚|早|迟|低(?:温|消|价(?:是|为)?\d)|高(?:温|承|可|到|能|支)|大(?:承|尺|支|限|容|号|码|可)|小(?:号|码|起)|长(?:可|能|支|不)|短|快(?:也|要|得|明|今|后|是|\d)|好(?:先|提前|在|用手|不|别|是|能|冷|手|再|还|量|分|避)|终|初|新|里|上|下|前|外|内|适合您|爱|喜欢|怕|便宜的(?:一款|是)|开始|起码|大的问题)[\u4e00-\u9fff]"
)


def _forbidden(word: str, text: str) -> str | None:
    """The forbidden word where the text says it of the goods."""
    if word in _COMMON or (len(word) > 8 and not word.isascii()):
        return None
    if word == "最":
        return found[0] if (found := _MOST.search(text)) else None
    if word == "第一":
        return found[0] if (found := _FIRST.search(text)) else None
    if word.isascii():
        return word if len(word) > 2 and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) else None
    return word if len(word) > 1 and word in text else None
