// The form beside the picture: what is chosen in it, as filters of the net and as part of the page's address.
import { make } from "../views/dom.js";

export class Filters {
  constructor(form, net, { say, first, last, onChange }) {
    Object.assign(this, { form, net, say, first, last });
    const prefectures = net.areas.filter((area) => area.id.startsWith("prefecture/"));
    this.#fill(form.elements.prefecture, prefectures);
    this.#fill(form.elements.country, net.countries);
    this.#take(new URLSearchParams(location.search));
    this.#tellYear();
    // The slider at each step, all others when they have changed.
    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, ({ target }) => {
        if (target.name === "q" || (target.type === "range") !== (kind === "input")) return;
        this.#tellYear();
        onChange();
      });
    }
    form.addEventListener("reset", () => setTimeout(() => {
      this.#tellYear();
      onChange();
    }));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // As `Net.filter` takes them.
  read() {
    const { elements } = this.form;
    const off = (name) => [...this.form.querySelectorAll(`input[name=${name}]:not(:checked)`)].map((box) => box.value);
    return { prefecture: elements.prefecture.value, country: elements.country.value, kinds: off("kind"), statuses: off("status"), at: this.#year() };
  }

  // The address keeps what is chosen, so that it can be sent to somebody.
  write(chosen) {
    const { prefecture, country, kinds, statuses, at } = this.read();
    const parameters = new URLSearchParams(location.search);
    const values = { prefecture, country, off: [...kinds.map((key) => `kind:${key}`), ...statuses.map((key) => `status:${key}`)].join(","), at: at || "", thing: chosen };
    for (const [name, value] of Object.entries(values)) {
      if (value) parameters.set(name, value);
      else parameters.delete(name);
    }
    const text = parameters.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
    for (const link of document.querySelectorAll(".languages a")) {
      const own = new URLSearchParams(parameters);
      own.set("lang", link.lang);
      link.search = own.toString();
    }
  }

  #take(parameters) {
    const { elements } = this.form;
    for (const name of ["prefecture", "country"]) {
      const wanted = parameters.get(name) ?? "";
      if ([...elements[name].options].some((option) => option.value === wanted)) elements[name].value = wanted;
    }
    for (const entry of (parameters.get("off") ?? "").split(",")) {
      const [name, value] = entry.split(":");
      for (const box of this.form.querySelectorAll("input[type=checkbox]")) if (box.name === name && box.value === value) box.checked = false;
    }
    const year = Number(parameters.get("at"));
    if (elements.at && year >= this.first && year <= this.last) elements.at.value = String(year);
  }

  // The last step of the slider means all years.
  #year() {
    const year = Number(this.form.elements.at?.value ?? 0);
    return year > this.last ? 0 : year;
  }

  #tellYear() {
    const said = this.form.querySelector("#ov-year-said");
    if (!said) return;
    const year = this.#year();
    said.textContent = year ? this.say("year_of", { year }) : this.say("year_now");
    this.form.elements.at.setAttribute("aria-valuetext", said.textContent);
  }

  #fill(select, items) {
    select.append(...items.map((item) => make("option", { value: item.id }, item.name)));
  }
}
