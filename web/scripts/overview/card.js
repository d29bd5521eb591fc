// What was clicked, beside the picture: at once what the picture knows of it, then what the server tells with its sources.
import { make } from "../views/dom.js";

const MOST = 12;

export class Card {
  constructor(place, net, { say, language, base, doc, explore, onClose, onPick }) {
    Object.assign(this, { place, net, say, language, base, doc, explore, onClose, onPick, asked: 0 });
    place.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.onClose();
    });
  }

  show({ thing = -1, line = -1 }) {
    this.asked += 1;
    this.place.hidden = thing < 0 && line < 0;
    if (this.place.hidden) return this.place.replaceChildren();
    const id = thing >= 0 ? this.net.things.id[thing] : this.net.tieOf(line);
    const told = thing >= 0 ? this.#tellThing(thing) : this.#tellLine(line);
    this.place.replaceChildren(this.#closer(), told, this.#ways(id, thing));
    this.place.scrollTop = 0;
    this.#ask(id, told);
  }

  focus() {
    this.place.querySelector("button")?.focus({ preventScroll: true });
  }

  #closer() {
    return make("button", { type: "button", class: "plain ov-close", onclick: () => this.onClose(), "aria-label": this.say("card_close") }, "×");
  }

  #ways(id, thing) {
    const links = [make("a", { class: "ov-page", href: this.#address(this.doc, id) }, this.say(thing >= 0 ? "page" : "tie_page"))];
    if (thing >= 0) links.unshift(make("a", { href: this.#address(this.explore, id) }, this.say("around")));
    return make("p", { class: "card-links" }, ...links);
  }

  #tellThing(number) {
    const { net, say } = this;
    const { country, area, look } = net.things;
    const where = [net.areas[area[number]], net.countries[country[number]]].filter((item) => item && item.id !== net.things.id[number]);
    const lines = net.linesOf(number);
    return make("article", { class: "card" },
      make("p", { class: "kind" }, net.looks[look[number]].label),
      make("h3", {}, this.#name(number)),
      where.length ? make("p", { class: "quiet" }, where.map((item) => item.name).join(this.language === "ja" ? "、" : ", ")) : "",
      make("h4", {}, say("partners"), " ", make("span", { class: "count" }, lines.length.toLocaleString(this.language))),
      this.#partners(number, lines));
  }

  #partners(number, lines) {
    const { net, say } = this;
    const year = (line) => net.lines.year[line] || 9999;
    const ordered = lines.sort((one, other) => year(one) - year(other));
    const items = ordered.slice(0, MOST).map((line) => {
      const other = net.across(line, number);
      return make("li", {}, make("button", { type: "button", class: "ov-link", onclick: () => this.onPick(other) }, this.#name(other)),
        make("span", { class: "quiet" }, ` ${net.lines.year[line] || say("unknown_year")}`));
    });
    if (lines.length > MOST) items.push(make("li", { class: "quiet" }, say("more", { n: (lines.length - MOST).toLocaleString(this.language) })));
    return make("ul", {}, ...items);
  }

  #tellLine(line) {
    const { net, say } = this;
    const { from, to, kind, status, year } = net.lines;
    const facts = [net.kinds[kind[line]]?.label, year[line] ? say("year_of", { year: year[line] }) : say("unknown_year"), net.statuses[status[line]]?.label];
    return make("article", { class: "card" },
      make("h3", {}, this.#name(from[line]), " – ", this.#name(to[line])),
      make("p", {}, facts.filter(Boolean).join(this.language === "ja" ? "・" : " · ")));
  }

  #name(number) {
    const other = this.language === "ja" ? "en" : "ja";
    return make("span", { lang: this.net.foreign.has(number) ? other : null }, this.net.things.name[number]);
  }

  #address(pattern, id) {
    return pattern.replace("THING", id.split("/").map(encodeURIComponent).join("/"));
  }

  // The server's card takes the place of ours, if it comes before something else is chosen.
  async #ask(id, told) {
    const asked = this.asked;
    try {
      const response = await fetch(`/api/card?${new URLSearchParams({ thing: id, lang: this.language })}`);
      if (!response.ok || !(response.headers.get("Content-Type") ?? "").startsWith("text/html")) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("article");
      if (asked !== this.asked || !found) return;
      told.replaceWith(document.importNode(found, true));
      this.place.querySelector(".ov-page")?.remove(); // the server's card leads there itself
    } catch {
      // What the picture knows stays.
    }
  }
}
