// [data-snippets]: one's own texts in the text fields of a record form. ;word becomes its text as soon as the word
// ends (the server writes out what is left when the form is sent), and a list lets a thumb choose one.
(function () {
  "use strict";

  const tool = document.querySelector("[data-snippets]");
  const form = tool && tool.closest("form");
  if (!form) return;
  const button = tool.querySelector("button");
  const list = tool.querySelector(".snippets-list");
  let texts = null; // by short word; null until they were asked for
  let field = null; // the text field that has, or last had, the focus

  const takesText = (one) => one.matches("textarea, input[type=text]") && !one.readOnly;

  async function load() {
    if (texts) return;
    texts = {};
    const response = await fetch(tool.dataset.snippets, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response || !response.ok || response.redirected) return (texts = null); // asked again at the next field
    texts = await response.json();
    const words = document.createElement("ul");
    words.append(...Object.keys(texts).map(choice));
    list.prepend(words);
  }

  function choice(word) {
    const item = document.createElement("li");
    const one = document.createElement("button");
    const name = document.createElement("strong");
    one.type = "button";
    name.textContent = `;${word}`;
    one.append(name, ` ${texts[word]}`);
    one.addEventListener("click", () => insert(texts[word], field.selectionStart, field.selectionEnd));
    item.append(one);
    return item;
  }

  // As if it was typed: it can be undone, and whoever listens hears it.
  function insert(text, start, end) {
    show(false);
    field.focus();
    field.setSelectionRange(start, end);
    document.execCommand("insertText", false, field.matches("textarea") ? text : text.replace(/\s+/g, " "));
  }

  function show(open) {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }

  form.addEventListener("focusin", (event) => {
    if (!takesText(event.target)) return;
    if (field !== event.target) show(false);
    field = event.target;
    const place = field.closest(".field");
    if (place) place.append(tool);
    tool.hidden = !place;
    load();
  });

  form.addEventListener("input", (event) => {
    if (event.target !== field || event.isComposing) return;
    const ended = event.inputType === "insertLineBreak" || (event.data || "").length === 1 && !/[\p{L}\p{N}_]/u.test(event.data);
    if (!ended || !texts) return;
    const end = field.selectionStart - 1;
    const start = field.value.lastIndexOf(";", end - 1);
    const word = field.value.slice(start + 1, end).toLowerCase();
    if (start < 0 || !Object.hasOwn(texts, word)) return;
    insert(texts[word] + field.value.slice(end, end + 1), start, end + 1);
  });

  // A tap on the button keeps the focus, and the keyboard of a phone, where they are.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => show(list.hidden));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      field.focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!tool.contains(event.target)) show(false);
  });
})();
