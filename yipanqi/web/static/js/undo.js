// The undo bar counts its seconds down and goes when they are over; the server refuses a late press anyway.
"use strict";
document.querySelectorAll("[data-undo]").forEach((bar) => {
  const shown = bar.querySelector("[data-seconds]");
  const end = Date.now() + Number(bar.dataset.undo) * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1000);
    shown.textContent = Math.max(0, left);
    if (left > 0) return;
    clearInterval(timer);
    if (!bar.contains(document.activeElement)) bar.remove();
    else bar.querySelector("button").addEventListener("blur", () => bar.remove());
  }, 250);
});
