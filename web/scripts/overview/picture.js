// The picture itself: two canvases, the net below and what is pointed at above, moved by pointer, wheel, touch and keys.
//
// A canvas of two dimensions is drawn by every browser, with or without a graphics processor. What is costly to draw is
// drawn once, larger than the window; while the picture moves, that drawing is moved, and it is drawn anew at rest.
import { Camera } from "./camera.js";
import { Finder } from "./finding.js";
import { listen } from "./gestures.js";
import { Painter } from "./painter.js";

const MARGIN = 0.2;
// Up to so many marks and lines a frame is drawn in time.
const FEW = 1500;
const REST = 120;

export class Picture {
  constructor(holder, net, colours, { onChoose, onDrawn }) {
    Object.assign(this, { holder, net, onDrawn, camera: new Camera(), chosen: {}, pointed: {}, frame: 0, rest: 0 });
    this.painter = new Painter(net, colours);
    this.finder = new Finder(net);
    this.ground = addCanvas(holder);
    this.top = addCanvas(holder);
    this.kept = document.createElement("canvas");
    this.#measure();
    this.camera.fit(net.box());
    this.fitted = true;
    new ResizeObserver(() => this.#resize()).observe(holder);
    listen(holder, {
      move: (dx, dy) => this.#look(() => this.camera.move(dx, dy)),
      zoom: (factor, x, y) => this.#look(() => this.camera.zoom(factor, x, y)),
      fit: () => this.fit(),
      point: (x, y) => this.#point(x, y),
      choose: (x, y) => onChoose(this.#find(x, y)),
      leave: () => onChoose({}),
    });
    this.draw();
  }

  fit() {
    this.#look(() => this.camera.fit(this.net.box()));
    this.fitted = true;
  }

  zoom(factor) {
    this.#look(() => this.camera.zoom(factor));
  }

  // A thing in the middle of the window, near enough to read what is around it.
  centre(number) {
    this.#look(() => this.camera.centre(this.net.x[number], this.net.y[number], 1.5));
  }

  choose(found) {
    this.chosen = found;
    this.#later();
  }

  recolour(colours) {
    this.painter.colours = colours;
    this.draw();
  }

  // Everything anew, sharp.
  draw() {
    this.stale = true;
    this.#later();
  }

  #look(change) {
    change();
    this.fitted = false;
    this.moving = performance.now();
    this.#later();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.draw(), REST);
  }

  #later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.#paint();
    });
  }

  #paint() {
    const small = this.net.count + this.net.lineCount <= FEW;
    if (small) this.#paintOn(this.ground, this.camera);
    else {
      if (this.stale || !this.drawnAt || (this.#isBare() && performance.now() - this.drawn > 4 * this.cost + REST)) this.#keep();
      this.#showKept();
    }
    this.#paintTop();
    if (!this.stale) return;
    this.stale = false;
    // The next frame begins when this one is on the screen.
    requestAnimationFrame(() => this.onDrawn());
  }

  // Draws the window and a margin around it.
  #keep() {
    const { camera } = this;
    const started = performance.now();
    const wide = Object.assign(new Camera(), camera.now(), { width: camera.width * (1 + 2 * MARGIN), height: camera.height * (1 + 2 * MARGIN) });
    size(this.kept, wide.width, wide.height, this.ratio);
    this.#paintOn(this.kept, wide);
    this.drawnAt = camera.now();
    this.drawn = performance.now();
    this.cost = this.drawn - started;
  }

  // The kept drawing, moved and scaled to where the camera is now.
  #showKept() {
    const { camera, drawnAt } = this;
    const context = this.ground.getContext("2d", { alpha: false });
    const scale = camera.k / drawnAt.k;
    const [width, height] = [camera.width * (1 + 2 * MARGIN) * scale, camera.height * (1 + 2 * MARGIN) * scale];
    const [x, y] = camera.toScreen(drawnAt.x, drawnAt.y);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = this.painter.colours.sheet;
    context.fillRect(0, 0, camera.width, camera.height);
    context.drawImage(this.kept, x - width / 2, y - height / 2, width, height);
  }

  // Whether the kept drawing leaves some of the window empty.
  #isBare() {
    const { camera, drawnAt } = this;
    const [halfWidth, halfHeight] = [camera.width / 2, camera.height / 2];
    const reach = (half) => (half * (1 + 2 * MARGIN)) / drawnAt.k;
    return (
      Math.abs(camera.x - drawnAt.x) + halfWidth / camera.k > reach(halfWidth) ||
      Math.abs(camera.y - drawnAt.y) + halfHeight / camera.k > reach(halfHeight)
    );
  }

  #paintOn(canvas, camera) {
    const context = canvas.getContext("2d", { alpha: false });
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.painter.paint(context, camera);
  }

  #paintTop() {
    const context = this.top.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.camera.width, this.camera.height);
    for (const found of [this.chosen, this.pointed]) {
      if (this.#isShown(found)) this.painter.highlight(context, this.camera, found);
    }
  }

  #isShown({ thing = -1, line = -1 }) {
    return thing >= 0 ? this.net.degree[thing] > 0 : line >= 0 && this.net.lineShown[line] === 1;
  }

  #find(x, y) {
    const thing = this.finder.thing(this.camera, x, y);
    if (thing >= 0) return { thing };
    const line = this.finder.line(this.camera, x, y);
    return line >= 0 ? { line } : {};
  }

  #point(x, y) {
    const thing = x === undefined ? -1 : this.finder.thing(this.camera, x, y);
    if (thing === (this.pointed.thing ?? -1)) return;
    this.pointed = thing >= 0 ? { thing } : {};
    this.holder.classList.toggle("pointing", thing >= 0);
    this.#later();
  }

  #measure() {
    this.ratio = Math.min(window.devicePixelRatio || 1, 2);
    const { clientWidth: width, clientHeight: height } = this.holder;
    this.camera.resize(Math.max(width, 1), Math.max(height, 1));
    for (const canvas of [this.ground, this.top]) size(canvas, width, height, this.ratio);
  }

  #resize() {
    const before = [this.camera.width, this.camera.height, this.ratio].join();
    this.#measure();
    if (before === [this.camera.width, this.camera.height, this.ratio].join()) return;
    // What somebody has moved to stays in the middle.
    if (this.fitted) this.fit();
    this.draw();
  }
}

function addCanvas(holder) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  holder.append(canvas);
  return canvas;
}

function size(canvas, width, height, ratio) {
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}
