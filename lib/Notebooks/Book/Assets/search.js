// Searches the text of all pages. It is loaded when a reader first looks for something.
"use strict";
{
  const most = 40;
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const results = form.querySelector(".results");
  const status = results.querySelector("[role=status]");
  const list = results.querySelector("ol");
  form.hidden = false;

  let sections;
  let loading;
  const load = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "search-text.js";
    script.onload = () => {
      sections = bookText.flatMap(page => page.sections.map(([anchor, heading, text]) => {
        const [title, head, body] = [page.title, heading, text].map(part => part.toLowerCase());
        return { url: anchor ? `${page.file}#${anchor}` : page.file, page: page.title, heading, text, title, head, body };
      }));
      done();
    };
    script.onerror = failed;
    document.head.append(script);
  });

  // A word in a heading counts more than one in the text, and one in both the most.
  const rank = (section, words) => {
    let sum = 0;
    for (const word of words) {
      const its = (section.head.includes(word) ? 4 : 0) + (section.body.includes(word) ? 2 : 0) + (section.title.includes(word) ? 1 : 0);
      if (its === 0) return 0;
      sum += its;
    }
    return sum;
  };

  const marked = (text, words) => {
    const lower = text.toLowerCase();
    const parts = [];
    for (let at = 0; at < text.length;) {
      const [start, word] = words.map(word => [lower.indexOf(word, at), word]).filter(([start]) => start >= 0).sort(([a], [b]) => a - b)[0] ?? [text.length, ""];
      if (start > at) parts.push(text.slice(at, start));
      if (word) parts.push(Object.assign(document.createElement("mark"), { textContent: text.slice(start, start + word.length) }));
      at = start + word.length;
    }
    return parts;
  };

  const around = (section, words) => {
    const at = Math.max(0, Math.min(...words.map(word => section.body.indexOf(word)).filter(at => at >= 0), section.text.length));
    const start = at === section.text.length || at < 60 ? 0 : section.text.indexOf(" ", at - 50) + 1;
    return `${start > 0 ? "… " : ""}${section.text.slice(start, start + 160)}${start + 160 < section.text.length ? " …" : ""}`;
  };

  const entry = (section, words) => {
    const link = Object.assign(document.createElement("a"), { href: section.url });
    const head = document.createElement("b");
    head.append(...marked(section.heading && section.heading !== section.page ? `${section.page} › ${section.heading}` : section.page, words));
    link.append(head, ...marked(around(section, words), words));
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const close = () => results.hidden = true;
  const search = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(word => word);
    if (words.length === 0) {
      close();
      return;
    }
    try {
      await load();
    } catch {
      status.textContent = "The text of the book (search-text.js) is not there.";
      results.hidden = false;
      return;
    }
    const found = sections.map(section => [rank(section, words), section]).filter(([its]) => its > 0).sort(([a], [b]) => b - a);
    status.textContent = found.length === 0 ? "Nothing found." : found.length > most ? `The first ${most} of ${found.length} places` : `${found.length} ${found.length === 1 ? "place" : "places"}`;
    list.replaceChildren(...found.slice(0, most).map(([, section]) => entry(section, words)));
    results.hidden = false;
  };

  input.addEventListener("focus", () => load().catch(() => { }));
  input.addEventListener("input", search);
  form.addEventListener("submit", event => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", event => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      input.value = "";
      input.focus();
    } else if (event.key === "ArrowDown" && !results.hidden) links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", event => {
    if (event.target.closest("a")) close();
  });
  form.addEventListener("focusout", event => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
