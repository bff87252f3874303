"""A host from moment to moment: what was decided elsewhere (blinks, gaze, gestures, sounds) is followed as a body follows.

The same seed and the same states give the same host; what happens by itself does not come round again.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from mercery.livestream.avatar.attitude import Attitude
from mercery.livestream.avatar.chance import eased, wander
from mercery.livestream.avatar.emphasis import nod
from mercery.livestream.avatar.gestures import Played, moved_by
from mercery.livestream.avatar.life import blink, blinking, breath, drift, looked_at
from mercery.livestream.avatar.mouth import mouth_at
from mercery.livestream.avatar.rig import Rig
from mercery.livestream.avatar.springs import Spring, followed
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.show import Format

_OPENS: Final = 0.022
_CLOSES: Final = 0.045
_MOOD: Final = 0.45
_SACCADE: Final = 0.035
_TILTS: Final = 0.9
"""Degrees a head sways by itself."""
_COMMENTS: Final[dict[Format, tuple[float, float]]] = {"landscape": (-0.55, 0.5), "portrait": (-0.35, 0.55)}
_AWAY: Final = ((0.5, -0.35), (-0.45, -0.3), (0.3, 0.5))
_IDLE, _SPEAKS, _SWAYS = 20, 21, 40


class Motion:
    """Carries a host through time."""

    def __init__(self, rig: Rig, shape: Format, seed: int = 0) -> None:
        self._rig, self._shape, self._seed = rig, shape, seed
        self._time: float | None = None
        calm = rig.feeling("calm")
        self._felt = {one.name: float(getattr(calm, one.name)) for one in fields(calm) if one.name != "turn"}
        self._felt |= {"turn_x": calm.turn[0], "turn_y": calm.turn[1]}
        self._played: list[Played] = []
        self._tilt = Spring(0.9, 0.9, value=calm.tilt)
        self._turn = (Spring(1.1, 0.85), Spring(1.5, 0.75))
        self._gaze = [0.0, 0.0]
        self._aimed = (0.0, 0.0)
        self._blinked = -9.0
        self._mouth: dict[str, float] = {"rest": 1.0}
        self._quiet = 1.0
        self._hanging = {layer.group: Spring(1.15, 0.24) for layer in rig.layers if layer.swing}
        self._loud = 0.0

    def at(self, state: FrameState) -> Attitude:
        """The host at a moment; moments are asked for in order."""
        time = state.time
        passed = 0.04 if self._time is None else min(1.0, max(0.0, time - self._time))
        self._time = time
        self._feel(state, passed)
        self._play(state)
        self._loud = followed(self._loud, state.loudness, passed, 0.12)
        deep = nod(state.visemes, state.at_ms) * (0.75 + 0.5 * self._loud)
        self._look(state, passed)
        tilt = self._head(state, deep, passed)
        turn = (self._turn[0].value, self._turn[1].value)
        lids = self._lids(time)
        return Attitude(
            tilt=tilt,
            turn=turn,
            breath=breath(self._seed, time),
            swing=self._swinging(tilt + 2.5 * turn[0], time, passed),
            moved=moved_by(self._played, time),
            gaze=(self._gaze[0], self._gaze[1]),
            lids=(lids, lids),
            eye_smile=self._felt["eye_smile"],
            brows=self._brows(state, deep),
            mouth=self._mouthed(state, passed),
        )

    def _feel(self, state: FrameState, passed: float) -> None:
        feeling = self._rig.feeling(state.mood)
        wanted = {"turn_x": feeling.turn[0], "turn_y": feeling.turn[1]}
        for name, value in self._felt.items():
            target = wanted[name] if name in wanted else float(getattr(feeling, name))
            self._felt[name] = followed(value, target, passed, _MOOD)
        self._quiet = followed(self._quiet, 0.0 if state.speaking else 1.0, passed, 0.35)

    def _play(self, state: FrameState) -> None:
        """Gestures begin with a line and end with it."""
        time = state.time
        now = self._played[-1] if self._played else None
        asked = (state.gesture, state.line)
        if now is None or (now.gesture, now.line) != asked:
            if now is not None:
                now.stop(time)
            if state.gesture != "none":
                self._begin(state)
        for played in self._played:
            played.at(time)
        self._played = [one for one in self._played if not one.over(time) or (one.gesture, one.line) == asked]

    def _begin(self, state: FrameState) -> None:
        same = next((one for one in self._played if one.gesture == state.gesture), None)
        share = same.at(state.time) if same else 0.0
        if same is not None:
            self._played.remove(same)
        pose = self._rig.pose(state.gesture, self._shape)
        self._played.append(Played.start(state.gesture, pose, state.line, state.time, share))

    def _look(self, state: FrameState, passed: float) -> None:
        """Eyes jump, then rest."""
        time = state.time
        target = state.gaze if state.gaze != "auto" else looked_at(self._seed, time, speaking=state.speaking)
        aim = self._aim(target, time)
        for played in self._played:
            share = played.looks(time)
            if share > 0.3 and played.pose.gaze:
                aim = played.pose.gaze
        if abs(aim[0] - self._aimed[0]) + abs(aim[1] - self._aimed[1]) > 0.7 and any(aim):
            self._blinked = time  # lids fall over a long jump of the eyes, away from the viewer
        self._aimed = aim
        little = drift(self._seed, time)
        for axis in (0, 1):
            self._gaze[axis] = followed(self._gaze[axis], aim[axis] + little[axis], passed, _SACCADE)

    def _aim(self, target: str, time: float) -> tuple[float, float]:
        if target == "card":
            return self._rig.pose("card", self._shape).gaze or (0.8, 0.2)
        if target == "comments":
            return _COMMENTS[self._shape]
        return _AWAY[int(time / 5) % len(_AWAY)] if target == "away" else (0.0, 0.0)

    def _head(self, state: FrameState, deep: float, passed: float) -> float:
        """The head follows the eyes a little, the mood, gestures and its own mind."""
        time, seed = state.time, self._seed
        tilt = self._felt["tilt"] + _TILTS * wander(seed, _IDLE, time, 4.6)
        x = self._felt["turn_x"] + 0.3 * self._aimed[0]
        y = self._felt["turn_y"] + 0.22 * self._aimed[1]
        if state.speaking:
            tilt += 0.8 * wander(seed, _SPEAKS, time, 1.5)
        if state.question:
            tilt += 1.3 * self._rises(state)
        for played in self._played:
            tilt += played.pose.tilt * played.share
            if played.gesture == "nod":
                y += played.pose.turn[1] * played.dip(time)
                continue
            x += (played.pose.turn[0] - 0.3 * self._aimed[0]) * played.share
            y += (played.pose.turn[1] - 0.22 * self._aimed[1]) * played.share
        self._turn[0].step(min(1.0, max(-1.0, x)), passed)
        self._turn[1].step(min(1.2, max(-1.0, y + 0.5 * deep)), passed)
        return self._tilt.step(tilt, passed)

    def _swinging(self, head: float, time: float, passed: float) -> dict[str, float]:
        found: dict[str, float] = {}
        for number, layer in enumerate(self._rig.layers):
            angle = layer.sway * wander(self._seed, _SWAYS + number, time, 3.8)
            if layer.swing:
                behind = self._hanging[layer.group].step(head, passed) - head
                angle += layer.swing * min(6.0, max(-6.0, 0.8 * behind))
            if angle:
                found[layer.group] = angle
        return found

    def _lids(self, time: float) -> float:
        down = max(0.0, self._gaze[1]) * 0.28 - max(0.0, -self._gaze[1]) * 0.08
        resting = min(0.6, max(0.0, self._felt["lids"] + down))
        shut = max(blinking(self._seed, time), blink(time - self._blinked))
        return resting + (1 - resting) * shut

    @staticmethod
    def _rises(state: FrameState) -> float:
        """Towards the end of a question."""
        return eased((state.at_ms - (state.visemes[-1].to_ms - 900)) / 500) if state.visemes else 0.0

    def _brows(self, state: FrameState, deep: float) -> dict[str, float]:
        up = self._felt["brow_up"] + 0.3 * deep + 0.08 * wander(self._seed, 22, state.time, 2.3)
        up += 0.55 * self._rises(state) if state.question else 0.0
        up += sum(played.pose.brow_up * played.share for played in self._played)
        return {
            "up": min(1.0, max(0.0, up)), "sorry": self._felt["brow_sorry"], "thought": self._felt["brow_thought"],
        }  # fmt: skip

    def _mouthed(self, state: FrameState, passed: float) -> dict[str, float]:
        """Never at once: a mouth opens faster than it closes."""
        wanted = mouth_at(state.visemes, state.at_ms)
        closing = wanted.get("rest", 0.0) + wanted.get("closed", 0.0) > self._mouth.get("rest", 0.0) + self._mouth.get(
            "closed", 0.0
        )
        takes = _CLOSES if closing and not wanted.get("closed", 0.0) > 0.4 else _OPENS
        for name in {*wanted, *self._mouth}:
            value = followed(self._mouth.get(name, 0.0), wanted.get(name, 0.0), passed, takes)  # type: ignore[call-overload]
            self._mouth[name] = value
        self._mouth = {name: value for name, value in self._mouth.items() if value > 0.004}
        strength = 0.5 + 0.5 * self._quiet
        return {**self._mouth, "smile": self._felt["smile"] * strength, "sorry": self._felt["frown"] * strength}
