// Small comforts; every page works without this file.
(function () {
  "use strict";

  // After a refused form, start reading at the list of what to mend.
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // form[data-guard]: warn before typed or refused text is lost. data-safe: autosave.js sees to it.
  let dirty = document.querySelector("form[data-guard] :is([data-asks], [data-unsaved])") !== null;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  window.addEventListener("left-alone", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && document.querySelector("form[data-guard]:not([data-safe])")) event.preventDefault();
  });

  // form[data-once]: a second tap on the button sends nothing twice.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.matches("[data-guard]")) dirty = false;
    // Signing in, in another tab, renewed the token that this page was made with: send the one of now.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const carried = form.querySelector("[name=csrfmiddlewaretoken]");
    if (token && carried) carried.value = token[1];
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelectorAll("button:not([type=button])").forEach((b) => b.setAttribute("aria-disabled", "true"));
  });
  // The back button brings the page back as it was left: open for sending again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
    });
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    // [data-exclusive="none"]: "none of these" clears the rest of its list, and the other way round.
    const list = box.closest("[data-exclusive]");
    if (list && box.type === "checkbox" && box.checked) {
      const alone = list.dataset.exclusive.split(" ");
      list.querySelectorAll("input[type=checkbox]").forEach((other) => {
        if (other !== box && (alone.includes(box.value) || alone.includes(other.value))) other.checked = false;
      });
    }
    // form[data-autosubmit]: a filter works as soon as it is chosen.
    const filter = box.closest("form[data-autosubmit]");
    // Not for radio buttons: arrow keys would send the form at every step.
    if (filter && box.matches("select, [type=checkbox]")) filter.requestSubmit();
  });

  // button[data-copy="#field"][data-copied="Copied"]: copies the field's text and says so in #field-status.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.querySelector(button.dataset.copy).select();
      // Unlike navigator.clipboard this works in a practice's own network without https, too.
      const copied = document.execCommand("copy");
      document.querySelector(`${button.dataset.copy}-status`).textContent = copied ? button.dataset.copied : "";
    });
  });

  // [data-stale]: shown in a part that renews itself as soon as that fails (signed out, no connection).
  ["htmx:responseError", "htmx:sendError"].forEach((failure) => {
    document.addEventListener(failure, (event) => {
      const stale = event.target.querySelector("[data-stale]");
      if (stale) stale.hidden = false;
    });
  });

  // A patient's page in another tab steps aside too when the device goes to somebody else: what it saved is kept,
  // and the server now answers with the plan. (Staff pages have kept.js.)
  const steps = document.body.dataset.user === undefined && !document.querySelector("[data-handed-over]");
  if (steps && window.BroadcastChannel) new BroadcastChannel("wervel").onmessage = (event) => {
    if (event.data !== "handed over") return;
    document.body.replaceChildren();
    location.replace(location.pathname);
  };

  // [data-print]: a button that prints this page.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
