"""The review page by plain forms and as htmx asks for it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.accounts.house import Browser, console_app
from tests.knowledge.review.house import GIFT, LABEL, RAIN, House, draft_of

from mercery.core.i18n import Words
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import console, exact_console, service
from mercery.knowledge.review.policies_by_hand import PoliciesByHand
from mercery.knowledge.review.queued import QueuedDraft
from mercery.orders import console as rules_console
from mercery.orders import rule_proposals_console, rules_overview
from mercery.orders.actions.rule_versions import history
from mercery.orders.actions.service import rules_in_force
from mercery.policies import console as policies_console
from mercery.policies import proposals_console
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import policies_in_force, record_policy
from mercery.web.rate_limit import RateLimiter

WRONG = draft_of(
    "How much is a new strap?", "A new strap costs €80.", "Straps are replaced at a cost of €85.", passage=5
)


class Desk:
    """Browsers of the people, and what they send."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = console_app(house.database, exact_console.router, console.router)
        self.app.state.limiter = RateLimiter(house.database.url)
        self.browsers: list[Browser] = []

    async def sign_in(self, name: str) -> Browser:
        made = Browser(self.app, host="localhost:8000", address=f"192.0.2.{10 + len(self.browsers)}")
        self.browsers.append(made)
        assert (await made.log_in(f"{name}@aurelle.example")).status_code == 303
        return made

    async def act(self, who: Browser, one: QueuedDraft, act: str, **fields: str) -> httpx.Response:
        now = await self.house.draft(one.id)
        return await who.post(
            f"/console/review/{one.id}/{act}", {"version": str(now.version), **fields}, page="/console/review"
        )


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    made = Desk(house)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()


async def test_draft_and_source_face_each_other_and_what_differs_keeps_approve_shut(desk: Desk) -> None:
    [one] = await desk.house.queued(WRONG)
    claire = await desk.sign_in("claire")
    page = (await claire.get("/console/review")).text
    assert one.differs == 1 and "1 of 1 differ" in page
    assert page.count("marked-off") == 2 and "Use €85 and approve" in page
    approve = re.search(r"<button[^>]*data-act=\"approve\"[^>]*>", page)
    assert approve and " disabled" in approve[0]
    refused = await desk.act(claire, one, "approve")
    assert refused.status_code == 422 and "differ from the source" in refused.text
    assert (await desk.house.draft(one.id)).state == "waiting"


async def test_one_act_takes_the_sources_value_and_says_yes_and_one_takes_both_back(desk: Desk) -> None:
    [one] = await desk.house.queued(WRONG)
    claire = await desk.sign_in("claire")
    await desk.act(claire, one, "mend")
    mended = await desk.house.draft(one.id)
    assert mended.draft.answer.en == "A new strap costs €85." and mended.state == "second"
    await claire.post("/console/review/undo", {"version": "0"}, page="/console/review")
    back = await desk.house.draft(one.id)
    assert (back.draft.answer.en, back.state, back.approvals) == ("A new strap costs €80.", "waiting", ())


async def test_approving_shows_the_next_draft_at_once(desk: Desk) -> None:
    gift, rain = await desk.house.queued(GIFT, RAIN)
    claire = await desk.sign_in("claire")
    answer = await claire.http.post(
        f"/console/review/{gift.id}/approve",
        data={"csrf_token": await claire.token("/console/review"), "version": "1"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200 and "<html" not in answer.text
    assert answer.headers["HX-Replace-Url"] == f"/console/review/{rain.id}"
    assert "Approved. It goes live with the next release." in answer.text
    assert RAIN.question.en in re.findall(r'id="draft-question"[^>]*>([^<]*)<', answer.text)[0]


async def test_owner_and_dates_are_set_while_approving(desk: Desk) -> None:
    [one] = await desk.house.queued(RAIN)
    claire = await desk.sign_in("claire")
    await desk.act(claire, one, "approve", owner="Bruno", valid_from="2026-12-01", valid_to="2027-01-31")
    done = await desk.house.draft(one.id)
    assert (done.state, done.owner) == ("approved", "Bruno")
    assert done.valid_from and done.valid_from.isoformat() == "2026-11-30T23:00:00+00:00"
    assert done.valid_to and done.valid_to.isoformat() == "2027-01-31T23:00:00+00:00"


async def test_a_wrong_date_is_named_at_its_field_and_nothing_happens(desk: Desk) -> None:
    [one] = await desk.house.queued(RAIN)
    claire = await desk.sign_in("claire")
    answer = await desk.act(claire, one, "approve", valid_from="2026-12-01", valid_to="2026-11-01")
    assert answer.status_code == 422 and "It would end before it begins." in answer.text
    assert (await desk.house.draft(one.id)).state == "waiting"


async def test_the_first_person_no_longer_sees_it_the_second_does(desk: Desk) -> None:
    [one] = await desk.house.queued(LABEL)
    claire, bruno = await desk.sign_in("claire"), await desk.sign_in("bruno")
    await desk.act(claire, one, "approve")
    assert "Nothing waits for your yes" in (await claire.get("/console/review")).text
    seen = (await bruno.get("/console/review")).text
    assert LABEL.question.en in seen and "Claire said yes" in seen
    await desk.act(bruno, one, "approve")
    assert (await desk.house.draft(one.id)).state == "approved"


async def test_an_edit_is_compared_anew_and_its_errors_keep_what_was_typed(desk: Desk) -> None:
    [one] = await desk.house.queued(WRONG)
    claire = await desk.sign_in("claire")
    texts = {
        "question_en": WRONG.question.en,
        "question_zh": "",
        "answer_zh": "",
        "phrasings_en": "",
        "phrasings_zh": "",
    }
    wrong = await desk.act(claire, one, "edit", **texts, answer_en="x" * 5000)
    assert wrong.status_code == 422 and "Longer than 4000 characters" in wrong.text and "xxxxx" in wrong.text
    await desk.act(claire, one, "edit", **texts, answer_en="A new strap costs €85.")
    assert (await desk.house.draft(one.id)).differs == 0


async def test_filters_narrow_and_stay_in_the_addresses(desk: Desk) -> None:
    await desk.house.queued(WRONG, RAIN)
    claire = await desk.sign_in("claire")
    page = (await claire.get("/console/review?show=differs")).text
    assert WRONG.question.en in page and RAIN.question.en not in page
    assert re.search(r'formaction="/console/review/\w+/mend\?show=differs"', page)
    assert "No draft matches" in (await claire.get("/console/review?show=twin")).text
    found = (await claire.get("/console/review?q=saddle+dry&missing=&owner=&show=&document=")).text
    assert RAIN.question.en in found and WRONG.question.en not in found


async def test_exact_ones_are_listed_and_approved_together(desk: Desk) -> None:
    rain, label, wrong = await desk.house.queued(RAIN, LABEL, WRONG)
    claire = await desk.sign_in("claire")
    page = (await claire.get("/console/review/exact")).text
    values = re.findall(r'name="draft" value="([^"]+)"', page)
    assert {value.split("@")[0] for value in values} == {rain.id, label.id}
    await claire.post("/console/review/exact", {"draft": [*values, f"{wrong.id}@1"]}, page="/console/review")
    states = [(await desk.house.draft(one.id)).state for one in (rain, label, wrong)]
    assert states == ["approved", "second", "waiting"]


async def test_only_reviewers_decide_and_only_owners_set_the_rule(desk: Desk) -> None:
    [one] = await desk.house.queued(RAIN)
    bruno = await desk.sign_in("bruno")
    assert (
        await bruno.post("/console/review/rules", {"two_people": "never"}, page="/console/review")
    ).status_code == 403
    claire = await desk.sign_in("claire")
    await claire.post("/console/review/rules", {"two_people": "always"}, page="/console/review")
    assert (await desk.house.draft(one.id)).touches == ("shop",)
    assert "Two people approve every answer" in (await bruno.get("/console/review/rules")).text


async def test_both_languages_and_a_missing_one_as_a_gap(desk: Desk) -> None:
    [one] = await desk.house.queued(RAIN)
    claire = await desk.sign_in("claire")
    assert "Chinese missing" in (await claire.get("/console/review")).text
    chinese = (await claire.get("/console/review?lang=zh")).text
    assert "有 1 条答复待您核准" in chinese and "缺中文" in chinese
    no_reason = await claire.post(
        f"/console/review/{one.id}/reject?lang=zh", {"reason": " ", "version": str(one.version)}
    )
    assert "请写明原因。" in no_reason.text and "Say why it is rejected" not in no_reason.text


async def test_a_changed_source_replaces_the_live_answer_and_shows_word_by_word_what_changes(desk: Desk) -> None:
    before = ApprovedAnswer(key="gift", question=GIFT.question, answer=Words("The person has 20 days to return it."))
    async with desk.house.database.session() as session:
        await knowledge.record_answer(session, desk.house.shop.id, desk.house.claire, before, reason="test")
    await desk.house.queued(GIFT)
    page = (await (await desk.sign_in("claire")).get("/console/review")).text
    assert (
        "replaces a live answer" in page and '<del class="stops">20</del>' in page and '<ins class="holds">30' in page
    )


async def test_a_policy_chosen_while_approving_is_shown_with_its_difference_first(desk: Desk) -> None:
    held = PolicyDraft(
        key="label",
        topic="returns",
        title=Words("Return label"),
        statement=Words("A label costs €9."),
        values={"fee": 9},
    )
    async with desk.house.database.session() as session:
        await record_policy(session, desk.house.shop.id, desk.house.claire, held, reason="test")
    [one] = await desk.house.queued(LABEL)
    claire = await desk.sign_in("claire")
    assert one.policy_key != "label"
    await desk.act(claire, one, "approve", policy_key="label", policy_was=one.policy_key)
    chosen = await desk.house.draft(one.id)
    assert (chosen.policy_key, chosen.policy_version, chosen.state) == ("label", 1, "waiting")
    page = (await claire.get(f"/console/review/{one.id}")).text
    assert '<ins class="holds">' in page and "fee_eur: 14.5" in page
    await desk.act(claire, one, "approve", policy_key="label", policy_was="label", live="0", policy="1")
    assert (await desk.house.draft(one.id)).state == "second"


async def test_approved_and_rejected_drafts_can_be_opened_again_until_a_release_holds_them(desk: Desk) -> None:
    rain, gift = await desk.house.queued(RAIN, GIFT)
    bruno = await desk.sign_in("bruno")
    await desk.act(bruno, rain, "approve")
    await desk.act(bruno, gift, "approve")
    await desk.act(bruno, rain, "reopen")
    assert (await desk.house.draft(rain.id)).state == "waiting"
    async with desk.house.database.session() as session:
        await service.take_up(session, desk.house.shop.id, [gift.id], "rel_1")
    assert (await desk.act(bruno, gift, "reopen")).status_code == 409


async def test_a_policy_on_money_written_on_its_page_waits_for_a_second_person(desk: Desk) -> None:
    app = console_app(desk.house.database, proposals_console.router, policies_console.router)
    app.state.limiter, app.state.policy_two_people = desk.app.state.limiter, PoliciesByHand()
    desk.app = app
    claire, bruno = await desk.sign_in("claire"), await desk.sign_in("bruno")
    written = {
        "key": "label",
        "topic": "delivery",
        "statement_en": "A label costs €9.",
        "reason": "the carrier's price",
    }
    sent = await claire.post("/console/settings/policies/new", {**written, "version": "0"}, page="/console/settings")
    waits = sent.headers["location"]
    assert sent.status_code == 303 and "/waiting/ppr_" in waits
    own = await claire.post(f"{waits}/confirm", {}, page="/console/settings")
    assert own.status_code == 422 and "a second person has to say yes" in own.text
    assert (await bruno.get("/console/settings/policies/label")).status_code == 404
    shown = (await bruno.get(f"{waits}?lang=zh")).text
    assert "待您核准" in shown and "A label costs €9." in shown
    done = await bruno.post(f"{waits}/confirm", {}, page="/console/settings")
    assert done.headers["location"] == "/console/settings/policies/label"
    async with desk.house.database.session() as session:
        [made] = await policies_in_force(session, desk.house.shop.id)
    assert (made.key, made.recorded_by) == ("label", "Claire, Bruno")


async def test_rules_for_orders_that_move_money_wait_for_a_second_person(desk: Desk) -> None:
    app = console_app(desk.house.database, rule_proposals_console.router, rules_console.router)
    app.state.limiter, app.state.policy_two_people = desk.app.state.limiter, PoliciesByHand()
    app.state.badge_sources, desk.app = [rules_overview.badges], app
    claire, bruno = await desk.sign_in("claire"), await desk.sign_in("bruno")
    page, pack = "/console/settings/rules", "/console/settings/rules/packs/boutique"
    sent = await claire.post(pack, {"reason": "we begin"}, page=pack)
    waits = sent.headers["location"]
    assert "/waiting/orp_" in waits
    own = await claire.post(f"{waits}/confirm", {}, page=page)
    assert own.status_code == 422 and "a second person has to say yes" in own.text
    listed = (await bruno.get(page)).text
    assert "There are no rules yet." in listed and waits in listed and '<span class="side-count">1</span>' in listed
    shown = (await bruno.get(f"{waits}?lang=zh")).text
    assert "待您核准" in shown and "规则包“boutique”" in shown
    done = await bruno.post(f"{waits}/confirm", {}, page=page)
    assert done.headers["location"] == page
    async with desk.house.database.session() as session:
        made = await rules_in_force(session, desk.house.shop.id)
        assert {one.recorded_by for one in await history(session, desk.house.shop.id, "return_items")} == {
            "Claire, Bruno"
        }
    assert len(made) == 7
