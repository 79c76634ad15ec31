// The keys of the search box (practice/snippets/find_box.html). Ctrl+K leads to it from every page; the arrow keys
// go through what is found, Escape empties the box. Without this file Tab and Enter do.
(function () {
  "use strict";

  const box = document.querySelector("input[data-find]");
  const place = document.body.dataset.find; // the page that has a box; absent for who searches for nobody
  const results = () => [...document.querySelectorAll("#found a[data-result]")];

  document.addEventListener("keydown", (event) => {
    if (!place || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key.toLowerCase() !== "k" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!box) return location.assign(place);
    box.focus();
    box.select();
  });
  if (!box) return;

  function empty() {
    box.focus();
    if (!box.value) return;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function go(event, to) {
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") go(event, results()[0]);
    if (event.key === "Escape" && box.value) {
      event.preventDefault();
      empty();
    }
  });

  document.addEventListener("keydown", (event) => {
    const here = event.target.closest && event.target.closest("#found a[data-result]");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = results(), at = all.indexOf(here);
    if (event.key === "ArrowDown") go(event, all[at + 1]);
    else if (event.key === "ArrowUp") go(event, all[at - 1] || box);
    else if (event.key === "Home") go(event, all[0]);
    else if (event.key === "End") go(event, all[all.length - 1]);
    else if (event.key === "Escape") {
      event.preventDefault();
      empty();
    }
  });
})();
