// Searching by talking, where the browser can turn speech into words. Off until pressed; the first press says where the
// sound goes and asks once more.
const AGREED = "mercery:voice";
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

export function startVoice(button) {
  if (!Recognition || button.dataset.ready) return;
  button.dataset.ready = "";
  button.hidden = false;
  new Voice(button);
}

class Voice {
  constructor(button) {
    this.button = button;
    this.input = document.getElementById(button.dataset.voice);
    this.note = document.getElementById(`${button.dataset.voice}-voice-note`);
    this.words = this.note.querySelector(".voice-note-words");
    this.where = this.words.textContent;
    this.start = this.note.querySelector("[data-voice-start]");
    button.addEventListener("click", () => this.press());
    this.start.addEventListener("click", () => { agree(); this.listen(); });
    this.note.querySelector("[data-voice-stop]").addEventListener("click", () => this.end());
    this.note.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.end();
    });
  }

  press() {
    if (this.hearing) this.end();
    else if (agreed()) this.listen();
    else this.tell(this.where, true);
  }

  tell(text, asks) {
    this.words.textContent = text;
    this.start.hidden = !asks;
    this.note.hidden = false;
    if (asks) this.start.focus();
  }

  listen() {
    const hearing = this.hearing = new Recognition();
    hearing.lang = this.button.dataset.voiceLang;
    hearing.interimResults = true;
    hearing.maxAlternatives = 1;
    this.button.setAttribute("aria-pressed", "true");
    this.tell(this.note.dataset.listening, false);
    let whole = false;
    hearing.addEventListener("result", (event) => {
      const heard = [...event.results].map((one) => one[0].transcript).join("").trim();
      this.input.value = heard;
      this.input.dispatchEvent(new Event("voice", { bubbles: true }));
      whole = event.results[event.results.length - 1].isFinal;
    });
    hearing.addEventListener("error", (event) => this.failed(event.error));
    hearing.addEventListener("end", () => {
      if (this.hearing !== hearing) return;
      this.stopped();
      if (whole && this.input.value) { this.note.hidden = true; this.input.form.requestSubmit(); }
      else this.tell(this.note.dataset.unheard, false);
    });
    try {
      hearing.start();
    } catch {
      this.failed("not-allowed");
    }
  }

  failed(why) {
    if (!this.hearing) return;
    this.stopped();
    const known = { "not-allowed": "refused", "service-not-allowed": "refused", network: "offline" };
    if (why === "aborted") this.note.hidden = true;
    else this.tell(this.note.dataset[known[why] || "unheard"], false);
  }

  stopped() {
    this.hearing = null;
    this.button.setAttribute("aria-pressed", "false");
  }

  end() {
    const hearing = this.hearing;
    this.stopped();
    hearing?.abort();
    this.note.hidden = true;
    this.button.focus();
  }
}

function agreed() {
  try {
    return localStorage.getItem(AGREED) === "1";
  } catch {
    return false;
  }
}

function agree() {
  try {
    localStorage.setItem(AGREED, "1");
  } catch { /* Asked again next time. */ }
}
