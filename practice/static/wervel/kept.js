// form[data-guard]: what was typed outlives a session that ends. It is kept for this tab only, and put back
// once, for the same person, when signing in leads back to the form. Signing out forgets it in every tab. When the
// device is handed over to a patient, every other tab keeps it, and shows the sign-in page instead of the record.
(function () {
  "use strict";

  const PREFIX = "typed:";
  const user = document.body.dataset.user; // empty when nobody is signed in; absent on patient pages
  if (user === undefined) return;

  const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  const forget = () => keys().forEach((key) => sessionStorage.removeItem(key));
  const read = (key) => JSON.parse(sessionStorage.getItem(key));
  function write(key, item) {
    try {
      sessionStorage.setItem(key, JSON.stringify(item));
    } catch (full) { // a text longer than any form takes
      sessionStorage.removeItem(key);
    }
  }
  const keyOf = (form) => PREFIX + (form.getAttribute("action") || location.pathname);
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";

  // The version of a draft is kept too: what a colleague saved meanwhile is then shown beside this.
  // A number by which somebody can pretend to be somebody else ([data-unkept]) is typed again.
  function fieldsOf(form) {
    const left = ["password", "submit", "button", "reset", "file", "fieldset", "output"];
    return [...form.elements].filter((field) => field.name && !left.includes(field.type) && field.name !== "csrfmiddlewaretoken" && !("unkept" in field.dataset));
  }

  const under = new WeakMap(); // a new draft gets an address of its own when it is kept
  function drop(form) {
    if (under.has(form)) sessionStorage.removeItem(under.get(form));
  }
  function keep(form) {
    const fields = fieldsOf(form).map((field) => [field.name, field.value, field.checked]);
    drop(form);
    under.set(form, keyOf(form));
    write(keyOf(form), { user, fields });
  }

  const keepForLater = () => keys().forEach((key) => write(key, { ...read(key), away: true }));

  function stepAside() {
    if (!user) return;
    keepForLater();
    document.body.replaceChildren();
    location.replace(`${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  function putBack(form, item) {
    const waiting = item.fields;
    fieldsOf(form).forEach((field) => {
      const at = waiting.findIndex(([name, value]) => name === field.name && (!isBox(field) || value === field.value));
      if (at < 0) return;
      const [[, value, checked]] = waiting.splice(at, 1);
      if (isBox(field)) field.checked = checked;
      else field.value = value;
    });
    document.getElementById("put-back").hidden = false;
    form.dataset.putBack = "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form || event.target;
    if (form.matches("form[data-guard]")) keep(form);
  });

  // What autosave.js knows to be saved is not kept here.
  let signedOut = false; // in another tab, on purpose: a page that tries on by itself keeps nothing here
  document.addEventListener("draft", (event) => {
    if (event.detail.clean) drop(event.target);
    else if (!signedOut) keep(event.target);
  });

  const others = new BroadcastChannel("wervel");
  others.addEventListener("message", (event) => {
    if (event.data === "handed over") return stepAside();
    signedOut = true;
    forget();
  });
  window.addEventListener("left-alone", keepForLater); // idle.js leaves, whether or not the server hears of it
  // A page that the browser kept as it was may be of a session that is over.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || !user) return;
    document.body.replaceChildren();
    location.reload();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const signsOut = (form.getAttribute("action") || location.pathname).endsWith("/logout/");
    if (signsOut) others.postMessage("signed out");
    if (signsOut || form.matches("[data-send-again]")) forget();
  });

  if (!user) {
    keepForLater();
  } else if (!document.querySelector("[data-send-again]")) {
    // Whoever is still signed in saved it or left it on purpose.
    keys().forEach((key) => {
      if (!read(key).away || read(key).user !== user) sessionStorage.removeItem(key);
    });
    document.querySelectorAll("form[data-guard]").forEach((form) => {
      const item = read(keyOf(form));
      if (item) putBack(form, item);
    });
  }
})();
