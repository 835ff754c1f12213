// The bytes of one page.

// Bytes of the page as rectangles of rows of 64.
function cells(first, end) {
  let path = "";
  while (first < end) {
    const column = first % ROW, row = (first - column) / ROW;
    const isWhole = column === 0 && end - first >= ROW;
    const count = isWhole ? Math.floor((end - first) / ROW) * ROW : Math.min(end - first, ROW - column);
    const width = isWhole ? ROW : count, height = isWhole ? count / ROW : 1;
    path += `M${LEFT + column * BYTE} ${row * BYTE}h${width * BYTE}v${height * BYTE}h-${width * BYTE}z`;
    first += count;
  }
  return path;
}

function wordsOf(model, row) {
  return model.words.map(([from, to, name]) => ({ from: Math.max(from === null ? -Infinity : from, -row.before), to: Math.min(to === null ? Infinity : to, row.size - row.before), name }));
}

function byteText(model, address, offset) {
  const where = `+${hex(offset)}`, [one] = objects(model, address + offset, address + offset + 1);
  const isLeftOut = model.noObjects || (model.rowsCut && address + offset >= model.rows[model.rows.length - 1].end);
  if (!one) return `${where}: ${isLeftOut ? "which object this is, is not known" : "no object of " + model.heap}`;
  const start = one.row.start + one.first * one.row.distance, inside = address + offset - start - one.row.before;
  const word = wordsOf(model, one.row).find(each => inside >= each.from && inside < each.to);
  const object = one.row.isElement ? `element ${said(one.row.nth + one.first + 1)} by address (${one.row.name})` : one.row.name;
  return `${where}: ${object} at ${hex(start + one.row.before)}, ${word ? word.name : "byte " + said(inside)}`;
}

// The byte of a page that was accessed: it is given as such, or as a byte of the first object that has it on the page.
function offsetOf(model, place, address) {
  if (place[0] !== "_") return number(place);
  for (const { row, first, after } of objects(model, address, address + model.size)) {
    for (let i = first; i < after; i++) {
      const offset = row.start + i * row.distance + row.before + number(place.slice(1)) - address;
      if (offset >= 0 && offset < model.size) return offset;
    }
  }
}

function drawBytes(holder, model, page, address, info, summary) {
  const rows = model.size / ROW;
  const svg = add(holder, "svg", { viewBox: `0 0 ${LEFT + ROW * BYTE} ${rows * BYTE}`, role: "img", "aria-label": summary, class: "cow-bytes" });
  add(svg, "path", { class: "cow-ground", d: cells(0, model.size) });
  const paths = { "cow-other": "", "cow-even": "", "cow-odd": "", "cow-word": "" }, kinds = new Set();
  for (const { row, first, after } of objects(model, address, address + model.size)) {
    const word = row.isElement && wordsOf(model, row).find(one => one.name === model.word);
    for (let i = first; i < after; i++) {
      const start = row.start + i * row.distance - address, name = row.isElement ? (i % 2 === 0 ? "cow-even" : "cow-odd") : "cow-other";
      const draw = (kind, from, end) => {
        if (Math.min(model.size, end) <= Math.max(0, from)) return;
        paths[kind] += cells(Math.max(0, from), Math.min(model.size, end));
        kinds.add(kind);
      };
      draw(name, start, start + row.size);
      if (word) draw("cow-word", start + row.before + word.from, start + row.before + word.to);
    }
  }
  for (const name in paths) if (paths[name]) add(svg, "path", { class: name, d: paths[name] });
  let lines = "";
  for (let row = 1; row < rows; row++) lines += `M${LEFT} ${row * BYTE}h${ROW * BYTE}`;
  add(svg, "path", { class: "cow-rows", d: lines });
  const differing = model.bytes.get(page) || [];
  let marks = "";
  for (let i = 0; i < differing.length; i += 2) marks += cells(differing[i], differing[i] + differing[i + 1]);
  if (marks) add(svg, "path", { class: "cow-differs", d: marks });
  const fault = at(model.faults, page);
  if (fault && fault.what[0] !== "") {
    const offset = offsetOf(model, fault.what[1], address), column = offset % ROW;
    add(svg, "rect", { class: "cow-fault", x: LEFT + column * BYTE - 1.5, y: (offset - column) / ROW * BYTE - 1.5, width: BYTE + 3, height: BYTE + 3 });
    kinds.add("cow-fault");
  }
  for (let row = 0; row < rows; row += 8) add(svg, "text", { x: LEFT - 6, y: row * BYTE + 8, "text-anchor": "end", "dominant-baseline": "middle" }, "+" + hex(row * ROW));
  svg.addEventListener("pointermove", event => {
    const box = svg.getBoundingClientRect(), scale = (LEFT + ROW * BYTE) / box.width;
    const column = Math.floor(((event.clientX - box.left) * scale - LEFT) / BYTE), row = Math.floor((event.clientY - box.top) * scale / BYTE);
    if (column >= 0 && column < ROW && row >= 0 && row < rows) info.textContent = byteText(model, address, row * ROW + column);
  });
  if (marks) kinds.add("cow-differs");
  return kinds;
}

function microscope(holder, model, first, follow, opener) {
  const box = add(holder, "div", { class: "cow-microscope", role: "group", "aria-label": "The microscope: one page" });
  const bar = add(box, "div", { class: "cow-bar" }), title = add(bar, "b");
  const button = (text, label) => add(bar, "button", { type: "button", "aria-label": label, ...OWN_KEYS }, text);
  const back = button("‹", "Previous page"), on = button("›", "Next page"), close = button("×", "Close the microscope");
  const facts = add(box, "div", { class: "cow-facts", "aria-live": "polite" });
  const picture = add(box, "div"), info = add(box, "div", { class: "cow-info" }), legend = add(box, "div", { class: "cow-legend" });
  let page = first;
  function show() {
    const address = addressOf(model, page), kind = kindOf(model, page), [part] = parts(model, page, page + 1);
    title.textContent = `Page ${hex(address)}: ${said(page + 1)} of ${said(model.total)}`;
    const lines = [[model.kinds[kind], model.meanings[kind]], ["Memory", part.map]];
    const frame = frameOf(model.frames, page), original = frameOf(model.originals, page);
    if (frame !== undefined) lines.push(["Frame", hex(frame) + (original !== undefined ? `, a copy of ${hex(original)}` : "")]);
    else lines.push(["Frame", hasNone(model.frames, page) && model.frames.some(one => one.first !== undefined) ? "that of the zero page, which all pages share that were only read" : model.noFrames]);
    if (model.isPredicting) lines.push(["Predicted", isPredicted(model, page) ? `copied${model.word ? `, as the ${model.word} of elements here is written` : ""}` : "not copied"]);
    lines.push(["Objects", objectsText(model, page, page + 1)]);
    const writer = writersText(model, page, page + 1);
    if (writer) lines.push(["Writer", writer]);
    const differing = model.bytes.get(page);
    const many = differing && differing.filter((_, i) => i % 2 === 1).reduce((one, next) => one + next);
    if (differing) lines.push(["Differing", `${said(many)} ${many === 1 ? "byte" : "bytes"}, the first at +${hex(differing[0])}`]);
    else if (kind === model.differing) lines.push(["Differing", "which bytes is kept of the first such pages only"]);
    tell(facts, lines);
    picture.textContent = "";
    info.textContent = "Point at a byte.";
    const kinds = drawBytes(picture, model, page, address, info, `The ${said(model.size)} bytes of page ${hex(address)}. ${lines.map(one => one.join(": ")).join(". ")}`);
    legend.textContent = "";
    const named = { "cow-even": "elements, in turn", "cow-odd": "", "cow-other": "other objects", "cow-word": `the ${model.word} of each element`, "cow-differs": `bytes that differ from the ${model.other}'s`, "cow-fault": "the access that made the page what it is" };
    for (const name in named) if (kinds.has(name) && (named[name] || !kinds.has("cow-even"))) {
      const one = add(legend, "span");
      add(one, "i", { class: name });
      one.append(" " + (named[name] || named["cow-even"]));
    }
    back.disabled = page === 0;
    on.disabled = page + 1 >= model.known;
  }
  function move(step) {
    page = Math.max(0, Math.min(model.known - 1, page + step));
    show();
    if (follow) follow(page);
  }
  back.addEventListener("click", () => move(-1));
  on.addEventListener("click", () => move(1));
  const shut = () => { holder.textContent = ""; opener.focus({ preventScroll: true }); };
  close.addEventListener("click", shut);
  box.addEventListener("keydown", event => {
    if (event.key === "Escape") shut();
    if (event.key !== "Tab") event.stopPropagation();
  });
  show();
}
