// Menus that unfold: one at a time, closed by Escape or by going elsewhere.

export function tameMenus(menus) {
  for (const menu of menus) {
    menu.addEventListener("toggle", () => menu.open && menus.forEach((other) => other !== menu && other.removeAttribute("open")));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("pointerdown", ({ target }) => menus.forEach((menu) => menu.contains(target) || menu.removeAttribute("open")));
}
