"""The queue of findings beside their conversations, worked through by keyboard, and what a person says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, says, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, Message
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang, Words
from mercery.inspection import repository
from mercery.inspection.agents import Spokesman
from mercery.inspection.console.tabs import HOME, Judge, day, tabs_for
from mercery.inspection.finding import CoachingNote, FindingFilter, Judgement, StoredFinding
from mercery.inspection.marking import Cut, cut
from mercery.inspection.measures import Measures
from mercery.inspection.rule import RuleId, Severity
from mercery.inspection.rule_texts import RULE_TEXTS, SEVERITY_WORDS, RuleText
from mercery.inspection.service import coaching, judging
from mercery.web.database import Db
from mercery.web.html import local_address, page_response, redirect, redirect_with_flash

router = APIRouter(prefix=HOME, include_in_schema=False)
PAGE: Final = 30
_AROUND: Final = 3
"""Messages shown before and after the one in question; the rest is folded away."""
StateChoice = Literal["open", "agreed", "overruled", "all"]
REASONS: Final = (
    Words("It is true", "说法属实"),
    Words("The shop allows it", "本店允许"),
    Words("It was answered", "已作答复"),
    Words("The words mean something else", "原意并非如此"),
)
"""What is said most often when a finding is overruled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message of the conversation with the words in question marked."""

    message: Message
    parts: Sequence[Cut]
    here: bool
    """Whether it is the message the finding is about."""
    near: bool
    """Whether it stands close enough to be shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """The finding being looked at."""

    finding: StoredFinding
    text: RuleText
    conversation: Conversation
    messages: Sequence[ShownMessage]
    judgements: Sequence[Judgement]
    notes: Sequence[CoachingNote]
    read_by: str

    @property
    def before(self) -> int:
        """How many messages are folded away before those shown."""
        return next((at for at, one in enumerate(self.messages) if one.near), 0)

    @property
    def after(self) -> int:
        """How many are folded away after them."""
        return next((at for at, one in enumerate(reversed(self.messages)) if one.near), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters as chosen."""

    rule: str = ""
    agent: str = ""
    severity: str = ""
    state: StateChoice = "open"
    lang: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    def query(self, **changed: object) -> str:
        """The filters as a query string, with some of them changed."""
        held = {name: getattr(self, name) for name in self.__dataclass_fields__} | changed
        plain = {"state": "open", "page": 1}
        # `lang` in an address is the reader's language; the conversation's is called `in`.
        named = {("in" if name == "lang" else name): value for name, value in held.items()}
        return urlencode({name: value for name, value in named.items() if value and value != plain.get(name)})

    def url(self, **changed: object) -> str:
        """The page's address with these filters."""
        query = self.query(**changed)
        return f"{HOME}?{query}" if query else HOME

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is chosen."""
        return any((self.rule, self.agent, self.severity, self.lang, self.since, self.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPage:
    """What the page shows."""

    tabs: Sequence[tuple[Words, str, bool]]
    asked: Asked
    found: Sequence[StoredFinding]
    total: int
    open: OpenFinding | None
    agents: Sequence[Spokesman]
    waiting: int
    critical: int
    inspected: int
    last: datetime | None
    measures: Measures
    second: int
    """Findings that wait for a second opinion of this person."""
    reading: judging.ReadWhole
    may_coach: bool

    texts = RULE_TEXTS
    severities = SEVERITY_WORDS
    reasons = REASONS

    @property
    def place(self) -> int:
        """The place of the open finding in the list."""
        ids = [one.id for one in self.found]
        return ids.index(self.open.finding.id) if self.open and self.open.finding.id in ids else -1

    def beside(self, step: int) -> str:
        """The address of the finding before or after the open one; empty at the ends."""
        at = self.place + step
        return self.asked.url(finding=self.found[at].id) if self.place >= 0 and 0 <= at < len(self.found) else ""

    @property
    def last_page(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // PAGE))


@router.get("")
async def findings_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    rule: str = "",
    agent: Annotated[str, Query(max_length=64)] = "",
    severity: str = "",
    state: StateChoice = "open",
    lang_: Annotated[str, Query(alias="in")] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    finding: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The queue, worst first, and the finding asked for, else the first."""
    if not staff.may(Permission.JUDGE_CONVERSATIONS):
        return redirect(request, f"{HOME}/coaching")
    asked = Asked(
        rule=rule if rule in set(RuleId) else "", agent=agent, severity=severity if severity in SEVERITY_WORDS else "",
        state=state, lang=lang_ if lang_ in ("en", "zh") else "", since=since, until=until, page=page,
    )  # fmt: skip
    view = await _view(session, staff, shop, asked, finding)
    return page_response(
        "inspection/findings.html", view, context=console_page(request, staff, shop, section="inspection")
    )


async def _view(session: AsyncSession, staff: Staff, shop: Shop, asked: Asked, chosen: str) -> FindingsPage:
    wanted = _filter(asked, shop)
    found, total = await repository.findings(session, shop.id, wanted, offset=(asked.page - 1) * PAGE, limit=PAGE)
    shown = await _chosen(session, shop.id, chosen, found)
    waiting = await repository.counts(session, shop.id, FindingFilter(state="open"))
    return FindingsPage(
        tabs=tabs_for(staff, "findings"),
        asked=asked,
        found=found,
        total=total,
        open=await _opened(session, shop.id, shown) if shown else None,
        agents=await repository.agents(session, shop.id),
        waiting=sum(waiting.values()),
        critical=waiting.get(("critical", "open"), 0),
        inspected=await repository.count_inspected(session, shop.id),
        last=await repository.any_inspected(session, shop.id),
        measures=await judging.measured(session, shop.id),
        second=len(await judging.for_second_opinion(session, shop.id, staff.id)),
        reading=await judging.for_reading(session, shop.id),
        may_coach=staff.may(Permission.COACH),
    )


async def _chosen(
    session: AsyncSession, shop_id: str, chosen: str, found: Sequence[StoredFinding]
) -> StoredFinding | None:
    """The finding of the address where it is still there, else the first of the list."""
    if chosen:
        row = await repository.finding(session, shop_id, chosen)
        if row is not None:
            return repository.stored_finding(row)
    return found[0] if found else None


def _filter(asked: Asked, shop: Shop) -> FindingFilter:
    return FindingFilter(
        rule=RuleId(asked.rule) if asked.rule else None,
        agent_id=asked.agent,
        severity=cast("Severity | None", asked.severity or None),
        state=None if asked.state == "all" else asked.state,
        lang=cast("Lang | None", asked.lang or None),
        since=day(asked.since, shop.timezone),
        until=day(asked.until, shop.timezone, days=1),
    )


async def _opened(session: AsyncSession, shop_id: str, one: StoredFinding) -> OpenFinding:
    said = await judging.talk(session, shop_id, one.conversation_id)
    inspected = await repository.inspection(session, shop_id, one.conversation_id)
    return OpenFinding(
        finding=one,
        text=RULE_TEXTS[one.rule],
        conversation=await conversations.conversation(session, shop_id, one.conversation_id),
        messages=shown(said, one.message_id, one.quote),
        judgements=[it for it in await repository.judgements(session, shop_id, [one.id]) if not it.blind],
        notes=await coaching.notes(session, shop_id, finding_id=one.id),
        read_by=inspected.read_by if inspected else "",
    )


def shown(said: Sequence[Message], message_id: str, quote: str) -> list[ShownMessage]:
    """The messages with the words in question marked; those far from them are folded away."""
    here = next((at for at, one in enumerate(said) if one.id == message_id), 0)
    return [
        ShownMessage(
            message=one,
            parts=cut(one.text, quote) if one.id == message_id else [Cut(text=one.text)],
            here=one.id == message_id,
            near=abs(at - here) <= _AROUND,
        )
        for at, one in enumerate(said)
    ]


@router.post("/findings/{finding_id}/judge")
async def judge(
    request: Request,
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    finding_id: str,
    verdict: Annotated[Literal["agree", "overrule"], Form()],
    reason: Annotated[str, Form(max_length=1000)] = "",
    other: Annotated[str, Form(max_length=1000)] = "",
    to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Agree or overrule, and on to the next."""
    after = local_address(to, HOME)
    why = "; ".join(part.strip() for part in (reason, other) if part.strip())
    try:
        async with session.begin_nested():
            one = await judging.judge(session, shop.id, staff.actor, finding_id, agreed=verdict == "agree", reason=why)
    except MerceryError as error:
        return redirect_with_flash(
            request,
            f"{HOME}?finding={finding_id}",
            told_in(staff_language(request, staff, shop), error),
            tone="stopped",
        )
    name = RULE_TEXTS[one.rule].name
    done = (
        says(request, staff, shop, f"Agreed: {name.en}.", f"已认可：{name.zh}。")
        if verdict == "agree"
        else says(request, staff, shop, f"Overruled: {name.en}.", f"已否决：{name.zh}。")
    )
    undo = f"{HOME}/findings/{finding_id}/reopen"
    return redirect_with_flash(request, after, done, undo_url=undo)


@router.post("/findings/{finding_id}/reopen")
async def reopen(request: Request, session: Db, staff: Judge, shop: CurrentShop, finding_id: str) -> Response:
    """Put a judged finding back into the queue."""
    await judging.reopen(session, shop.id, staff.actor, finding_id)
    return redirect(request, f"{HOME}?finding={finding_id}")


@router.post("/findings/{finding_id}/coach")
async def coach(
    request: Request,
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    finding_id: str,
    text: Annotated[str, Form(max_length=2000)] = "",
    to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Leave a word for whoever wrote."""
    back = local_address(to, f"{HOME}?finding={finding_id}")
    one = await judging.finding(session, shop.id, finding_id)
    try:
        async with session.begin_nested():
            await coaching.add_note(session, shop.id, staff.actor, one.agent.id, text, finding_id=finding_id)
    except MerceryError as error:
        return redirect_with_flash(request, back, told_in(staff_language(request, staff, shop), error), tone="stopped")
    who = Words(one.agent.name or "the assistant", one.agent.name or "AI 店员")
    done = says(request, staff, shop, f"The note waits on the page of {who.en}.", f"意见已留在 {who.zh} 的辅导页。")
    return redirect_with_flash(request, back, done)


@router.post("/conversations/{conversation_id}/missed")
async def missed(
    request: Request,
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    conversation_id: str,
    message_id: Annotated[str, Form(max_length=40)],
    rule: Annotated[RuleId, Form()],
    why: Annotated[str, Form(max_length=1000)] = "",
    to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Add a fault that inspection did not find."""
    back = local_address(to, HOME)
    try:
        async with session.begin_nested():
            one = await judging.add_missed(session, shop.id, staff.actor, conversation_id, message_id, rule, why=why)
    except MerceryError as error:
        return redirect_with_flash(request, back, told_in(staff_language(request, staff, shop), error), tone="stopped")
    name = RULE_TEXTS[one.rule].name
    done = says(request, staff, shop, f"Added as missed: {name.en}.", f"已补报漏检：{name.zh}。")
    return redirect_with_flash(request, back, done)


@router.post("/conversations/{conversation_id}/read")
async def read(
    request: Request,
    session: Db,
    staff: Judge,
    shop: CurrentShop,
    conversation_id: str,
    to: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """The person has read it whole and finds nothing more."""
    await judging.read_whole(session, shop.id, staff.actor, conversation_id)
    done = says(request, staff, shop, "Noted: read whole, nothing more to add.", "已记录：通读完毕，无其他问题。")
    return redirect_with_flash(request, local_address(to, HOME), done)
