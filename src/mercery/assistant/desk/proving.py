"""Proof by a one-time code at the desk: whom a customer says they are, the code that is sent, the code that comes back.

Works in the caller's transaction; what is said is in `asking_who.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.desk.asking_who import (
    ask_identity,
    code_awaited,
    code_given_up,
    code_in,
    code_promised,
    code_refused,
    no_mail,
    without_code,
)
from mercery.assistant.desk.conversing import Reply
from mercery.assistant.desk.hearing import EMAIL, Heard, hear
from mercery.assistant.desk.identifying import names
from mercery.assistant.desk.state import DeskState
from mercery.assistant.desk.tape import Tape
from mercery.assistant.desk.telling import Telling
from mercery.assistant.desk.view import View
from mercery.customers import service as customers
from mercery.customers.challenges import service as challenges
from mercery.customers.challenges.challenge import Asked
from mercery.customers.challenges.service import Claim, Proof
from mercery.customers.customer import Customer
from mercery.orders import service as orders
from mercery.orders.actions.rule import IdentityStrength

_NOBODY: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Who it is, by what proof, and what was said beside it."""

    customer_id: str
    strength: IdentityStrength
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where codes are asked for: one conversation of a shop."""

    session: AsyncSession
    shop: Shop
    conversation: str
    actor: Actor
    tape: Tape

    async def take(self, state: DeskState, heard: Heard, view: View) -> Proved | Reply | None:
        """What a message says while a code is awaited; None when it is about something else."""
        if code := code_in(heard):
            return await self._judge(code, state, heard, view)
        if heard.cue("NO_MAIL"):
            return no_mail(state, heard, view)
        if heard.cue("RESEND"):
            return await self._again(state, heard, view)
        if state.customer_id:
            return None
        return code_given_up(state, heard, view) if heard.drop else None

    async def _judge(self, code: str, state: DeskState, heard: Heard, view: View) -> Proved | Reply:
        proof = await self.tape.noted(
            "prove",
            Proof,
            lambda: challenges.prove(
                self.session, self.shop.id, code, conversation=self.conversation, actor=self.actor
            ),
        )
        if proof.verdict == "right" and state.customer_id in ("", proof.customer_id):
            return Proved(customer_id=proof.customer_id, strength="code", rest=without_code(heard.raw))
        if proof.verdict in ("expired", "none", "right"):
            return await self._again(state, heard, view, late=True)
        return code_refused(proof.left if proof.verdict == "wrong" else 0, state, heard, view)

    async def _again(self, state: DeskState, heard: Heard, view: View, *, late: bool = False) -> Reply:
        tell = Telling(heard.lang, view)
        if late:
            tell.say("That code no longer counts.", "该验证码已失效。")
        claim = self._of(view) if state.customer_id else await self.claimed(hear(state.unheard, heard.lang))
        if claim is None:
            return ask_identity(replace(state, asked=""), heard, view, tried=False, weak=False)
        return await self._send(claim, replace(state, failed=0), heard, tell, why="asked again", again=True)

    async def unknown(self, state: DeskState, heard: Heard, view: View) -> Reply:
        """Who asks is not known: send a code to whom they say they are, or ask. `state.unheard` has all that was said."""
        waiting = state.asked == "code"
        if waiting and not heard.emails and (heard.wishes or not (heard.numbers or heard.postcodes)):
            return code_awaited(state, heard, view)
        if waiting and not heard.emails:
            # Another number takes the place of an address named before, also when a code is asked for again.
            state = replace(state, unheard=EMAIL.sub(" ", state.unheard))
        told = heard if waiting else hear(state.unheard, heard.lang)
        claim = await self.claimed(told)
        if claim is None:
            return ask_identity(state, heard, view, tried=False, weak=False)
        tell = Telling(heard.lang, view)
        if heard.cue("GREETING") and state.turns == 0:
            tell.say("Hello.", "您好。")
        return await self._send(claim, state, heard, tell, why="order business")

    async def step_up(self, answer: Reply, heard: Heard, view: View) -> Reply:
        """Add to an answer that a code is needed, and send it."""
        claim = self._of(view)
        if claim.customer is None or not claim.customer.email:
            return replace(no_mail(answer.state, heard, view), ready=answer.ready)
        return await self._send(claim, answer.state, heard, answer.tell, why=answer.prove, known=True)

    async def _send(
        self,
        claim: Claim,
        state: DeskState,
        heard: Heard,
        tell: Telling,
        *,
        why: str,
        known: bool = False,
        again: bool = False,
    ) -> Reply:
        asked: Asked = await self.tape.noted(
            "send a code",
            Asked,
            lambda: challenges.ask(
                self.session, self.shop.id, claim, conversation=self.conversation, lang=heard.lang, actor=self.actor,
                why=why, again=again,
            ),
        )  # fmt: skip
        return code_promised(asked, state, heard, tell, known=known or bool(state.customer_id))

    def _of(self, view: View) -> Claim:
        return Claim(said=view.customer.id if view.customer else _NOBODY, customer=view.customer)

    async def claimed(self, told: Heard) -> Claim | None:
        """Whom the words name: by the last e-mail address, else the last order number, else name and postcode. None
        when they name nobody at all; a claim that fits nobody is one as well, and looked up no faster."""
        return await self.tape.noted(
            "look somebody up",
            Claim | None,
            lambda: self._claimed(told),
            # What is said does not turn on who it is, so that is kept nowhere.
            kept=lambda claim: claim and Claim(said="", customer=None),
        )

    async def _claimed(self, told: Heard) -> Claim | None:
        if told.emails:
            found = await customers.customers_by_email(self.session, self.shop.id, told.emails[-1])
            return Claim(said=told.emails[-1], customer=await self._one_of(found, told.numbers))
        if told.numbers:
            return Claim(said=told.numbers[-1], customer=await self._buyer(told.numbers[-1]))
        if told.postcodes:
            there = await customers.customers_by_postcode(self.session, self.shop.id, told.postcodes[-1])
            named = [one for one in there if names(told.raw, one)]
            return Claim(said=f"{told.postcodes[-1]} {told.text}", customer=named[0] if len(named) == 1 else None)
        return None

    async def _one_of(self, found: Sequence[Customer], numbers: Sequence[str]) -> Customer | None:
        """Who is meant; where several accounts share an address, the one that placed the order named as well."""
        if len(found) > 1 and numbers:
            buyer = await self._buyer(numbers[-1])
            return next((one for one in found if buyer is not None and one.id == buyer.id), None)
        return found[0] if len(found) == 1 else None

    async def _buyer(self, number: str) -> Customer | None:
        order = await orders.find_order(self.session, self.shop.id, number)
        return await customers.find_customer(self.session, self.shop.id, (order and order.customer_id) or _NOBODY)
