// Tables of lines: sorted by any column, in steps of 200, a row chosen by click or by its button.
import { showDate } from "../views/dates.js";
import { foreignScript, freshId, make, safeLink } from "../views/dom.js";
import { countText } from "../views/words.js";
import { pageOf } from "./live.js";
import { toCard } from "./jump.js";
import { areaOf, sortRows } from "./rows.js";
import { pairName } from "./words.js";

const STEP = 200;
// The card and the tie's page have all of them.
const MOST_SOURCES = 2;

class RowTable {
  constructor(context, { name, columns, sort }) {
    Object.assign(this, context, { name, columns, sort, isDescending: false, rows: [], shown: STEP });
    this.title = make("h2", { class: "selection-heading", id: freshId("rows") });
    this.caption = make("caption", { class: "visually-hidden" });
    this.heads = columns.map((column) => this.head(column));
    this.body = make("tbody", { role: "rowgroup", onclick: (event) => this.onClick(event), onkeydown: (event) => this.onKey(event) });
    // A phone shows each row as a card, which takes the roles of a table from its parts unless they are said.
    this.table = make("table", { class: "view-table selection-table", role: "table", "data-rows": name }, this.caption,
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...this.heads)), this.body);
    this.none = make("p", { class: "quiet" }, this.say(`no_${name}`));
    this.scroll = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": this.title.id }, this.table);
    this.more = make("button", { type: "button", class: "plain", onclick: () => this.showMore() });
    this.element = make("section", { "aria-labelledby": this.title.id }, this.title, this.none, this.scroll, this.more);
  }

  head(column) {
    const button = make("button", { type: "button", class: "view-sort", onclick: () => this.onSort(column) }, this.say(`column_${column.heading ?? column.name}`));
    return make("th", { scope: "col", role: "columnheader", "data-column": column.name }, button);
  }

  onSort(column) {
    this.isDescending = this.sort === column.name && !this.isDescending;
    this.sort = column.name;
    this.order();
    this.mark(false);
    this.tell(this.say("sorted", { column: this.say(`column_${column.heading ?? column.name}`), direction: this.say(this.isDescending ? "descending" : "ascending") }));
  }

  take(rows) {
    this.given = rows;
    this.shown = STEP;
    this.order();
  }

  order() {
    this.rows = sortRows(this.given, this.sort, this.isDescending, this.model.language);
    for (const [place, head] of this.heads.entries()) {
      if (this.columns[place].name === this.sort) head.setAttribute("aria-sort", this.isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    this.draw();
  }

  draw() {
    const { say, model } = this;
    const total = this.rows.length;
    const caption = say(`caption_${this.name}`, { n: countText(total, model.language) });
    this.title.textContent = caption;
    this.caption.textContent = total > this.shown ? say("caption_part", { caption, shown: countText(this.shown, model.language) }) : caption;
    this.body.replaceChildren(...this.rows.slice(0, this.shown).map((row) => this.row(row)));
    // A column without any value only takes room.
    this.table.classList.toggle("none-ended", !this.rows.some(({ ended }) => ended));
    this.scroll.hidden = !total;
    this.none.hidden = total > 0;
    this.more.hidden = total <= this.shown;
    this.more.textContent = say("more_rows", { n: countText(Math.min(STEP, total - this.shown), model.language) });
  }

  showMore() {
    const first = this.shown;
    this.shown += STEP;
    this.draw();
    this.mark(false);
    this.body.rows[first]?.querySelector("button").focus();
  }

  row(row) {
    const name = pairName(row.one, row.other, this.say);
    const button = make("button", { type: "button", class: "selection-pick", "aria-pressed": "false", "aria-label": this.say("row_open", { name }), tabindex: "-1" });
    const [first, ...others] = this.columns.map((column) => column.cell(row, this));
    return make("tr", { role: "row", "data-id": row.id }, make("th", { scope: "row", role: "rowheader" }, make("span", { class: "selection-first" }, button, make("span", {}, ...first))),
      ...others.map((content, place) => this.cell(content, this.columns[place + 1])));
  }

  cell(content, { name, heading, kind }) {
    return make("td", { role: "cell", class: kind, "data-label": this.say(`column_${heading ?? name}`) }, ...content);
  }

  onClick(event) {
    const line = event.target.closest("tr");
    if (!line || event.target.closest("a, .to-card")) return;
    const { id } = line.dataset;
    this.model.select(this.model.selected === id ? null : id);
    line.querySelector("button").focus({ preventScroll: true });
  }

  // From row to row with the arrows: one stop for the tabulator in each table.
  onKey(event) {
    if (!event.target.matches(".selection-pick")) return;
    const lines = [...this.body.rows];
    const here = lines.indexOf(event.target.closest("tr"));
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (next === undefined || !lines[next]) return;
    event.preventDefault();
    const button = lines[next].querySelector("button");
    this.reach(button);
    button.focus();
  }

  reach(button) {
    for (const one of this.body.querySelectorAll(".selection-pick[tabindex='0']")) one.tabIndex = -1;
    if (button) button.tabIndex = 0;
  }

  // A phone has the card of the chosen row below the table.
  offerCard(line, isChosen) {
    const offered = line.querySelector(".to-card");
    if (isChosen && !offered) line.cells[0].append(toCard(this.say));
    else if (!isChosen) offered?.remove();
  }

  // Marks what is chosen: the row of a line, and the rows of a thing.
  mark(isMoved) {
    const { selected } = this.model;
    let first = null;
    const rows = new Map(this.rows.map((row) => [row.id, row]));
    for (const line of this.body.rows) {
      const row = rows.get(line.dataset.id);
      const isChosen = row.id === selected;
      const isBeside = row.one.id === selected || row.other.id === selected;
      line.classList.toggle("chosen", isChosen);
      line.classList.toggle("beside", isBeside);
      line.querySelector("button").setAttribute("aria-pressed", String(isChosen));
      this.offerCard(line, isChosen);
      if (isChosen || (isBeside && !first)) first = line;
    }
    this.reach((first ?? this.body.rows[0])?.querySelector("button"));
    if (first && isMoved && !first.contains(document.activeElement)) first.scrollIntoView({ block: "nearest" });
  }
}

export class TieTable extends RowTable {
  constructor(context) {
    const columns = [
      { name: "one", cell: ({ one }, table) => thing(one, table) },
      { name: "other", cell: ({ other }, table) => thing(other, table) },
      { name: "area", cell: ({ other }) => [areaOf(other, " · ")] },
      { name: "since", kind: "date", cell: (row, table) => [tieLink(row, table)] },
      { name: "kind", cell: ({ kind }, { say }) => [say(`kind_${kind}`)] },
      { name: "status", cell: ({ status }, { say }) => [make("span", { class: `status status-${status}` }, say(`status_${status}`))] },
      { name: "ended", kind: "ended", cell: ({ ended }, { model }) => [ended ? showDate(ended, model.language) : ""] },
      { name: "source", kind: "cited", cell: ({ sources }, table) => sourceLinks(sources, table) },
    ];
    super(context, { name: "ties", columns, sort: "since" });
  }
}

export class LinkTable extends RowTable {
  constructor(context) {
    const columns = [
      { name: "one", heading: "link_one", cell: ({ one }, table) => thing(one, table) },
      { name: "kind", heading: "link", cell: ({ text }) => [make("span", { class: "quiet" }, text)] },
      { name: "other", heading: "link_other", cell: ({ other }, table) => thing(other, table) },
      { name: "since", heading: "date", kind: "date", cell: ({ date }, { model }) => [date ? showDate(date, model.language) : ""] },
      { name: "source", kind: "cited", cell: ({ sources }, table) => sourceLinks(sources, table) },
    ];
    super(context, { name: "links", columns, sort: "since" });
  }
}

function thing(node, { model }) {
  const lang = node.name_lang || undefined;
  const href = pageOf(node.id, model);
  return [href ? make("a", { href, lang }, node.name) : make("span", { lang }, node.name)];
}

// A tie's date leads to its page, where its claims stand.
function tieLink(row, { model, say }) {
  const text = row.date ? showDate(row.date, model.language) : say("unknown_date");
  const href = pageOf(row.iri, model);
  if (!href) return text;
  return make("a", { href, class: row.date ? undefined : "quiet" }, text, make("span", { class: "visually-hidden" }, ` ${say("row_page", { name: pairName(row.one, row.other, say) })}`));
}

function sourceLinks(sources, { model, say }) {
  // One name for all that one publisher says.
  const cited = [...new Map([...sources].reverse().map((source) => [source.publisher || source.address || source.iri, source])).values()].reverse();
  const items = cited.slice(0, MOST_SOURCES).map(({ publisher, name, address, iri }) => {
    const safe = safeLink(address ?? "");
    const text = name || publisher || hostOf(address) || iri?.split("/").pop() || "";
    const lang = foreignScript(text, model.language);
    const link = safe ? make("a", { href: safe, rel: "noopener external", class: "outside", lang }, text) : make("span", { lang }, text);
    return make("li", {}, link);
  });
  if (cited.length > MOST_SOURCES) items.push(make("li", { class: "quiet" }, say("more_things", { n: countText(cited.length - MOST_SOURCES, model.language) })));
  return items.length ? [make("ul", { class: "selection-sources" }, ...items)] : [];
}

function hostOf(address) {
  try {
    return new URL(address).host.replace(/^www\./, "");
  } catch {
    return "";
  }
}
