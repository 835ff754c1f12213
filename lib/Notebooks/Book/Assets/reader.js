// What a reader does with a page: goes to its neighbours by keyboard, sees which pages he has read, scrolls what is wide, prints.
"use strict";
{
  // A page that was opened from a folder may have no storage, and then remembers nothing.
  const key = `book: ${document.body.dataset.book}`;
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const store = change => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...stored(), ...change }));
    } catch {
      // Nobody misses it on this page.
    }
  };

  const links = [...document.querySelectorAll("a[data-page]")];
  const current = links.find(link => link.ariaCurrent === "page");
  const read = new Set(stored().read);
  if (current) read.add(current.getAttribute("href"));
  store({ read: [...read] });
  const seen = links.filter(link => read.has(link.getAttribute("href")));
  for (const link of seen) {
    link.classList.add("read");
    link.insertAdjacentHTML("beforeend", "<span class=\"unseen\"> (read)</span>");
  }
  const progress = document.querySelector(".progress");
  if (progress && seen.length > 0) {
    const bar = Object.assign(document.createElement("progress"), { max: links.length, value: seen.length, ariaLabel: "Pages read" });
    const words = document.createElement("p");
    words.textContent = `You have read ${seen.length} of ${links.length}. `;
    const unread = links.find(link => !seen.includes(link));
    if (unread) words.append("Go on with ", Object.assign(document.createElement("a"), { href: unread.href, textContent: unread.textContent }), ".");
    progress.append(bar, words);
    progress.hidden = false;
  }

  // The contents show where the page is in them, without moving the page.
  const course = document.querySelector(".course");
  if (current && course.scrollHeight > course.clientHeight) course.scrollTop = current.offsetTop - course.clientHeight / 3;
  const narrow = matchMedia("(max-width: 70rem)");
  narrow.addEventListener("change", () => course?.querySelector("details").toggleAttribute("open", !narrow.matches));

  // Single keys can be switched off, since speech is heard as keys too (WCAG 2.2, 2.1.4).
  const keys = document.querySelector(".keys");
  const isOn = keys.querySelector("input");
  isOn.checked = stored().keys !== false;
  isOn.addEventListener("change", () => store({ keys: isOn.checked }));
  keys.hidden = false;
  const relations = { ArrowLeft: "prev", p: "prev", k: "prev", ArrowRight: "next", n: "next", j: "next" };
  addEventListener("keydown", event => {
    if (!isOn.checked || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    // Whoever types, moves in a picture or scrolls a table means that.
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], [tabindex]:not(main), svg, video, audio")) return;
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector(".search input").focus();
      return;
    }
    document.querySelector(`.steps a[rel="${relations[event.key]}"]`)?.click();
  });

  // What is wider than its box can be scrolled by keyboard, once it has the focus.
  const main = document.querySelector("main");
  const markWide = () => {
    for (const box of main.querySelectorAll("div, pre, table, span.formula, ul, ol")) {
      const isWide = box.scrollWidth > box.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(box).overflowX);
      if (isWide && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.dataset.wide = "";
      } else if (!isWide && box.dataset.wide === "") {
        box.removeAttribute("tabindex");
        delete box.dataset.wide;
      }
    }
  };
  let waiting = 0;
  const markWideSoon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(markWide);
  };
  new ResizeObserver(markWideSoon).observe(main);
  main.addEventListener("toggle", markWideSoon, true);
  addEventListener("load", markWideSoon);

  // Answers that are folded away on the screen are on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...main.querySelectorAll("details:not([open], .words)")];
    opened.forEach(each => each.open = true);
  });
  addEventListener("afterprint", () => opened.forEach(each => each.open = false));
}
