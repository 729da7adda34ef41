// Tick boxes of a list: the whole page at once, the number chosen, the look of chosen rows.
"use strict";
(() => {
  const boxes = (form) => [...form.querySelectorAll("tbody [type=checkbox], .cases [type=checkbox]")];

  function tell(form) {
    const all = boxes(form);
    const chosen = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr, li").classList.toggle("on", box.checked));
    form.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = `选中 ${chosen.length}`; });
    form.querySelectorAll("[data-needs-chosen]").forEach((button) => { button.disabled = !chosen.length; });
    const every = form.querySelector("[data-every]");
    if (!every) return;
    every.checked = all.length > 0 && chosen.length === all.length;
    every.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }

  function enhance() {
    document.querySelectorAll("form[data-choosing]").forEach((form) => {
      const head = form.querySelector("thead th.tick");
      if (head && !head.querySelector("input")) {
        const every = document.createElement("input");
        every.type = "checkbox";
        every.dataset.every = "";
        every.setAttribute("aria-label", "选这一页");
        head.replaceChildren(every);
      }
      tell(form);
    });
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-choosing]");
    if (!form) return;
    if (event.target.matches("[data-every]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
    tell(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-choose-none]") && event.target.closest("form[data-choosing]");
    if (!form) return;
    event.preventDefault();
    boxes(form).forEach((box) => { box.checked = false; });
    tell(form);
  });
  document.addEventListener("htmx:after:swap", enhance);
  enhance();
})();
