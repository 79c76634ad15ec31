// Who leaves every page alone for too long is signed out, after a warning. Use in one tab keeps all tabs. The server
// decides (practice/idle.py); this page tells it of typing and pointing, warns, saves and hides what it shows.
(function () {
  "use strict";

  const box = document.getElementById("idle");
  if (!box || !box.showModal) return;
  const LIMIT = box.dataset.seconds * 1000;
  const WARNING = Math.min(60000, LIMIT / 2), TELL = Math.min(20000, LIMIT / 4), WAIT = 3000; // milliseconds
  const count = box.querySelector("[data-count]");
  const tabs = new BroadcastChannel("wervel-idle");
  let touched = Date.now(), told = touched, later = 0, shared = 0, leaving = false;

  function post(address) {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const headers = { Accept: "application/json", "X-CSRFToken": cookie ? cookie[1] : "" };
    return fetch(address, { method: "POST", headers, credentials: "same-origin", redirect: "manual" });
  }

  function tell() {
    clearTimeout(later);
    later = 0;
    told = Date.now();
    return post(box.dataset.stillHere).catch(() => null); // without connection the server counts on
  }

  function touch() {
    if (leaving || box.open) return;
    touched = Date.now();
    if (touched - shared > 500) tabs.postMessage((shared = touched));
    if (!later) later = setTimeout(tell, Math.max(0, told + TELL - touched));
  }

  tabs.addEventListener("message", (event) => {
    touched = Math.max(touched, event.data);
    if (box.open) box.close();
  });
  ["pointerdown", "keydown", "input", "wheel", "touchmove"].forEach((name) => {
    window.addEventListener(name, touch, { capture: true, passive: true });
  });
  tabs.postMessage(touched); // opening a page is use

  box.addEventListener("cancel", (event) => { // Escape stays signed in
    event.preventDefault();
    stay();
  });
  box.querySelector("[data-stay]").addEventListener("click", stay);
  async function stay() {
    const found = await tell();
    if (found && !found.ok && found.status < 500) return leave();
    box.close();
    touch();
  }

  async function leave() {
    if (leaving) return;
    leaving = true;
    const saves = [...document.querySelectorAll("form[data-autosave]")].map((form) => form.keepNow && form.keepNow());
    const enough = new Promise((done) => setTimeout(done, WAIT));
    document.querySelectorAll("body > *").forEach((part) => { part.hidden = part !== box; }); // nothing to read meanwhile
    if (box.open) box.close();
    await Promise.race([Promise.all(saves), enough]);
    await Promise.race([post(box.dataset.signOut).catch(() => null), enough]);
    const next = encodeURIComponent(location.pathname + location.search);
    document.body.replaceChildren();
    window.dispatchEvent(new Event("left-alone")); // no question whether to leave
    location.replace(`${document.body.dataset.signIn}?next=${next}`);
  }

  setInterval(() => {
    if (leaving) return;
    const left = touched + LIMIT - Date.now();
    if (left <= 0) return leave();
    if (left <= WARNING && !box.open) box.showModal();
    if (box.open) count.textContent = Math.ceil(left / 1000);
  }, 500);
})();
