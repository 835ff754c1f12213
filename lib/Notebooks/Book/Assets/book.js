// Draws what is on a page, with what the book has of plotly.js, KaTeX and mermaid, in the colours of the reader's theme.
"use strict";
// In a block, so that no name meets one of a cell's own script.
{
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const titleOf = layout => new DOMParser().parseFromString(layout.title?.text ?? layout.title ?? "", "text/html").body.textContent;

  const themed = layout => {
    const style = getComputedStyle(document.body);
    const text = style.getPropertyValue("--text").trim();
    const line = style.getPropertyValue("--line").trim();
    const copy = { ...layout, autosize: true, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    delete copy.width;
    // Its title stands above it as text, which a narrow screen breaks into lines.
    delete copy.title;
    if (titleOf(layout)) copy.margin = { ...layout.margin, t: Math.max(40, (layout.margin?.t ?? 100) - 34) };
    copy.modebar = { bgcolor: "rgba(0,0,0,0)", color: line, activecolor: text };
    copy.font = { ...layout.font, color: text, family: style.fontFamily };
    for (const key of new Set([...Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key)), "xaxis", "yaxis"])) {
      copy[key] = { ...layout[key], gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true };
    }
    return copy;
  };

  // Gaps between cells that are hardly wider than a gap take their colour away.
  const closed = (trace, width) => trace.type === "heatmap" && (trace.xgap ?? 0) * 4 > width / (trace.z?.[0]?.length ?? 1) ? { ...trace, xgap: 0, ygap: 0 } : trace;

  // As on a phone.
  const isNarrow = plot => plot.clientWidth <= 540;

  // Where there is little room bars lie, so that their names are not written upwards.
  const lying = (traces, layout) => {
    const names = [...new Set(traces.flatMap(trace => trace.x ?? []))];
    if (!traces.some(trace => trace.type === "bar" && trace.orientation !== "h") || !names.every(name => typeof name === "string")) return [traces, layout];
    // Some nine letters a line, where the name has a space.
    const wrapped = names.map(name => name.replace(/(?=\S)(.{9,}?)\s/g, "$1<br>"));
    return [
      traces.map(trace => ({ ...trace, x: trace.y, y: trace.x, ...(trace.type === "bar" && { orientation: "h" }) })),
      {
        ...layout, height: 180 + names.length * (20 + 14 * traces.filter(trace => trace.type === "bar").length),
        xaxis: { ...layout.yaxis, nticks: 5 },
        yaxis: { ...layout.xaxis, autorange: "reversed", tickvals: names, ticktext: wrapped, title: undefined },
      },
    ];
  };

  // In the place of its picture, which stays when the chart cannot be drawn.
  const draw = figure => {
    const chart = JSON.parse(figure.querySelector("script").textContent);
    figure.classList.add("drawn");
    const title = figure.querySelector(".title") ?? figure.insertBefore(Object.assign(document.createElement("p"), { className: "title", ariaHidden: true }), figure.querySelector(".plot"));
    title.textContent = titleOf(chart.layout ?? {});
    try {
      const plot = figure.querySelector(".plot");
      const drawn = [(chart.data ?? []).map(trace => closed(trace, plot.clientWidth)), themed(chart.layout ?? {})];
      const config = { ...chart.config, responsive: true, displaylogo: false };
      // In a narrow place the buttons would lie on the legend.
      if (isNarrow(plot)) Plotly.react(plot, ...lying(...drawn), { ...config, displayModeBar: false });
      else Plotly.react(plot, ...drawn, config);
    } catch (error) {
      figure.classList.remove("drawn");
      console.error(error);
    }
  };

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
  const charts = window.Plotly ? document.querySelectorAll("figure.chart") : [];
  charts.forEach(figure => watch.observe(figure));
  // On paper the pictures are shown, where there are any.
  addEventListener("beforeprint", () => charts.forEach(figure => figure.querySelector(":scope > img") ?? draw(figure)));

  // What KaTeX or mermaid cannot draw stays what it is, its source; the reason is its title.
  if (window.katex) {
    for (const formula of document.querySelectorAll(".formula")) {
      const latex = formula.textContent.replace(/^(\$\$?|\\[([])/, "").replace(/(\$\$?|\\[)\]])$/, "");
      try {
        formula.innerHTML = katex.renderToString(latex, { displayMode: formula.classList.contains("display"), strict: "ignore" });
        formula.classList.add("drawn");
        // KaTeX breaks lines between terms only.
        if (formula.offsetWidth > formula.closest("p, li, td, th, div, section, main").clientWidth) formula.classList.add("wide");
      } catch (error) {
        formula.title = error.message;
      }
    }
  }

  const diagrams = [...(window.mermaid ? document.querySelectorAll("pre.mermaid, div.mermaid") : [])].map(element => ({ element, source: element.textContent }));
  let drawn = 0;
  const diagram = async ({ element, source }) => {
    const id = `diagram-${++drawn}`;
    try {
      const { svg } = await mermaid.render(id, source);
      element.innerHTML = svg;
      element.classList.add("drawn");
    } catch (error) {
      element.textContent = source;
      element.title = error.message;
      // Where mermaid draws its own report.
      document.getElementById(`d${id}`)?.remove();
    }
  };
  const drawDiagrams = async () => {
    mermaid.initialize({ startOnLoad: false, theme: dark.matches ? "dark" : "default", fontFamily: getComputedStyle(document.body).fontFamily, suppressErrorRendering: true });
    for (const each of diagrams) await diagram(each);
  };
  if (diagrams.length > 0) drawDiagrams();

  dark.addEventListener("change", () => {
    seen.forEach(draw);
    if (diagrams.length > 0) drawDiagrams();
  });
}
