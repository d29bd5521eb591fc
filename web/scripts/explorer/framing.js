// What of the picture a window shows, so that all things are in it with their names, and none lies below the buttons.
import { nameBox } from "./names.js";

// Pixels that stay free at each side, and those of the buttons at the top.
const EDGE = 10;
const BUTTONS = 48;
const LARGEST = 1.3;
// In a very narrow window names may be cut rather than the picture be a stamp.
const LEAST = 0.55;
const ROUNDS = 5;

// {scale, position}: `at` tells where a thing lies, `namesAt` the size of each name at a scale, in units of the picture.
export function frame(nodes, at, { width, height }, namesAt) {
  const room = { width: Math.max(width - 2 * EDGE, 1), height: Math.max(height - BUTTONS - EDGE, 1) };
  const marks = nodes.map((node) => markBox(at(node.id), node.size ?? 10));
  let box = around(marks);
  let scale = fitting(box, room);
  const least = scale * LEAST;
  // Names keep their size on the screen: the smaller the picture, the more of it they take.
  for (let round = 0; round < ROUNDS; round += 1) {
    const names = namesAt(scale);
    const written = nodes.filter(({ id }) => names.has(id)).map((node) => nameBox(node, at(node.id), names.get(node.id)));
    box = around([...marks, ...written]);
    const next = Math.max(fitting(box, room), least);
    const isSame = Math.abs(next / scale - 1) < 0.01;
    scale = next;
    if (isSame) break;
  }
  const [left, top, right, bottom] = box;
  return { scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 - (BUTTONS - EDGE) / 2 / scale } };
}

function fitting([left, top, right, bottom], { width, height }) {
  return Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1), LARGEST);
}

function markBox([x, y], size) {
  return [x - size, y - size, x + size, y + size];
}

function around(boxes) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [left, top, right, bottom] of boxes) {
    box[0] = Math.min(box[0], left);
    box[1] = Math.min(box[1], top);
    box[2] = Math.max(box[2], right);
    box[3] = Math.max(box[3], bottom);
  }
  return box;
}
