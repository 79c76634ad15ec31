// The examination by keyboard: Enter goes to the next field, the arrows to the row above or below. And what was filled in
// as normal with its region loses the mark as soon as it is changed. Every page works without this file.
(function () {
  "use strict";

  const form = document.querySelector("form[data-examination]");
  if (!form) return;
  const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";
  const inSight = (field) => field.offsetParent !== null && !field.disabled;

  function go(field) {
    if (!field) return;
    field.focus();
    if (field.select) field.select();
  }

  function next(field) {
    const all = [...form.querySelectorAll(FIELDS)].filter(inSight);
    return all[all.indexOf(field) + 1];
  }

  // The field in the same place of the nearest row that has one.
  function inRow(field, step) {
    const cell = field.closest("td"), place = [...cell.parentNode.cells].indexOf(cell);
    const nth = [...cell.querySelectorAll(FIELDS)].indexOf(field);
    let row = cell.parentNode;
    while ((row = step > 0 ? row.nextElementSibling : row.previousElementSibling)) {
      const there = row.cells[place] && row.cells[place].querySelectorAll(FIELDS)[nth];
      if (there) return there;
    }
    return null;
  }

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches(".measures input, .measures select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      go(next(field));
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !field.matches("td input:not([type=radio], [type=checkbox])")) return;
    event.preventDefault();
    go(inRow(field, step));
  });

  function changed(event) {
    const tick = form.elements[`${event.target.name}-normal`];
    if (tick && event.target.value) tick.checked = false; // a number goes before "normal"
    const cell = event.target.closest(".is-as-normal");
    if (!cell) return;
    const list = form.elements[`${cell.closest("details.region").id.replace("region-", "")}-as_normal`];
    list.value = list.value.split(" ").filter((name) => name !== cell.dataset.asNormal).join(" ");
    cell.classList.remove("is-as-normal");
    cell.querySelector(".as-normal").remove();
  }
  // A new examination at a desk begins in its first text; on a phone that would hide what stands above it.
  const begin = form.querySelector("[data-begin]");
  if (begin && !location.hash && matchMedia("(min-width: 62rem)").matches) begin.focus({ preventScroll: true });

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  // A region came back filled in: the page is not kept yet, and typing goes on in its first field.
  document.addEventListener("htmx:afterSwap", (event) => {
    const region = document.getElementById(event.detail.target.id);
    if (!region || !form.contains(region)) return;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    go([...region.querySelectorAll(`.measures td :is(${FIELDS})`)].find(inSight));
  });
})();
