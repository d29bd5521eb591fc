// Where the picture is looked at from: the point in the middle of the window and how large it is shown.

const [LEAST, MOST] = [0.02, 12];

export class Camera {
  constructor() {
    Object.assign(this, { x: 0, y: 0, k: 1, width: 1, height: 1 });
  }

  resize(width, height) {
    Object.assign(this, { width, height });
  }

  toScreen(x, y) {
    return [(x - this.x) * this.k + this.width / 2, (y - this.y) * this.k + this.height / 2];
  }

  toWorld(x, y) {
    return [(x - this.width / 2) / this.k + this.x, (y - this.height / 2) / this.k + this.y];
  }

  // All of a box in the window, with room for labels at its edges.
  fit([left, top, right, bottom], margin = 34) {
    const [width, height] = [Math.max(right - left, 60), Math.max(bottom - top, 60)];
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2;
    this.k = clamp(Math.min((this.width - 2 * margin) / width, (this.height - 2 * margin) / height), LEAST, 2.5);
  }

  move(dx, dy) {
    this.x -= dx / this.k;
    this.y -= dy / this.k;
  }

  // Larger or smaller, so that the point below the pointer stays there.
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const [worldX, worldY] = this.toWorld(x, y);
    this.k = clamp(this.k * factor, LEAST, MOST);
    this.x = worldX - (x - this.width / 2) / this.k;
    this.y = worldY - (y - this.height / 2) / this.k;
  }

  centre(x, y, least) {
    Object.assign(this, { x, y, k: Math.max(this.k, least) });
  }

  now() {
    return { x: this.x, y: this.y, k: this.k };
  }
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
