// The history: fewer key presses to confirm lines; every one of them can be done without this file.
(function () {
  "use strict";

  function tick(line, on) {
    const box = line.querySelector(".form-check-input");
    if (box.checked === on) return;
    box.checked = on;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const text = (line) => line.querySelector("textarea");

  // button[data-confirm-lines]: all lines of its topic, without loading the page again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm-lines]");
    if (!button) return;
    event.preventDefault();
    button.closest(".topic").querySelectorAll(".line").forEach((line) => {
      if (text(line).value.trim()) tick(line, true);
    });
  });

  // Ctrl and space in a line: confirm it, or take that back; after confirming, on to the next line.
  document.addEventListener("keydown", (event) => {
    const line = event.ctrlKey && event.code === "Space" && event.target.closest(".line");
    if (!line) return;
    event.preventDefault();
    const on = !line.querySelector(".form-check-input").checked;
    tick(line, on);
    const lines = [...document.querySelectorAll(".line")];
    const next = on && lines[lines.indexOf(line) + 1];
    if (next) text(next).focus();
  });
})();
