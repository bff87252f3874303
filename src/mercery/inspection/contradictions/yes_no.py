"""Facts that say yes or no, and lists of what is included: said the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.pairing import answers
from mercery.inspection.contradictions.stock import GONE as _GONE
from mercery.inspection.contradictions.stock import THERE as _THERE
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause, Polarity, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import families, lexicon
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_INVERTED: Final = re.compile(
    r"(?<![a-z])(?:not|non|without|excluded|excludes?|missing)(?![a-z])|不含|不包|不带|不支持|不可|禁止|忌|禁"
)
_NEEDS: Final = re.compile(r"need|requir|must|needed|necessary|需要|必须|要求")
_FREE_FORM: Final = re.compile(
    r"(?<![a-z])(\w+)[ -]free(?![a-z])|无(?=麸质|糖|酒精|香精|镍|防腐剂|添加)|0(?=糖|酒精|添加)"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By the fact, and by the clause that speaks of it or the yes that answers a question about it."""
    for fact in saying.goods:
        if wrong := _of_contents(saying, fact):
            yield contradiction(saying, wrong, fact, _why(fact))
            continue
        truth = _truth(fact)
        if truth is None or not (fact.acts or fact.terms) or _costs_nothing(saying, fact):
            continue
        for clause, said in _said(saying, fact):
            if said != truth and not _told_elsewhere(saying, fact, clause, truth):
                yield contradiction(saying, clause, fact, _why(fact))
                break


_FREE: Final = re.compile(r"(?<![a-z])free(?![a-z])|免费")


def _costs_nothing(saying: Saying, fact: Fact) -> bool:
    """ "Eye test: free" is no yes to "do I pay for it?"; only where somebody says free does a yes or no answer to it."""
    return bool(re.match(r"(?:free(?![a-z-])|免费)", fact.value)) and not (
        _FREE.search(saying.asked) or _FREE.search(saying.text.lower())
    )


def _truth(fact: Fact) -> Polarity | None:
    """What holds of the fact's matter, its name read as the plain matter ("not included: batteries" is no of batteries)."""
    if fact.truth is None:
        return _by_words(fact)
    return _other(fact.truth) if _INVERTED.search(fact.name) else fact.truth


def _by_words(fact: Fact) -> Polarity | None:
    """A rating of water is a yes to waterproof, unless words beside it limit it."""
    rated = any(one.family in ("ip", "pressure") for one in fact.amounts)
    return "yes" if rated and "waterproof" in fact.acts and not negated(fact.value) else None


_CONTAINS: Final = re.compile(r"(?<![a-z])(?:contains?|may contain|includes?|with|has|have)(?![a-z])|含有?|带|有")
_LACKS: Final = re.compile(
    r"(?<![a-z])(?:no|without|free of|free from|not contain|excludes?|free)(?![a-z])|-free|不含|无|不带|没有"
)


def contents(fact: Fact) -> dict[str, Polarity]:
    """What the value says is, or is not, in the goods."""
    found: dict[str, Polarity] = {}
    for piece in re.split(r"[,，;；。、]|(?<![a-z])(?:but|and)(?![a-z])", fact.value):
        acts = lexicon("acts").keys(piece) & _INGREDIENTS
        if _DECAF.search(piece):
            found["caffeine"] = "no"
            continue
        if _LACKS.search(piece):
            found.update(dict.fromkeys(acts, "no"))
        elif _CONTAINS.search(piece) or _CONTAINS.search(fact.name) or "allergen" in fact.name or "过敏" in fact.name:
            found.update(dict.fromkeys(acts, "yes"))
    return found


_DECAF: Final = re.compile(r"(?<![a-z])decaf(?:feinated)?(?![a-z])|无咖啡因|脱因|去咖啡因")
_INGREDIENTS: Final = frozenset(
    {
        "gluten_free",
        "lactose",
        "nuts",
        "sugar_free",
        "alcohol",
        "fragrance",
        "nickel",
        "preservatives",
        "caffeine",
        "batteries",
        "bulb",
        "cable",
        "charger",
        "case",
        "screws",
    }
)


def _of_contents(saying: Saying, fact: Fact) -> Clause | None:
    """The clause that denies what is in it, or names what is not."""
    for act, truth in contents(fact).items():
        if _disputed(saying, fact, act, truth):
            continue
        asked = act in lexicon("acts").keys(saying.asked) and not _FREE_FORM.search(saying.asked)
        if act in _ASKED and asked and saying.reply and saying.answer == _other(truth) and not negated(saying.asked):
            return saying.reply
        for clause in saying.clauses:
            if not clause.asserts or act not in lexicon("acts").keys(clause.text):
                continue
            free = _FREE_FORM.search(clause.text) is not None
            lacks = free != clause.denies if free else bool(_LACKS.search(clause.text) or clause.denies)
            has = not lacks and (free or _CONTAINS.search(clause.text) is not None)
            if (truth == "yes" and lacks) or (truth == "no" and has):
                return clause
    return None


_ASKED: Final = frozenset({"caffeine"})
"""What a yes or no to a question about it is enough for."""


def _told_elsewhere(saying: Saying, fact: Fact, clause: Clause | None, truth: Polarity) -> bool:
    """Whether the turn says in another clause what holds of it: then this one only brings it up."""
    others = [one for one in saying.clauses if one is not clause and one.asserts and _speaks_of(fact, one.text)]
    return truth == "no" and any(_polarity(fact, one) == "no" for one in others)


def _disputed(saying: Saying, fact: Fact, act: str, truth: Polarity) -> bool:
    """Whether facts of several goods differ in it, and the talk names this one's no more than the other's."""
    here = terms(saying.asked) | terms(saying.text.lower())
    other = [one for one in saying.goods if one is not fact and contents(one).get(act, truth) != truth]
    return any(len(one.terms & here) >= len(fact.terms & here) for one in other)


def _said(saying: Saying, fact: Fact) -> Iterator[tuple[Clause | None, Polarity]]:
    asked = _speaks_of(fact, saying.asked)
    if asked and _NO_OF_IT.search(saying.asked) and saying.answer is not None:
        return
    if asked and saying.answer is not None and not _other_matter(fact, saying.asked):
        turned = negated(_piece(fact, saying.asked)) and not re.search(
            r"不[?？]?$|没[?？]?$|(?:^|[,.!?]\s?)(?:is|are|do|does|did|can|could|will|would|should|has|have)n't",
            saying.asked.strip(),
        )
        turned ^= _asks_for_lack(fact, saying.asked)
        turned ^= bool(_FREE_VALUE.match(fact.value)) and bool(_WHETHER_PAID.search(saying.asked))
        yield saying.reply, _other(saying.answer) if turned else saying.answer
        return
    if asked and fact.truth == "no" and saying.reply and _GIVEN.match(saying.reply.text.strip()):
        yield saying.reply, "yes"
        return
    for clause in saying.clauses:
        if fact.truth == "no" and asked and _has_amount(fact, clause):
            yield clause, "yes"
            return
        if not clause.asserts or not _speaks_of(fact, clause.text) or _RECKONED_WITH.search(clause.text):
            continue
        # Of what is sold out much may be said that holds: only that it is there is against it.
        if fact.truth == "no" and _GONE.search(fact.value) and not (_THERE.search(clause.text) or clause.denies):
            continue
        if not (fact.acts or answers(saying, clause) or fact.terms <= terms(clause.text)):
            continue
        yield clause, _polarity(fact, clause)


_FREE_VALUE: Final = re.compile(r"(?:free(?![a-z-])|免费)")
_WHETHER_PAID: Final = re.compile(
    r"(?<![a-z])(?:cost|costs|pay|charge[ds]?|extra|fee)(?![a-z])|收钱|收费|要钱|加钱|付费|花钱|另外收|另收"
)
"""Of what is free, yes to this is wrong and no is right."""
_NO_OF_IT: Final = re.compile(r"(?:^|[.,!?\n]\s?)(?:so |and |but |then |really )?(?:no|without|none of) [a-z]")
"""Asked so ("no deposit?"), both yes and no may agree."""
_RECKONED_WITH: Final = re.compile(
    r"\d\S* (?:with|including|incl\.?|plus) |(?:含|带|加上?)[^,，]{1,8}[一总共]+\S{0,2}\d"
)
"""A sum together with something says nothing of its being included."""
_GIVEN: Final = re.compile(
    r"(?:送(?!货|达|修)|有(?!没)|附赠|带(?!着)|you get (?:a|an|one|two|free)|it comes with|comes with)"
)
"""Opens with what there is, of what is known not to be there."""


def _asks_for_lack(fact: Fact, question: str) -> bool:
    """ "Gluten free?" asks for the contrary of a fact about gluten."""
    match = _FREE_FORM.search(question)
    if not match or not match[1] or _FREE_FORM.search(fact.name):
        return False
    return bool(fact.terms & terms(match[1]))


def _has_amount(fact: Fact, clause: Clause) -> bool:
    """Names a sum or a share of what the fact says there is none of: "students get 15%"."""
    named = fact.topics & lexicon("attributes").keys(clause.text)
    wanted = {family for topic in fact.topics for family in families()[topic]} & {"money", "percent"}
    wanted -= set() if named else {"money"}
    return clause.asserts and not clause.denies and any(one.family in wanted for one in amounts(clause.text))


def _polarity(fact: Fact, clause: Clause) -> Polarity:
    """Whether the clause says the matter is so. "Sugar free" denies sugar without a word of denying."""
    text, denied = clause.text, clause.denies
    if _SEPARATE.search(fact.value) and _SEPARATE.search(text):
        return "no"
    if re.search(r"includ|in the box|sold separately|含|配|送", f"{fact.name} {fact.value}") and _SEPARATE.search(text):
        return "no"
    if match := _FREE_FORM.search(text):
        named = lexicon("acts").keys(match[1] or text[match.end() : match.end() + 3])
        if named & fact.acts and not _FREE_FORM.search(fact.name) and not any(one.endswith("_free") for one in named):
            denied = not denied
    return "no" if denied else "yes"


_SEPARATE: Final = re.compile(
    r"(?<![a-z])(?:extra|separate(?:ly)?|optional|additional(?:ly)?|on top|(?:buy|get|order|bring)(?: (?:it|them|some|one|those|your own))? (?:yourself|extra|apart|your own))(?![a-z])|自己(?:另)?(?:买|购|配|备)|自行(?:购|配|准)|另买|另购|另外|自备|单独|选配|要买"
)


def _speaks_of(fact: Fact, text: str) -> bool:
    """Whether the words are about the fact's matter: its act, or all of its own words."""
    if fact.acts:
        if not fact.acts <= lexicon("acts").keys(text):
            return bool(fact.terms) and fact.terms <= terms(text)
        others = _own_words(fact)
        return not others or bool(others & terms(text))
    own = fact.terms
    here = terms(text)
    includes = _INCLUDES.search(fact.value) and _INCLUDES.search(text)
    if (
        includes
        and not fact.topics
        and (head := re.search(r"[a-z]{4,}$", fact.name))
        and terms(head[0])
        and terms(head[0]) <= here
    ):
        return True
    return len(own & here) * 2 > len(own) if own else False


_INCLUDES: Final = re.compile(r"includ|in the box|sold separately|comes with|come with")


def _own_words(fact: Fact) -> frozenset[str]:
    """Words of the name beside the act itself: "free returns" is about more than returns."""
    rest = fact.name
    for hit in reversed(lexicon("acts").hits(fact.name)):
        rest = rest[: hit.start] + " " + rest[hit.end :]
    if re.search(r"[\u4e00-\u9fff]", _NEEDS.sub(" ", _INVERTED.sub(" ", rest))) and not terms(rest):
        return fact.terms
    return terms(_NEEDS.sub(" ", _INVERTED.sub(" ", rest))) - terms("included include safe friendly support")


def _other_matter(fact: Fact, question: str) -> bool:
    """Two questions at once: the yes may belong to the other."""
    return len(re.findall(r"[?？]", question)) > 1 and bool(re.search(r"[?？].*\S", question.strip()[:-1]))


def _piece(fact: Fact, text: str) -> str:
    """The part of the question that speaks of the fact."""
    return next((piece for piece in re.split(r"[,.，。!！?？\n]", text) if _speaks_of(fact, piece)), text)


def _other(one: Polarity) -> Polarity:
    return "no" if one == "yes" else "yes"


def _why(fact: Fact) -> Words:
    return Words(
        f"What is known says otherwise: {fact.known.name}: {fact.known.value}.",
        f"与已知信息相反：{fact.known.name}：{fact.known.value}。",
    )
