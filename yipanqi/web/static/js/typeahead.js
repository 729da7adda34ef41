// input[data-typeahead=url] offers what url?q=… answers: [{value, label, reading, note, url}].
// label and reading are texts, or pieces [text, marked]. With a url, choosing goes there; else the value is filled in.
// data-free: what was typed counts until something is picked. Without this file the text itself is sent.
"use strict";
(() => {
  const WAIT = 150; // milliseconds after the last key
  let serial = 0;

  class Typeahead {
    constructor(input) {
      this.input = input;
      this.free = "free" in input.dataset;
      this.at = -1;
      this.list = element("div", "options");
      this.list.id = `options-${++serial}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "候选");
      this.list.hidden = true;
      const box = element("span", "typeahead");
      input.replaceWith(box);
      box.append(input, this.list);
      set(input, {
        role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      });
      input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), WAIT); });
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => setTimeout(() => this.close(), WAIT));
    }

    async ask() {
      const words = this.input.value.trim();
      if (!words) return this.close();
      const address = new URL(this.input.dataset.typeahead, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || answer.redirected || words !== this.input.value.trim()) return this.close();
      this.show(await answer.json());
    }

    show(found) {
      this.found = found;
      this.list.replaceChildren(...found.map((each, number) => this.option(each, number)));
      this.list.hidden = !found.length || document.activeElement !== this.input;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      const said = document.getElementById("announce");
      if (said) said.textContent = found.length ? `${found.length} 个候选，上下键挑选` : "没有找到";
      this.pick(this.free ? -1 : 0);
    }

    option(each, number) {
      const option = element("div");
      set(option, { role: "option", id: `${this.list.id}-${number}` });
      option.append(pieces(element("b"), each.label));
      if (each.reading) option.append(pieces(element("small", "reading"), each.reading));
      if (each.note) option.append(pieces(element("small", "push"), each.note));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); this.choose(number); });
      return option;
    }

    pick(number) {
      const all = [...this.list.children];
      this.at = number;
      all.forEach((option, index) => option.setAttribute("aria-selected", String(index === number)));
      if (number < 0 || !all.length) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", all[number].id);
      all[number].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (this.list.hidden) return;
      const count = this.list.children.length;
      if (event.key === "ArrowDown") this.pick((this.at + 1) % count);
      else if (event.key === "ArrowUp") this.pick((Math.max(this.at, 0) - 1 + count) % count);
      else if (event.key === "Enter" && this.at >= 0) this.choose(this.at);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }

    choose(number) {
      const each = this.found[number];
      if (each.url) return location.assign(each.url);
      this.input.value = each.value;
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  function element(name, css) {
    const made = document.createElement(name);
    if (css) made.className = css;
    return made;
  }

  function set(target, attributes) {
    for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
  }

  function pieces(target, said) {
    for (const [words, marked] of Array.isArray(said) ? said : [[said, false]]) {
      const piece = marked ? element("mark") : document.createTextNode(words);
      if (marked) piece.textContent = words;
      target.append(piece);
    }
    return target;
  }

  const enhance = () => document.querySelectorAll("input[data-typeahead]:not([aria-controls])").forEach((input) => new Typeahead(input));
  enhance();
  document.addEventListener("htmx:after:swap", enhance);
})();
