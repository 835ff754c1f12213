// Takes those strips of the page that no earlier script has taken: the same script stands under each.

function explore(strip) {
  const model = read(JSON.parse(strip.dataset.pages));
  const frame = strip.querySelector(".cow-line"), svg = frame.querySelector("svg");
  const per = model.per, columns = Math.ceil(model.total / per);
  // The hints of a page without scripts would cover these.
  svg.querySelectorAll("title").forEach(title => title.remove());
  const label = svg.getAttribute("aria-label");
  svg.removeAttribute("role");
  svg.removeAttribute("aria-label");
  svg.setAttribute("aria-hidden", "true");
  const info = document.createElement("div"), below = document.createElement("div");
  info.className = "cow-info";
  strip.append(info, below);
  let start = 0;
  while (start < columns - 1 && start * per < model.known && !counts(model, start * per, Math.min(model.known, (start + 1) * per)).some((count, kind) => count > 0 && model.changing[kind])) start++;
  const isFull = model.changes.length > 0;
  line(frame, info, isFull ? below : null, model, {
    from: 0, end: model.total, per, start, label, isWhole: true,
    hint: isFull ? "Point at the strip, or use the arrow keys; a click or Enter opens the microscope." : "Point at the strip, or use the arrow keys.",
  });
}

(function begin(tries) {
  const strips = document.querySelectorAll(".cow-strip[data-pages]:not([data-ready])");
  // Some front ends run a script before they put its element into the page.
  if (strips.length === 0 && tries > 0) setTimeout(begin, 100, tries - 1);
  strips.forEach(strip => {
    strip.setAttribute("data-ready", "");
    explore(strip);
  });
})(50);
