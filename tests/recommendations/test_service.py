"""What a person is shown: no second bag to who has one, what completes it first, what is used up when it is."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

from sqlalchemy import event, text
from tests.recommendations.house import NOW, House

from mercery.experiments.service import record_outcome, variant_for
from mercery.recommendations import service
from mercery.recommendations.emailing import mail_lines, write_csv
from mercery.recommendations.history import allowed, history_of
from mercery.recommendations.recommendation import Recommended, Who

BAGS = {"saddle-bag", "saddle-bag-mini", "work-tote", "soft-tote", "hobo-lune", "weekender"}


def passed(house: House, got: Recommended) -> dict[str, str]:
    return dict(zip(house.keys([one.product_id for one in got.passed]), [one.kind for one in got.passed], strict=True))


async def test_who_bought_a_bag_sees_no_bags_and_its_care_set_first(house: House) -> None:
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    for placement in ("home", "assistant", "email"):
        got = await house.asked(placement, customer=customer, limit=8)
        shown = house.keys([one.product_id for one in got.pieces])
        assert shown[0] == "care-leather" and not BAGS & set(shown), placement
        assert got.personal
        assert got.pieces[0].reason.kind == "completes" and got.pieces[0].reason.attributes[0] == "care"
        assert passed(house, got).get("saddle-bag") in (None, "owned")


async def test_after_an_order_the_pieces_of_it_are_completed_without_anybody_being_known(house: House) -> None:
    got = await house.asked("after_order", "soft-tote")
    shown = house.keys([one.product_id for one in got.pieces])
    assert shown[0] == "care-suede" and "care-leather" not in shown and not BAGS & set(shown)


async def test_a_window_that_is_over_opens_the_kind_again(house: House) -> None:
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 1_900)
    got = await house.asked("instead", "hobo-lune", customer=customer)
    assert set(house.keys([one.product_id for one in got.pieces])) <= BAGS and got.pieces


async def test_instead_shows_no_bag_to_who_has_just_bought_one(house: House) -> None:
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 10)
    got = await house.asked("instead", "hobo-lune", customer=customer)
    assert not got.pieces and "has_one" in passed(house, got).values()
    assert {one.kind for one in got.passed} <= {"has_one", "owned", "shown_here"}
    anybody = await house.asked("instead", "hobo-lune")
    assert anybody.pieces and not anybody.personal


async def test_a_candle_comes_back_when_it_is_burnt(house: House) -> None:
    customer = await house.customer()
    await house.bought("CANDLE-VETIVER-WHITE", 20)
    early = await house.asked("home", customer=customer, limit=8)
    assert passed(house, early).get("candle-vetiver") in (None, "not_yet")
    assert "candle-vetiver" not in house.keys([one.product_id for one in early.pieces])
    await house.bought("CANDLE-VELVET-HOUR-PLUM", 88)
    late = await house.asked("home", customer=customer, limit=8)
    again = next(one for one in late.pieces if one.reason.kind == "runs_out")
    assert house.keys([again.product_id]) == ["candle-velvet-hour"] and again.reason.at is not None


async def test_what_was_sent_back_or_cancelled_was_not_bought(house: House) -> None:
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 10, back=True)
    await house.bought("WORK-TOTE-BLACK", 9, status="cancelled")
    got = await house.asked("instead", "hobo-lune", customer=customer)
    assert got.pieces and not got.personal


async def test_orders_need_a_yes_and_a_no_counts_before_it(house: House) -> None:
    customer = await house.customer(agrees=False)
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    silent = await house.asked("instead", "hobo-lune", customer=customer)
    assert silent.pieces and not silent.personal
    who = Who(customer_id=customer)
    async with house.database.session() as session:
        await service.set_consent(session, house.shop, who, given=True)
    assert not (await house.asked("instead", "hobo-lune", customer=customer)).pieces
    agreeing = await house.customer("C2")
    await house.bought("SADDLE-BAG-BORDEAUX", 3, key="C2", number="x2")
    async with house.database.session() as session:
        await service.set_consent(session, house.shop, Who(customer_id=agreeing), given=False)
    assert (await house.asked("instead", "hobo-lune", customer=agreeing)).pieces


async def test_a_no_holds_in_the_browser_after_signing_out_and_a_yes_does_not(house: House) -> None:
    customer = await house.customer(agrees=False)
    both, browser = Who(customer_id=customer, visitor_id="vis_1"), Who(visitor_id="vis_1")
    async with house.database.session() as session:
        for _ in range(2):
            await service.set_consent(session, house.shop, both, given=False)
        assert await allowed(session, house.shop, browser) == "nothing"
        await service.set_consent(session, house.shop, both, given=True)
        assert await allowed(session, house.shop, both) == "all"
        assert await allowed(session, house.shop, browser) == "browsing"


async def test_not_for_me_and_i_have_it_work_at_once(house: House) -> None:
    first = await house.asked("instead", "hobo-lune", visitor="vis_1")
    refused, owned = first.pieces[0].product_id, first.pieces[1].product_id
    who = Who(visitor_id="vis_1")
    async with house.database.session() as session:
        await service.say(session, house.shop, who, refused, "not_for_me")
    after = await house.asked("instead", "hobo-lune", visitor="vis_1")
    assert refused not in [one.product_id for one in after.pieces]
    assert {one.product_id: one.kind for one in after.passed}[refused] == "not_for_me"
    async with house.database.session() as session:
        await service.say(session, house.shop, who, owned, "have_it")
    assert not (await house.asked("instead", "hobo-lune", visitor="vis_1")).pieces
    async with house.database.session() as session:
        assert await service.unsay(session, house.shop, who, owned)
    assert (await house.asked("instead", "hobo-lune", visitor="vis_1")).pieces


async def test_the_number_of_statements_does_not_grow_with_the_history(house: House) -> None:
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    await house.asked("home", customer=customer)
    counted: list[str] = []
    engine = house.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    await house.asked("home", customer=customer)
    few = len(counted)
    for number, sku in enumerate(
        ("CANDLE-VETIVER-WHITE", "LOAFER-ARNO-BLACK-38", "CARRE-DECO-BORDEAUX", "WORK-TOTE-BLACK")
    ):
        for days in (5, 40, 90):
            await house.bought(sku, days + number)
    await house.asked("home", customer=customer)
    counted.clear()
    await house.asked("home", customer=customer)
    assert len(counted) == few <= 24


async def test_mails_hold_who_agreed_with_reasons_and_links(house: House) -> None:
    await house.customer()
    await house.customer("C2", agrees=False)
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    out = StringIO(newline="")
    async with house.database.session() as session:
        everybody = replace(house.shop, holdouts={"recommendations": 0.0, "mails": 0.0})
        count = await write_csv(mail_lines(session, everybody, site="https://orme.example", limit=2), out)
    rows = list(csv.DictReader(StringIO(out.getvalue())))
    assert count == len(rows) == 2 and {one["customer"] for one in rows} == {"C1"}
    assert rows[0]["why"] == "For calfskin; your Saddle Bag is in full-grain calfskin."
    assert rows[0]["url"].startswith("https://orme.example/en/r/") and "C1" not in rows[0]["url"]


async def test_customers_of_the_hold_out_are_in_no_mail(house: House) -> None:
    customers = [await house.customer(f"C{number}") for number in range(6)]
    shop = replace(house.shop, holdouts={"recommendations": 0.5, "mails": 0.0})
    drawn = {f"C{n}" for n, one in enumerate(customers) if variant_for(shop, "recommendations", one) == "treatment"}
    async with house.database.session() as session:
        found = {one.customer async for one in mail_lines(session, shop, site="https://orme.example", limit=1)}
    assert found == drawn


async def test_customers_without_mails_are_noted_like_those_who_get_them_and_only_who_has_rows(house: House) -> None:
    customers = [await house.customer(f"C{number}") for number in range(8)]
    await house.customer("C9", agrees=False)
    shop = replace(house.shop, holdouts={"recommendations": 0.0, "mails": 0.5})
    drawn = {f"C{n}" for n, one in enumerate(customers) if variant_for(shop, "mails", one) == "treatment"}
    async with house.database.session() as session:
        for _ in range(2):
            found = {one.customer async for one in mail_lines(session, shop, site="https://orme.example", limit=1)}
            assert found == drawn
    async with house.database.session() as session:
        met = (
            await session.execute(text("SELECT visitor_id, arm, share FROM exposures WHERE feature = 'mails'"))
        ).all()
    assert sorted(one.visitor_id for one in met) == sorted(customers)
    assert {one.visitor_id for one in met if one.arm == "treatment"} == {customers[int(key[1:])] for key in drawn}
    assert {one.share for one in met} == {0.5}


async def test_an_order_told_for_a_browser_speaks_to_its_owner_and_not_to_who_comes_next(house: House) -> None:
    ada, ben = await house.customer("C1"), await house.customer("C2")
    await house.bought("SADDLE-BAG-BORDEAUX", 3, number="N1")

    async def bought(**who: str) -> list[str]:
        async with house.database.session() as session:
            history = await history_of(session, house.shop, Who(**who))
        return house.keys([one.product_id for one in history.bought])

    async def told(number: str, days: int) -> None:
        async with house.database.session() as session:
            at = NOW - timedelta(days=days)
            await record_outcome(session, house.shop.id, "vis_1", "order", subject=number, at=at)

    await told("N1", 3)
    assert await bought(visitor_id="vis_1") == await bought(visitor_id="vis_1", customer_id=ada) == ["saddle-bag"]
    assert await bought(visitor_id="vis_1", customer_id=ben) == []
    # Another customer ordered here: with nobody signed in, neither is spoken of.
    await house.bought("WORK-TOTE-BLACK", 2, key="C2", number="N2")
    await told("N2", 2)
    assert await bought(visitor_id="vis_1") == []


async def test_an_order_told_for_a_browser_lapses_and_a_customers_own_does_not(house: House) -> None:
    ada = await house.customer("C1")
    await house.bought("SADDLE-BAG-BORDEAUX", 91, number="N1")
    async with house.database.session() as session:
        await record_outcome(session, house.shop.id, "vis_1", "order", subject="N1", at=NOW - timedelta(days=91))
        anybody = await history_of(session, house.shop, Who(visitor_id="vis_1"))
        own = await history_of(session, house.shop, Who(visitor_id="vis_1", customer_id=ada))
    assert not anybody.bought and len(own.bought) == 1


async def test_somebody_new_sees_what_there_is_and_not_four_of_a_kind(house: House) -> None:
    got = await house.asked("home")
    assert len(got.pieces) == 4 and not got.personal
    async with house.database.session() as session:
        shown = await service.explained(session, house.shop, got, "en")
    assert len({one.product.category_names[0] for one in shown}) >= 3


async def test_what_somebody_said_goes_with_the_customer_and_is_in_their_copy(house: House) -> None:
    customer = await house.customer()
    who = Who(customer_id=customer)
    async with house.database.session() as session:
        await service.say(session, house.shop, who, house.ids["heure-36"], "have_it")
        await service.set_consent(session, house.shop, who, given=True)
    async with house.database.session() as session:
        kept = (await service.kept_of(session, house.shop, who)).as_json()
        assert [one["what"] for one in kept["said"]] == ["have_it"] and kept["consents"][0]["given"] is True
        await session.execute(text("DELETE FROM customers WHERE id = :id"), {"id": customer})
    async with house.database.session() as session:
        kept = (await service.kept_of(session, house.shop, who)).as_json()
    assert kept == {"said": [], "consents": []}
