// input[data-typeahead=url] gets a list of suggestions: [{value, label, note}] from url?q=…
// Without this file the text itself is sent and the server finds the full name or code.
"use strict";
(() => {
  const WAIT = 150; // milliseconds after the last key
  let serial = 0;

  class Typeahead {
    constructor(input) {
      this.input = input;
      this.list = document.createElement("div");
      this.list.className = "options";
      this.list.id = `options-${++serial}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "候选");
      this.list.hidden = true;
      const box = document.createElement("span");
      box.className = "typeahead";
      input.replaceWith(box);
      box.append(input, this.list);
      for (const [name, value] of Object.entries({
        role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      })) input.setAttribute(name, value);
      input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT); });
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    }

    async ask() {
      const words = this.input.value.trim();
      if (!words) return this.close();
      const address = new URL(this.input.dataset.typeahead, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || words !== this.input.value.trim()) return this.close();
      this.show(await answer.json());
    }

    show(found) {
      this.list.replaceChildren(...found.map((each, number) => this.option(each, number)));
      this.list.hidden = !found.length;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      const said = document.getElementById("announce");
      if (said) said.textContent = found.length ? `${found.length} 个候选，上下键挑选` : "没有找到";
      this.pick(0);
    }

    option(each, number) {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.id = `${this.list.id}-${number}`;
      option.dataset.value = each.value;
      const name = document.createElement("b");
      name.textContent = each.label;
      const note = document.createElement("small");
      note.textContent = each.note ?? "";
      option.append(name, note);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); this.choose(option); });
      return option;
    }

    pick(number) {
      const all = [...this.list.children];
      if (!all.length) return;
      this.at = (number + all.length) % all.length;
      all.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
      this.input.setAttribute("aria-activedescendant", all[this.at].id);
      all[this.at].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (this.list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.pick(this.at + (event.key === "ArrowDown" ? 1 : -1));
      else if (event.key === "Enter") this.choose(this.list.children[this.at]);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }

    choose(option) {
      this.input.value = option.dataset.value;
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  const enhance = (root) => root.querySelectorAll("input[data-typeahead]:not([aria-controls])").forEach((input) => new Typeahead(input));
  enhance(document);
  document.addEventListener("htmx:after:swap", () => enhance(document));
})();
