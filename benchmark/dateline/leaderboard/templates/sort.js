"use strict";
// Click a heading to sort by it, again to turn round; what has no value stays last both ways.
function compare(first, second) {
  const numbers = [Number(first), Number(second)];
  return numbers.some(Number.isNaN) ? first.localeCompare(second) : numbers[0] - numbers[1];
}
function sortRows(body, column, way) {
  const value = (row) => row.cells[column].dataset.value;
  const rows = [...body.rows].filter((row) => row.cells.length > 1);
  const given = rows.filter((row) => value(row) !== "");
  given.sort((first, second) => way * compare(value(first), value(second)));
  body.append(...given, ...rows.filter((row) => value(row) === ""));
}
function sortBy(heading) {
  const turned = { ascending: "descending", descending: "ascending" };
  const direction = turned[heading.getAttribute("aria-sort")] ?? heading.dataset.first;
  const table = heading.closest("table");
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  for (const body of table.tBodies) {
    sortRows(body, heading.cellIndex, direction === "ascending" ? 1 : -1);
  }
}
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => sortBy(button.parentElement));
}
