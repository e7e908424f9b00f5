"use strict";
// Choose an entity, a quote or an event beside the text, or a word in it, to see all of it.
const pieces = [...document.querySelectorAll(".text [data-keys]")];
const buttons = [...document.querySelectorAll("button[data-key]")];

function show(key, scrolls) {
  const chosen = pieces.filter((piece) => piece.dataset.keys.split(" ").includes(key));
  for (const piece of pieces) piece.classList.toggle("on", chosen.includes(piece));
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.key === key));
  }
  if (scrolls && chosen.length) chosen[0].scrollIntoView({ block: "center" });
}
for (const button of buttons) {
  button.addEventListener("click", () => {
    const off = button.getAttribute("aria-pressed") === "true";
    show(off ? "" : button.dataset.key, true);
  });
}
for (const piece of pieces) {
  piece.addEventListener("click", () => show(piece.dataset.keys.split(" ").at(-1), false));
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") show("", false); });

// The list of articles: keep the rows that hold every word.
const find = document.querySelector("#find");
if (find) {
  const rows = [...document.querySelectorAll("#articles tbody tr")];
  const keep = () => {
    const words = find.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  };
  find.addEventListener("input", keep);
  keep();
}
