"""Has lines made, judged once more and spoken: two or three ahead of the host's mouth, never one that no longer holds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from mercery.ai.speech.speech import SpeechFailed
from mercery.core.clock import now
from mercery.core.logging import get_logger
from mercery.livestream.comments.wording import set_phrase
from mercery.livestream.director.air import GIVES_WAY, WORTH_S, Air, Handed, woken
from mercery.livestream.director.doors import Programme
from mercery.livestream.director.memory import remember
from mercery.livestream.director.order import following, is_over
from mercery.livestream.director.voicing import Voicing, say_of
from mercery.livestream.engine.protocol import GiveWay, Unsay, Where
from mercery.livestream.line import Line
from mercery.livestream.order.brief import brief, lasts, patience, untimely

log = get_logger(__name__)
AHEAD: Final = 3
"""Lines of the script that are made before they are needed."""
LEAD: Final = 2.2
"""Seconds before the engine falls silent at which it is handed the next line: late, so that the line is judged on facts that
are not older than that when it is heard, and early enough that a busy machine makes no gap."""
_TICK: Final = 0.12
_ON_ITS_WAY: Final = 0.08
"""Seconds a message to the engine may take, with the picture it is at."""
_ANSWERS_HANDED: Final = 1
"""Answers the engine has before it begins them: one follows without a gap, and how much is said of the next is settled only
when that one begins, by who waits then."""
_PATIENCE: Final = 0.7
"""Seconds after a failure of the database or the voice until it is tried again."""


class Talking:
    """The host's mouth."""

    def __init__(self, air: Air, programme: Programme, voicing: Voicing) -> None:
        self._air, self._programme, self._voicing = air, programme, voicing
        self._looking: set[asyncio.Task[None]] = set()
        self._weighed = ""
        """The comment of which it was settled last how much of its answer is said."""
        self._dry = 0
        """Entries in a row that had nothing to say."""

    async def talk(self) -> None:
        """Hand line after line to the engine, for ever."""
        while True:
            try:
                await self._step()
            except Exception as error:
                self._lost(error, "live_line_not_handed")
                await asyncio.sleep(_PATIENCE)
            await woken(self._air.wake, _TICK)

    async def write(self) -> None:
        """Keep lines of the running order ahead, for ever."""
        while True:
            try:
                if self._air.may_speak and not self._air.ending:
                    await self._fill()
            except Exception as error:
                self._lost(error, "live_lines_not_made")
                await asyncio.sleep(_PATIENCE)
            await asyncio.sleep(0.25)

    async def withdraw(self, unwanted: Sequence[Line], *, later: bool = False) -> None:
        """Take lines back from the engine that have not begun; `later`: they are to be said all the same, after what comes."""
        air = self._air
        taken = [one for line in unwanted if (one := air.handed.get(line.id)) and one.began is None]
        for one in taken:
            one.withdrawn, one.wanted = True, later
        if taken and air.engine is not None:
            await air.engine.send(Unsay(ids=tuple(one.line.id for one in taken)))

    async def leave_unsaid(self, comment_id: str) -> None:
        """Nothing more of the answer to this comment is said; it stays written, where it stands at all."""
        air = self._air
        gone = air.waiting.drop(lambda line: line.comment_id == comment_id)
        for line in gone:
            self._voicing.forget(line.id)
        air.unspoken.add(comment_id)
        air.pointers.pop(comment_id, None)
        await self.withdraw([line for line in air.unbegun() if line.comment_id == comment_id])

    async def hold_script(self) -> None:
        """Take the script's next line back from the engine, where it has not begun: something else may come before it."""
        lines = [line for line in self._air.unbegun() if line.rest or line.kind not in ("answer", "reaction")]
        await self.withdraw(lines, later=True)
        self._look_for_places()

    async def hold_rests(self) -> None:
        """Take back what is left of an answer, where it has not begun: somebody has asked something else."""
        await self.withdraw([line for line in self._air.unbegun() if line.rest], later=True)

    async def look_again(self) -> None:
        """After a change: what was handed over and has not begun is judged anew, what waits is judged when its turn comes."""
        stale = [line for line in self._air.unbegun() if not await self._holds(line)]
        await self.withdraw(stale)
        if stale:
            log.info("live_lines_withdrawn", show=self._air.show.id, lines=len(stale))
        self._air.nudge()

    async def turn_to(self, item_id: str) -> bool:
        """Go to an entry of the running order at the next sentence end; whether there is one. Empty: the next."""
        air = self._air
        if item_id and all(item.id != item_id for item in air.items):
            return False
        await self.withdraw([one for one in air.unbegun() if one.kind not in ("answer", "reaction")])
        air.waiting.script.clear()
        air.place = following(air.place, air.items, now())
        if item_id:
            chosen = next(item for item in air.items if item.id == item_id)
            air.place = type(air.place)(item=chosen, since=now(), round_number=air.place.round_number)
        air.nudge()
        return True

    async def _step(self) -> None:
        await self._give_way()
        air = self._air
        line = air.waiting.first
        if line is None or not air.may_speak or (air.held and line not in air.waiting.urgent):
            return
        if line in air.waiting.script or line in air.waiting.rests:
            hushed = time.monotonic() < air.hushed_until or air.thinks or (line.rest and air.answering > 0)
            if hushed or air.remaining() > LEAD:
                return
        elif self._answers_handed() >= _ANSWERS_HANDED:
            return
        if air.said.again(line, now()) or line.id in air.handed or (air.lively and untimely(line)):
            await self._pass_over(line)
        elif line.kind != "answer" or line.rest:
            await self._hand(line)
        elif self._wears(chosen := await self._briefly(line)):
            log.info("live_answer_stays_written", show=air.show.id, comment=line.comment_id, same_words=True)
            await self.leave_unsaid(line.comment_id)
            air.nudge()
        else:
            await self._hand(chosen)

    async def _pass_over(self, line: Line) -> None:
        """It is not said; what is left of an answer stays written."""
        self._air.waiting.take(line)
        self._voicing.forget(line.id)
        if line.rest:
            await self.leave_unsaid(line.comment_id)
        self._air.nudge()

    def _wears(self, line: Line) -> bool:
        """Whether it is a set answer that was just given to somebody else, or is about to be."""
        air, who = self._air, self._air.show.watched_over
        phrase = set_phrase(line.text, line.lang, who)
        due = {set_phrase(one.text, one.lang, who) for one in air.unbegun() if one.kind == "answer"}
        return bool(phrase) and (phrase in due or air.said.wears(phrase, now()))

    async def _briefly(self, line: Line) -> Line:
        """What is said of an answer others wait behind: this line, or a shorter one in place of all of it."""
        air, comment_id = self._air, line.comment_id
        if comment_id == self._weighed:
            return line
        self._weighed, pointer = comment_id, air.pointers.pop(comment_id, None)
        others = air.others_wait(comment_id)
        if pointer is not None and others == 0 and self._wears(pointer):
            # Nobody waits, and the one before was pointed at: this one is said.
            return line
        most = patience(others, lively=air.lively)
        lines = [one for one in air.waiting.answers if one.comment_id == comment_id]
        if most is None or lasts(lines) <= most:
            return line
        places = await self._programme.leaves(line) if len(lines) == 1 else ()
        shorter = brief(lines, places, pointer, most)
        if shorter is None:
            return line
        log.info("live_answer_in_brief", show=air.show.id, comment=comment_id, waiting=others)
        gone = {one.id for one in lines}
        air.waiting.replace(gone, shorter)
        for line_id in gone:
            self._voicing.forget(line_id)
        return shorter

    def _answers_handed(self) -> int:
        return sum(one.kind in ("answer", "reaction") and not one.rest for one in self._air.unbegun())

    async def _give_way(self) -> None:
        """Have what is being said left at its next place for the answer that waits in the engine."""
        air = self._air
        if air.wanted_by():
            self._look_for_places()
        one = air.gives_way()
        if one is None or one.voiced is None or one.began is None or air.engine is None:
            return
        so_far = time.monotonic() - one.began + _ON_ITS_WAY
        for leave in one.leaves or ():
            ms = one.voiced.pause_before(leave.at)
            if ms is not None and so_far < ms / 1000 < one.seconds - WORTH_S:
                one.left, one.left_s = leave, ms / 1000
                await air.engine.send(GiveWay(id=one.line.id, at_ms=ms))
                # What is left of it comes before the script goes on.
                await self.hold_script()
                return

    def _look_for_places(self) -> None:
        """Find out where what is being said may be left: only when somebody asks something, since the gate takes its time."""
        one = self._air.spoken()
        if one is not None and one.leaves is None and one.voiced is not None and one.line.kind in GIVES_WAY:
            one.leaves = ()
            task = asyncio.create_task(self._places(one), name=f"places {one.line.id}")
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)

    async def _places(self, one: Handed) -> None:
        try:
            one.leaves = await self._programme.leaves(one.line)
        except Exception as error:
            log.warning("live_places_not_found", show=self._air.show.id, error=type(error).__name__)
        self._air.nudge()

    async def _hand(self, line: Line) -> None:
        """Voice it, judge it, hand it over: in this order, so that the facts are those of the moment."""
        air = self._air
        try:
            voiced = await self._voicing.voiced(line)
        except SpeechFailed as error:
            log.warning("live_voice_failed", show=air.show.id, failure=error.failure)
            await asyncio.sleep(_PATIENCE)
            return
        if not voiced.pcm or not await self._holds(line, air.remaining() + voiced.seconds):
            air.waiting.take(line)
            self._voicing.forget(line.id)
            if line.comment_id:
                # What is left of an answer might mean something else.
                log.info(
                    "live_answer_stays_written", show=air.show.id, comment=line.comment_id, voiced=bool(voiced.pcm)
                )
                await self.leave_unsaid(line.comment_id)
            air.nudge()
            return
        spans, price = await self._programme.kept(line)
        air.facts_lost = False
        # Meanwhile somebody may have taken the air, pulled the switch, or put something before it.
        if not air.may_speak or air.waiting.first is not line or air.engine is None:
            return
        where: Where = "last" if line.rest or line in air.waiting.script else "next"
        broken = air.may_break_off() if where == "next" and not self._answers_handed() else None
        if broken is not None:
            broken.broken_off, where = True, "now"
        say = say_of(line, voiced, where)
        air.waiting.take(line)
        seconds = voiced.seconds + say.pause_ms / 1000
        air.handed[line.id] = Handed(
            line=line, seconds=seconds, at=time.monotonic(), spans=spans, price=price, free=voiced.free, voiced=voiced
        )
        remember(air)
        await air.engine.send(say)
        self._voicing.forget(line.id)
        air.nudge()

    async def _holds(self, line: Line, seconds: float = 0.0) -> bool:
        """Whether it holds now, and still will when its last word is heard, so many seconds from now."""
        if line.holds_until is not None and line.holds_until <= now() + timedelta(seconds=seconds):
            return False
        return await self._programme.still_true(line)

    async def _fill(self) -> None:
        """Make lines until enough are ahead; go to the next entry where this one has had its time."""
        air = self._air
        script = air.waiting.script
        if is_over(air.place, now(), script_left=len(script), asked=air.asked):
            await self._go_on()
        if len(script) >= AHEAD:
            self._begin_voices()
            return
        item = air.place.item
        if item is None:
            await self._go_on()
            return
        place = air.place
        number = place.round_number + place.times
        made = await self._programme.lines(item, number)
        if air.place is not place:
            return
        fresh = [line for line in made if not air.said.again(line, now())]
        known = {line.id for line in script} | set(air.handed)
        texts = {line.text for line in script} | {one.line.text for one in air.handed.values()}
        script.extend(line for line in fresh if line.id not in known and line.text not in texts)
        air.place = type(place)(
            item=item, since=place.since, round_number=place.round_number, times=place.times + 1
        )  # fmt: skip
        if not script and air.place.times > 1:
            # It has nothing new to say. With every entry so, the host waits quietly rather than going round in circles.
            self._dry += 1
            await self._go_on()
            await asyncio.sleep(min(0.5 * self._dry, 10.0))
        else:
            self._dry = 0
        self._begin_voices()
        air.nudge()

    async def _go_on(self) -> None:
        air = self._air
        air.items = await self._programme.items()
        air.waiting.script.clear()
        air.place = following(air.place, air.items, now())
        if air.place.item is not None:
            log.info("live_item", show=air.show.id, item=air.place.item.id, kind=air.place.item.kind)

    def _begin_voices(self) -> None:
        for line in self._air.waiting.ahead(AHEAD + 2):
            self._voicing.begin(line)

    def _lost(self, error: Exception, event: str) -> None:
        """The facts cannot be had: nothing is said until they can."""
        if not self._air.facts_lost:
            log.warning(event, show=self._air.show.id, error=type(error).__name__, detail=str(error)[:300])
        self._air.facts_lost = True
