// form[data-autosave]: the draft keeps itself within a second, also while typing goes on. What the server answers
// stands in records/views/autosave.py; without this file the button keeps. What could not be sent stays in the page,
// and in kept.js, which hears of it by the event "draft".
(function () {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  const line = document.getElementById("autosave");
  if (!form || !line) return;
  const PAUSE = 600, LATE = 15000, SIGN_IN = 4000, LARGE = 60000; // milliseconds, and bytes a closing page may send
  const NOT_TYPED = ["csrfmiddlewaretoken", "draft_version", "unsure"];
  const [shown, spoken] = [line.querySelector("p"), line.querySelector("[role=status]")];
  const { draft_version: version, unsure } = form.elements;
  const asks = unsure.hasAttribute("data-asks"); // both texts are shown: the therapist chooses first

  const read = () => {
    const fields = new URLSearchParams(new FormData(form));
    NOT_TYPED.forEach((name) => fields.delete(name));
    return fields.toString();
  };
  let unknown = unsure.value; // put back after signing in: nobody knows whether the page before could send it
  const isNews = "putBack" in form.dataset || unsure.hasAttribute("data-unsaved"); // refused, or put back
  let saved = isNews ? null : read(); // as the server has it, as far as it can have it
  let sent = null; // on its way, or nobody knows whether it arrived: sent as it was before anything newer
  let errors = {}, told = "", time = "", trouble = "";
  let busy = false, leaving = false, stopped = asks, tries = 0, pause = 0, retry = 0;

  const isChanged = () => sent !== null || read() !== saved;
  const isSafe = () => !trouble && !Object.keys(errors).length;

  // What lies in the form is told to kept.js and to the question that a page asks before it closes.
  function tell() {
    unsure.value = sent || unknown;
    const clean = !isChanged() && isSafe();
    form.toggleAttribute("data-safe", clean || (isSafe() && !stopped && read().length < LARGE));
    form.dispatchEvent(new CustomEvent("draft", { bubbles: true, detail: { clean } }));
    show();
  }

  function labelOf(name) {
    const field = form.elements[name];
    const one = field instanceof RadioNodeList ? field[0] : field;
    const group = one && one.type === "radio" && one.closest("fieldset");
    const label = group ? group.querySelector("legend") : one && one.labels && one.labels[0];
    const own = one && (one.closest("[role=radiogroup]") || one).getAttribute("aria-label"); // of a field in a table
    return own || (label ? label.textContent.trim().replace(/\s+/g, " ") : name);
  }

  // A field somebody is still typing in is not complained about yet.
  function wrong() {
    const at = document.activeElement;
    const names = Object.keys(errors).filter((name) => !(pause && at && at.name === name));
    return names.slice(0, 2).map((name) => `${labelOf(name)}: ${errors[name]}`).join(" ");
  }

  function show() {
    const words = line.dataset;
    const problem = trouble ? [words[trouble], told].filter(Boolean).join(" ") : wrong();
    const state = problem ? `${words.not} ${problem}` : isChanged() ? words.saving : time ? words.saved.replace("{time}", time) : "";
    line.hidden = !state;
    line.classList.toggle("is-trouble", Boolean(problem));
    if (shown.textContent !== state) shown.textContent = state;
    // Read aloud when it turns, not at every save.
    const turn = problem || (time && !isChanged() ? words.kept : spoken.textContent);
    if (spoken.textContent !== turn) spoken.textContent = turn;
    line.querySelector("[data-both]").hidden = !["elsewhere", "signed"].includes(trouble);
    line.querySelector("[data-sign-in]").hidden = trouble !== "signed_out";
  }

  async function post(state, keepalive, before) {
    const body = new URLSearchParams(state);
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // signing in elsewhere renews it
    body.set("csrfmiddlewaretoken", cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value);
    body.set("draft_version", version.value);
    if (before || unknown) body.set("unsure", before || unknown);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), LATE);
    try {
      const found = await fetch(form.getAttribute("action"), {
        method: "POST", body, keepalive, credentials: "same-origin", redirect: "manual", signal: stop.signal,
        headers: { Accept: "application/json" },
      });
      const isJson = (found.headers.get("Content-Type") || "").startsWith("application/json");
      if (isJson && (found.ok || found.status === 401)) return await found.json();
      return { problem: found.status >= 500 ? "offline" : "gone" };
    } catch (lost) {
      return { problem: "offline" };
    } finally {
      clearTimeout(late);
    }
  }

  function soon(wait) {
    if (pause && wait === PAUSE) return;
    clearTimeout(pause);
    pause = setTimeout(work, wait);
  }

  async function work() {
    clearTimeout(pause);
    pause = 0;
    if (busy || leaving || stopped || !isChanged()) return busy || tell();
    busy = true;
    clearTimeout(retry);
    if (sent === null) sent = read();
    tell();
    const since = Date.now();
    const answer = await post(sent, document.hidden && sent.length < LARGE, "");
    busy = false;
    if (answer.problem) failed(answer);
    else arrived(answer);
    tell();
    if (!trouble && isChanged()) soon(Math.max(PAUSE, Date.now() - since)); // a busy server gets as much rest as work
  }

  function failed(answer) {
    trouble = answer.problem;
    told = answer.told || "";
    errors = answer.errors || {};
    tries += 1;
    if (trouble === "refused") { // asked again after the next change
      saved = sent;
      sent = null;
    } else if (trouble === "elsewhere" || trouble === "signed") {
      stopped = true;
      sent = null;
    } else {
      retry = setTimeout(work, trouble === "offline" ? Math.min(30000, 500 * 2 ** tries) : SIGN_IN);
    }
  }

  function arrived(answer) {
    saved = sent;
    sent = null;
    unknown = "";
    tries = 0;
    [trouble, told, errors, time] = ["", "", answer.errors, answer.saved_at];
    version.value = answer.version;
    const sign = form.querySelector("[data-sign]");
    if (sign) sign.setAttribute("formaction", answer.sign_at);
    form.setAttribute("action", answer.keep_at);
    const discard = form.querySelector("[data-discard]");
    if (discard) [discard.href, discard.hidden] = [answer.discard_at, false];
    if (answer.address && answer.address !== location.pathname) history.replaceState(null, "", answer.address);
  }

  // The page goes: what is on its way may be cut off, so the newest is sent with it.
  function flush() {
    if (!leaving && !stopped && isChanged()) post(read(), read().length < LARGE, sent);
    leaving = true;
  }

  document.addEventListener("input", (event) => {
    if (event.target !== form && event.target.form !== form) return;
    if (trouble === "refused") trouble = "";
    show();
    soon(PAUSE);
  });
  // A moment later: other scripts answer a tick too ("none of these" clears the rest).
  form.addEventListener("change", () => soon(50));
  form.addEventListener("focusout", () => soon(50));
  // A button would leave for a page that cannot come: the draft goes first, and the button when that arrives.
  const isLost = () => ["offline", "gone"].includes(trouble);
  form.addEventListener("submit", async (event) => {
    if (!isLost()) return;
    event.preventDefault();
    await work();
    if (!isLost()) form.requestSubmit(event.submitter);
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) leaving = true;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", work);
  ["online", "focus"].forEach((name) => window.addEventListener(name, work));
  form.keepNow = () => work(); // idle.js saves before it leaves
  if (asks) trouble = "asks";
  tell();
  if (isChanged()) soon(50);
})();
