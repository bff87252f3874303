"""The gate: whether a free sentence may go out. It fails closed.

A sentence passes when everything in it is accounted for: each claim proved as a pair (attribute and value) on one fact of
the right product, part and variant, or one clause of the shop's policies; the rest names, grammar and service talk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mercery.claims import quotes
from mercery.claims.advertising_law import breach
from mercery.claims.facts import Fact
from mercery.claims.grammar.added_on import (
    refuse_added,
    refuse_doubly_denied,
    refuse_elsewhere,
    refuse_of_all,
    refuse_other_detail,
)
from mercery.claims.grammar.apart import read_apart
from mercery.claims.grammar.asides import mark_asides
from mercery.claims.grammar.asserting import asserts
from mercery.claims.grammar.comparing import read_comparing
from mercery.claims.grammar.deals import prove
from mercery.claims.grammar.describing import read_describing
from mercery.claims.grammar.doers import refuse_wrong_doer
from mercery.claims.grammar.doing import read_doing
from mercery.claims.grammar.easing import ease
from mercery.claims.grammar.elliptic import read_elliptic
from mercery.claims.grammar.hopeless import hopeless, hopeless_words
from mercery.claims.grammar.idle_english import without_idle
from mercery.claims.grammar.instalments import read_instalments
from mercery.claims.grammar.light_verbs import mark_light_verbs
from mercery.claims.grammar.making import read_making
from mercery.claims.grammar.measuring import read_measuring
from mercery.claims.grammar.misplaced import refuse_misplaced
from mercery.claims.grammar.normal_form import copula_written_out, normalised, written_out
from mercery.claims.grammar.one_choice import offers_other_choice, refuse_other_choice
from mercery.claims.grammar.options import read_options
from mercery.claims.grammar.order_free import read_order_free
from mercery.claims.grammar.own_words import Own, held, read_own_words
from mercery.claims.grammar.paying_by import read_paying_by
from mercery.claims.grammar.per_unit import read_per_unit
from mercery.claims.grammar.plain_slots import read_plain_slots
from mercery.claims.grammar.plainer import plainer
from mercery.claims.grammar.reading import Blocked, Claim, Reading, Segment
from mercery.claims.grammar.restating import read_restating
from mercery.claims.grammar.selling import read_selling
from mercery.claims.grammar.serving import read_sentence, read_serving
from mercery.claims.grammar.slots.cutting import cut_further, sizes_by_word
from mercery.claims.grammar.slots.goods import read_all_goods
from mercery.claims.grammar.slots.pieces import refuse_wrong_pieces
from mercery.claims.grammar.slots.rules import read_joined_rules
from mercery.claims.grammar.small_talk import is_small_talk
from mercery.claims.grammar.small_words import small_words
from mercery.claims.grammar.spanned_sizes import read_spanned_sizes
from mercery.claims.grammar.speech_acts import is_speech_act
from mercery.claims.grammar.spoken_about import rule_spoken_of, spoken_about
from mercery.claims.grammar.still_valid import read_still_valid
from mercery.claims.grammar.subjects import settle
from mercery.claims.grammar.talking import is_talk
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.turned_use import refuse_turned_use
from mercery.claims.grammar.whole_range import refuse_whole_range
from mercery.claims.grammar.with_postage import read_with_postage
from mercery.claims.grounds import Grounds
from mercery.claims.views import ProductView
from mercery.core.i18n import Lang

_SENTENCES: Final = re.compile(r"[^.!?。！？]+[.!?。！？]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateVerdict:
    """What the gate says of a sentence."""

    passed: bool
    reason: str = ""
    claims: tuple[Claim, ...] = ()
    subject: str = ""
    """Of a blocked sentence: the product it was about, where that is clear."""
    attribute: str = ""
    """Of a blocked sentence: what it was about to say."""
    attributes: tuple[str, ...] = ()
    """Of a blocked sentence: every attribute of the product that its words speak of, in their order."""
    rule: str = ""
    """Of a blocked sentence: the fact of the one policy that it was about, where that is clear."""

    @property
    def claims_on(self) -> tuple[str, ...]:
        """The facts its claims stand on, each once."""
        return tuple(dict.fromkeys(claim.fact_id for claim in self.claims if claim.fact_id))


class Gate:
    """Checks sentences against one shop's facts at one moment."""

    def __init__(self, grounds: Grounds, jurisdictions: frozenset[str] | None = None) -> None:
        self._grounds = grounds
        self._jurisdictions = jurisdictions

    def check(
        self, text: str, lang: Lang, *, about: str | None = None, receipts: Iterable[str] = (), strict: bool = False
    ) -> GateVerdict:
        """The verdict on a text. `about`: the product or variant it speaks of; `receipts`: actions done in this turn.
        `strict`: talk may not hold a word the gate does not know, as for a model that nobody answers for."""
        plain = normalised(text)
        broken = breach(plain, self._jurisdictions, names=self._names())
        kind = broken.rule.key if broken else ""
        if broken is not None and not (kind == "medical" and about is None and self._comforts(text, plain)):
            return GateVerdict(
                passed=False, reason=f"“{broken.words}” is not allowed: {broken.rule.key} ({broken.rule.source})"
            )
        if (quoted := self._grounds.quotes.get(quotes.plain(text))) is not None:
            claim = Claim(subject=quoted.subject.id, attribute=quoted.attribute, value="quoted", fact_id=quoted.id)
            return GateVerdict(passed=True, claims=(claim,))
        if (told := self._deal(text, about)) is not None:
            claim = Claim(subject=told.subject.id, attribute=told.attribute, value="promised", fact_id=told.id)
            return GateVerdict(passed=True, claims=(claim,))
        reading = self._reading(text, lang, about, frozenset(receipts))
        spoken = self._grounds.spoken_tokens(text)
        other = reading.about is not None and offers_other_choice(spoken, reading.about)
        if not other and is_talk(spoken, normalised(written_out(text)), alone=reading.about is None and not strict):
            return GateVerdict(passed=True)
        verdict = _verdict(reading, spoken)
        if verdict.passed:
            return verdict
        if reading.about is None and self._only_small_talk(text, spoken):
            return GateVerdict(passed=True)
        alone = reading.about is None and not strict
        if self._only_kind_words(text, spoken, alone=alone) or (alone and self._only_speech_acts(text, spoken)):
            return GateVerdict(passed=True)
        again = self._eased(reading, spoken)
        if not again.passed:
            again = self._in_own_words(reading, spoken, plain, about)
        return again if again.passed else verdict

    def _in_own_words(self, read: Reading, spoken: Sequence[Token], plain: str, about: str | None) -> GateVerdict:
        """Read anew: the shop's own words are in no lexicon, or mean something else by themselves."""
        kept, owns = held(plain, read.about)
        if not owns:
            # put plainly they may stand together: 表壳是精钢镀玫瑰金 is 镀玫瑰金精钢表壳
            kept, owns = held(plainer(plain), read.about)
        if not owns:
            return GateVerdict(passed=False)
        lang: Lang = "zh" if read.lang == "zh" else "en"
        return _verdict(self._reading(read.text, lang, about, read.receipts, kept), spoken, owns)

    def _eased(self, read: Reading, spoken: Sequence[Token]) -> GateVerdict:
        """The verdict with idle words left out of account, and each part read as slots first."""
        tokens = self._grounds.eased_tokens(read.text)
        ease(tokens)
        if read.about is not None:
            sizes_by_word(tokens, _sizes(read.about))
        mark_asides(tokens)
        spoken_of = {view.id for segment in read.segments for view in segment.views}
        if not any(token.by for token in tokens) and hopeless_words(self._grounds, tokens, spoken_of):
            return GateVerdict(passed=False)
        cut_further(tokens)
        again = Reading(
            grounds=read.grounds, text=read.text, lang=read.lang, tokens=tokens, about=read.about, variant=read.variant,
            receipts=read.receipts, eased=True,
        )  # fmt: skip
        return _verdict(again, spoken)

    def _names(self) -> Iterator[str]:
        """What goods and makers are called: a name says nothing of what bears it."""
        for product in self._grounds.products.values():
            yield from (product.title.en, product.title.zh, product.brand)

    def _deal(self, text: str, about: str | None) -> Fact | None:
        """The promotion, or the way to pay in parts, that bears the whole sentence."""
        grounds = self._grounds
        if not grounds.deals:
            return None
        variant = about if about in grounds.of_variant else ""
        return prove(text, grounds.deals, about=grounds.of_variant.get(about or "", about or ""), variant=variant or "")

    def _only_kind_words(self, text: str, spoken: Sequence[Token], *, alone: bool) -> bool:
        """Talk once whom it addresses and how the speaker feels are left out; never where the whole tells something."""
        whole = normalised(written_out(text))
        rest = without_idle(whole)
        return rest != whole and not asserts(spoken) and is_talk(self._grounds.spoken_tokens(rest), rest, alone=alone)

    def _only_speech_acts(self, text: str, spoken: Sequence[Token]) -> bool:
        """Talk by its form: an offer, a wish, thanks, regret, whatever the words in it."""
        plain = normalised(copula_written_out(text))
        sentences = [one for one in _SENTENCES.findall(plain) if any(sign.isalnum() for sign in one)]
        numbers = sorted({token.sentence for token in spoken if not token.punctuation})
        return len(sentences) == len(numbers) and all(
            is_speech_act([token for token in spoken if token.sentence == number], one.strip())
            for number, one in zip(numbers, sentences, strict=True)
        )

    def _only_small_talk(self, text: str, spoken: Sequence[Token]) -> bool:
        """Each sentence is of words and phrases with which nothing can be said of the shop; some may be talk as elsewhere."""
        sentences = [one for one in _SENTENCES.findall(text) if any(sign.isalnum() for sign in one)]
        numbers = sorted({token.sentence for token in spoken if not token.punctuation})
        if len(sentences) != len(numbers):
            return False
        own = [[token for token in spoken if token.sentence == number] for number in numbers]
        return all(
            is_small_talk(tokens, one.strip()) or is_talk(tokens, normalised(written_out(one)))
            for tokens, one in zip(own, sentences, strict=True)
        )

    def _comforts(self, text: str, plain: str) -> bool:
        """`Hope your headache is better soon`: an illness in talk about the customer, with no goods in question."""
        return is_talk(self._grounds.spoken_tokens(text), plain, alone=True)

    def _reading(self, text: str, lang: Lang, about: str | None, receipts: frozenset[str], kept: str = "") -> Reading:
        """The text ready for reading; `kept`: in the form in which it is taken apart, where that is not the text itself."""
        grounds = self._grounds
        product = grounds.products.get(grounds.of_variant.get(about or "", about or ""))
        variant = next((one for one in product.variants if one.id == about), None) if product else None
        tokens = grounds.sentence(kept or text)
        if product is not None:
            sizes_by_word([token for token in tokens if not token.text.isascii()], _sizes(product))
        return Reading(
            grounds=grounds, text=text, lang=lang, tokens=tokens, about=product, variant=variant, receipts=receipts
        )


def _sizes(product: ProductView) -> frozenset[str]:
    return frozenset(size for one in product.variants for size in one.sizes)


def _verdict(reading: Reading, spoken: Sequence[Token], owns: Sequence[Own] = ()) -> GateVerdict:
    try:
        _read(reading, spoken, owns)
    except Blocked as block:
        subject, attributes = spoken_about(reading, block.subject, block.attribute)
        attribute = block.attribute or (attributes[0] if attributes else "")
        return GateVerdict(
            passed=False, reason=block.reason, subject=subject, attribute=attribute, attributes=attributes,
            rule=rule_spoken_of(reading),
        )  # fmt: skip
    return GateVerdict(passed=True, claims=tuple(reading.claims))


_READS: Final[tuple[Callable[[Reading], object], ...]] = (
    read_options, read_spanned_sizes, read_instalments, read_with_postage, read_paying_by, read_per_unit, read_still_valid, read_apart,
    read_comparing,
)  # fmt: skip
"""What is proved across parts, before each part is read by itself; in this order."""
_REFUSALS: Final[tuple[Callable[[Reading], None], ...]] = (
    refuse_whole_range, refuse_wrong_pieces, refuse_turned_use, refuse_of_all, refuse_added, refuse_elsewhere, refuse_other_detail,
    refuse_doubly_denied, refuse_wrong_doer,
)  # fmt: skip
"""Looks at what was proved, each of which can only refuse."""


def _read(reading: Reading, spoken: Sequence[Token], owns: Sequence[Own]) -> None:
    plain = normalised(written_out(reading.text))
    for sentence in {token.sentence for token in reading.tokens}:
        own = [token for token in spoken if token.sentence == sentence]
        if any(not token.punctuation for token in own) and is_talk(own, plain):
            for token in reading.tokens:
                token.by = "talk" if token.sentence == sentence else token.by
    mark_asides(reading.tokens)
    mark_light_verbs(reading.tokens)
    settle(reading)
    read_own_words(reading, owns)
    if reading.eased:
        read_all_goods(reading)
    for read in _READS:
        read(reading)
    if reading.eased and hopeless(reading):
        raise Blocked("a word that nobody knows")
    _read_parts(reading)
    refuse_misplaced(reading, owns)
    refuse_other_choice(reading, owns)
    for refuse in _REFUSALS:
        refuse(reading)
    left = [
        token
        for segment in reading.segments
        for token in segment.open()
        if not _needs_no_proof(reading, segment, token)
    ]
    if left:
        about = next((segment.views[0].id for segment in reading.segments if len(segment.views) == 1), "")
        raise Blocked(
            "not accounted for: " + ", ".join(token.text for token in left), subject=about, attribute=_attribute(left)
        )
    if not reading.claims:
        raise Blocked("nothing in it stands on a fact")


def _read_parts(reading: Reading) -> None:
    """Each sentence as a whole, then each part, then parts by what stands beside them."""
    for sentence in sorted({segment.tokens[0].sentence for segment in reading.segments}):
        read_sentence(reading, [one for one in reading.segments if one.tokens[0].sentence == sentence])
    for segment in reading.segments:
        _read_segment(reading, segment)
    if reading.eased:
        read_joined_rules(reading)
    read_elliptic(reading, (read_measuring, read_making, read_describing))
    read_restating(reading)
    _nothing_said(reading)


def _read_segment(reading: Reading, segment: Segment) -> None:
    if read_doing(reading, segment):
        return
    if reading.eased:
        read_plain_slots(reading, segment)
    if all(token.by or token.punctuation for token in segment.tokens) or read_serving(reading, segment):
        return
    read_selling(reading, segment)
    read_measuring(reading, segment)
    read_making(reading, segment)
    read_describing(reading, segment)
    small_words(reading, segment)
    if reading.eased:
        read_order_free(reading, segment)


def _nothing_said(reading: Reading) -> None:
    """`…, the beanie too`: goods named after the claim, of which it was not proved."""
    for index, segment in enumerate(reading.segments):
        if (
            all(token.by == "talk" for token in segment.tokens)
            or not any(token.by in ("name", "noun") for token in segment.tokens)
            or any(token.by not in ("", "name", "noun") for token in segment.tokens)
        ):
            continue
        last = all(
            one.tokens[0].sentence != segment.tokens[0].sentence
            or all(token.punctuation or token.is_a("n") for token in one.tokens)
            for one in reading.segments[index + 1 :]
        )
        before = index and reading.segments[index - 1].tokens[0].sentence == segment.tokens[0].sentence
        if last and before and reading.segments[index - 1].views != segment.views:
            raise Blocked("names goods of which nothing is said")
    _choices_alike(reading)


def _choices_alike(reading: Reading) -> None:
    """`Black is in stock, the tan too`: a choice named after the claim has to be as the one before it."""
    for before, segment in pairwise(reading.segments):
        bare = segment.selected and all(
            token in segment.chosen or token.punctuation or token.is_a("n") or token.has("noun:item")
            for token in segment.tokens
        )
        told = {token.by for token in before.tokens}
        if not bare or not before.selected or before.views != segment.views or not told & {"stock", "price"}:
            continue
        if before.tokens[0].sentence != segment.tokens[0].sentence or before.variants == segment.variants:
            continue
        counted = any(
            token.by == "stock" and token.amount is not None and token not in before.chosen for token in before.tokens
        )
        there = {one.stocked.available if one.stocked else None for one in (*before.variants, *segment.variants)}
        prices = {one.priced for one in (*before.variants, *segment.variants)}
        if counted or len(there) != 1 or ("price" in told and len(prices) != 1):
            raise Blocked("the other choice is not so")


_NOW = frozenset({"today", "tonight", "tomorrow", "right now", "今天", "今晚", "明天"})
_LASTING = frozenset({"colour", "text", "material", "origin", "measure", "name", "noun", "pointed", "size", "having"})
"""What holds on any day: a day beside it tells something more."""


def _needs_no_proof(reading: Reading, segment: Segment, token: Token) -> bool:
    if token.text == "theirs":
        return False  # `… and theirs are`: something is said of others, which nothing has proved
    if token.text in _NOW and {one.by for one in segment.tokens} <= _LASTING | {""}:
        return False
    if token.is_a("n", "time") and not token.has("time:soon") and token.amount is None:
        return not (token.is_a("neg") and not token.is_a("n"))
    return False


def _attribute(left: list[Token]) -> str:
    for token in left:
        # In one order whatever the run: a word may name several (`across` a diameter and a width).
        for key in sorted(token.keys, key=lambda one: (not one.startswith(("price:", "stock:")), one)):
            kind, _, name = key.partition(":")
            if kind in ("price", "stock"):
                return kind
            if kind == "mat":
                return "material"
            if kind == "att":
                return name
    return ""
