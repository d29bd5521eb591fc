// An answer with a choice of its views and the pictures to take away; remembers what was chosen.
import { make } from "./dom.js";
import { mountView, viewsFor } from "./mount.js";
import { speak } from "./words.js";

// Like mountView, with buttons for the other views that fit. `name` is the stem of the pictures' file names.
export async function mountViewer(container, answer, { view, language = document.documentElement.lang, options = {}, onChange, name = "glocal-graph" } = {}) {
  const say = speak(language);
  const names = viewsFor(answer, options);
  const place = make("div", { class: "viewer-place" });
  const live = make("p", { class: "visually-hidden", role: "status" });
  const choice = make("div", { class: "viewer-choice", role: "group", "aria-label": say("views") });
  const pictures = make("div", { class: "viewer-pictures" });
  container.replaceChildren(make("div", { class: "viewer-bar" }, choice, pictures), live, place);
  let mounted = null;
  let turn = 0;

  async function show(chosen, state) {
    const mine = (turn += 1);
    mounted?.destroy();
    mounted = null;
    for (const button of choice.children) button.setAttribute("aria-pressed", String(button.dataset.view === chosen));
    pictures.hidden = chosen === "table";
    place.setAttribute("aria-busy", "true");
    try {
      const shown = chosen === "network" && options.networkOf ? await fetchAnswer(options.networkOf) : answer;
      const next = await mountView(place, shown, { view: chosen, language, options: { ...options, state }, onChange });
      if (mine !== turn) return next.destroy();
      mounted = next;
    } catch (error) {
      if (mine === turn) place.replaceChildren(make("p", { class: "note warn" }, say("failed")));
      console.warn(error);
    } finally {
      if (mine === turn) place.removeAttribute("aria-busy");
    }
    return undefined;
  }

  for (const one of names) {
    const act = async () => {
      await show(one, {});
      live.textContent = say(one);
      onChange?.(mounted?.state() ?? { view: one });
    };
    choice.append(make("button", { type: "button", class: "plain", "data-view": one, onclick: act }, say(one)));
  }
  choice.hidden = names.length < 2;
  for (const format of ["svg", "png"]) {
    pictures.append(make("button", { type: "button", class: "plain", "data-picture": format, onclick: () => save(format) }, say(`picture_${format}`)));
  }

  async function save(format) {
    const blob = await mounted.image(format);
    const address = URL.createObjectURL(blob);
    const link = make("a", { href: address, download: `${name}-${mounted.state().view}.${format}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  async function fetchAnswer(address) {
    const response = await fetch(address, { headers: { Accept: "application/sparql-results+json" } });
    if (!response.ok) throw new Error(`the network did not come: ${response.status}`);
    return response.json();
  }

  await show(names.includes(view) ? view : names[0], options.state || {});
  return { show, image: (format) => mounted.image(format), destroy: () => mounted?.destroy(), state: () => mounted?.state() ?? {} };
}
