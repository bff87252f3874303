"""Everything else that is said of goods: proved when one clause of the product's own texts says just that, or denies just that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import COUNTED, same_amount
from mercery.claims.grammar.clauses import OPPOSITES, Clause, base, keys_of
from mercery.claims.grammar.limited import told_whole
from mercery.claims.grammar.parts import ADJECTIVES
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token, in_chinese
from mercery.claims.views import ProductView

_JOINTS: Final = frozenset({"and", "with", "和", "与", "及", "以及", "plus", "or", "、", "&"})
_LOOSE: Final = ("time",)
_OR: Final = re.compile(r"(?<![a-z])or(?![a-z])|或")


def read_describing(reading: Reading, segment: Segment) -> None:
    """Prove what is still open in the segment on the texts of each product it is about."""
    rest = _rest(segment)
    if not rest or not segment.views:
        return
    for piece in _pieces(segment, rest):
        if all(token.text in ("one", "ones") for token in piece):
            continue  # that a text has the word says nothing
        _prove(reading, segment, piece)


def _rest(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.open()
        if not token.is_a("n", "neg")
        and not token.is_a(*_LOOSE)
        and not _counts_them(segment, token)
        and not _only_points(segment, token)
        and not _of_a_material(segment, token)
    ]


def _only_points(segment: Segment, token: Token) -> bool:
    """The `models` of `both Costa models`: right after a name it says nothing of its own."""
    before = segment.before(token, 1)
    return token.keys == {"noun:item"} and bool(before) and before[0].by == "name"


def _of_a_material(segment: Segment, token: Token) -> bool:
    """A colour or a kind right before a proved material is said of just that material, never of another in the text."""
    after = segment.after(token, 1)
    before = segment.before(token, 2)
    if (
        len(before) == 2
        and before[0].text in ("is", "are", "of")
        and before[1].by == "material"
        and before[1].is_a("mat")
    ):
        whole = f"{token.text} {before[1].text}"
        named = any(whole in made.materials for view in segment.views for made in view.made)
        return (before[0].text != "of" or token.amount is not None) and not named
    if token.keys & ADJECTIVES and len(before) == 2 and before[0].text in ("is", "are") and before[1].is_a("c"):
        return True
    told = token.is_a("col") or bool(token.keys & ADJECTIVES) or token.amount is not None
    return told and bool(after) and after[0].is_a("mat") and after[0].by == "material"


def _counts_them(segment: Segment, token: Token) -> bool:
    """`both`, `all three`: words that only say of how many it is said."""
    many = len(segment.views)
    if counts_a_thing(segment, token):
        return False
    if token.has("quant:both") and (many == 2 or token.text in ("都", "均")):
        return True
    if many < 2 or token.amount is None or token.amount.value != many:
        return False
    return token.amount.kind == "kinds" or (token.amount.kind == "number" and _leads_to_goods(segment, token))


def _leads_to_goods(segment: Segment, token: Token) -> bool:
    """`the two …`, `two Costa models`; not the 2 of `category 2`."""
    before, after = segment.before(token, 1), segment.after(token, 4)
    led = not before or before[0].text in ("the", "our", "all", "these", "those", "both", "of", "between")
    return led or any(one.by in ("name", "noun", "pointed") for one in after)


def counts_a_thing(segment: Segment, token: Token) -> bool:
    """`two double wheels`: a number right before a thing counts that, and not the goods."""
    after = segment.after(token, 1)
    return token.amount is not None and bool(after) and after[0].is_a("c", "part") and not after[0].is_a("noun")


def _pieces(segment: Segment, rest: Sequence[Token]) -> list[list[Token]]:
    """The open tokens as a whole, and cut at joints; smaller pieces are tried only where the whole is not found."""
    pieces: list[list[Token]] = [[]]
    for token in segment.tokens:
        if token.text in _JOINTS:
            pieces.append([])
        elif token in rest:
            pieces[-1].append(token)
            if not token.text.isascii() and any(one.is_a("noun") and one.by for one in segment.after(token, 1)):
                pieces.append([])  # 石英表电池…: what stands before the goods is said of them
    return [list(rest), *[piece for piece in pieces if piece]]


def _prove(reading: Reading, segment: Segment, piece: Sequence[Token]) -> None:
    if any(token.by for token in piece):
        return
    proofs = []
    for view in segment.views:
        clause = next(
            (one for one in view.clauses if _says(one, segment, piece) and not _only_its_name(one, view, piece)), None
        )
        if clause is None:
            return
        proofs.append((view, clause))
    if segment.has("quant:only") and not _only_these(reading, segment, piece):
        return
    for view, clause in proofs:
        reading.claim(clause.attribute, "".join(token.text for token in piece), clause.fact_id, subject=view.id)
    segment.use(piece, "text")
    if any(segment.negative(token) for token in piece):
        segment.use_kinds("text", "neg")


def _whole(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    rain = any(token.has("c:rain") and _another(clause, segment, token) for token in piece)
    return not rain and told_whole(clause, segment, piece)


def _another(clause: Clause, segment: Segment, token: Token) -> bool:
    """`a rain boot` of a boot that sheds rain: with the word after it, it is the name of another kind of goods."""
    after = segment.after(token, 1)
    if not after or not after[0].is_a("noun"):
        return False
    return f" {token.text} {base(after[0].text)} " not in clause.said


def _only_its_name(clause: Clause, view: ProductView, piece: Sequence[Token]) -> bool:
    """`the concentration is eau de parfum`: naming the attribute says nothing of its value."""
    fact = view.facts.get(clause.attribute)
    if fact is None or fact.value.kind not in ("text", "terms") or clause.attribute == "description":
        return False
    if clause.attribute == "closure" and all(token.has("c:closure") for token in piece):
        return True
    called = {*fact.label.en.lower().split(), fact.label.zh, *clause.attribute.split("_")}
    return all(token.text in called for token in piece)


def _only_these(reading: Reading, segment: Segment, piece: Sequence[Token]) -> bool:
    """`only the Air One has …`: no other product's text says it. Elsewhere the clause itself has the word."""
    places = [index for index, token in enumerate(segment.tokens) if token.has("quant:only")]
    if not any(any(token.by == "name" for token in segment.tokens[place + 1 : place + 4]) for place in places):
        return True
    if not reading.grounds.complete:
        return False
    others = [view for view in reading.grounds.products.values() if view not in segment.views]
    bare = [token for token in piece if not token.has("quant:only")]
    if any(_says(clause, segment, bare) for view in others for clause in view.clauses):
        return False
    segment.use([segment.tokens[place] for place in places], "text")
    return True


def _says(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    if clause.attribute == "origin" or (
        segment.has("att:scent") and clause.attribute != "closure" and not _of_scent(clause)
    ):
        return False
    if (clause.amounts and _side_turned(clause, segment)) or _replaced_otherwise(clause, segment):
        return False
    if "c:keep_away" in clause.affirmed and not _kept_away(segment, piece):
        return False
    if clause.attribute == "care" and segment.has("quant:only") and _OR.search(clause.said):
        return False  # two ways are none the only one
    if clause.attribute == "pockets" and segment.has("c:zip") and not segment.has("c:pocket"):
        return False  # the zip of a pocket closes no bag
    told = _told_of(clause, segment, piece)
    if not told or _cut_short(segment, piece, told) or not all(says(clause, segment, token) for token in told):
        return False
    if (
        clause.attribute == "material"
        and segment.a("mat")
        and all(_only_a_part(token) and not segment.negative(token) for token in told)
    ):
        return False  # a part is told of its material, by the reading of materials
    if _of_another_thing(clause, told) or not any(
        token.amount or keys_of(token) or len(token.text) > 3 for token in told
    ):
        return False
    return all(_beside(clause, token, told) for token in told if token.amount) and _whole(clause, segment, piece)


def _cut_short(segment: Segment, piece: Sequence[Token], told: Sequence[Token]) -> bool:
    """`free` without of what; 0岁起不适合, where what is left out as a word that only carries is just what is denied."""
    denied = any(segment.negative(token) for token in piece)
    return all(token.has("c:free") for token in told) or (denied and not any(segment.negative(token) for token in told))


_INSTEAD: Final = re.compile(r"[以用]([^，。；以用]{1,8}?)(?:来)?(?:代替|取代|替代)(?:了)?([^，。；]{1,8})")


def _replaced_otherwise(clause: Clause, segment: Segment) -> bool:
    """以雪松代替佛手柑 of a text that has it the other way round."""
    said = _INSTEAD.search("".join(token.text for token in segment.tokens))
    ruled = _INSTEAD.search(clause.text) if said else None
    return bool(said and ruled and not (said[1].strip() in ruled[1] and said[2].strip() in ruled[2]))


_INSIDE: Final = re.compile(r"(?<![a-z])(?:within|up to|no later than|inside)(?![a-z])|以内|之内|(?<=[天周月年时])内")
_AFTER: Final = re.compile(
    r"(?<![a-z])(?:after|later than|beyond|past)(?= \d|(?: \w+){0,2} (?:days?|weeks?|months?|years?|hours?)(?![a-z]))|(?<=[天周月年时])(?:之|以|过)?后"
)


def _side_turned(clause: Clause, segment: Segment) -> bool:
    """`a year after opening` of `within 12 months of opening`: told on the other side of the time."""
    chinese = in_chinese(segment.tokens)
    text = ("" if chinese else " ").join(token.text for token in segment.tokens)
    return bool(_INSIDE.search(clause.text) and _AFTER.search(text) and not _INSIDE.search(text))


def _told_of(clause: Clause, segment: Segment, piece: Sequence[Token]) -> list[Token]:
    """What of the piece has to stand in the clause: not the words that only carry it."""
    told = [token for token in piece if not (token.has("att:length") and any(one.amount for one in piece))]
    told = [token for token in told if token.text not in HAVING and token.text not in _SUITED] or told
    if "c:laptop" in clause.affirmed and "c:fits" not in clause.affirmed | clause.denied:
        told = [token for token in told if not token.has("c:fits")] or told
    if any(token.is_a("neg") for token in segment.tokens):
        told = [token for token in told if token.text not in ("any", "任何")] or told
    if len(told) > 2:
        told = [token for token in told if token.text not in ("both", "里面", "里头")]
    if "c:nut_oil" in clause.affirmed:
        told = [token for token in told if token.text not in _IN_IT] or told
    if "c:shoe_compartment" in clause.affirmed or {"c:pocket", "noun:shoe"} <= clause.affirmed:
        told = [token for token in told if not token.has("c:fits")] or told
    if any(token.by == "name" for token in segment.tokens):
        told = [token for token in told if not token.has("quant:only")] or told
    if not any(amount.kind in COUNTED and amount.value > 1 for amount in clause.amounts):
        told = [
            token for token in told if not (token.amount and token.amount.kind == "count" and token.amount.value == 1)
        ] or told
    if clause.attribute == "care":
        told = [token for token in told if not token.has("quant:only")] or told
    told = [token for token in told if not token.has("quant:about") or not token.is_a("n")] or told
    if any(token.amount and token.amount.unit in ("day", "month", "year", "business_day") for token in told):
        told = [token for token in told if not token.has("quant:most")]
    return told


def _only_a_part(token: Token) -> bool:
    return token.is_a("part") and not token.is_a("c", "mat", "att")


def _of_another_thing(clause: Clause, told: Sequence[Token]) -> bool:
    """The inches of a laptop are not those of the bag, and what does not fit is not there; a bare count says nothing."""
    if "c:fits" in clause.denied and not any(token.has("c:fits") for token in told):
        return True
    amounts = [token.amount for token in told if token.amount is not None]
    if len(amounts) < len(told):
        return False
    return clause.attribute in _TOLD_OF_THINGS or all(amount.kind in COUNTED for amount in amounts)


def _kept_away(segment: Segment, piece: Sequence[Token]) -> bool:
    """Whether all that is told stands after the word that says to avoid it, as in the text."""
    place = next((index for index, token in enumerate(segment.tokens) if token.has("c:keep_away")), None)
    if place is None:
        return False
    return not any(
        token.has("c:rain", "c:heat", "c:sun", "c:water")
        for token in segment.tokens[:place]
        if any(token is one for one in piece)
    )


def _of_scent(clause: Clause) -> bool:
    """Whether a clause tells what something smells of, and not also what it is made of."""
    return "att:scent" in clause.affirmed and not any(key.startswith("noun:") for key in clause.affirmed)


def _beside(clause: Clause, token: Token, told: Sequence[Token]) -> bool:
    """In a clause with several amounts, the things told stand beside just this one."""
    things = {key for one in told for key in keys_of(one) if key.startswith(("part:", "noun:", "mat:", "c:"))}
    if len(clause.amounts) < 2 or not things:
        return True
    for amount, near in zip(clause.amounts, clause.near, strict=True):
        if (
            token.amount is not None
            and same_amount(amount, token.amount)
            and all(set(keys_of(one)) & near for one in told if keys_of(one))
        ):
            return True
    return False


_TOLD_OF_THINGS: Final = frozenset({"notes", "description", "care"})
"""Texts whose amounts belong to the things they name."""
_IN_IT: Final = frozenset({"里面", "里", "里头", "inside", "in it", "当中"})
_SUITED: Final = frozenset({"适合", "可用", "适用", "适用于", "suitable", "meant", "suited", "用于"})
_EXCLUSIVE: Final = {
    "movement": frozenset({"c:automatic", "c:hand_wound", "c:quartz"}),
    "charging": frozenset({"c:wireless_charging", "c:usb_c"}),
    "care": frozenset({"c:dry_clean", "c:wash", "c:machine_wash", "c:hand_wash"}),
    "closure": frozenset({"c:zip", "c:magnetic", "c:drawstring", "c:open_top"}),
}
"""Attributes of which one value shuts out the others."""
HAVING: Final = frozenset(
    {
        "有",
        "带",
        "配",
        "附",
        "设有",
        "设",
        "内有",
        "带有",
        "配有",
        "支持",
        "has",
        "have",
        "comes with",
        "come with",
        "included",
        "带着",
        "内含",
        "自带",
        "含",
    }
)
"""Verbs of having: they add nothing to what is had."""


def says(clause: Clause, segment: Segment, token: Token) -> bool:
    """Whether the clause has the word, affirmed or denied as the segment has it."""
    negative = segment.negative(token)
    if token.amount is not None and token.amount.kind == "kinds" and token.amount.word in ("款", "种"):
        return False
    if token.amount is not None:
        return (not negative or bool(clause.denied)) and any(same_amount(one, token.amount) for one in clause.amounts)
    if (
        negative
        and (other := _EXCLUSIVE.get(clause.attribute))
        and clause.affirmed & other
        and set(keys_of(token)) & (other - clause.affirmed)
    ):
        return clause.attribute not in ("charging", "care") or "quant:only" in clause.affirmed
    for key in keys_of(token):
        opposite = OPPOSITES.get(key)
        if opposite:
            return opposite in (clause.affirmed if negative else clause.denied)
        if key in (clause.denied if negative else clause.affirmed):
            return True
    if token.is_a("quant", "neg", "price", "stock", "cmp"):
        return False
    text = clause.unsaid if negative else clause.said
    if token.text.isascii():
        return " " not in token.text and len(token.text) > 2 and f" {base(token.text)} " in text
    return len(token.text) > 1 and token.text in text
