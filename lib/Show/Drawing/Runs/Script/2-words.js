// What is known of pages, in words.

function objectsText(model, from, end) {
  if (model.noObjects) return model.noObjects;
  const types = new Map();
  let first = Infinity, last = 0, isCut = false;
  for (const part of parts(model, from, end)) {
    isCut = isCut || (model.rowsCut && part.end > model.rows[model.rows.length - 1].end);
    for (const one of objects(model, part.from, part.end)) {
      const key = (one.row.isElement ? "e" : "o") + one.row.name;
      types.set(key, (types.get(key) || 0) + one.after - one.first);
      if (!one.row.isElement) continue;
      first = Math.min(first, one.row.nth + one.first + 1);
      last = Math.max(last, one.row.nth + one.after);
    }
  }
  const names = (letter, many) => [...types].filter(([key]) => key[0] === letter).slice(0, 4).map(([key, count]) => (many ? said(count) + " " : "") + key.slice(1)).join(", ");
  const all = [];
  if (last > 0) all.push(`${first === last ? "element " : "elements "}${said(first)}${first === last ? "" : "…" + said(last)} of ${said(model.elements)} of ${model.heap}, by address (${names("e", false)})`);
  if (names("o", true)) all.push(names("o", true));
  if (isCut) all.push("further objects are left out: there are too many to be kept with the strip");
  return all.length > 0 ? all.join("; ") : `none of ${model.heap}`;
}

function writersText(model, from, end) {
  const all = new Map();
  let untraced = 0, predicted = 0, cut = 0;
  for (let page = from; page < end; page++) {
    if (!model.changing[kindOf(model, page)]) continue;
    const fault = at(model.faults, page);
    const writer = fault && fault.what[0] !== "" ? model.writers[number(fault.what[0])] : undefined;
    if (writer) all.set(writer, (all.get(writer) || 0) + 1);
    else if (model.faultsCut && page >= model.faults.end) cut++;
    else if (isPredicted(model, page) && model.word) predicted++;
    else untraced++;
  }
  const told = [...all].sort((one, next) => next[1] - one[1]);
  const texts = told.slice(0, 3).map(([[touched, code, cause], count]) => `${code}: ${touched} (${cause}${end - from > 1 ? ", " + pages(count) : ""})`);
  if (told.length > 3) texts.push("…");
  const many = count => end - from > 1 ? ` of ${pages(count)}` : "";
  if (predicted > 0) texts.push(`the ${model.word}${many(predicted)}, as predicted; the code was ${model.untraced}`);
  else if (untraced > 0) texts.push(`${model.untraced}${end - from > 1 && texts.length > 0 ? many(untraced) : ""}`);
  if (cut > 0) texts.push(`left out${many(cut)}: the strip would be too large`);
  return texts.join("; ");
}

function kindsText(model, all) {
  return model.kinds.map((name, kind) => [name, all[kind]]).filter(one => one[1] > 0).sort((one, next) => next[1] - one[1])
    .map(([name, count]) => `${said(count)} ${name}`).join("; ");
}

// Lines of a label and a text.
function describe(model, from, end) {
  const places = parts(model, from, end), all = [];
  const range = `${hex(places[0].from)}–${hex(places[places.length - 1].end - 1)}`;
  all.push([range, `${end - from === 1 ? model.kinds[kindOf(model, from)] : kindsText(model, counts(model, from, end))} · ${[...new Set(places.map(part => part.map))].slice(0, 3).join(", ")}`]);
  all.push(["Objects", objectsText(model, from, end)]);
  const writers = writersText(model, from, end);
  if (writers) all.push(["Writer", writers]);
  return all;
}
