// Paints the net on a canvas: lines by kind and status, marks by what they are, names of the best connected.

// A path of many strokes takes a raster machine longer than several of some.
const BATCH = 200;
const FACE = "system-ui, 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif";
const HOLLOW = new Set(["abroad", "region", "agreement"]);
const SQUARE = new Set(["prefecture", "region"]);
const HEXAGON = new Set(["country", "agreement"]);

// How large a mark is on the screen: what is well connected is larger, and all grow when one looks closer.
export function markSize(degree, k) {
  return Math.min(Math.max(5 * k, 1.6), 7.5) * (0.7 + 0.35 * Math.min(Math.sqrt(degree), 6));
}

export class Painter {
  constructor(net, colours) {
    this.net = net;
    this.colours = colours;
  }

  // Everything that the camera sees.
  paint(context, camera, { labels = true } = {}) {
    const seen = this.#see(camera);
    context.fillStyle = this.colours.sheet;
    context.fillRect(0, 0, camera.width, camera.height);
    this.#lines(context, camera);
    this.#marks(context, camera, seen);
    if (labels) this.#labels(context, camera, seen);
  }

  // The things shown that lie in the window, the best connected first.
  #see(camera) {
    const { net } = this;
    const [left, top] = camera.toWorld(-20, -20);
    const [right, bottom] = camera.toWorld(camera.width + 20, camera.height + 20);
    return net.ranked.filter((number) => net.x[number] >= left && net.x[number] <= right && net.y[number] >= top && net.y[number] <= bottom);
  }

  #lines(context, camera) {
    const { net } = this;
    const crowded = net.lineCount > 5000 && camera.k < 0.6;
    context.globalAlpha = crowded ? 0.4 : net.lineCount > 5000 ? 0.3 : 0.85;
    for (const { kind, status, lines } of this.#styles()) {
      context.strokeStyle = this.colours.lines[net.kinds[kind]?.key] ?? this.colours.lines.other;
      context.lineWidth = crowded ? 0.5 : Math.min(Math.max(1.3 * camera.k, 0.8), 2.2);
      context.setLineDash(crowded ? [] : (net.statuses[status]?.dashes ?? []).map((part) => part * Math.min(Math.max(camera.k, 0.4), 1)));
      strokeAll(context, camera, net, lines);
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  // The lines shown, by kind and status; sorted anew only when another choice of them is shown.
  #styles() {
    const { net } = this;
    if (this.sorted === net.lineShown) return this.styles;
    const found = new Map();
    for (let line = 0; line < net.lineCount; line += 1) {
      if (!net.lineShown[line]) continue;
      const [kind, status] = [net.lines.kind[line], net.lines.status[line]];
      const key = `${kind} ${status}`;
      if (!found.has(key)) found.set(key, { kind, status, lines: [] });
      found.get(key).lines.push(line);
    }
    this.sorted = net.lineShown;
    this.styles = [...found.values()];
    return this.styles;
  }

  #marks(context, camera, seen) {
    const { net } = this;
    const ofLook = net.looks.map(() => []);
    for (let place = seen.length - 1; place >= 0; place -= 1) ofLook[net.things.look[seen[place]]].push(seen[place]);
    net.looks.forEach((look, number) => this.#marksOf(context, camera, look.key, ofLook[number]));
  }

  #marksOf(context, camera, look, numbers) {
    const { net, colours } = this;
    context.fillStyle = HOLLOW.has(look) ? colours.sheet : colours.marks[look];
    context.strokeStyle = HOLLOW.has(look) ? colours.marks[look] : colours.sheet;
    context.lineWidth = HOLLOW.has(look) ? Math.min(Math.max(camera.k * 3, 1.1), 3) : 0.6;
    const [halfWidth, halfHeight] = [camera.width / 2, camera.height / 2];
    for (let start = 0; start < numbers.length; start += BATCH) {
      context.beginPath();
      for (let place = start; place < Math.min(start + BATCH, numbers.length); place += 1) {
        const number = numbers[place];
        shape(context, look, (net.x[number] - camera.x) * camera.k + halfWidth, (net.y[number] - camera.y) * camera.k + halfHeight, markSize(net.degree[number], camera.k));
      }
      context.fill();
      context.stroke();
    }
  }

  // Names where there is room for them, the best connected first; more of them the closer one looks.
  #labels(context, camera, seen) {
    const { net } = this;
    const most = camera.k > 1.4 ? 160 : 46;
    const taken = [];
    for (let place = 0; place < Math.min(seen.length, 4 * most) && taken.length < most; place += 1) {
      const number = seen[place];
      const [x, y] = camera.toScreen(net.x[number], net.y[number]);
      this.label(context, number, x, y + markSize(net.degree[number], camera.k), taken);
    }
  }

  // One name below a point, unless it would lie on another.
  label(context, number, x, y, taken, size = 12) {
    const name = this.net.things.name[number];
    const text = [...name].length > 22 ? `${[...name].slice(0, 21).join("")}…` : name;
    context.font = `${size}px ${FACE}`;
    const half = context.measureText(text).width / 2 + 4;
    const box = [x - half, y, x + half, y + size + 6];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
    taken.push(box);
    Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 });
    context.strokeStyle = this.colours.sheet;
    context.fillStyle = this.colours.ink;
    context.strokeText(text, x, y + 2);
    context.fillText(text, x, y + 2);
  }

  // A thing or a line that is pointed at or chosen, with what it is tied to, above all others.
  highlight(context, camera, { thing = -1, line = -1 }) {
    const { net, colours } = this;
    const lines = thing >= 0 ? net.linesOf(thing) : line >= 0 ? [line] : [];
    const ends = new Set(lines.flatMap((one) => [net.lines.from[one], net.lines.to[one]]));
    if (thing >= 0) ends.add(thing);
    context.strokeStyle = colours.accent;
    context.lineWidth = lines.length > 30 ? 1.4 : 2.4;
    strokeAll(context, camera, net, lines);
    const ordered = [...ends].sort((one, other) => net.degree[one] - net.degree[other]);
    for (const number of ordered) this.#marksOf(context, camera, net.looks[net.things.look[number]].key, [number]);
    const taken = [];
    for (const number of [thing, ...ordered.reverse()].filter((one, place, all) => one >= 0 && all.indexOf(one) === place).slice(0, 25)) {
      const [x, y] = camera.toScreen(net.x[number], net.y[number]);
      if (number === thing) ring(context, x, y, markSize(net.degree[number], camera.k) + 4, colours.accent);
      this.label(context, number, x, y + markSize(net.degree[number], camera.k) + 3, taken, number === thing ? 14 : 12);
    }
  }
}

function strokeAll(context, camera, net, lines) {
  const { from, to } = net.lines;
  const { x: x0, y: y0, k, width, height } = camera;
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  for (let start = 0; start < lines.length; start += BATCH) {
    context.beginPath();
    for (let place = start; place < Math.min(start + BATCH, lines.length); place += 1) {
      const [one, other] = [from[lines[place]], to[lines[place]]];
      const x1 = (net.x[one] - x0) * k + halfWidth;
      const y1 = (net.y[one] - y0) * k + halfHeight;
      const x2 = (net.x[other] - x0) * k + halfWidth;
      const y2 = (net.y[other] - y0) * k + halfHeight;
      if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > width && x2 > width) || (y1 > height && y2 > height)) continue;
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    context.stroke();
  }
}

function shape(context, look, x, y, size) {
  if (size < 2.3 || SQUARE.has(look)) {
    context.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
  } else if (HEXAGON.has(look)) {
    context.moveTo(x, y - size * 1.2);
    for (let corner = 1; corner <= 6; corner += 1) {
      context.lineTo(x + size * 1.2 * Math.sin((corner * Math.PI) / 3), y - size * 1.2 * Math.cos((corner * Math.PI) / 3));
    }
  } else {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
}

function ring(context, x, y, size, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.stroke();
}
