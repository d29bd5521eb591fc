// Which names are written in the picture, and how large: all that can be read at this zoom without one on another.
import { measure } from "../views/picture.js";

// Pixels of the screen.
const SMALL = 12;
const LARGE = 15;
const LINE = 1.2;

// {id: size in units of the picture}; what is not in it has no room for its name. `at` tells where a thing lies,
// `isNamed` what is named in any case.
export function chooseNames(nodes, scale, at, rank, isNamed) {
  const taken = nodes.map((node) => [node.id, ...disc(at(node.id), (node.size ?? 10) * 0.8)]);
  const sizes = new Map();
  for (const node of [...nodes].sort((one, other) => rank(other) - rank(one) || (one.id < other.id ? -1 : 1))) {
    const least = node.focus ? LARGE : SMALL;
    const size = Math.max(least / scale, node.font?.size ?? SMALL);
    const box = nameBox(node, at(node.id), size);
    if (!isNamed(node) && taken.some(([owner, ...other]) => owner !== node.id && meet(box, other))) continue;
    taken.push([node.id, ...box]);
    sizes.set(node.id, size);
  }
  return sizes;
}

// The room that a name of this size takes below its thing: [left, top, right, bottom].
export function nameBox(node, [x, y], size) {
  const lines = String(node.label ?? "").split("\n");
  const half = Math.max(...lines.map((line) => measure(line, size))) / 2;
  const top = y + (node.size ?? 10) + size * 0.2;
  return [x - half, top, x + half, top + lines.length * size * LINE];
}

function disc([x, y], size) {
  return [x - size, y - size, x + size, y + size];
}

function meet(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
