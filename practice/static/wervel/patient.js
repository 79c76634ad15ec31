// A page of the patient's form saves itself, and loses nothing when the connection, the page or the visit goes.
// Without this file the buttons save. What the server answers stands in intake/saving.py.
(function () {
  "use strict";

  // data-saving: "page" saves itself too; "send" and "once" only have a button. data-idle: seconds until it locks.
  const form = document.querySelector("form[data-saving]");
  if (document.querySelector("[data-forget-all]")) forgetAll(); // sent, or left for now
  if (!form) return;
  const PAUSE = 3000, LONGEST = 15000, RELOADED = "intake-reloaded";
  const { saving, intake, idle } = form.dataset;
  const asks = "asks" in form.dataset; // both texts are shown: the patient chooses first
  const byItself = saving === "page" && !asks;
  const key = `intake:${intake}:${location.pathname}`;
  const status = document.getElementById("status");
  const [alarmBox, troubleBox, line, said] = ["alarm", "trouble", "saved", "said"].map((id) => document.getElementById(id));
  const version = form.elements.version;

  let saved = asks ? null : read(); // as the server has it
  let sent = null; // on its way, or nobody knows whether it arrived: sent as it was before anything newer
  let unsure = null; // sent while that was so, when the page was left
  let wanted = null; // the button that was tapped
  let opened = true, busy = false, leaving = false, stale = false, hiding = false;
  let tries = 0, retry, pause, pressed, trouble = "";

  function read() {
    const fields = new URLSearchParams(new FormData(form));
    ["csrfmiddlewaretoken", "version"].forEach((name) => fields.delete(name));
    return fields.toString();
  }
  const unsaved = () => byItself && !stale && read() !== saved;
  const isLock = (go) => go !== null && go.value === "lock";

  // What could not be sent is kept for this tab, with the version it was typed over.
  function store(name, item) {
    try {
      if (item === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, JSON.stringify(item));
    } catch (full) { /* a browser that keeps nothing; the page itself still does */ }
  }
  function kept(name) {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch (barred) { return null; }
  }
  function keep() {
    const state = read();
    if (saving !== "page") return;
    const known = state === saved && sent === null;
    store(key, known ? null : { state, sent, saved, version: asks ? "0" : version.value });
  }
  function forgetAll() {
    try {
      Object.keys(sessionStorage).filter((name) => name.startsWith("intake:")).forEach((name) => store(name, null));
    } catch (barred) { /* nothing was kept */ }
  }

  function putBack(state) {
    const fields = new URLSearchParams(state);
    [...form.elements].forEach((field) => {
      if (!field.name || field === version || /hidden|submit|button|fieldset/.test(field.type)) return;
      const values = fields.getAll(field.name);
      if (/checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0] || "";
      const folded = field.closest("details");
      if (folded && values.some(Boolean)) folded.open = true;
    });
    ["input", "change"].forEach((name) => form.dispatchEvent(new Event(name, { bubbles: true })));
  }

  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // signing in elsewhere renews it
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  }

  function fieldsFor(state, go) {
    const body = new URLSearchParams(state);
    body.set("csrfmiddlewaretoken", token());
    if (version) body.set("version", asks && isLock(go) ? "0" : version.value);
    if (go && go.name) body.set(go.name, go.value);
    if (opened) body.set("opened", "1");
    return body;
  }

  async function post(state, go, before) {
    const body = fieldsFor(state, go);
    if (before !== null) body.set("unsure", before);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), LONGEST);
    const outlives = hiding || document.visibilityState === "hidden";
    const keepalive = outlives && body.toString().length < 60000; // a browser refuses more than 64 kB
    const headers = { Accept: "application/json" };
    try {
      const found = await fetch(form.action, {
        method: "POST", body, headers, credentials: "same-origin", redirect: "manual", keepalive, signal: stop.signal,
      });
      if (found.type === "opaqueredirect") return { trouble: "moved" };
      if (found.status === 409) return { trouble: "link" }; // another form is open in this browser
      if ([403, 404].includes(found.status)) return { trouble: reloadedJustNow() ? "refused" : "moved" };
      const isJson = (found.headers.get("Content-Type") || "").startsWith("application/json");
      const told = found.ok && isJson ? await found.json() : {};
      return "version" in told ? told : { trouble: "refused" };
    } catch (gone) {
      return { trouble: "offline" };
    } finally {
      clearTimeout(late);
    }
  }

  // One request at a time, until the newest state is saved and the button is done.
  async function work() {
    if (busy || leaving) return;
    busy = true;
    clearTimeout(retry);
    while (!leaving && (sent !== null || unsure !== null || wanted || unsaved())) {
      const go = sent === null && unsure === null ? wanted : null;
      const state = sent === null ? read() : sent;
      if (byItself) sent = state;
      keep();
      show();
      const told = await post(state, go, unsure);
      if (told.trouble) {
        failed(told.trouble);
        break;
      }
      arrived(told, state, go);
    }
    busy = false;
    show();
  }

  function arrived(told, state, go) {
    tries = 0;
    sent = unsure = null;
    alarm(told.alarm);
    if (told.problem && !isLock(go)) return elsewhere(go);
    notice("");
    if (!told.problem) {
      opened = false;
      saved = state;
      if (version) version.value = told.version;
      line.dataset.text = status.dataset.saved.replace("{time}", told.saved_at);
      if (said.textContent !== line.dataset.text) said.textContent = line.dataset.text;
    }
    keep();
    if (told.go_to && go === null) return leave(told.go_to); // sent in on another device
    if (go === null) return;
    if (read() !== state && !["later", "lock"].includes(go.value)) return; // typed since: sent along once more
    wanted = null;
    if (told.go_to) leave(told.go_to);
  }

  function leave(address) {
    leaving = true;
    location.assign(address);
  }

  function elsewhere(go) {
    stale = true;
    keep();
    if (go === null) return notice("elsewhere");
    leaving = true; // the server shows both texts
    form.elements.csrfmiddlewaretoken.value = token();
    const button = Object.assign(document.createElement("input"), { type: "hidden", name: go.name, value: go.value });
    form.append(...(go.name ? [button] : []));
    HTMLFormElement.prototype.submit.call(form);
  }

  function failed(kind) {
    if (kind === "moved") return reload();
    tries += 1;
    notice(kind);
    retry = setTimeout(work, Math.min(30000, 1000 * 2 ** tries));
  }

  // The server knows where this browser may be: on this page, at the birth date, or done.
  const reloadedJustNow = () => Date.now() - (kept(RELOADED) || 0) < 60000;
  function reload() {
    keep();
    store(RELOADED, Date.now());
    leave(location.pathname + location.search);
  }

  // A copy is put in, so that it is read aloud, once for as long as it lasts.
  function notice(kind) {
    if (kind === trouble) return;
    trouble = kind;
    troubleBox.textContent = "";
    if (kind) troubleBox.append(document.getElementById(`trouble-${kind}`).content.cloneNode(true));
  }

  let shown = alarmBox.innerHTML.trim();
  function alarm(html) {
    if (html.trim() === shown) return;
    shown = html.trim();
    alarmBox.innerHTML = shown;
    // What was ticked stays in sight above it; a page on which it is in sight already does not move.
    const at = document.activeElement;
    if (shown && form.contains(at)) (at.closest("label") || at).scrollIntoView({ block: "nearest" });
  }

  function show() {
    const waits = saving === "page" && (read() !== saved || sent !== null);
    line.classList.toggle("is-waiting", waits);
    line.querySelector("span").textContent = waits ? status.dataset.waiting : line.dataset.text || "";
    line.hidden = !waits && !line.dataset.text;
    const off = leaving || (wanted !== null && busy);
    [...form.elements].filter((one) => one.type === "submit").forEach((one) => one.setAttribute("aria-disabled", off));
  }

  const mine = (event) => event.target === form || event.target.form === form;
  document.addEventListener("input", (event) => {
    if (!mine(event)) return;
    if (tries) wanted = null; // somebody who types on is not sent away when the connection is back
    keep();
    show();
    clearTimeout(pause);
    pause = setTimeout(work, PAUSE);
  });
  // A moment later: other scripts answer a tick too ("none of these" clears the rest).
  ["change", "focusout"].forEach((name) => {
    document.addEventListener(name, (event) => mine(event) && setTimeout(work, 0));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.form === form) pressed = button;
    if (event.target.closest("[data-forget]")) store(key, null);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter || pressed || { name: "", value: "" };
    wanted = { name, value };
    work();
    show();
  });

  function flush() {
    if (leaving || !unsaved()) return;
    if (!busy) work();
    else if (read() !== sent) post((unsure = read()), null, sent);
  }
  window.addEventListener("pagehide", () => {
    hiding = true;
    flush();
  });
  window.addEventListener("pageshow", (event) => {
    hiding = false;
    if (!event.persisted) return;
    leaving = false;
    show();
    if (unsaved() || sent !== null) work();
    else location.reload(); // kept by the browser as it was; the draft may be newer
  });
  window.addEventListener("online", work);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return flush();
    lock(); // a phone that slept counted no time
    work();
  });

  // Nobody touches it for too long, in any tab of this form: the answers do not stay readable.
  let touched = Date.now();
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("intake") : null;
  if (tabs) tabs.onmessage = () => { touched = Date.now(); };
  ["pointerdown", "keydown", "input", "scroll"].forEach((name) => {
    window.addEventListener(name, () => {
      if (tabs && Date.now() - touched > 1000) tabs.postMessage("");
      touched = Date.now();
    }, { capture: true, passive: true });
  });
  function lock() {
    if (leaving || isLock(wanted) || Date.now() - touched < idle * 1000) return;
    keep();
    document.querySelector("main").hidden = true;
    document.body.append(document.getElementById("left-alone").content.cloneNode(true));
    wanted = { name: "go", value: "lock" };
    work();
  }
  if (idle) setInterval(lock, Math.min(5000, idle * 250));

  status.classList.add("is-live");
  const before = saving === "page" && !asks ? kept(key) : null;
  if (before && before.state !== saved) {
    if (![before.saved, before.sent].includes(saved)) version.value = before.version; // saved elsewhere since
    putBack(before.state); // and the change that this is, saves it
  } else {
    keep();
  }
  line.dataset.text = line.querySelector("span").textContent;
  show();
})();
