// A line of pages that can be explored, and the line of one of its columns.

function add(parent, name, attributes, text) {
  const isSvg = parent.namespaceURI === SVG || name === "svg";
  const one = isSvg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const key in attributes || {}) one.setAttribute(key, attributes[key]);
  if (text !== undefined) one.textContent = text;
  parent.appendChild(one);
  return one;
}

function tell(holder, lines) {
  holder.textContent = "";
  for (const [label, text] of lines) {
    const line = add(holder, "div");
    add(line, "b", {}, label + ": ");
    line.append(text);
  }
}

// As Runs/PageStripPicture.cs draws the whole strip.
function drawLine(holder, model, from, end, per) {
  const { height: whole, least: seen } = model, columns = Math.ceil((end - from) / per), width = columns <= 100 ? 0.96 : 1;
  const svg = add(holder, "svg", { viewBox: `0 0 ${columns} ${whole}`, preserveAspectRatio: "none", "aria-hidden": "true", class: "cow-picture" });
  const paths = model.kinds.map(() => "");
  for (let column = 0; column < columns; column++) {
    const all = counts(model, from + column * per, Math.min(end, from + (column + 1) * per));
    const sum = all.reduce((one, next) => one + next);
    const least = Math.min(seen, Math.floor(whole / all.filter(count => count > 0).length));
    const heights = all.map((count, kind) => count === 0 ? 0 : Math.max(kind === 0 ? 1 : least, Math.round(count * whole / sum)));
    const most = all.indexOf(Math.max(...all));
    heights[most] = Math.max(0, heights[most] + whole - heights.reduce((one, next) => one + next));
    let below = 0;
    heights.forEach((height, kind) => {
      below += height;
      if (height > 0) paths[kind] += `M${column} ${whole - below}h${width}v${height}h-${width}z`;
    });
  }
  paths.forEach((path, kind) => {
    if (path) add(svg, "path", { d: path, fill: model.hatched[kind] ? `url(#${model.id}-${kind})` : model.colours[kind], class: model.pale[kind] ? "cow-pale" : "" });
  });
}

// A line of pages: pointing or arrow keys tell what is there, a click or Enter opens it, Escape closes what is open below, and then the line itself if it can be shut.
function line(frame, info, below, model, range, follow, shut) {
  const { from, end, per } = range, columns = Math.ceil((end - from) / per);
  const mark = add(frame, "div", { class: "cow-mark", hidden: "" });
  let column = -1;
  const rangeOf = one => [from + one * per, Math.min(end, from + (one + 1) * per)];
  function go(next) {
    column = Math.max(0, Math.min(columns - 1, next));
    const [first, after] = rangeOf(column);
    mark.hidden = false;
    mark.style.left = `${100 * column / columns}%`;
    mark.style.width = `${100 / columns}%`;
    const lines = model.columns.length > 0 && range.isWhole && (after > model.known || !model.changes.length) ? columnText(model, column) : describe(model, first, after);
    tell(info, lines);
    // What lies below moves once, and not at each column.
    if (lines.length > 1) info.classList.add("cow-told");
    frame.setAttribute("aria-valuenow", column + 1);
    frame.setAttribute("aria-valuetext", lines.map(one => one.join(": ")).join(". "));
  }
  function show(ordinal) {
    if (ordinal >= from && ordinal < end) go(Math.floor((ordinal - from) / per));
    else mark.hidden = true;
    if (follow) follow(ordinal);
  }
  function open() {
    const [first, after] = rangeOf(Math.max(0, column));
    if (!below) return;
    below.textContent = "";
    if (after > model.known) { add(below, "div", { class: "cow-note" }, "The pages from here on are left out one by one: the strip would be too large."); return; }
    if (after - first === 1) microscope(below, model, first, show, frame); else zoom(below, model, first, after, show, frame);
  }
  const pointed = event => {
    const box = frame.getBoundingClientRect();
    return Math.floor((event.clientX - box.left) / box.width * columns);
  };
  frame.addEventListener("pointermove", event => go(pointed(event)));
  frame.addEventListener("click", event => { go(pointed(event)); open(); });
  frame.addEventListener("focus", () => { if (column < 0) go(range.start || 0); });
  frame.addEventListener("keydown", event => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -columns, End: columns };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in steps) go(column + steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") open();
    else if (event.key === "Escape" && below.firstChild) below.textContent = "";
    else if (event.key === "Escape" && shut) shut();
    else return;
    // The front end would move to another cell.
    event.preventDefault();
    event.stopPropagation();
  });
  const attributes = {
    tabindex: 0, role: "slider", "aria-label": range.label, "aria-valuemin": 1, "aria-valuemax": columns, "aria-valuenow": 1, "aria-valuetext": range.hint, ...OWN_KEYS,
  };
  for (const key in attributes) frame.setAttribute(key, attributes[key]);
  info.textContent = range.hint;
}

function columnText(model, column) {
  if (!model.columns[column]) return [["Pages", "left out: the strip would be too large"]];
  const [first, last, ...all] = model.columns[column];
  return [[`${hex(first * model.size)}–${hex((last + 1) * model.size - 1)}`, kindsText(model, all)]];
}

function zoom(holder, model, from, end, follow, opener) {
  const per = Math.ceil((end - from) / model.most), lines = parts(model, from, end);
  add(holder, "div", { class: "cow-note" }, `${pages(end - from)} from ${hex(lines[0].from)} on${per > 1 ? `, ${said(per)} a column` : ", one by one"}:`);
  const frame = add(holder, "div", { class: "cow-line" });
  drawLine(frame, model, from, end, per);
  const info = add(holder, "div", { class: "cow-info" }), below = add(holder, "div");
  const start = Math.max(0, Array.from({ length: Math.ceil((end - from) / per) }, (_, i) => i).findIndex(i => model.changing[kindOf(model, from + i * per)]));
  line(frame, info, below, model, { from, end, per, start, label: `Pages from ${hex(lines[0].from)} on`, hint: per > 1 ? "Choose a column." : "Choose a page to see its bytes." }, follow, () => { holder.textContent = ""; opener.focus({ preventScroll: true }); });
  frame.focus({ preventScroll: true });
}
