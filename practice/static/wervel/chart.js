// The body chart: tapping a region fills in the list of places below it. That list is what is sent; without this file
// it works alone. What is said of a place are the parts that the panel has buttons for; "score" gives the shade.
(function () {
  "use strict";

  const FILLED = { 0: [0, 0], 1: [1, 3], 2: [4, 6], 3: [7, 8], 4: [9, 10] }; // shade: lowest and highest score
  const SVG = "http://www.w3.org/2000/svg";

  document.querySelectorAll("[data-chart]").forEach((chart) => {
    const form = chart.closest("form"), name = chart.dataset.chart;
    const find = (selector) => chart.querySelector(selector);
    const panel = find("[data-chart-panel]"), words = find("[data-chart-words]"), undo = find("[data-chart-undo]");
    const nowhere = find("[data-chart-nowhere]") || {}, boxes = [...chart.querySelectorAll(".chart-row input[type=checkbox]")];
    const regions = [...chart.querySelectorAll("[data-region]")];
    let open = null, removed = [];
    // Which ticks the page came with: only for a browser that cannot clear a place by itself.
    chart.querySelectorAll("input[type=hidden]").forEach((was) => was.remove());

    const parts = [...new Set([...panel.querySelectorAll("[data-part]")].map((button) => button.dataset.part))];
    const inputs = (code) => ({
      box: find(`input[value="${code}"]`),
      ...Object.fromEntries(parts.map((part) => [part, form.elements[`${name}-${part}-${code}`]])),
    });
    const region = (code) => regions.find((one) => one.dataset.region === code);
    const told = (field) => ["input", "change"].forEach((event) => field.dispatchEvent(new Event(event, { bubbles: true })));
    const filled = (text, place) => text.replace("{place}", place);

    // A score out of 10 is said as a number, any other choice in its words.
    function felt(fields) {
      const said = (part) => (part === "score" && !chart.dataset.shades ? `${fields[part].value}/10` : fields[part].selectedOptions[0].text.toLowerCase());
      return parts.filter((part) => fields[part].value).map(said).join(", ");
    }

    function shade(score) {
      if (score === "") return "open";
      if (chart.dataset.shades) return chart.dataset.shades[score];
      return Object.keys(FILLED).find((key) => FILLED[key][0] <= +score && +score <= FILLED[key][1]) || "open";
    }

    // Draw what the list says.
    function show() {
      regions.forEach((one) => {
        const code = one.dataset.region, fields = inputs(code), marked = fields.box.checked;
        const score = fields.score.value;
        one.setAttribute("class", marked ? `marked shade-${shade(score)}` : "");
        one.classList.toggle("is-open", code === open);
        one.setAttribute("aria-pressed", String(marked));
        const state = marked ? [panel.dataset.marked, felt(fields)].filter(Boolean).join(", ") : panel.dataset.unmarked;
        one.setAttribute("aria-label", `${fields.box.dataset.name}: ${state}`);
        label(one, marked ? score || "•" : "");
      });
      list();
      if (open) choose();
    }

    function label(one, text) {
      let number = one.querySelector("text");
      if (!number) {
        number = document.createElementNS(SVG, "text");
        number.setAttribute("x", one.dataset.x);
        number.setAttribute("y", one.dataset.y);
        one.append(number);
      }
      number.textContent = text;
    }

    function list() {
      const marked = regions.map((one) => one.dataset.region).filter((code) => inputs(code).box.checked);
      const here = document.activeElement && document.activeElement.dataset.place;
      words.replaceChildren(...marked.map((code) => {
        const item = document.createElement("li"), button = document.createElement("button");
        const place = inputs(code).box.dataset.name, said = felt(inputs(code));
        button.type = "button";
        button.dataset.place = code;
        button.textContent = said ? `${place}: ${said}` : place;
        button.setAttribute("aria-label", `${filled(panel.dataset.change, place)}${said ? `: ${said}` : ""}`);
        item.append(button);
        return item;
      }));
      if (here && words.querySelector(`[data-place="${here}"]`)) words.querySelector(`[data-place="${here}"]`).focus();
      find("[data-chart-unmarked]").hidden = marked.length > 0 || nowhere.checked;
      find("[data-chart-told] h3").hidden = nowhere.checked; // a heading over nothing
    }

    function choose() {
      const fields = inputs(open);
      find("[data-chart-place]").textContent = fields.box.dataset.name;
      panel.querySelectorAll("[data-part]").forEach((button) => {
        button.setAttribute("aria-pressed", String(fields[button.dataset.part].value === button.value));
      });
    }

    function mark(code, values = {}) {
      const fields = inputs(code);
      fields.box.checked = true;
      parts.forEach((part) => (fields[part].value = values[part] || ""));
      told(fields.box);
    }

    function clear(code) {
      const fields = inputs(code), values = Object.fromEntries(parts.map((part) => [part, fields[part].value]));
      fields.box.checked = false;
      parts.forEach((part) => (fields[part].value = ""));
      return { code, values };
    }

    function unmark(code) {
      const { box } = inputs(code);
      removed = [clear(code)];
      close(code);
      told(box);
      say(filled(panel.dataset.removed, box.dataset.name), true);
    }

    // "Nothing anywhere" clears the places, and a place that is ticked clears "nothing anywhere". At the first event
    // already: what the page keeps of itself then never holds both.
    function exclude({ target }) {
      if (boxes.includes(target) && target.checked) nowhere.checked = false;
      if (target !== nowhere || !nowhere.checked) return;
      const marked = boxes.filter((box) => box.checked).map((box) => box.value);
      if (!marked.length) return;
      removed = marked.map(clear);
      close();
      say(panel.dataset.cleared, true);
    }
    ["input", "change"].forEach((event) => chart.addEventListener(event, exclude));

    // Of a place that is no longer ticked nothing is said any more: who clears the tick means all of it.
    chart.addEventListener("change", ({ target }) => {
      if (!boxes.includes(target) || target.checked || !felt(inputs(target.value))) return;
      removed = [clear(target.value)];
      say(filled(panel.dataset.removed, target.dataset.name), true);
    });

    function say(text, canUndo) {
      find("[data-chart-said]").textContent = text;
      undo.hidden = !canUndo;
    }

    function tap(code) {
      const fields = inputs(code);
      // A second tap on a place of which nothing was said yet takes the mark away again.
      if (open === code && fields.box.checked && !felt(fields)) return unmark(code);
      open = code;
      panel.hidden = false;
      panel.scrollTop = 0; // on a small phone it scrolls: it begins with the name of the place
      if (fields.box.checked) show();
      else mark(code);
      say("", false);
      panel.focus({ preventScroll: true });
      keepInSight(region(code));
    }

    // The panel lies over the foot of the page; the region stays in sight above it.
    function keepInSight(one) {
      const place = one.getBoundingClientRect(), cover = panel.getBoundingClientRect();
      const hidden = place.bottom + 12 - cover.top;
      if (hidden > 0 && cover.left < place.right) window.scrollBy({ top: hidden });
    }

    function close(code) {
      open = null;
      panel.hidden = true;
      show();
      if (code) rove(region(code)).focus({ preventScroll: true });
    }

    // One region of each view is in the tab order; the arrow keys walk to the nearest one in that direction.
    function rove(one) {
      regions.filter((other) => other.parentNode === one.parentNode).forEach((other) => other.setAttribute("tabindex", "-1"));
      one.setAttribute("tabindex", "0");
      return one;
    }

    function nearest(one, [dx, dy]) {
      const at = (other) => [+other.dataset.x - +one.dataset.x, +other.dataset.y - +one.dataset.y];
      const far = (other) => {
        const [x, y] = at(other), ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
        return ahead > 1 && aside < 2.5 * ahead ? ahead + 2 * aside : Infinity;
      };
      const others = regions.filter((other) => other !== one && other.parentNode === one.parentNode);
      const best = others.sort((a, b) => far(a) - far(b))[0];
      return far(best) < Infinity ? best : one;
    }

    const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    regions.forEach((one) => {
      const code = one.dataset.region;
      one.removeAttribute("href");
      one.setAttribute("role", "button");
      one.addEventListener("click", () => {
        rove(one);
        tap(code);
      });
      one.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") tap(code);
        else if (event.key === "Delete" && inputs(code).box.checked) unmark(code);
        else if (ARROWS[event.key]) rove(nearest(one, ARROWS[event.key])).focus();
        else return;
        event.preventDefault();
      });
    });

    // A margin around each outline, below all of them: a fingertip beside a small region still finds it.
    chart.querySelectorAll("[data-chart-view]").forEach((view) => {
      const margins = document.createElementNS(SVG, "g");
      margins.setAttribute("class", "margins");
      view.querySelectorAll("[data-region]").forEach((one) => {
        const margin = one.querySelector("path").cloneNode();
        margin.addEventListener("click", () => one.dispatchEvent(new Event("click")));
        margins.append(margin);
      });
      view.prepend(margins);
      view.removeAttribute("aria-hidden");
      view.setAttribute("role", "group");
      view.setAttribute("aria-label", view.dataset.chartView);
      rove(view.querySelector("[data-region]"));
    });

    panel.addEventListener("click", (event) => {
      const button = event.target.closest("[data-part]");
      if (!button) return;
      const field = inputs(open)[button.dataset.part];
      field.value = field.value === button.value ? "" : button.value; // a second tap leaves it open again
      told(field);
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close(open);
    });
    find("[data-chart-close]").addEventListener("click", () => close(open));
    find("[data-chart-remove]").addEventListener("click", () => unmark(open));
    words.addEventListener("click", (event) => {
      const button = event.target.closest("[data-place]");
      if (button) tap(button.dataset.place);
    });
    undo.addEventListener("click", () => {
      removed.forEach(({ code, values }) => mark(code, values));
      rove(region(removed[0].code)).focus({ preventScroll: true });
      say("", false);
    });

    // Whatever changes the list, also what was put back after a reload, is drawn.
    form.addEventListener("change", show);
    form.addEventListener("input", show);
    window.addEventListener("pageshow", show);
    find("[data-chart-told]").hidden = false;
    if (!chart.matches(".has-error")) find(".chart-list").open = false;
    show();
  });
})();
