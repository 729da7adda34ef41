// Arrow keys move from stone to the nearest stone in that direction; Enter opens it as any link.
"use strict";
(() => {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = (stone) => {
    const box = stone.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };

  function nearest(from, [dx, dy], stones) {
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    for (const stone of stones) {
      const [sx, sy] = middle(stone);
      const along = (sx - x) * dx + (sy - y) * dy;
      if (stone === from || along < 2) continue;
      const across = Math.abs((sx - x) * dy) + Math.abs((sy - y) * dx);
      const distance = along + across * 3; // straight ahead counts more than near
      if (distance < least) { least = distance; best = stone; }
    }
    return best;
  }

  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const stone = step && document.activeElement.closest("[data-board] a.at");
    if (!stone) return;
    const next = nearest(stone, step, stone.closest("[data-board]").querySelectorAll("a.at"));
    event.preventDefault();
    const goal = next ?? document.querySelector(`[data-beyond=${event.key}]`); // past the last stone: the way to the next part
    goal?.focus();
    goal?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
})();
