// What lies below the pointer: the nearest thing, else the nearest line.
import { markSize } from "./painter.js";

const CELL = 60;

export class Finder {
  constructor(net) {
    this.net = net;
  }

  // The number of the thing whose mark is at this point of the screen; -1 if there is none.
  thing(camera, screenX, screenY) {
    const [x, y] = camera.toWorld(screenX, screenY);
    const reach = (markSize(36, camera.k) + 4) / camera.k;
    let [best, least] = [-1, Infinity];
    for (const number of this.#near(x, y, reach)) {
      const far = Math.hypot(this.net.x[number] - x, this.net.y[number] - y) * camera.k - markSize(this.net.degree[number], camera.k);
      if (far < 5 && far < least) [best, least] = [number, far];
    }
    return best;
  }

  line(camera, screenX, screenY) {
    const { net } = this;
    const [x, y] = camera.toWorld(screenX, screenY);
    let [best, least] = [-1, 5 / camera.k];
    for (let line = 0; line < net.lineCount; line += 1) {
      if (!net.lineShown[line]) continue;
      const far = distance(net, line, x, y);
      if (far < least) [best, least] = [line, far];
    }
    return best;
  }

  *#near(x, y, reach) {
    const cells = this.#cells();
    for (let column = Math.floor((x - reach) / CELL); column <= Math.floor((x + reach) / CELL); column += 1) {
      for (let row = Math.floor((y - reach) / CELL); row <= Math.floor((y + reach) / CELL); row += 1) {
        yield* cells.get(`${column} ${row}`) ?? [];
      }
    }
  }

  // The things shown, by the cell of a grid that they lie in.
  #cells() {
    const { net } = this;
    if (this.made === net.ranked) return this.grid;
    this.made = net.ranked;
    this.grid = new Map();
    for (const number of net.ranked) {
      const key = `${Math.floor(net.x[number] / CELL)} ${Math.floor(net.y[number] / CELL)}`;
      if (this.grid.has(key)) this.grid.get(key).push(number);
      else this.grid.set(key, [number]);
    }
    return this.grid;
  }
}

function distance(net, line, x, y) {
  const [one, other] = [net.lines.from[line], net.lines.to[line]];
  const [dx, dy] = [net.x[other] - net.x[one], net.y[other] - net.y[one]];
  const along = ((x - net.x[one]) * dx + (y - net.y[one]) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(net.x[one] + share * dx - x, net.y[one] + share * dy - y);
}
