// Tick boxes of form[data-choosing]: the whole page at once, the number chosen, the look of chosen rows.
// data-elsewhere counts what was ticked on other pages; data-carry sends the ticks along when one turns the page;
// data-when-chosen is seen only while something is ticked.
"use strict";
(() => {
  const boxes = (form) => [...form.querySelectorAll("tbody [type=checkbox], .cases [type=checkbox]")];

  function tell(form) {
    const all = boxes(form);
    const here = all.filter((box) => box.checked).length;
    const count = here + Number(form.dataset.elsewhere || 0);
    all.forEach((box) => box.closest("tr, li").classList.toggle("on", box.checked));
    form.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = `选中 ${count}`; });
    form.querySelectorAll("[data-needs-chosen]").forEach((button) => { button.disabled = !count; });
    form.querySelectorAll("[data-when-chosen]").forEach((bar) => { bar.hidden = !count; });
    const every = form.querySelector("[data-every]");
    if (!every) return;
    every.checked = all.length > 0 && here === all.length;
    every.indeterminate = here > 0 && here < all.length;
  }

  function enhance() {
    document.querySelectorAll("form[data-choosing]").forEach((form) => {
      const head = form.querySelector("thead th.tick");
      if (head && !head.querySelector("input")) head.replaceChildren(everyBox());
      tell(form);
    });
  }

  function everyBox() {
    const every = document.createElement("input");
    every.type = "checkbox";
    every.dataset.every = "";
    every.setAttribute("aria-label", "选这一页");
    return every;
  }

  // Turning the page posts the form with verb=keep, so that the ticks of this page are not lost.
  function carry(event, form, link) {
    const changed = boxes(form).some((box) => box.checked !== box.defaultChecked);
    if (!changed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const [name, value] of [["verb", "keep"], ["page", new URL(link.href).searchParams.get("page") ?? "1"]]) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
    form.submit();
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-choosing]");
    if (!form) return;
    if (event.target.matches("[data-every]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
    tell(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-choosing]");
    if (!form) return;
    const link = event.target.closest(".pager a");
    if (link && "carry" in form.dataset) carry(event, form, link);
    if (!event.target.closest("[data-choose-none]")) return;
    event.preventDefault();
    boxes(form).forEach((box) => { box.checked = false; });
    tell(form);
  });
  document.addEventListener("htmx:after:swap", enhance);
  enhance();
})();
