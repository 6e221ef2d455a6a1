"use strict";
(() => {
  const words = document.body.dataset;
  const make = (name, attributes, text) => {
    const node = document.createElement(name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text !== undefined) node.textContent = text;
    return node;
  };

  // Values on hover: the text of a mark, or of all lines at the year under the pointer.
  const tip = make("div", { class: "tip", hidden: "", "aria-hidden": "true" });
  document.body.append(tip);
  const place = (event) => {
    tip.hidden = false;
    const width = document.documentElement.clientWidth;
    const left = Math.min(event.pageX + 14, window.scrollX + width - tip.offsetWidth - 8);
    tip.style.left = Math.max(4, left) + "px";
    tip.style.top = event.pageY + 16 + "px";
  };
  const percent = (share) => {
    const number = (100 * share).toFixed(1).replace(".", words.decimal).replace("-", "\u2212");
    return words.percent.replace("{n}", number);
  };
  for (const mark of document.querySelectorAll("svg .mark")) {
    const title = mark.querySelector("title");
    if (!title) continue;
    const text = title.textContent;
    mark.addEventListener("pointerenter", () => title.remove());
    mark.addEventListener("pointermove", (event) => {
      tip.textContent = text;
      place(event);
      event.stopPropagation();
    });
    mark.addEventListener("pointerleave", () => {
      mark.prepend(title);
      tip.hidden = true;
    });
  }
  for (const plot of document.querySelectorAll("svg .plot[data-frame]")) {
    const svg = plot.ownerSVGElement;
    const [left, right, top, bottom, min, max] = plot.dataset.frame.split(" ").map(Number);
    const lines = [...plot.querySelectorAll(".series[data-xs]")].map((node) => ({
      node,
      name: node.dataset.name,
      color: node.dataset.color,
      xs: node.dataset.xs.split(" ").map(Number),
      ys: node.dataset.ys.split(" "),
    }));
    const scale = svg.viewBox.baseVal.width / parseFloat(svg.getAttribute("width"));
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    cursor.setAttribute("stroke", "#595959");
    cursor.setAttribute("stroke-width", String(scale));
    cursor.setAttribute("y1", String(top * scale));
    cursor.setAttribute("y2", String(bottom * scale));
    cursor.setAttribute("visibility", "hidden");
    svg.append(cursor);
    const hide = () => {
      if (tip.owner === plot) tip.hidden = true;
      cursor.setAttribute("visibility", "hidden");
    };
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const width = parseFloat(svg.getAttribute("width"));
      const x = ((event.clientX - box.left) / box.width) * width;
      const y = ((event.clientY - box.top) / box.width) * width;
      if (x < left - 4 || x > right + 4 || y < top || y > bottom) return hide();
      const at = Math.round(min + ((x - left) / (right - left)) * (max - min));
      const rows = [];
      for (const line of lines) {
        if (line.node.classList.contains("off")) continue;
        const index = line.xs.indexOf(at);
        if (index < 0 || line.ys[index] === "-") continue;
        rows.push([line, Number(line.ys[index])]);
      }
      if (!rows.length) return hide();
      rows.sort((a, b) => b[1] - a[1]);
      const table = make("table");
      for (const [line, value] of rows) {
        const row = make("tr");
        const swatch = make("td");
        const box = make("i");
        box.style.background = line.color;
        swatch.append(box);
        row.append(swatch, make("td", {}, line.name), make("td", { class: "n" }, percent(value)));
        table.append(row);
      }
      tip.replaceChildren(make("strong", {}, at + " " + plot.dataset.x), table);
      tip.owner = plot;
      place(event);
      const shown = (left + ((at - min) / (max - min)) * (right - left)) * scale;
      cursor.setAttribute("x1", String(shown));
      cursor.setAttribute("x2", String(shown));
      cursor.setAttribute("visibility", "visible");
    });
  }

  // Plans on and off, in charts with several lines.
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    if (figure.querySelectorAll(".wide .plot").length !== 1) continue;
    const lines = [...figure.querySelectorAll(".wide .plot .series[data-xs]")];
    if (lines.length < 2) continue;
    const choice = make("fieldset");
    choice.append(make("legend", {}, words.show));
    for (const line of lines) {
      const label = make("label");
      const box = make("input", { type: "checkbox", value: line.dataset.key });
      box.checked = true;
      box.addEventListener("change", () => {
        for (const node of figure.querySelectorAll(".series"))
          if (node.dataset.key === line.dataset.key) node.classList.toggle("off", !box.checked);
      });
      const swatch = make("i", { "aria-hidden": "true" });
      swatch.style.background = line.dataset.color;
      label.append(box, swatch, line.dataset.name);
      choice.append(label);
    }
    figure.querySelector("figcaption").before(choice);
  }

  // Sortable tables, and copies of them as CSV. What a spreadsheet would run as a formula comes with its guard.
  const plain = (cell) => cell.dataset.v ?? cell.textContent;
  const copied = (cell) => cell.dataset.copy ?? plain(cell);
  const quote = (text) => (/[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  for (const table of document.querySelectorAll("table.data")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      const label = head.textContent;
      const button = make("button", { type: "button", title: words.sort.replace("{column}", label) }, label);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => {
          const text = plain(row.cells[column]);
          return text === "" ? null : text;
        };
        const order = (a, b) => {
          const [x, y] = [key(a), key(b)];
          if (x === null || y === null) return (x === null) - (y === null);
          const [m, n] = [Number(x), Number(y)];
          const sign = Number.isNaN(m) || Number.isNaN(n) ? x.localeCompare(y, document.documentElement.lang) : m - n;
          return up ? sign : -sign;
        };
        body.append(...[...body.rows].sort(order));
      });
    });
    const button = make("button", { type: "button", class: "tool" }, words.copy);
    button.addEventListener("click", async () => {
      const lines = [heads.map((head) => head.dataset.key), ...[...body.rows].map((row) => [...row.cells].map(copied))];
      await copy(lines.map((line) => line.map(quote).join(",")).join("\n") + "\n");
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 1500);
    });
    table.parentElement.before(button);
  }
})();
