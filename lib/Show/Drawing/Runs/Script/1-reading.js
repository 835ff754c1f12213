// Reads what StripData.cs wrote, and looks up what is known of pages, which are numbered in the order of addresses.

const SVG = "http://www.w3.org/2000/svg", ROW = 64, BYTE = 8, LEFT = 64;
// On the element that has the focus: JupyterLab then keeps its own keys away, such as d d, which deletes the cell.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true", "data-p-suppress-shortcuts": "true" };

const number = text => parseInt(text, 36);
const said = value => value.toLocaleString("en-US");
const pages = count => said(count) + (count === 1 ? " page" : " pages");
const hex = value => value.toString(16);

function tokens(text) {
  const all = [];
  for (const one of text ? text.split(" ") : []) {
    if (one[0] !== "*") { all.push(one.split(".")); continue; }
    const [times, period] = one.slice(1).split(",").map(number);
    for (let i = 0; i < times * period; i++) all.push(all[all.length - period]);
  }
  return all;
}

// Values of stretches: [what…, how many].
function stretches(text) {
  let end = 0;
  const all = tokens(text).map(one => ({ from: end, end: end += number(one[one.length - 1]), what: one.slice(0, -1) }));
  return Object.assign(all, { end });
}

// The last one that begins at or before a place.
function find(all, at, from) {
  let low = 0, high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (from(all[middle]) <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function read(data) {
  let page = 0, ordinal = 0, address = 0, elements = 0;
  const spans = tokens(data.spans).map(([gap, count, map]) => {
    const span = { from: ordinal, page: page + number(gap), count: number(count), map: data.maps[number(map)] };
    page = span.page + span.count;
    ordinal += span.count;
    return span;
  });
  const changes = stretches(data.changes);
  let type;
  const rows = tokens(data.rows).map(one => {
    const [gap, count] = one.slice(-2);
    if (one.length === 3) type = data.types[number(one[0])];
    const [name, isElement, before, distance, size] = type;
    const row = { name, isElement, before, distance, size, start: address + number(gap), count: number(count), nth: elements };
    address = row.end = row.start + (row.count - 1) * distance + size;
    if (isElement) elements += row.count;
    return row;
  });
  let frame = 0;
  const frames = text => stretches(text).map(one => {
    if (one.what[0] === "" || one.what[0] === "_") return one;
    const step = number(one.what[0]) + 1, first = frame + step;
    frame = first + (one.end - one.from - 1) * step;
    return { from: one.from, end: one.end, first, step };
  });
  const bytes = new Map(tokens(data.bytes).map(one => [number(one[0]), one.slice(1).map(number)]));
  const own = frames(data.frames);
  frame = 0;
  return Object.assign({}, data, {
    spans, changes, rows, bytes, frames: own, originals: frames(data.originals), faults: stretches(data.faults),
    columns: tokens(data.columns).map(one => one.map(number)), known: Math.min(ordinal, changes.end),
  });
}



function at(all, ordinal) {
  const one = all[find(all, ordinal, each => each.from)];
  return one && ordinal < one.end ? one : undefined;
}

function frameOf(all, ordinal) {
  const one = at(all, ordinal);
  return one && one.first !== undefined ? one.first + (ordinal - one.from) * one.step : undefined;
}

// Known to be without a frame; of a page that was left out it is not known.
function hasNone(all, ordinal) {
  const one = at(all, ordinal);
  return one !== undefined && one.first === undefined && one.what[0] === "";
}

const kindOf = (model, ordinal) => number(at(model.changes, ordinal).what[0]) >> 1;
const isPredicted = (model, ordinal) => (number(at(model.changes, ordinal).what[0]) & 1) === 1;

function addressOf(model, ordinal) {
  const span = model.spans[find(model.spans, ordinal, one => one.from)];
  return (span.page + ordinal - span.from) * model.size;
}

function counts(model, from, end) {
  const all = model.kinds.map(() => 0);
  for (let i = find(model.changes, from, one => one.from); i < model.changes.length && model.changes[i].from < end; i++) {
    const one = model.changes[i];
    all[number(one.what[0]) >> 1] += Math.min(end, one.end) - Math.max(from, one.from);
  }
  return all;
}

// Stretches of addresses of some pages, with the name of their mapping.
function parts(model, from, end) {
  const all = [];
  for (let i = find(model.spans, from, one => one.from); i < model.spans.length && model.spans[i].from < end; i++) {
    const span = model.spans[i];
    const first = Math.max(from, span.from) - span.from, last = Math.min(end, span.from + span.count) - span.from;
    all.push({ from: (span.page + first) * model.size, end: (span.page + last) * model.size, map: span.map });
  }
  return all;
}

// The objects with a byte between two addresses: row, index of the first, and of the first after them.
function objects(model, from, end) {
  const all = [];
  for (let i = Math.max(0, find(model.rows, from, row => row.start)); i < model.rows.length && model.rows[i].start < end; i++) {
    const row = model.rows[i];
    const first = from < row.start + row.size ? 0 : Math.floor((from - row.start - row.size) / row.distance) + 1;
    const after = Math.min(row.count, Math.floor((end - row.start - 1) / row.distance) + 1);
    if (after > first) all.push({ row, first, after });
  }
  return all;
}
