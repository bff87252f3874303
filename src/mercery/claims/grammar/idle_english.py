"""What an English sentence loses without saying less: whom it addresses, how the speaker feels, that something is being told.

`I'd say it's merino, love` says of the goods what `it is merino` says. Each class is taken out only where it stands as that class:
an address and an interjection between commas, a frame of telling before a whole clause. A word that could tell of goods
(`naturally`, `purely`, `fully lined`), a promise (`guarantee`) and a denial belong to none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from mercery.claims.grammar.rewriting import compiled, rewritten

_ADDRESS: Final = (
    r"(?:(?:my|dear|our|you) (?:\w+ )?)?(?:dears?|loves?|lovely|lovey|luv|darlings?|sweethearts?|sweetie|honey|hon|pet|petal|poppet|treasure|"
    r"sunshine|duckie|ducky|hen|mate|pal|bud|buddy|bro|babe|bestie|besties|friends?|sir|madam|ma'am|miss|folks|everyone|everybody|guys|all|y'all|"
    r"ladies|gents|gentlemen|lads|lass|lad|customers?|dearie|dearest|chap|boss|queen|girl|girls|you two|team)"
)
_FEELING: Final = (
    r"regrettably|unfortunately|sadly|alas|luckily|fortunately|thankfully|happily|mercifully|unluckily|annoyingly|frustratingly|admittedly|granted|"
    r"honestly|frankly|truthfully|obviously|clearly|evidently|apparently|understandably|interestingly|funnily|funnily enough|funny enough|oddly|"
    r"oddly enough|strangely|strangely enough|curiously|curiously enough|surprisingly|surprisingly enough|amusingly|ironically|naturally|"
    r"crucially|importantly|incidentally|personally|actually|basically|seriously|technically|strictly|strictly speaking|officially|indeed|"
    r"of course|for sure|no doubt|without a doubt|doubtless|needless to say|believe it or not|would you believe|would you believe it|as luck would have it|"
    r"as it happens|as it turns out|as it stands|as things stand|if i may|if i may say so|if you ask me|if you will|so to speak|as it were|"
    r"to be honest|to be fair|to be frank|to tell you the truth|truth be told|in all honesty|in all fairness|in fairness|all in all|at the end of the day|"
    r"you know|you see|you understand|i must say|i must admit|i have to say|i have to admit|i dare say|i daresay|i would say|i suppose|i believe|i think|i reckon|i gather|"
    r"i fear|i regret|i regret to say|i (?:am )?(?:pleased|glad|happy|sorry|delighted|afraid) to say|happy to say|glad to say|"
    r"pleased to say|sorry to say|i (?:am )?(?:so |very |really |terribly )?(?:afraid|sorry)|sorry|so sorry|really sorry|terribly sorry|apologies|my apologies|mind|mind you|note well|remember|please|please note|"
    r"just so you know|just so you are aware|so you know|for your information|for the record|for reference|for what it is worth|fyi|ngl|not gonna lie|not going to lie|tbh|"
    r"tbf|imo|imho|btw|by the way|lol|haha|ha|hehe|lmao|omg|oh my|gosh|wow|phew|aw|aww|hooray|yay|bless|bless you|oh dear|och|aye|aye aye|oh aye|ta|"
    r"ok|okay|okey dokey|alright|all right|right|right then|right so|now then|well|well now|so|so then|yep|yeah|yup|yes|yes indeed|oh yes|oh yeah|yes please|hi|hello|hey|hiya|"
    r"hi there|hey there|hello there|good morning|good afternoon|good evening|welcome|sure|sure thing|you bet|absolutely|certainly|definitely|gladly|with pleasure|my pleasure|"
    r"no worries|no problem|no problem at all|no bother|no bother at all|not to worry|never fear|fear not|do not worry|do not you worry|don't worry|do not fret|do not sweat it|rest assured|good news|great news|"
    r"bad news|sad news|happy news|lovely news|the good news|the bad news|heads up|quick heads up|just a heads up|fun fact|quick note|a quick note|one note|small note|a small note|quick tip|"
    r"good question|great question|fair question|excellent question|good choice|great choice|lovely choice|nice choice|excellent choice|good spot|great spot|well spotted|good eye|"
    r"thank you|thanks|thanks for asking|thank you for asking|many thanks|cheers|hope that helps|i hope that helps|hope this helps|i hope this helps|"
    r"in short|in brief|in a nutshell|long story short|simply put|to put it simply|put simply|to sum up|to cut a long story short|to be clear|to be exact|to be precise|to be on the safe side|"
    r"to answer your question|to answer you|since you ask|since you asked|seeing as you ask|as you asked|as promised|as mentioned|as i said|as i mentioned|as you know|as you may know|as you can see|as you will see|"
    r"in case you were wondering|in case you are wondering|in case you wondered|if you are wondering|if you were wondering|if that helps|if it helps|if you do not mind|if you do not mind me saying|"
    r"there you go|so there you go|there you are|there you have it|here you go|here we go|here goes|let me see|let us see|let me think|let me check|let me just check|let me have a look|"
    r"as far as i can see|as far as i can tell|as far as i know|from what i can see|from what i see|according to (?:our|my|the) (?:records?|system|notes|screen|files?|page|product page)|on my screen|on our page"
)
_TELL: Final = (
    r"(?:(?:just |quickly |simply |only )?(?:confirm|say|mention|add|point out|note|report|tell you|inform you|advise you|let you know|remind you|assure you|reassure you|share|"
    r"clarify|stress|highlight|flag|flag up|make clear)(?: to you)?(?: now| here| too| straight ?away| for you| at once)?)"
)
_TELLING: Final = (
    # I can tell you that …
    rf"(?:i|we) (?:can|could|would|will|may|might|should|must|shall|do|am|are|'d|'ll|have to|need to|want to|ought to|had better)? ?(?:just |only |also |gladly |happily |certainly |definitely |at least |(?:be |am |are )?(?:very |so |really )?(?:pleased|happy|glad|delighted|proud|sorry|able|bound|obliged) to |like to |love to |have to |need to |want to |ought to )?{_TELL}(?: that|:)?",
    rf"(?:may|might|can|could|shall|should) i (?:just |also |perhaps )?{_TELL}(?: that|:)?",
    rf"(?:allow|let|permit) me (?:to )?{_TELL}(?: that|:)?",
    r"(?:please |kindly |do |just )*(?:note|remember|bear in mind|keep in mind|be aware|be advised|rest assured|know|do not forget|take note)(?: that)?",
    r"(?:you will|you would|you may|you might|you can|you should) (?:also |soon |probably |perhaps |be (?:glad|pleased|happy|sorry|relieved|delighted|interested) to )?(?:find|see|notice|like to know|want to know|know|hear|learn|be aware)(?: that)?",
    r"you (?:should|ought to|need to|might want to|may want to|may wish to|might like to) (?:know|be aware|note|remember|bear in mind)(?: that)?",
    r"(?:i|we) (?:am |are )?(?:very |so |really |terribly |truly )?(?:pleased|happy|glad|delighted|sorry|afraid|sad|proud)(?: to (?:say|report|confirm|tell you|let you know))?(?: that| but)?",
    r"(?:i|we) (?:really |do |rather |would )*(?:believe|think|reckon|gather|understand|see|fear|regret|suppose|guess)(?: here| from the page| on the page)?(?: that)?",
    r"it (?:is|may be|might be|would be) (?:also |perhaps |well |just )?(?:worth|useful|helpful|good|important|handy) (?:knowing|noting|mentioning|saying|remembering|adding|pointing out|to know|to note|to remember|to mention)(?: that)?",
    r"(?:the )?(?:good|great|happy|bad|sad|lovely|only) (?:news|thing|snag|catch) (?:here )?is(?: that)?",
    r"(?:the )?(?:thing|truth|point|fact|long and short of it|short answer|short version|upshot|main thing) is(?: that|:)?",
    r"(?:what|all|the one thing) (?:i|we) (?:can|could) (?:tell you|say|confirm)(?: for sure| for certain)? is(?: that)?",
    r"(?:just )?(?:a )?(?:quick |small |friendly |little |gentle )?(?:heads up|note|reminder|word of warning|warning|reminder|tip) (?:that|:)",
    r"(?:just )?to (?:let you know|confirm|clarify|remind you|be clear|answer you|answer your question|add)(?: that|:)?",
)
_ANYWHERE: Final = (
    r"regrettably|unfortunately|sadly|alas|luckily|thankfully|fortunately|admittedly|definitely|literally|certainly|honestly|frankly|actually|"
    r"indeed|obviously|kindly|rn|ngl|tbh|lol|haha|of course|to be honest|i (?:am )?afraid|i fear|i believe|i think|i reckon|i (?:am )?sorry to say|i must say|i dare say|you know|you see|mind you|"
    r"by the way|in fact|in actual fact|as a matter of fact|as it happens|needless to say|believe it or not|if you please"
)
_MONTHS: Final[Mapping[str, str]] = {
    "jan": "january", "feb": "february", "apr": "april", "jun": "june", "jul": "july", "aug": "august", "sep": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip
_SPOKEN: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"(?<![a-z])gonna(?![a-z])", "going to"), (r"(?<![a-z])gotta(?![a-z])", "have to"), (r"(?<![a-z])wanna(?![a-z])", "want to"),
    (r"(?<![a-z])lemme(?![a-z])", "let me"), (r"(?<![a-z])gimme(?![a-z])", "give me"), (r"(?<![a-z'])'?til(?![a-z])", "until"), (r"(?<![a-z'])'?(?:cos|cuz|coz|cause)(?= )", "because"),
    (r"(?<![a-z])y'all(?![a-z])", "you"), (r"(?<![a-z])(?:ya|ye)(?![a-z])", "you"), (r" '?em(?![a-z])", " them"), (r"(?<![a-z])w/o (?=\w)", "without "), (r"(?<![a-z])w/ ?(?=\w)", "with "),
    (r"(?<![a-z])(?:are|is|am|do|does|have|has)na(?![a-z])", lambda found: found[0][:-2] + " not"), (r"(?<![a-z])canna(?![a-z])", "cannot"),
    (r"(?<![a-z])(?:a wee|wee) ", ""), (r"(?<![a-z])aren't(?![a-z])", "are not"),
    (r"(?<![a-z])(jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?= \d)", lambda found: _MONTHS[found[1][:3]]),
    (r"(?<=\d )(jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?", lambda found: _MONTHS[found[1][:3]]),
)  # fmt: skip
_FACES: Final = re.compile(
    "[\U0001f600-\U0001f64f\U0001f493-\U0001f49f\U0001f90d\U0001f90e\U0001f917\U0001f970-\U0001f976\u2764\u2665\u2728\U0001f389\U0001f38a\U0001f31f\U0001f929\U0001f942\ufe0f]+"
)
"""Faces, hearts and sparkles: they tell a mood. A flag, a leaf, a drop of water or a tick could tell of goods."""

_EDGE: Final = r"(?:(?<=^)|(?<=[,;:.!?] )|(?<= - ))"
_END: Final = r"(?= ?[,;:.!?]| - |$)"
_BETWEEN: Final = re.compile(
    rf"{_EDGE}(?:(?:and|but|so|oh|ah|well|yes|no|then) )?(?:(?:{_FEELING})(?: (?:{_ADDRESS}|again|there|indeed|now|then|too|though))?|{_ADDRESS}){_END}(?P<after>(?: ?(?:[,;:!?]|\.\.\.| - ))*) ?"
)
_LEADING: Final = re.compile(
    rf"{_EDGE}((?:and|but|so|then|also|because|though) )?(?:yes |well |oh |ah |ok |okay |yep |yeah |aye |och )*(?:{'|'.join(_TELLING)}) (?=(?:the|this|that|these|those|it|they|there|its|their|our|your|we|you|all|every|each|both|no|none|only|a|an|in|on|at|with|if|for|from|to|orders?|returns?|delivery|express|gift|sale|duties|engraving|standard|postage|[a-z]+ (?:is|are|has|have|can|cannot|will|does|do|may|costs?|comes?))(?![a-z]))"
)
_OPENING: Final = re.compile(
    rf"{_EDGE}(?:(?:yep|yeah|yup|aye|och|ok|okay|ngl|tbh|fyi|btw|oh|ah|so yeah|yes sir|yes ma'am|yes madam|well yes|regrettably|unfortunately|sadly|alas|luckily|thankfully|happily|honestly|frankly|lol|omg|kindly|please)(?: so| and| well)? )+(?=\w)"
)
_LOOSE: Final = re.compile(rf"(?<!not )(?<!n't )(?<![a-z'-])(?:{_ANYWHERE})(?![a-z'-]) ?")
_ASKING: Final = re.compile(
    rf"{_EDGE}(?:may|might|can|could|shall|should) i (?:just |also |perhaps )?{_TELL}(?: that|:)? (.+?)\?"
)
_DANGLING: Final = ((re.compile(r" +(?=[,;:.!?])"), ""), (re.compile(r"^[\s,;:.!-]+"), ""), (re.compile(r"(?:, ?){2,}"), ", "), (re.compile(r" {2,}"), " "), (re.compile(r",(?= ?[.!?;:])"), ""))  # fmt: skip
_TAIL: Final = re.compile(
    rf", (?:{_FEELING}|{_ADDRESS})(?=[.!?]*$)|(?<! per)(?<! each)(?<! every)(?<! the)(?<! any)(?<! an)(?<! a)(?<! for)(?<! to) (?!mind[.!?]*$|remember|right|all[.!?]*$|team|well)(?:{_FEELING}|{_ADDRESS})(?=[.!?]*$)"
)
"""`once per customer`, `comes to mind` address nobody and tell no mood."""
_COMPILED_SPOKEN: Final = compiled(_SPOKEN)


def spoken_out(text: str) -> str:
    """Ways of speech in their written form."""
    return rewritten(text, _COMPILED_SPOKEN)


def _joint(found: re.Match[str]) -> str:
    """What parted the words before from those after: the stronger of the two signs."""
    after = found["after"].strip()
    return f"{after[0]} " if found.start() and after and after[0] in ";:.!?" else ""


def without_idle(text: str) -> str:
    """A normalised English sentence without what asserts nothing; as it was where nothing would be left."""
    plain = " ".join(spoken_out(_FACES.sub(" ", text)).split())
    whole = plain
    plain = _ASKING.sub(r"\1.", plain)
    for _ in range(2):
        plain = _BETWEEN.sub(_joint, plain)
        plain = _LEADING.sub(r"\1", plain)
    plain = _TAIL.sub("", _OPENING.sub("", plain))
    plain = _LOOSE.sub("", plain)
    for pattern, replacement in (*_DANGLING, *_DANGLING):
        plain = pattern.sub(replacement, plain)
    plain = plain.strip()
    return plain if any(sign.isalnum() for sign in plain) else whole
