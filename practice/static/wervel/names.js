// F2 hides the names on the screen, and shows them again: at once here, and in the cookie for every next page.
(function () {
  "use strict";

  const form = document.querySelector("form[data-names]");
  if (!form) return;
  const page = document.documentElement;
  const title = document.querySelector("title");

  function say() {
    const hidden = page.classList.contains("names-hidden");
    form.querySelector("button").setAttribute("aria-pressed", hidden);
    if (hidden) {
      title.dataset.names = document.title;
      document.title = title.dataset.hidden;
    } else if (title.dataset.names) {
      document.title = title.dataset.names;
    }
  }

  async function change() {
    page.classList.toggle("names-hidden");
    say();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status >= 400) form.submit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
    event.preventDefault();
    change();
  });
}());
