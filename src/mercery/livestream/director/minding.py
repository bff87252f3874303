"""Looks round once a second: lease and status, what was asked, prices and stock, whose shift it is, whether the show rests."""

from __future__ import annotations

import time
from typing import Final, Literal

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.livestream import repository
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air, woken
from mercery.livestream.director.doors import Programme
from mercery.livestream.director.driving import Driving
from mercery.livestream.director.obeying import Obeying
from mercery.livestream.director.resting import Loneliness, is_old
from mercery.livestream.director.talking import Talking
from mercery.livestream.director.telling import Telling
from mercery.livestream.engine.protocol import Feed
from mercery.livestream.face.livetalking import face_address
from mercery.livestream.ingest.handle import Guest, IngestHandle
from mercery.livestream.shifts import on_shift

log = get_logger(__name__)
EVERY: Final = 1.0
FACE_KEY: Final = "-face"
"""What the key of a person's stream ends in for the stream of an outside face."""
SHELF_EVERY: Final = 0.9
"""Prices and stock are looked at so often at least, and at once when something is said to have changed."""
Ends = Literal["rests", "ended", "lost"]


class Minding:
    """The director's eye. `mind` returns when the show rests, ends, or belongs to another process."""

    def __init__(
        self,
        air: Air,
        shop: Shop,
        database: Database,
        programme: Programme,
        telling: Telling,
        talking: Talking,
        obeying: Obeying,
        driving: Driving,
        ingest: IngestHandle | None = None,
    ) -> None:
        self._air, self._shop, self._database, self._programme = air, shop, database, programme
        self._telling, self._talking, self._obeying, self._driving = telling, talking, obeying, driving
        self._ingest = ingest
        self._lonely = Loneliness()
        self._item_id = ""
        self._people: dict[str, str] = {}
        self._let_go = 0
        self._given = ""
        """The shift by which a person was given the air: not again when they gave it back before its end."""

    async def mind(self) -> Ends:
        """Look round until there is nothing more to direct."""
        await self._let_in_soon()
        while True:
            began = time.monotonic()
            try:
                found = await self._look()
                if found is not None:
                    return found
                self._air.facts_lost = False
            except Exception as error:
                if not self._air.facts_lost:
                    log.warning("live_look_failed", show=self._air.show.id, error=repr(error)[:300])
                self._air.facts_lost = True
                await self._hide_card()
            await woken(self._air.look, max(0.05, EVERY - (time.monotonic() - began)))

    async def _hide_card(self) -> None:
        try:
            await self._driving.hide_card()
        except Exception as error:
            log.warning("live_card_not_hidden", show=self._air.show.id, error=type(error).__name__)

    def look_at_shelf(self) -> None:
        """Something is said to have changed in prices or stock."""
        self._air.look.set()

    async def look_at_show(self) -> None:
        """The show, its order, shifts or destinations changed."""
        air = self._air
        async with self._database.session() as session:
            air.show = await repository.show(session, air.show.shop_id, air.show.id)
            air.shifts = await repository.shifts(session, air.show.id)
        await self._let_in()
        air.items = await self._programme.items()
        await self._driving.refresh()
        self._air.look.set()

    async def _let_in_soon(self) -> None:
        try:
            await self._let_in()
        except Exception as error:
            log.warning("live_guests_not_let_in", show=self._air.show.id, error=type(error).__name__)

    async def _let_in(self) -> None:
        """Whoever names the show's key may stream to it."""
        if self._ingest is None:
            return
        show = self._air.show
        async with self._database.session() as session:
            key = await repository.ingest_key(session, show.shop_id, show.id)
            self._people = {one.id: one.name for one in await accounts.staff_members(session, show.shop_id)}
        await self._ingest.allow(show.id, key, self._guest)
        # An outside face pushes its picture to us with a key of its own, unless its stream is fetched.
        pushes = bool(show.face_url) and not face_address(show.face_url).stream
        await self._ingest.allow(f"{show.id}/face", f"{key}{FACE_KEY}" if key and pushes else "", self._face)

    async def _face(self, guest: Guest) -> None:
        """The outside face's stream came or went."""
        await self._driving.feed(Feed(of="face", url=guest.url))

    async def _guest(self, guest: Guest) -> None:
        """Somebody's stream came or went."""
        air = self._air
        log.info("live_guest", show=air.show.id, there=bool(guest.url))
        if guest.url:
            air.person_name = guest.name or air.duty
        await self._driving.feed(Feed(of="person", url=guest.url))

    async def _look(self) -> Ends | None:
        air = self._air
        async with self._database.session() as session:
            if not await self._telling.tell(session):
                return "lost"
            air.show = await repository.show(session, air.show.shop_id, air.show.id)
            air.watching = await keeping.watching(session, air.show.id)
            air.asked = await keeping.waiting_comments(session, air.show.id)
            asked = await keeping.open_commands(session, air.show.id)
        await self._as_the_show_says()
        if asked:
            await self._obeying.obey()
        if air.show.state != "on_air" or air.ending:
            return "ended"
        await self._shelf()
        await self._presenter()
        await self._scene()
        await self._driving.show_card(burned=self._driving.pushed)
        return "rests" if self._rests() else None

    async def _as_the_show_says(self) -> None:
        """The switch as the show keeps it. What was read may be older than a command that was obeyed meanwhile: letting go
        waits until it is read twice, stopping does not."""
        air = self._air
        self._let_go = self._let_go + 1 if air.killed and not air.show.killed else 0
        if air.show.killed and not air.killed:
            await self._obeying.kill()
        elif self._let_go > 1:
            await self._obeying.revive()

    def _rests(self) -> bool:
        air = self._air
        return self._lonely.rests(
            time.monotonic(),
            watching=air.watching,
            pushed=self._driving.pushed,
            rest_alone=air.show.rest_alone,
            person=air.presenter == "person" or (air.beat is not None and air.beat.person == "ready"),
        )

    async def _shelf(self) -> None:
        """What changed in what is being said is said next, and what no longer holds is taken back."""
        air = self._air
        about = {line.product_id for line in (*air.unbegun(), *air.waiting.ahead(40)) if line.product_id}
        about |= {air.product_id} if air.product_id else set()
        if air.place.item is not None and air.place.item.product_id:
            about.add(air.place.item.product_id)
        changed = await self._programme.changed(sorted(about))
        if not changed:
            return
        await self._talking.look_again()
        for product_id in sorted(changed):
            if product_id == air.product_id or (air.place.item and product_id == air.place.item.product_id):
                air.waiting.urgent.extend(await self._programme.reactions(product_id))
        air.items = await self._programme.items()
        if air.place.item is not None and air.place.item.id not in {item.id for item in air.items}:
            await self._talking.turn_to("")
        air.nudge()

    async def _presenter(self) -> None:
        air = self._air
        shift = on_shift(air.shifts, now(), self._shop.timezone)
        duty = shift.shift if shift.person else None
        air.duty = self._people.get(duty.staff_id, "") if duty else ""
        if duty is None:
            self._given = ""
        elif self._given != duty.id and air.beat is not None and air.beat.person == "ready" and not air.killed:
            self._given = duty.id
            log.info("live_shift", show=air.show.id, shift=duty.id)
            await self._obeying.give_air()
        if air.came_back:
            await self._go_on()

    async def _go_on(self) -> None:
        """A person gave the air back, or lost the connection: the host goes on with a sentence."""
        air = self._air
        line = await self._programme.resumed(lost=not air.gave_back)
        air.came_back = air.taken = air.gave_back = False
        if line is not None:
            air.waiting.urgent.appendleft(line)
            air.nudge()

    async def _scene(self) -> None:
        """At a change of scene by night the engine is replaced, before years of small leaks would make it."""
        item_id = self._air.place.item.id if self._air.place.item else ""
        if item_id == self._item_id:
            return
        self._item_id = item_id
        beat = self._air.beat
        if beat is not None and self._air.presenter == "host" and is_old(beat.media_s, now(), self._shop.timezone):
            log.info("live_engine_replaced", show=self._air.show.id)
            await self._driving.replace()
