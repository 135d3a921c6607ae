// Makes every table of ours sortable, and shows in the text what a row was read from. Runs once a table.
(() => {
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent;
  };
  const sort = (table, column, head) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((one, other) => {
      const [a, b] = [key(one, column), key(other, column)];
      if (!a || !b) return a ? -1 : b ? 1 : 0; // what is empty comes last either way
      return (down ? -1 : 1) * a.localeCompare(b, "zh");
    });
    table.tBodies[0].append(...rows);
  };
  const light = (root, ids, on) => {
    for (const mark of root.querySelectorAll("mark[data-event]"))
      if (mark.dataset.event.split(" ").some((id) => ids.includes(id))) mark.classList.toggle("lit", on);
  };
  for (const table of document.querySelectorAll(".cnevents table.events:not([data-ready])")) {
    table.dataset.ready = "yes";
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(table, column, head));
      head.replaceChildren(button);
    });
    const root = table.closest(".cnevents");
    for (const row of table.tBodies[0].rows) {
      row.addEventListener("mouseenter", () => light(root, [row.dataset.event], true));
      row.addEventListener("mouseleave", () => light(root, [row.dataset.event], false));
    }
  }
})();
