// A list of things that unfolds, each a button that selects it; long ones grow in steps.
import { make } from "../views/dom.js";
import { countText } from "../views/words.js";

const STEP = 60;

// {element, take(items, title), mark()}; an item has id, name, lang and detail.
export function openThingList(model, say) {
  const summary = make("summary");
  const list = make("ul", { class: "selection-things" });
  const more = make("button", { type: "button", class: "plain" });
  const element = make("details", { class: "selection-fold", hidden: true }, summary, list, more);
  let items = [];
  let shown = STEP;

  // A closed list is only drawn when it is opened: it may have thousands of things.
  function draw() {
    if (!element.open) return;
    list.replaceChildren(...items.slice(0, shown).map((item) => make("li", {},
      make("button", { type: "button", class: "selection-thing", "data-id": item.id, onclick: () => model.select(item.id) }, make("span", { lang: item.lang || undefined }, item.name)),
      item.detail ? make("span", { class: "quiet" }, ` ${item.detail}`) : "")));
    more.hidden = items.length <= shown;
    more.textContent = say("more_rows", { n: countText(Math.min(STEP, items.length - shown), model.language) });
    mark();
  }

  function mark() {
    for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.id === model.selected));
  }

  element.addEventListener("toggle", draw);
  more.addEventListener("click", () => {
    const first = shown;
    shown += STEP;
    draw();
    list.children[first]?.querySelector("button").focus();
  });
  return {
    element, mark,
    take(given, title) {
      items = given;
      shown = STEP;
      element.hidden = !items.length;
      summary.textContent = title;
      draw();
    },
  };
}
