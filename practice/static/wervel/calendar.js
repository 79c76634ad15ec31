// The arrow keys turn the pages of the calendar, as its links do.
(function () {
  "use strict";

  document.addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (!rel || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    // There the arrows move what is wider than the screen.
    const frame = event.target.closest(".board-frame");
    if (frame && frame.scrollWidth > frame.clientWidth) return;
    const link = document.querySelector(`.calendar-nav a[rel=${rel}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
