"""What the rules draft from a document: the questions a reader would ask, with the document's own words as answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mercery.core.i18n import Lang, Words
from mercery.knowledge.documents.document import Anchor, Passage, SourceRef
from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.drafts.drafting import drafts_of
from mercery.knowledge.drafts.row_words import row_line
from mercery.knowledge.drafts.threads import threads

Read = Callable[[str], list[Passage]]
POLICY = """# Maison Verre: terms

## Contents

- Returns
- Delivery
- Warranty

## Returns

You may return unworn items within 30 days of delivery. Sale items are excluded.

The customer pays for the return parcel unless the item is faulty.

### Gifts

If you received the item as a gift, we refund with a gift card.

## Delivery

Orders placed before 12:00 leave the same day.

| Destination | Standard | Express | Delivery time |
|---|---|---|---|
| France | €6.00 | €14.50 | 1–2 business days |
| Japan | €25.00 | €39.00 | 4–6 business days |

## Warranty

Every watch carries a warranty of two (2) years. Valid from 1 February 2026 to 31 January 2027.

## Frequently asked questions

**Can I change my order?**

Yes, until it has been packed.

Q: Do you engrave?
A: We engrave up to three initials for €25.

## Claim a lost parcel

1. Check the tracking link in the dispatch e-mail.
2. Wait two business days.
3. Write to customer service with the order number.

## Imprint

Maison Verre SAS, capital €50,000. All rights reserved.
"""
CHINESE = """# 店铺服务政策

## 一、退换货政策

您可以在签收后30天内申请退货，商品须未使用。特价商品除外。

## 二、配送

| 地区 | 运费 | 时效 |
|---|---|---|
| 江浙沪 | 8元 | 1至2天 |
| 香港 | 45元 | 4至6天 |

## 三、常见问题

问：可以开发票吗？
答：可以，电子发票将在3个工作日内发送至邮箱。

## 四、取消订单流程

1. 打开“我的订单”，选择订单。
2. 点击“取消订单”。
"""


def _asked(drafts: list[Draft], lang: Lang = "en") -> dict[str, Draft]:
    """Every way to ask, with the draft it belongs to."""
    return {text: one for one in drafts for text in (one.question.text(lang), *one.phrasings.get(lang, ()))}


def test_a_heading_is_asked_about_as_customers_do(read: Read) -> None:
    asked = _asked(drafts_of(read(POLICY)))
    returns = asked["How long do I have to return an item?"]
    assert returns.answer.en.startswith("You may return unworn items within 30 days of delivery.")
    assert returns.category == "returns"
    assert {"Can I return an item?", "Who pays for a return?", "Can I return unworn items?"} <= set(asked)
    assert asked["What happens if I received the item as a gift?"] is asked["How do returns work for gifts?"]
    assert "How do I claim a lost parcel?" in asked


def test_questions_the_document_asks_are_taken_over(read: Read) -> None:
    asked = _asked(drafts_of(read(POLICY)))
    assert asked["Can I change my order?"].answer.en == "Yes, until it has been packed."
    assert asked["Do you engrave?"].answer.en == "We engrave up to three initials for €25."


def test_each_row_of_a_table_answers_for_its_name(read: Read) -> None:
    asked = _asked(drafts_of(read(POLICY)))
    japan = asked["How much does express delivery to Japan cost?"]
    assert japan.answer.en == "Japan: Standard €25.00; Express €39.00; Delivery time 4–6 business days."
    assert asked["How long does delivery to Japan take?"] is japan
    assert [one.anchor.cell for one in japan.sources] == ["A3:D3"]


def test_a_column_with_its_currency_in_its_head_is_asked_for_as_a_price(read: Read) -> None:
    rows = ("| Norway | 29 | 4-6 | 800 |", "| Iceland | 35 | 5-8 | 900 |")
    head = ("| Country | Express (€) | Working days | Free from (€) |", "|---|---|---|---|")
    asked = _asked(drafts_of(read("\n".join(("# Abroad", "", *head, *rows)))))
    assert asked["How much is express for Iceland?"].answer.en.startswith("Iceland: Express (€) 35; Working days 5-8;")
    assert asked["How many working days is it for Norway?"] is asked["From what amount is it free for Norway?"]


def test_rows_called_by_a_number_say_of_what(read: Read) -> None:
    asked = _asked(drafts_of(read("# Gifts\n\n| Pieces | Discount |\n|---|---|\n| 10-24 | 5% |\n| 25-49 | 8% |")))
    assert asked["What is the discount for 10-24 pieces (Gifts)?"].answer.en == "10-24: Discount 5%."


def test_contents_and_imprint_are_no_knowledge(read: Read) -> None:
    told = " ".join(one.answer.en + one.question.en for one in drafts_of(read(POLICY)))
    assert "50,000" not in told
    assert "Contents" not in told


def test_chinese_documents_are_asked_in_chinese(read: Read) -> None:
    drafts = drafts_of(read(CHINESE))
    asked = _asked(drafts, "zh")
    assert asked["可以退货吗？"].answer.zh.startswith("您可以在签收后30天内申请退货")
    assert asked["寄到香港要多久？"].answer.zh == "香港：运费45元；时效4至6天。"
    assert asked["可以开发票吗？"].answer.zh == "可以，电子发票将在3个工作日内发送至邮箱。"
    assert "怎么取消订单？" in asked
    assert not any(one.question.has("en") or one.answer.has("en") for one in drafts)


def test_a_procedure_is_one_answer_with_all_its_steps(read: Read) -> None:
    text = "# Guide\n\n" + "\n\n".join(
        f"## {name}\n\n### Pull up account\n\nAsk for the full name.\n\n### Record reason\n\n- Enter the reason\n- Click [Record]"
        for name in ("Late parcel", "Wrong size", "Broken clasp")
    )
    drafts = drafts_of(read(text))
    assert [one.question.en for one in drafts][:1] == ["How do I handle “Late parcel”?"]
    assert "Pull up account" in drafts[0].answer.en
    assert "Click [Record]" in drafts[0].answer.en


def test_rows_that_repeat_a_name_belong_to_it(read: Read) -> None:
    rows = [("Late parcel", "1", "Open the case"), ("Late parcel", "2", "Check the tracking"), ("Wrong size", "1", "Ask for the size"), ("Wrong size", "2", "Offer an exchange")]  # fmt: skip
    text = "# Guide\n\n| Case | Step | What to do |\n|---|---|---|\n" + "\n".join(
        f"| {' | '.join(row)} |" for row in rows
    )
    drafts = drafts_of(read(text))
    assert [one.answer.en for one in drafts] == [
        "1. Open the case\n2. Check the tracking",
        "1. Ask for the size\n2. Offer an exchange",
    ]


def test_a_long_sheet_of_cases_is_told_case_by_case_and_what_has_no_case_by_its_chapter(read: Read) -> None:
    intro = "Whatever was bought, be kind, find the order first and never promise what the policy does not hold."
    rows = [("Returns", "", intro)]
    names = [f"{first}{second}" for first in "ABCDEFGHIJ" for second in "KLMNOPQRST"]
    rows += [
        ("Returns" if at < 50 else "Repairs", f"Case {name}", f"{verb} the parcel of shelf {name}")
        for at, name in enumerate(names)
        for verb in ("Open", "Check", "Weigh", "Record")
    ]
    text = "# Guide\n\n| Chapter | Subject | Text |\n|---|---|---|\n" + "\n".join(
        f"| {' | '.join(row)} |" for row in rows
    )
    drafts = drafts_of(read(text))
    assert len(rows) > 300
    assert len(drafts) == 101
    assert drafts[0].answer.en == intro
    assert all(one.answer.en.count("parcel") == 4 for one in drafts[1:])


def test_the_same_answer_twice_is_one_draft_with_both_places(read: Read) -> None:
    text = "# A\n\n## Late parcels\n\nWe look for the parcel with the carrier.\n\n## Lost parcels\n\nWe look for the parcel with the carrier.\n"
    (draft,) = drafts_of(read(text))
    assert len([one for one in draft.sources if one.quote.startswith("We look")]) == 2


def test_no_question_has_two_answers(read: Read) -> None:
    drafts = drafts_of(read(POLICY))
    ways = [text.lower() for one in drafts for text in (one.question.en, *one.phrasings.get("en", ()))]
    assert len(ways) == len(set(ways))


def test_only_what_stands_on_changed_passages_is_drafted_again(read: Read) -> None:
    passages = read(POLICY)
    warranty = next(one.number for one in passages if one.text.startswith("Every watch"))
    drafts = drafts_of(passages, document_id="doc_1", version=2, changed={warranty})
    assert [one.question.en for one in drafts] == ["How long is the warranty?"]
    assert {(one.document_id, one.version) for one in drafts[0].sources} == {("doc_1", 2)}


@pytest.mark.parametrize("text", [POLICY, CHINESE])
def test_every_thread_of_a_drafted_answer_agrees(read: Read, text: str) -> None:
    drafts = drafts_of(read(text))
    assert drafts
    assert all(thread.agrees for one in drafts for thread in threads(one.answer, one.sources))


LINES = [line for line in [*POLICY.splitlines(), *CHINESE.splitlines()] if line]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=25))
def test_however_a_document_is_put_together_no_number_is_made_up(read: Read, lines: list[str]) -> None:
    try:
        passages = read("# Title\n\n" + "\n\n".join(lines))
    except Exception as error:  # a document without a word to read is refused
        assert "text" in str(error).lower() or "文" in str(error)
        return
    for draft in drafts_of(passages):
        stated = {figure for one in draft.sources for figure in re.findall(r"\d+", one.quote)}
        texts = [
            draft.question.en,
            draft.question.zh,
            draft.answer.en,
            draft.answer.zh,
            *sum(draft.phrasings.values(), ()),
        ]
        assert {figure for text in texts for figure in re.findall(r"\d+", text)} <= stated


def test_heads_and_feet_of_pages_are_left_out() -> None:
    pages = [
        one
        for page in range(1, 5)
        for one in (
            _on(page, "heading", f"Chapter {page} of the handbook", level=1, number=page * 10),
            _on(page, "paragraph", f"Returns of kind {'abcd'[page - 1]} are possible within 30 days of delivery to you.", number=page * 10 + 1),
            _on(page, "paragraph", f"Handbook of the shop, page {page}", number=page * 10 + 2),
        )
    ]  # fmt: skip
    assert not any("Handbook of the shop" in one.answer.en for one in drafts_of(pages))


def _on(page: int, kind: str, text: str, *, number: int, level: int = 0) -> Passage:
    assert kind in ("heading", "paragraph")
    return Passage(number=number, kind="heading" if kind == "heading" else "paragraph", text=text, anchor=Anchor(page=page), lang="en", level=level)  # fmt: skip


def test_a_table_of_questions_has_an_answer_for_each(read: Read) -> None:
    text = "# Gifts\n\n| Question | Answer |\n|---|---|\n| Do you offer gift wrapping? | Yes, free of charge. |\n| Can I add a card? | Yes, up to 200 characters. |\n"
    drafts = drafts_of(read(text))
    assert [(one.question.en, one.answer.en) for one in drafts] == [
        ("Do you offer gift wrapping?", "Yes, free of charge."),
        ("Can I add a card?", "Yes, up to 200 characters."),
    ]


def test_chapters_with_numbers_are_no_steps(read: Read) -> None:
    text = "# Terms\n\n## 1. Cancellation\n\nYou may cancel an order until it is packed.\n\n## 2. Complaints\n\nWe answer every complaint within two business days.\n"
    asked = _asked(drafts_of(read(text)))
    assert asked["Can I cancel my order?"] is not asked["How do I make a complaint?"]


def test_a_question_and_its_answer_in_one_paragraph_are_taken_apart(read: Read) -> None:
    drafts = drafts_of(read("# Help\n\nCan I pay later? Yes, within 30 days for orders over €50.\n"))
    assert [(one.question.en, one.answer.en) for one in drafts] == [
        ("Can I pay later?", "Yes, within 30 days for orders over €50.")
    ]


def test_a_column_named_from_keeps_its_distance_so_that_no_condition_is_made_up() -> None:
    row = Passage(
        number=2, kind="row", lang="en", text="France | €12 | €200", anchor=Anchor(sheet="Rates", cell="A2:C2"),
        cells=(("To", "France"), ("Delivery", "€12"), ("Free from", "€200")),
    )  # fmt: skip
    source = SourceRef(document_id="doc", version=1, passage=2, quote=row.text)
    said = row_line(row)
    assert said == "France: Delivery €12; Free from: €200."
    assert all(thread.agrees for thread in threads(Words(said), (source,)))
