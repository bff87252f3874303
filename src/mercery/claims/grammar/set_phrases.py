"""Set phrases of talk: whole clauses that say nothing of the shop, whoever says them, with words that stand in no lexicon.

`Over the moon`, 回头见. A clause passes only where all of it is such phrases; nothing in them is left open, since a gap would let a
claim by in words nobody knows.
"""

from __future__ import annotations

import re
from typing import Final

_PEOPLE: Final = (
    "mum|mother|mom|dad|father|parents|husband|wife|partner|daughter|son|sister|brother|niece|nephew|aunt|uncle|gran|grandma|grandmother|grandpa|grandfather|"
    "boyfriend|girlfriend|friend|friends|fiance|fiancee|boss|colleague|baby|little one|family|in-laws|day|week|evening|weekend|trip|journey|birthday|wedding|"
    "anniversary|party|interview|exam|question|message|note|patience|understanding|taste|budget|guess"
)
_PHRASE_EN: Final = re.compile(
    rf"^(?:(?:your (?:{_PEOPLE}) (?:will|would|must) be (?:over the moon|thrilled|delighted|chuffed|tickled pink|so pleased|so happy|made up)|"
    r"(?:i )?have(?: not a| no| not the) (?:clue|idea|foggiest)(?: yet)?|oh|ah|aw|well|and|so|but|right|yes|no|ta|cheers|crikey|blimey|gosh|goodness|bless|bless you|bless her|bless him|oh bless|oh dear|fair dos|fair enough|fair point|my bad|my mistake|noted|over the moon|got it|understood|of course|no need to (?:apologise|apologize|worry|rush|hurry|explain)|"
    r"i know the feeling|i have been there|been there myself|mind how you go|sleep tight|sleep well|speak soon|talk soon|see you soon|take it easy|righto|ooh|lovely|it is no (?:trouble|bother|problem)(?: at all)?|no (?:trouble|bother|problem)(?: at all)?|do not you (?:worry|fret)|we (?:will )?get there|we will sort it out together|"
    r"(?:lovely|good|nice|great|wonderful|a pleasure) to (?:see|have|meet|hear from|speak to|chat with) you(?: back| again| here| today| tonight)*|(?:that is |you are )?(?:very |so |too |really |awfully |most )*(?:good|kind|sweet|thoughtful) of you|(?:good|best of) luck(?: for| with)? ?(?:tomorrow|today|tonight|next week|on the day|with it)?|"
    r"(?:mondays|weekends|mornings|winters|exams|weddings|holidays|birthdays|goodbyes|in-laws) (?:are|can be) (?:hard work|tough|hard|tricky|no joke|exhausting|tiring|the worst|a lot)|being (?:stuck|ill|poorly|stranded|stood up|kept waiting|left waiting)(?: at home| in bed| in traffic)?|leave it with me|fire away|ask away|take your time|it happens(?: to (?:all of us|the best of us|everyone|us all))?|happens to (?:all of us|the best of us|us all)|shout if you (?:get stuck|need (?:me|anything|a hand))|"
    r"(?:ta|thanks|cheers) (?:very much|ever so|a million|a bunch|a lot)|have a (?:cracking|smashing|grand|super|brilliant|magical|sweet|quiet|cosy|peaceful) (?:evening|day|weekend|night|time|week|afternoon|sunday|christmas)|"
    r"congratulations(?: on (?:the|your) (?:(?:big |good |happy |wonderful )?(?:day|news|wedding|engagement|birthday|anniversary|baby|graduation|promotion|retirement)|new (?:home|house|job|baby)))?|thanks for (?:flagging|raising|spotting|mentioning|pointing out|catching) (?:that|this|it)|sorry (?:about|for) the (?:muddle|mix up|mix-up|bother|hassle|fuss|wait|mess|confusion|delay)|"
    r"i will (?:ask around|ask|check|look|find out|see|come back to you|get back to you|keep that in mind|bear that in mind|be (?:right )?here|leave you to it)|let me (?:ask|check|look|see|find out|have a word with (?:a |my |the )?(?:colleagues?|manager|team|others))(?: and (?:come|get) back to you)?) ?)+$"
)
_FORBIDDEN_EN: Final = re.compile(
    r"(?<![a-z])(?:we|our|ours|it|its|this|these|those|they|them|wear\w*|worn|us(?:e|es|ed|ing)|own(?:s|ed|ing|er\w*)?|buy\w*|bought|sell\w*|sold|pay\w*|paid|send(?!ing me your)\w*|sent|ship\w*|deliver\w*|parcels?|courier|refund\w*|return\w*|exchange\w*|"
    r"cancel\w*|reserv\w*|upgrad\w*|win|wins|won|winner|priz\w*|bonus|reward\w*|vouchers?|coupons?|discount\w*|sav(?:e|es|ed|ing)\w*|free|deals?|offer\w*|guarantee\w*|promis\w*|safe\w*|heal\w*|cur(?:e|es|ed)|young\w*|slim\w*|skin|flatter\w*|suits?|fits?|"
    r"real|genuine|authentic|hand\w*|vintage|exclusive|limited|luxur\w*|celebrit\w*|famous|brand\w*|shops?|stores?|stock\w*|qualit\w*|pric\w*|cost\w*|euros?|collection\w*|craft\w*|experts?|doctors?|everyone|everybody|nobody|people|customers?|can|may|get|gets|got|"
    r"receiv\w*|deserv\w*|entitled|last|only|never|always|best|most|first|closing|approv\w*|certif\w*|lucky to|in good hands|card number|percent|gorgeous|beautiful|stunning|younger|softer|smart(?:er)?|rich(?:er)?|healthy|healthier|robot|human|gemmologist|specialist|designer|jeweller|member|staff|adviser)(?![a-z])"
)
"""Words with which a phrase would say something of goods, rules or what is done for the customer."""
_PHRASE_ZH: Final = re.compile(
    r"^(?:嗐|嗨|哎呀?|哎哟|唉|嘿|哟|哦|噢|嗯|好|行|成|得|对|是|哈哈|嘿嘿|呵呵|谢谢|多谢|谢了|回头见|再见|晚安|早安|明白|懂|我懂|我明白|理解|我理解|记下|我记下|那我|收到|知道|恭喜|先这样|那就先这样|慢慢聊|咱慢慢聊|慢慢来|做个好梦|好好休息|早点休息|"
    r"不着急|不急|别急|没事儿?|没关系|真对不住|对不住|不好意思|真不好意思|抱歉|稍等|稍等一下|稍等片刻|成不|行不|好不|可以不|可算回来了|给人(?:选|挑|送)礼物?(?:这事儿?)?|(?:换|搁|任|换作|搁在)谁(?:身上)?都?(?:会|得|要)?(?:头大|头疼|犯难|为难|着急|难受|上火|发愁|纠结)|(?:谁都|人人都|谁还没)有?(?:个)?(?:犯难|着急|犯迷糊|糊涂|忙|累|为难|手忙脚乱)的时候|开车小心|路上小心|一路小心|一路顺风|注意安全|多穿点儿?|多保重|保重身体|明天再(?:聊|说|来)|也不迟|不迟|改天再聊|常来坐坐|欢迎常来|可不是|可不是嘛|那可不|大冷天|大热天|大晚上|大过年|哎哟喂|我嘴笨|了|嘞|啊|呀|嘛|喂|哈|吧|呢|的|啦|喽)+$"
)
_WITH_YOU: Final = re.compile("[您你]")
_ENDS: Final = re.compile("[，,~～；;！!：:]+")


_HARMLESS: Final = re.compile(r"(?<![a-z])(?:it|we|us|get|got|everyone|best|good luck)(?![a-z])")
"""Forbidden words that stand in set phrases (`it happens`, `we will get there`)."""


_ASSENT: Final = re.compile(
    r"(?:(?:yes|no|right|of course|ok|okay|sure|true|indeed|understood|got it|[好行成得对是的啊呀了吧呢您你懂])[\s,，!！.。]*)+"
)
"""Assent to a question: nobody knows to what."""


def set_phrases(text: str) -> bool:
    """Whether each clause of a normalised sentence is a set phrase of talk, and more than assent."""
    if _ASSENT.fullmatch(text.strip()):
        return False
    if not text.isascii():
        clauses = [one.strip() for one in _ENDS.split(text.strip().rstrip("。！!~～. ")) if one.strip()]
        return bool(clauses) and all(
            _PHRASE_ZH.match(one) or _PHRASE_ZH.match(_WITH_YOU.sub("", one)) for one in clauses
        )
    clauses = [one.strip() for one in re.split(r"[,;:!]| - | and ", text.strip().rstrip(".! ")) if one.strip()]
    return all(_PHRASE_EN.match(one) for one in clauses) and not _FORBIDDEN_EN.search(_HARMLESS.sub("", text))
