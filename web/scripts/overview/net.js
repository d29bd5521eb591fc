// The net as the server's columns give it: who is tied with whom, what filters leave of it, what hangs together.

export const NO_FILTER = Object.freeze({ prefecture: "", country: "", kinds: [], statuses: [], at: 0 });

export class Net {
  constructor(columns) {
    const { things, lines } = columns;
    Object.assign(this, columns);
    this.count = things.id.length;
    this.x = Float64Array.from(things.x);
    this.y = Float64Array.from(things.y);
    this.numbers = new Map(things.id.map((id, number) => [id, number]));
    this.foreign = new Set(things.foreign);
    this.lineCount = lines.from.length;
    this.#index();
    this.filter(NO_FILTER);
  }

  // For each thing its lines, one after the other in one array.
  #index() {
    const { from, to } = this.lines;
    this.starts = new Uint32Array(this.count + 1);
    for (let line = 0; line < this.lineCount; line += 1) {
      this.starts[from[line] + 1] += 1;
      this.starts[to[line] + 1] += 1;
    }
    for (let number = 0; number < this.count; number += 1) this.starts[number + 1] += this.starts[number];
    const next = this.starts.slice();
    this.own = new Uint32Array(2 * this.lineCount);
    for (let line = 0; line < this.lineCount; line += 1) {
      this.own[next[from[line]]++] = line;
      this.own[next[to[line]]++] = line;
    }
  }

  // Keeps the lines that fit, and the things that have one; `kinds` and `statuses` are switched off.
  filter(wanted) {
    const fits = this.#test(wanted);
    this.wanted = wanted;
    this.lineShown = new Uint8Array(this.lineCount);
    this.degree = new Uint32Array(this.count);
    for (let line = 0; line < this.lineCount; line += 1) {
      if (!fits(line)) continue;
      this.lineShown[line] = 1;
      this.degree[this.lines.from[line]] += 1;
      this.degree[this.lines.to[line]] += 1;
    }
    this.ranked = Uint32Array.from({ length: this.count }, (_, number) => number).filter((number) => this.degree[number]);
    this.ranked.sort((one, other) => this.degree[other] - this.degree[one] || one - other);
  }

  #test({ prefecture, country, kinds, statuses, at }) {
    const { from, to, kind, status, year, end } = this.lines;
    const { area, country: countryOf } = this.things;
    const place = (named, id) => (id ? named.findIndex((item) => item.id === id) : -2);
    const [inArea, inCountry] = [place(this.areas, prefecture), place(this.countries, country)];
    const off = (named, keys) => new Set(named.map((item, number) => (keys.includes(item.key) ? number : -2)));
    const [noKind, noStatus] = [off(this.kinds, kinds), off(this.statuses, statuses)];
    const either = (column, wanted, line) => wanted === -2 || (wanted >= 0 && (column[from[line]] === wanted || column[to[line]] === wanted));
    return (line) =>
      !noKind.has(kind[line]) && !noStatus.has(status[line]) &&
      (!at || ((!year[line] || year[line] <= at) && (!end[line] || end[line] >= at))) &&
      either(area, inArea, line) && either(countryOf, inCountry, line);
  }

  isPlace(number) {
    return this.looks[this.things.look[number]].key !== "agreement";
  }

  // The id of the tie that a line belongs to.
  tieOf(line) {
    const last = (number) => this.things.id[number].split("/").pop();
    const { from, to, tie } = this.lines;
    return `partnership/${tie[line] || `${last(from[line])}--${last(to[line])}`}`;
  }

  linesOf(number) {
    return [...this.own.subarray(this.starts[number], this.starts[number + 1])].filter((line) => this.lineShown[line]);
  }

  across(line, number) {
    return this.lines.from[line] === number ? this.lines.to[line] : this.lines.from[line];
  }

  // What is shown in numbers: places, ties, ties without a year, and how it hangs together.
  measure() {
    const parents = Int32Array.from({ length: this.count }, (_, number) => number);
    const find = (number) => {
      while (parents[number] !== number) number = parents[number] = parents[parents[number]];
      return number;
    };
    const [ties, undated] = [new Set(), new Set()];
    for (let line = 0; line < this.lineCount; line += 1) {
      if (!this.lineShown[line]) continue;
      const tie = this.lines.tie[line] || line;
      ties.add(tie);
      if (!this.lines.year[line]) undated.add(tie);
      parents[find(this.lines.from[line])] = find(this.lines.to[line]);
    }
    const sizes = new Map();
    const places = [...this.ranked].filter((number) => this.isPlace(number));
    for (const number of places) sizes.set(find(number), (sizes.get(find(number)) ?? 0) + 1);
    return { places: places.length, ties: ties.size, undated: undated.size, parts: sizes.size, largest: Math.max(0, ...sizes.values()) };
  }

  best(most) {
    const found = [];
    for (const number of this.ranked) if (found.length < most && this.isPlace(number)) found.push(number);
    return found;
  }

  // Left, top, right and bottom of what is shown; of everything where nothing is.
  box() {
    const numbers = this.ranked.length ? this.ranked : this.x.keys();
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const number of numbers) {
      left = Math.min(left, this.x[number]);
      right = Math.max(right, this.x[number]);
      top = Math.min(top, this.y[number]);
      bottom = Math.max(bottom, this.y[number]);
    }
    return [left, top, right, bottom];
  }
}
