"""What becomes of the drafts of one version of a document."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Any

from tests.knowledge.review.house import GIFT, RAIN, House, draft_of, source

from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import queue, service
from mercery.knowledge.review.queue import Wanted
from mercery.knowledge.review.twins import answered_already


async def live(house: House, **fields: Any) -> ApprovedAnswer:
    made = ApprovedAnswer(
        key="gift-returns", question=GIFT.question, answer=Words("Gifts may be returned within 20 days."),
        sources=(source("Gifts may be returned within 20 days.", 2),), owner="Claire",
    )  # fmt: skip
    async with house.database.session() as session:
        return await knowledge.record_answer(
            session,
            house.shop.id,
            house.claire,
            replace(made, **fields),
            reason="test",
        )


async def test_the_same_file_again_makes_nothing_new(house: House) -> None:
    assert (await house.take_in(RAIN, GIFT)).new == 2
    again = await house.take_in(RAIN, GIFT, version=2, texts=[RAIN.answer.en, GIFT.answer.en])
    assert (again.new, again.changed, again.known, again.overtaken) == (0, 0, 2, 0)


async def test_a_passage_that_moved_takes_its_draft_along(house: House) -> None:
    [one] = await house.queued(RAIN)
    await house.take_in(replace(RAIN, sources=(source(RAIN.answer.en, 12, version=2),)), version=2)
    moved = await house.draft(one.id)
    assert (moved.place, moved.document_version, moved.draft.sources[0].version) == (12, 2, 2)


async def test_a_changed_passage_replaces_the_live_answer_standing_on_it(house: House) -> None:
    await live(house, question=Words("How long do I have to return a gift?", "礼物多久可退？"))
    [one] = await house.queued(GIFT)
    assert (one.kind, one.answer_key, one.after_version, one.owner) == ("change", "gift-returns", 1, "Claire")
    assert one.draft.question.zh == "礼物多久可退？"


async def test_a_live_answer_that_says_so_from_this_passage_is_left_alone(house: House) -> None:
    await live(house, answer=GIFT.answer, sources=GIFT.sources)
    taken = await house.take_in(GIFT)
    assert (taken.new, taken.changed, taken.known, taken.ids) == (0, 0, 1, ())


async def test_a_waiting_draft_whose_passage_changed_is_overtaken(house: House) -> None:
    [one] = await house.queued(GIFT)
    later = draft_of(GIFT.question.en, "The person who received the gift has 45 days to return it.", passage=2)
    taken = await house.take_in(later, version=2, texts=[later.answer.en])
    assert (taken.new, taken.overtaken) == (1, 1)
    assert (await house.draft(one.id)).state == "overtaken"


async def test_an_answer_whose_passage_is_gone_is_put_up_for_withdrawal_once(house: House) -> None:
    await live(house)
    taken = await house.take_in(version=2, texts=["Nothing about presents."])
    assert taken.withdrawn == 1
    one = await house.draft(taken.ids[0])
    assert (one.kind, one.answer_key) == ("withdraw", "gift-returns")
    assert (await house.take_in(version=3, texts=["Still nothing."])).withdrawn == 0
    await house.approve(house.claire, one)
    async with house.database.session() as session:
        [ready] = await service.approved(session, house.shop.id)
    assert (ready.answer.key, ready.answer.status) == ("gift-returns", "retired")


async def test_what_two_passages_say_alike_becomes_one_draft_with_both_sources(house: House) -> None:
    twice = replace(RAIN, question=Words("May the saddle bag get wet?"), sources=(source(RAIN.answer.en, 9),))
    taken = await house.take_in(RAIN, twice)
    assert (taken.new, taken.joined) == (1, 1)
    one = await house.draft(taken.ids[0])
    assert [ref.passage for ref in one.draft.sources] == [3, 9]
    assert one.draft.phrasings["en"] == ("May the saddle bag get wet?",)


async def test_a_question_that_is_nearly_asked_already_is_pointed_out(house: House) -> None:
    await live(house, key="wet", question=Words("Can a saddle bag get wet?"), answer=Words("No."), sources=())
    [one] = await house.queued(draft_of("Can the saddle bag get wet in rain?", "It may get wet."))
    other = await house.take_in(draft_of("Can saddle bags get wet?", "They may."), document_id="doc_other")
    assert one.kind == "new"
    assert (await house.draft(other.ids[0])).twin == "answer:wet" or (await house.draft(other.ids[0])).kind == "change"


async def test_an_answer_whose_passage_reads_otherwise_is_held_against_it_as_it_reads_now(house: House) -> None:
    await live(house)
    changed = "Gifts may be returned within 45 days."
    taken = await house.take_in(version=2, texts=["Something else.", changed])
    assert (taken.changed, taken.withdrawn) == (1, 0)
    one = await house.draft(taken.ids[0])
    assert (one.kind, one.answer_key, one.differs) == ("change", "gift-returns", 1)
    assert [(ref.quote, ref.version, ref.passage) for ref in one.draft.sources] == [(changed, 2, 2)]
    async with house.database.session() as session:
        done = await service.mend(
            session, house.shop.id, house.claire, one.id, seen=one.version, beside=service.Beside(live=1)
        )
    assert done.draft.answer.en == changed
    assert (await house.take_in(version=3, texts=[changed])).changed == 0


async def test_a_draft_of_the_changed_passage_itself_comes_before_the_old_words(house: House) -> None:
    await live(house)
    text = "The person who received the gift has 45 days to return it."
    taken = await house.take_in(draft_of(GIFT.question.en, text, passage=2), version=2, texts=["Other.", text])
    assert (taken.changed, len(taken.ids)) == (1, 1)
    assert (await house.draft(taken.ids[0])).draft.answer.en == text


async def test_a_withdrawal_that_waits_goes_when_the_passage_is_back(house: House) -> None:
    made = await live(house)
    gone = await house.take_in(version=2, texts=["Nothing."])
    back = await house.take_in(version=3, texts=[made.answer.en])
    assert (gone.withdrawn, back.overtaken) == (1, 1)
    assert (await house.draft(gone.ids[0])).state == "overtaken"


async def test_a_live_answer_that_is_asked_otherwise_is_pointed_out_by_either_ones_phrasings(house: House) -> None:
    await live(
        house, key="invoice", question=Words("Where is the invoice of my order?"), answer=Words("In your account."),
        phrasings={"en": ("How do I get an invoice for my order?",)}, sources=(),
    )  # fmt: skip
    text = "The invoice comes by e-mail."
    asked = draft_of("Is there a bill?", text, phrasings={"en": ("Can I get an invoice for an order?",)})
    other = draft_of("Do you sell umbrellas?", "Umbrellas are sold in the boutique.", passage=5)
    twin, alone = await house.queued(asked, other)
    assert (twin.kind, twin.twin, twin.exact, twin.plainly_exact) == ("new", "answer:invoice", True, False)
    assert (alone.twin, alone.plainly_exact) == ("", True)
    async with house.database.session() as session:
        exact = await queue.lines(session, house.shop.id, "", Wanted(show="exact"))
    assert [line.id for line in exact] == [alone.id]


async def test_a_question_that_is_only_a_phrasing_of_an_answer_does_not_replace_it(house: House) -> None:
    await live(house, question=Words("What about gifts?"), phrasings={"en": (GIFT.question.en,)}, sources=())
    [one] = await house.queued(GIFT)
    assert (one.kind, one.twin) == ("new", "answer:gift-returns")
    assert one.answer_key != "gift-returns" and not one.plainly_exact


async def test_a_phrasing_replaces_the_answer_that_stands_on_the_same_passage(house: House) -> None:
    await live(
        house, question=Words("What about gifts?"), phrasings={"en": (GIFT.question.en,)}, answer=Words("20 days."),
        sources=(source("The person who received the gift has 20 days to return it.", 2),),
    )  # fmt: skip
    [one] = await house.queued(GIFT)
    assert (one.kind, one.answer_key) == ("change", "gift-returns")


def test_hundreds_of_drafts_are_held_against_hundreds_of_answers_in_seconds() -> None:
    parts = ["gift", "invoice", "label", "saddle", "strap", "battery", "voucher", "window", "cleaning", "customs"]
    asked = [
        f"Is the {a} of the {b} {c}?" for a in parts for b in parts for c in ("free", "new", "late", "safe", "big")
    ]
    drafts = [draft_of(text, "Yes.", phrasings={"en": (f"Tell me: {text}", f"{text} Please.")}) for text in asked]
    said = [
        ApprovedAnswer(key=f"k{place}", question=Words(text), answer=Words("No."), phrasings={"en": (f"Say, {text}",)})
        for place, text in enumerate(asked)
    ]
    started = perf_counter()
    found = answered_already(drafts, said)
    # Under 2 s alone; the machine may be busy with other tests.
    assert perf_counter() - started < 15
    assert len(found) == 500 and all(near > 0.99 for _, near in found.values())
