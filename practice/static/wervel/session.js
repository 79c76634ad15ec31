// form[data-session]: the session by keyboard and in fewer taps. The page works without this file.
(function () {
  "use strict";

  const form = document.querySelector("form[data-session]");
  if (!form) return;

  // Start typing at once, where a keyboard is at hand and nothing above has to be read first.
  const first = document.getElementById(form.dataset.start || "");
  const putBack = document.getElementById("put-back");
  const read = document.querySelector(".error-summary, .messages .notice-emergency, .messages .notice-caution");
  if (first && !read && !location.hash && !(putBack && !putBack.hidden) && matchMedia("(pointer: fine)").matches) {
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  }

  // button[data-key]: pressed with Ctrl (or Cmd) and that key.
  form.querySelectorAll("button[data-key]").forEach((button) => {
    button.setAttribute("aria-keyshortcuts", `Control+${button.dataset.key}`);
    button.querySelectorAll("kbd").forEach((word) => (word.hidden = false));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.repeat) return;
    const button = form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    // A page that saves itself does so at once, and stays where it is.
    if (event.key === "s" && form.keepNow) form.keepNow();
    else form.requestSubmit(button);
  });

  // button[data-under]: sends to an address under that of the form, which changes when a new draft is kept.
  form.querySelectorAll("button[data-under]").forEach((button) => {
    button.addEventListener("click", () => button.setAttribute("formaction", form.getAttribute("action") + button.dataset.under));
  });

  const tell = (field) => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // button[data-ticks][data-types]: does what its own address would do, without leaving the page.
  form.querySelectorAll("button[data-ticks]").forEach((button) => {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const box = document.getElementById(button.dataset.ticks);
      const text = document.getElementById(button.dataset.types);
      box.checked = true;
      if (!text.value) text.value = button.dataset.text;
      [box, text].forEach(tell);
      box.focus();
    });
  });

  // [data-fills]: each of its buttons writes its own words in the field.
  form.querySelectorAll("[data-fills]").forEach((usual) => {
    usual.hidden = false;
    usual.addEventListener("click", (event) => {
      if (!event.target.matches("button")) return;
      const text = document.getElementById(usual.dataset.fills);
      text.value = event.target.textContent;
      tell(text);
      text.focus();
    });
  });
})();
