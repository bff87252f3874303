// The page of a show: picture, captions in time with it, what changes beside it. Loaded on this page and on replays alone.
import { startAsking } from "../live/asking.js";
import { startBag } from "../live/bag.js";
import { Captions } from "../live/captions.js";
import { Counter } from "../live/counter.js";
import { Player } from "../live/player.js";
import { startReplay } from "../live/replay.js";
import { Room } from "../live/room.js";
import { startSheet, startStage } from "../live/stage.js";

const RUNNING = ["on_air", "away"];

function startLive(root) {
  const player = new Player(root.querySelector(".live-video"), root.dataset.source);
  const captions = new Captions(root.querySelector("[data-live-caption]"), player);
  const room = new Room(root);
  const form = (values) => room.form(values);
  const mark = startAsking(root, form);
  startBag(root, form);
  startSheet(root);
  room.heard = () => !player.video.muted;
  const counter = new Counter(root, room);
  const stage = startStage(root, player);
  room.on("state", (state) => { stage(state); counter.set({ told: state.counter }); });
  room.on("counters", (cards) => counter.take(cards));
  room.on("shelf", () => counter.show());
  captions.onPiece((heard) => counter.set({ heard }));
  room.on("lines", (lines) => captions.take(lines));
  room.on("comments", () => { mark(); room.toEnd(); });
  mark();
  room.toEnd();
  root.dataset.ready = "";
  if (RUNNING.includes(root.dataset.phase)) player.start();
  room.start();
  // For whoever looks into the workings of it, and for tests.
  root.player = player;
}

document.querySelectorAll("[data-live]").forEach(startLive);
document.querySelectorAll("[data-replay]").forEach(startReplay);
