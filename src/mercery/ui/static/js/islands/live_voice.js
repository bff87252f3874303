// Sentences are heard where they stand, one at a time. Without this the links lead to the sound itself.
const sound = new Audio();
let pressed = null;

function rest() {
  if (pressed) delete pressed.dataset.busy;
  pressed = null;
}

function play(address, button) {
  const same = pressed === button && !sound.paused;
  sound.pause();
  rest();
  if (same) return;
  pressed = button;
  button.dataset.busy = "";
  sound.src = address;
  sound.play().catch(rest);
}

sound.addEventListener("ended", rest);
sound.addEventListener("error", rest);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-listen]");
  if (link) {
    event.preventDefault();
    play(link.href, link);
    return;
  }
  const trial = event.target.closest?.("[data-try]");
  if (!trial) return;
  const form = trial.form;
  const word = form.elements.word.value.trim();
  const said = form.elements.said.value.trim();
  if (!word && !said) return;
  const query = new URLSearchParams({ text: word || said, in: form.elements.lang_of.value, as_said: said });
  play(`/console/live/voice/say.wav?${query}`, trial);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-listens]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  play(`${form.action}?${new URLSearchParams(new FormData(form))}`, event.submitter ?? form.querySelector("button"));
}, true);

document.querySelectorAll("[data-try]").forEach((button) => { button.hidden = false; });
