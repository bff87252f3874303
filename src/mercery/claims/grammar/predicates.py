"""Who does what in an English sentence made of talk: another subject than the two who speak may only be felt about.

`Moving house is stressful`, `it must have been hard`, `that is beyond what I know` stay talk; `your friend was right`,
`someone will call you today`, `the softness makes up for it` tell something, however harmless their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FINITE: Final = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "does", "did", "must", "should", "may", "might", "do"}
)  # fmt: skip
_ADVERBS: Final = frozenset(
    {
        "not", "never", "always", "really", "just", "so", "still", "also", "all", "both", "even", "ever", "now", "then", "already", "certainly",
        "very", "quite", "rather", "too", "only", "simply", "truly", "often", "sometimes", "usually", "definitely", "completely", "totally",
        "absolutely", "probably", "surely", "hardly", "rarely", "pretty", "such", "terribly", "awfully", "incredibly", "perhaps", "maybe", "here",
        "well", "a bit", "a", "bit", "little", "no", "seldom", "perfectly", "entirely", "most", "more", "sort", "of", "kind", "more than", "far",
    }
)  # fmt: skip
_SPEAKERS: Final = frozenset({"i", "we", "me", "us"})
_WHO: Final = frozenset(
    {"who", "what", "which", "where", "when", "why", "how", "whom", "whatever", "whichever", "whoever", "or", "and", "but", "if", "to", "there",
     "whether", "please", "than", "as", "while", "because", "that", "oh", "hello", "thanks", "thank", "sorry", "let", "then", "once", "until"}
)  # fmt: skip
_SUBORDINATE: Final = frozenset(
    {"if", "when", "whenever", "what", "whatever", "as", "while", "until", "before", "after", "how", "which", "whichever", "where", "because",
     "since", "unless", "whether", "who", "why", "than"}
)  # fmt: skip
_HARD: Final = (
    r"(?:hard|difficult|tricky|tough|rough|stressful|exhausting|exhausted|tiring|tired|annoying|annoyed|frustrating|frustrated|disappointing|"
    r"disappointed|upsetting|upset|awful|horrible|dreadful|terrible|sad|heartbreaking|maddening|confusing|overwhelming|overwhelmed|nerve.?racking|"
    r"worrying|worried|unfair|unpleasant|scary|nervous|anxious|hectic|chaos|chaotic|mad|crazy|raining|snowing|freezing|cold|hot|wet|late|early|busy|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|understandable|natural|normal|thoughtful|considerate|touching|romantic|"
    r"exciting|excited|emotional|bittersweet|sweet of|kind of you|good of you|nice of you|lovely of you|generous of|easier said|long day|long week|"
    r"reckless|irresponsible|wrong of me|unwise|misleading|careless|fun with|enough|too much|a lot to|let ?down|nightmare|pain|"
    r"hassle|nuisance|ordeal|bummer|shame|pity|rollercoaster|the worst (?:part|bit|feeling|thing|timing)|worst|miserable|hard to say|headache|drag|puzzle|dilemma|pleasure|joy to (?:talk|help|chat|read|hear)|privilege)"
)
_FELT: Final = re.compile(
    rf"{_HARD}\b|(?:been|be|feel|felt|have been|seem|sound|look like) (?:\w+ )??{_HARD}\b|(?:been|be|feel|felt) (?:so|such|really|very|quite|a|an|\w+ly|bit|little| )*{_HARD}\b"
    r"|(?:lovely|nice|good|great|wonderful|delightful|fun|pleasant) (?:to (?:hear|see|meet|talk|chat|help|know|have|read|be)|of you|chatting|talking|hearing|meeting|helping|seeing|speaking|having you|news|idea|question|thought|point|plan|way to (?:start|end))"
    r"|(?:\w+ )?(?:idea|question|thought|plan|dilemma|decision|reason to celebrate|occasion|milestone|news)$"
    r"|(?:\w+ )?(?:idea|question|thought|plan|news|call|decision|thing|point|topic|request) (?:for|to|indeed|that|about|of|i|we)\b"
    r"|(?:my|mine|our|ours)\b|on (?:me|us|my side|my end)\b|down to me|(?:entirely |all )?up to you|for (?:you|me|a colleague|an adviser|a doctor|a lawyer|someone)\b|your (?:call|choice|decision|day|turn|big day)\b"
    r"|(?:beyond|outside|above|out of|over) (?:my|what|me|our)\b|(?:why|where|what|how|who|when|whether) (?:i|you|to|we)\b|(?:all|nothing|something|anything|everything|one thing|the (?:part|point|bit|thing|only thing)) (?:i|to|for|we|that i|you)\b"
    r"|(?:worth (?:a|asking|checking|thinking)|welcome|important to you|personal|matter of taste|clear to me|fine by me|okay to|ok to|clear now|clear|understood|unclear|unknown to me|new to me|noted|to ask)\b"
    r"|(?:not|nothing|no) (?:rush|hurry|pressure|need|trouble|problem)\b|(?:rush|hurry|pressure|need|bother|obligation)\b|a lot (?:of|on)|quite a (?:week|day|year|month)"
    r"|(?:help|like to|love to|rather|prefer|need to|want to|be (?:happy|glad|able|fine|best|better to|wrong|easier if))\b"
)
_DOES: Final = frozenset(
    {
        "loves", "likes", "works", "looks", "feels", "fits", "suits", "goes", "comes", "costs", "keeps", "stays", "lasts", "makes", "brings", "needs",
        "wants", "says", "ends", "starts", "opens", "closes", "arrives", "leaves", "wears", "thinks", "gets", "takes", "runs", "knows", "recommends",
        "buys", "agrees", "beats", "wins", "deserves", "loses", "becomes", "grows", "changes", "helps", "finds", "gives", "shows", "holds", "happens",
    }
)  # fmt: skip
_MEANS: Final = re.compile(
    r"(?:that|it|this) (?:makes (?:sense|two of us|me|my day|it (?:hard|tricky|easier|clear))|means (?:a lot|so much|the world)|sounds|helps me|helps$|helps a lot|happens|depends|takes (?:a|some|a few|me|time)|goes without|gives me|shows (?:how|you care))\b"
    r"|(?:what|who|which|whoever|whatever|everything|nothing|anything|something|that) (?:comes to mind|suits you|works (?:best )?for you|feels right|makes you|brings you|matters|happens|happened|helps|comes up|you)"
    r"|(?:someone|somebody|person|people|colleague|one|team|adviser|who) (?:who )?(?:knows|can|wants|loves|likes|has|needs|takes|works|helps)\b"
    r"|(?:i|you|we) (?:\w+ )?\w+s\b|(?:my|your) (?:heart|head|mind) (?:goes|breaks|sinks)|time (?:flies|runs)|(?:waiting|choosing|moving|deciding|planning|shopping|packing) takes"
)
_LIFE: Final = re.compile(
    r"\b(?:exams?|moves?|party|parties|meeting|ceremony|presentation|concert|surgery|operation|recovery|date|dinner|weddings?|moving|house|mornings?|evenings?|mondays?|winters?|summers?|days?|weeks?|weekends?|months?|waiting|choosing|gifts?|presents?|decisions?|shopping|travel(?:ling)?|trips?|flights?|weather|rain|"
    r"planning|deciding|packing|traffic|work|job|interviews?|nerves|babies|baby|newborns?|nights?|surprises?|birthdays?|anniversar(?:y|ies)|holidays|christmas|goodbyes|losses|loss|grief|time|lines?|feelings|"
    r"worries|doubts|thoughts|heart|head|mind|deadlines?|things|life|parents|families|mistakes?|confusion|frustration|disappointment|question|message|note|patience|understanding|words?|kindness|everything|everyone|losing|finding|buying)\b"
)
_PROMISES: Final = re.compile(
    r"\b(?:i|we)(?: will| shall| can| am going to| would| just| gladly| happily| also| then| personally| simply)* (?:make sure|ensure|see to (?:it|that)|sort|fix|arrange|take care of (?!your)|deal with|refund|replace|"
    r"reserve|put (?:it|one|them|that|this) (?:aside|back|away)|set (?:it|one|them) aside|hold (?:it|one|that|them) (?:for|back)|keep (?:it|one|them|that one|this one) (?:for|aside|back|safe)|bring|deliver|ship|waive|"
    r"throw in|knock|give you (?!a (?:moment|minute|hug|second)|some time|time|my|an? (?:answer|idea|overview|list|summary|hand)|the (?:list|details|answer))|get you (?!someone|somebody|a colleague|to|through|wrong)|treat you|upgrade|extend|honou?r|cover|pay|return|exchange|swap|book|order|add|change it|cancel|update|process|approve|allow|accept|agree)\b"
    r"|\b(?:someone|somebody|colleagues?|advisers?|team|they|he|she|manager) (?:\w+ )?(?:will|shall|going to|is going to|are going to)\b.*\b(?:today|tomorrow|tonight|within|minutes?|hours?|morning|afternoon|soon|shortly|monday|tuesday|wednesday|thursday|friday|saturday|sunday|straight|right away|by)\b"
    r"|\b(?:i|we) (?:will |shall )?(?:call|be in touch|have it|send (?:it|them|one|that)|write|email|message|text|ring|answer|reply|come back|get back|be back|contact|update)\b.*\b(?:today|tomorrow|tonight|within|hours?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|by)\b"
    r"|\byou(?: will)? (?:hear|get|receive|have|find|see) (?:\w+ ){0,4}(?:today|tomorrow|tonight|within|minutes?|hours?|soon|shortly)\b"
)
_OWN: Final = re.compile(
    r"\bi (?:also |always |do |personally |even )*(?:wear|wore|use|used|own|bought|drink|carry)\b(?! (?:my own words|the wrong|your))|\bi (?:also |always )?(?:have|had|got|love|like) (?:one|two|it|mine|them|this one|the same)\b|\bmine (?:is|are|has|was|every|all|at)\b"
    r"|\bi am (?:the|an?|your) (?:\w+ )?(?:manager|owner|boss|director|human|person|expert|designer|doctor|lawyer|founder|jeweller|tailor|specialist|real)\b|\bi say (?:yes|no|so|it|that)\b|\byes$"
    r"|(?:^|\b(?:why|because|so|and|that|then|now|here|which) )you (?:always |also |now |even |still |all |both |will )*(?:get|receive|deserve|earn|win|own|save|keep|enjoy|qualify|benefit|pay|owe|find|see|love|need|have)\b(?! (?:any|a (?:question|look|good|lovely|nice|great|wonderful|moment|think)|time|to (?:ask|tell)|anything|something|in mind|questions|the time|all the time))"
)
_WILLING: Final = re.compile(
    r"\b(?:i|we) (?:am |are |would be |will be |be )?(?:also |very |more than |only too |always |quite |so )*(?:happy|glad|delighted|willing|able|going|ready|pleased|free|allowed|prepared|about) to "
    r"(?!help|hear|see|know|assist|answer|talk|chat|look|check|ask|explain|walk|listen|be (?:of|in|here|honest|sure|on)|meet|have (?:you|helped|a look)|say|tell|share (?:a few|some|my|what)|show you|guide|go through|compare|suggest|find|read|learn|welcome|try|"
    r"advise|think|wait|put you|connect|pass|repeat|rephrase|speak|start|continue|carry on|narrow|pick|get (?:a|back|to|started|someone)|point you|describe|send you (?:over|through)|hand|note|double|pretend|guess|promise|claim|speculate|judge|comment|give (?:you )?(?:an? (?:idea|overview|hand|opinion|answer|medical|legal|wrong)|advice|my|some (?:ideas|advice|time)))"
)
_TO_DO: Final = re.compile(
    r"\byou (?:are |were |will be )?(?:all |too |quite |so |absolutely |completely |totally )*(?:right|correct|late|entitled|eligible|covered|in luck|safe|due|owed)\b(?! to (?:ask|be|feel|wonder|check))"
    r"|\b(?:enjoy|your|our|this|that) (?:\w+ )?(?:discounts?|prize|credit)\b"
    r"|\b(?:feel free|hesitate|free|(?:(?<=are )|(?<=very )|(?<=than )|(?<=most )|(?<=always )|(?<=you )|(?<=so ))welcome|always|please|just|you can|you may|you could) (?:and |always |also |just |simply )*to (?!(?:the|our|my|this|that|a|an|another|all|everyone|you|me|us|your|tonight|today|maison|both|it)\b|ask|come back to|come by|come again|reach|get in touch|get back|write|message|call|tell|look|browse|take your|contact|let|share|send me|send us|ping|"
    r"say|drop|think|have a look|have a think|interrupt|shout|correct|point|describe|talk|chat|vent|stop me|change your mind|repeat|rephrase|speak|mention|add|start|be (?:honest|frank|picky|specific|open)|use your own words|name|type|hear|see|help|know|meet|read|talk)\b"
    r"|^(?:(?:so|and|please|just|simply|then|do|now|well|but|oh|go ahead and|you can|feel free to|let us|why not) )*(?:take|keep|leave|send|return|bring|wear|wash|try|use|put|throw|trust|order|buy|get|enjoy|love|gift|pick|grab|open|have|give|cancel|pay|ship|swap|exchange|collect) "
    r"(?:it|them|this|that|these|those|one|yours|some|ours|both)\b(?! (?:easy|slow|slowly|over to me|to (?:me|us)|through|here|with (?:me|us)|up|a (?:moment|minute|second|try)|one step|simply|plainly|all|in (?:mind|your own)|from me|again|some (?:time|thought)|time|day at|for (?:this|that)))"
)
_BARE: Final = re.compile(
    r"(?:(?:and|but|well|oh|yes|no|indeed|of course|sure|so) )*(?:it|they|that|this|he|she|you|we|there|i) (?:is|are|am|was|were|does|do|did|can|could|has|have|had|will|would|should|may|might)(?: (?:not|indeed|too|so|all|both|of course|definitely|certainly))*"
)
"""`yes, it is`: an answer to words that are not known."""
_ASSENT: Final = re.compile(
    r"(?:(?:oh|well|and|but|so|then|please|dear|madam|sir|very|quite|indeed|really|just|the|it|that|this|is|are|of|for|sure|yes|yeah|yep|yup|aye|ok|okay|fine|certainly|absolutely|definitely|course|correct|exactly|right|precisely|"
    r"true|thing|no|not|a|problem|problems|issue|issues|trouble|bother|whatsoever|at|all|worries|confirmed|agreed|done|granted|approved|deal|will|do|can|could|does|by|means|with|pleasure|gladly|naturally|doubt|doubts|without|surely|go|ahead|"
    r"happily|perfect|perfectly|great|good|nice|clear|possible|allowed|alright|i|we|you|they|think|say|said|as|so|such|how|works|work|have|has|got|been|was|were|my|our|word|totally|completely|entirely|always|never|nope|neither|both|correctly|understood|heard|read|saw|know|mind|to|be|settled|sorted|point|indeed) ?)+"
)
_THANKS: Final = re.compile(
    r"\b(?:thank|thanks|sorry|welcome|understand|noted|got it|glad|hear|see you|bye|help|ask|tell|wait|worry|worries|idea|happy|hope|wish|good (?:morning|afternoon|evening|night|day|luck|to|idea|news|question|point)|nice to|pleasure to|point taken|no rush|no need|do not know|cannot|could not|not know|not sure|no idea|to hear|will do|understood|pardon|promise)\b"
)


def tells(clauses: Sequence[Sequence[str]]) -> bool:
    """Whether one of the clauses tells something of a third, promises, permits or assents."""
    joined = " ".join(word for clause in clauses for word in clause)
    plain = " ".join(joined.split())
    if (
        _PROMISES.search(plain)
        or _WILLING.search(plain)
        or _OWN.search(plain)
        or (_ASSENT.fullmatch(plain + " ") and not _THANKS.search(plain))
    ):
        return True
    return any(_clause_tells(" ".join(clause).split()) for clause in clauses)


def _clause_tells(words: Sequence[str]) -> bool:
    plain = " ".join(words)
    if _TO_DO.search(plain) or _BARE.fullmatch(plain):
        return True
    return any(
        (word in _FINITE and _said_of_another(words, index)) or (word in _DOES and _does(words, index))
        for index, word in enumerate(words)
    )


def _said_of_another(words: Sequence[str], at: int) -> bool:
    """Whether the verb at a place says something of a subject that is neither of the two who speak, and no feeling about it."""
    place = at - 1
    while place >= 0 and (words[place] in _ADVERBS or words[place] in _FINITE):
        place -= 1
    if place < 0:
        return False
    subject = words[place]
    rest = list(words[at + 1 :])
    denied = False
    while rest and (rest[0] in _ADVERBS or rest[0] in _FINITE):
        denied = rest.pop(0) in ("not", "never", "hardly", "rarely", "seldom") or denied
    predicate = " ".join(rest)
    if denied and _NOT_EASY.match(predicate):
        return False
    if subject in _SPEAKERS or subject in _WHO - {"that", "there"} or not rest:
        return False
    if subject == "you":
        first = next((word for word in words if word not in _ADVERBS), "")
        return not (any(word in _SUBORDINATE for word in words[:place]) or first in _SUBORDINATE) and bool(
            _TOLD_OF_YOU.match(predicate)
        )
    if _FELT.match(predicate):
        return subject not in _THINGS and not _LIFE.search(" ".join(words[: place + 1]))
    if any(word in _SUBORDINATE for word in words[:place]) and subject in ("it", "that", "this"):
        return False
    return not (
        subject
        in (
            "someone",
            "somebody",
            "colleague",
            "colleagues",
            "team",
            "person",
            "adviser",
            "advisers",
            "else",
            "human",
            "anyone",
        )
        and _HELPS.match(predicate)
    )


_NOT_EASY: Final = re.compile(
    r"(?:be |been )?(?:easy|fun|simple|obvious|nice|pleasant|ideal|fair|great|clear|what (?:you|anyone)|how (?:you|anyone)|the (?:day|news|start|week))\b"
)
_THINGS: Final = frozenset({"it", "that", "this", "there", "which", "they", "these", "those"})
_TOLD_OF_YOU: Final = re.compile(
    r"(?:right|correct|wrong|too late|late|early enough|in luck|lucky|entitled|eligible|safe|covered|protected|allowed|able|able to|free to|due|owed|get|have (?:it|them|the|until|till|\d|a right|one|\w+ (?:days?|weeks?))|receive|return|exchange|love|like it|look|save|find|"
    r"enjoy (?:it|them)|be (?:able|right|safe|fine|delighted with|happy with|glad you|amazed|surprised by)|never|not (?:need|have|regret|find|be)|pay|keep|need (?:no|not|nothing)|always|regret|see the difference|feel|thank)\b"
)
_HELPS: Final = re.compile(
    r"(?:to )?(?:have to|need to|decide|be the one|help|know|answer|look|check|take (?:a|it|over)|tell|assist|say|be able|get back|reply|who|get in touch|explain|advise|read|be with you|pick (?:this|it) up|give you|better placed|see|speak|walk you|talk you|follow|find out|write|call|reach|contact|carry on|continue|in a better)"
)


_WISHED: Final = re.compile(
    r"(?:i |we )?(?:do |really |sincerely |truly )*(?:hope|hoping|wish|wishing|may|fingers crossed|let us hope|here is hoping)\b"
)


def _does(words: Sequence[str], at: int) -> bool:
    """`the softness makes up`, `she loves`: a third who does something."""
    begin = at - 1
    while begin >= 0 and words[begin] in _ADVERBS:
        begin -= 1
    if (
        begin < 0
        or words[begin] in _WHO - {"that"}
        or words[begin] in ("your", "my", "the", "a", "our", "in", "for", "with", "on", "any", "and")
    ):
        return False
    indirect = any(word in ("how", "whether", "if", "when") for word in words[:at])
    if (indirect or _WISHED.match(" ".join(words))) and _LIFE.search(" ".join(words[:at])):
        return False
    phrase = " ".join(words[begin : at + 3])
    return _MEANS.search(phrase) is None
