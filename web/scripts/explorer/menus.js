// Menus that unfold: one at a time, closed by Escape or by going elsewhere, with the pointer or by Tab.

export function tameMenus(menus) {
  for (const menu of menus) {
    menu.addEventListener("toggle", () => menu.open && menus.forEach((other) => other !== menu && other.removeAttribute("open")));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    // An open sheet would lie on what has the focus next.
    menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !menu.contains(relatedTarget) && menu.removeAttribute("open"));
  }
  document.addEventListener("pointerdown", ({ target }) => menus.forEach((menu) => menu.contains(target) || menu.removeAttribute("open")));
}
