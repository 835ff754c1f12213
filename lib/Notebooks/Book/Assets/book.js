// Draws the charts of a page with the book's own plotly.js, in the colours of the reader's theme.
"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");

function themed(layout) {
  const style = getComputedStyle(document.body);
  const text = style.getPropertyValue("--text").trim();
  const line = style.getPropertyValue("--line").trim();
  const copy = { ...layout, autosize: true, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
  delete copy.width;
  copy.modebar = { bgcolor: "rgba(0,0,0,0)", color: line, activecolor: text };
  copy.font = { ...layout.font, color: text, family: style.fontFamily };
  for (const key of new Set([...Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key)), "xaxis", "yaxis"])) {
    copy[key] = { ...layout[key], gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true };
  }
  return copy;
}

function draw(figure) {
  const chart = JSON.parse(figure.querySelector("script").textContent);
  Plotly.react(figure.querySelector(".plot"), chart.data ?? [], themed(chart.layout ?? {}), { ...chart.config, responsive: true, displaylogo: false });
}

// A page may hold many charts: each is drawn when it comes into view.
const seen = new Set();
const watch = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    seen.add(target);
    draw(target);
  }
}, { rootMargin: "400px" });
document.querySelectorAll("figure.chart").forEach(figure => watch.observe(figure));
dark.addEventListener("change", () => seen.forEach(draw));
addEventListener("beforeprint", () => document.querySelectorAll("figure.chart").forEach(draw));
