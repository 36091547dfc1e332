// Adds a box above a long list of tick boxes that hides what does not match. Ignores case and accents; ticked ones stay.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function addNarrowing(list) {
  const box = document.createElement("input");
  box.type = "search";
  box.setAttribute("aria-label", list.dataset.narrowLabel);
  box.placeholder = list.dataset.narrowLabel;
  const rows = [...list.querySelectorAll("label")].map((label) => ({
    row: label.parentElement,
    text: plain(label.textContent),
    tick: label.querySelector("input"),
  }));
  box.addEventListener("input", () => {
    const wanted = plain(box.value.trim());
    rows.forEach(({ row, text, tick }) => { row.hidden = !tick.checked && !text.includes(wanted); });
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.prepend(box);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-tick-boxes]").forEach(addNarrowing));
