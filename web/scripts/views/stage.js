// What every drawn view has around it: its summary in words, buttons, the drawing's place, legend and a note.
import { draw, freshId, make } from "./dom.js";
import { takePicture } from "./picture.js";

export function openStage(holder, context, { credits = [] } = {}) {
  const summary = make("p", { class: "view-summary", id: freshId("view-summary") });
  const tools = make("div", { class: "view-tools", role: "group", "aria-label": context.say("tools") });
  const sheet = make("div", { class: "view-sheet" });
  const legend = make("ul", { class: "view-legend" });
  const note = make("p", { class: "hint" });
  const help = make("p", { class: "hint view-help" });
  tools.hidden = legend.hidden = note.hidden = help.hidden = true;
  holder.append(summary, tools, sheet, legend, note, help);
  const stage = {
    summary, tools, sheet, legend, svg: null,
    width: () => Math.max(320, Math.round(sheet.clientWidth || 640)),
    button(label, act, title) {
      const button = make("button", { type: "button", class: "plain", onclick: act, title, "aria-label": title }, label);
      tools.append(button);
      tools.hidden = false;
      return button;
    },
    // A fresh drawing of this size in place of the old one.
    paper(width, height, label) {
      const svg = draw("svg", { class: "view-drawing", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": label, "aria-describedby": summary.id });
      sheet.replaceChildren(svg);
      stage.svg = svg;
      return svg;
    },
    keys: [],
    // An entry of the legend, on the page and in the picture; without a mark it is a word.
    key(mark, text) {
      legend.append(make("li", {}, mark ?? "", " ", text));
      legend.hidden = false;
      stage.keys.push({ mark, text });
    },
    clearKeys() {
      stage.keys = [];
      legend.replaceChildren();
      legend.hidden = true;
    },
    // A hint for whoever looks at the page; it is no part of the picture.
    help(text) {
      help.textContent = text;
      help.hidden = !text;
    },
    say(text) {
      note.textContent = text;
      note.hidden = !text;
    },
    image: (format, svg = stage.svg) => takePicture(svg, format, { title: context.title, keys: stage.keys, credits: [note.textContent, ...context.credits(), ...credits].filter(Boolean) }),
  };
  return stage;
}

// A mark of the legend: a small drawing of its own.
export function sample(...children) {
  return draw("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" }, ...children);
}

// Draw anew when the place has become wider or narrower.
export function onResize(stage, redraw) {
  let width = stage.width();
  const observer = new ResizeObserver(() => {
    if (Math.abs(stage.width() - width) < 24) return;
    width = stage.width();
    redraw();
  });
  observer.observe(stage.sheet);
  return () => observer.disconnect();
}

// A mark that leads to a page; where there is no page, the mark alone.
export function linked(href, label, ...children) {
  if (!href) return draw("g", { role: "img", "aria-label": label }, draw("title", {}, label), ...children);
  return draw("a", { href }, draw("title", {}, label), ...children);
}

// Lets a mark be chosen by click, Enter and the space bar, where the view is one of several of a selection; a click
// with a key held down still opens its page.
export function choosable(element, id, { onSelect } = {}) {
  if (!onSelect || !id) return element;
  element.classList.add("choosable");
  element.dataset.id = id;
  const isLink = element.tagName.toLowerCase() === "a";
  if (!isLink) {
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
  }
  element.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onSelect(id);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== " " && (isLink || event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(id);
  });
  return element;
}
