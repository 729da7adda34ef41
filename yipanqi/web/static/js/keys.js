// J and K move through the rows, Enter opens, / and Ctrl K search, ? explains. Silent while somebody types.
"use strict";
(() => {
  const rows = ".list tbody > tr, .todo > li, .cases > li, .rows > li";
  const opener = "th a, a.title, .what a, b a, a";
  let at = null;

  const typing = (target) => target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const shown = () => [...document.querySelectorAll(rows)].filter((row) => row.offsetParent && row.querySelector("a"));

  function move(step) {
    const all = shown();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement.closest(rows) ?? at);
    at = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
    at.querySelector(opener).focus();
    at.scrollIntoView({ block: "nearest" });
  }

  function search(box) {
    if (!box) return false;
    box.focus();
    box.select();
    return true;
  }

  const single = {
    j: () => move(1),
    k: () => move(-1),
    "/": () => search(document.querySelector("[data-search]") ?? document.getElementById("search")),
    "?": () => location.assign("/preferences#keys"),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      if (search(document.getElementById("search"))) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.documentElement.dataset.keys === "off") return;
    const act = single[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
