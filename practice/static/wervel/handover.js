// The device that was handed over. Without this file the plan can be read and signed by a typed name.
(function () {
  "use strict";

  // The way back is closed too: a page that the browser kept is asked for again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  if (document.querySelector("[data-handed-over]")) {
    // Every other tab of this browser stops showing the record; kept.js listens.
    if (window.BroadcastChannel) new BroadcastChannel("wervel").postMessage("handed over");
    const widen = () => document.documentElement.requestFullscreen?.().catch(() => {});
    document.addEventListener("click", widen, { once: true });
  }

  // [data-sign="id"]: a frame to sign in; the hidden field with that id holds the strokes, in pixels of the frame.
  document.querySelectorAll("[data-sign]").forEach((frame) => {
    const canvas = frame.querySelector("canvas");
    const held = document.getElementById(frame.dataset.sign);
    const sides = () => [canvas.clientWidth, canvas.clientHeight];
    let drawing = read(held.value);

    frame.hidden = false;
    frame.parentElement.querySelector("[data-alone]").hidden = true;
    frame.parentElement.querySelector("[data-beside]").hidden = false;
    const pad = new SignaturePad(canvas, { minDistance: 2 });

    function read(text) {
      try {
        const { strokes, size } = JSON.parse(text);
        return Array.isArray(strokes) && size[0] > 0 ? { strokes, size } : null;
      } catch {
        return null; // nothing drawn yet
      }
    }

    function write() {
      drawing = {
        strokes: pad.toData().map((stroke) => stroke.points.map(({ x, y }) => [Math.round(x), Math.round(y)])),
        size: sides(),
      };
      held.value = pad.isEmpty() ? "" : JSON.stringify(drawing);
    }

    // Drawn anew from the numbers, in the width and the colour of now: turning the device loses nothing.
    function show() {
      const [width, height] = sides();
      if (!width) return; // folded away while there is a question
      const fine = Math.max(window.devicePixelRatio || 1, 1);
      canvas.width = width * fine;
      canvas.height = height * fine;
      canvas.getContext("2d").scale(fine, fine);
      pad.penColor = getComputedStyle(canvas).color;
      pad.clear();
      if (!drawing) return;
      const by = Math.min(width / drawing.size[0], height / drawing.size[1]);
      const stroke = (points) => ({ ...pen(), points: points.map(([x, y]) => ({ x: x * by, y: y * by, pressure: 0.5, time: 0 })) });
      pad.fromData(drawing.strokes.map(stroke));
    }

    const pen = () => ({
      penColor: pad.penColor,
      dotSize: pad.dotSize,
      minWidth: pad.minWidth,
      maxWidth: pad.maxWidth,
      velocityFilterWeight: pad.velocityFilterWeight,
      compositeOperation: pad.compositeOperation,
    });

    pad.addEventListener("endStroke", write);
    frame.querySelector("[data-clear]").addEventListener("click", () => {
      drawing = null;
      held.value = "";
      show();
    });
    new ResizeObserver(show).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  });
})();
