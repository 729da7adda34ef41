// Two trees by keyboard: J K up and down, left and right fold and unfold, T changes the tree, Enter opens.
"use strict";
(() => {
  const trees = document.querySelector("[data-trees]");
  if (!trees) return;
  let side = "left";

  const names = () => [...trees.querySelectorAll(`.${side} a.name`)].filter((name) => name.offsetParent);
  const current = () => document.activeElement.closest("a.name");

  function move(step) {
    const all = names();
    const here = all.indexOf(current());
    (all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))] ?? all[0])?.focus();
  }

  function change() {
    const row = current()?.closest("li");
    side = side === "left" ? "right" : "left";
    const across = row?.querySelector(`.${side} a.name`);
    if (across?.offsetParent) across.focus();
    else names()[0]?.focus();
  }

  function fold(open) {
    const name = current();
    if (name?.getAttribute("aria-expanded") === String(!open)) name.click();
    else if (!open) {
      const all = names();
      const above = all.slice(0, all.indexOf(name)).reverse().find((each) => each.getAttribute("aria-expanded") === "true");
      above?.focus();
    } else move(1);
  }

  const keys = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    ArrowRight: () => fold(true), ArrowLeft: () => fold(false), t: change,
  };
  document.addEventListener("keydown", (event) => {
    const single = event.key.length === 1;
    if (single && document.documentElement.dataset.keys === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (!single && !trees.contains(document.activeElement)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);
  trees.addEventListener("focusin", (event) => {
    if (event.target.closest(".left")) side = "left";
    if (event.target.closest(".right")) side = "right";
  });
})();
