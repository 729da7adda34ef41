// Theme, text size and keys take effect at once; the form still works without this file.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = document.getElementById("dark");
  const media = { system: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-look]");
    if (!form) return;
    const chosen = new FormData(form);
    root.dataset.theme = chosen.get("theme");
    root.dataset.size = chosen.get("size");
    root.dataset.keys = chosen.get("keys");
    dark.media = media[chosen.get("theme")];
    fetch(form.action, { method: "POST", body: chosen, headers: { "X-Requested-With": "fetch" } });
  });

  // Only one menu is open at a time; Escape and a click elsewhere close it.
  const close = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // A page that answers with errors begins at their summary.
  document.querySelector(".errors")?.focus();
})();
