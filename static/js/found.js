// After "Apply" htmx swaps the results; this writes the numbers beside the boxes, which stay as they are, and moves the
// focus to the heading that says the count. Without this file, or without htmx, the form loads a page.
const form = document.getElementById("finder");
let shown = location.pathname + location.search;

form.addEventListener("htmx:after:swap", () => {
  const found = document.getElementById("found");
  if (found.dataset.numbers) {
    const { counts, said } = JSON.parse(found.dataset.numbers);
    for (const facet of form.querySelectorAll("[data-facet]")) writeCounts(facet, counts[facet.dataset.facet]);
    for (const place of form.querySelectorAll("[data-said]")) place.textContent = said[place.dataset.said] ?? "";
  }
  const filters = Number(found.dataset.filters);
  for (const place of document.querySelectorAll("[data-filter-count]")) place.textContent = filters ? `(${filters})` : "";
  // One search, one address. The script keeps no page: "back" asks the server again, boxes and all.
  if (found.dataset.url !== shown) history.pushState(null, "", found.dataset.url);
  shown = location.pathname + location.search;
  // The other language of this page is the same search, also after a swap.
  for (const link of document.querySelectorAll("a.language")) link.search = location.search;
  keepWhatWasApplied();
  (document.getElementById("problem") ?? document.getElementById("results")).focus();
});

// What is wrong comes before the form, for those who cannot see that it is there.
document.getElementById("problem")?.focus();

function writeCounts(facet, counts) {
  const name = facet.dataset.facet;
  for (const box of facet.querySelectorAll(`input[name="${name}"]`)) {
    const number = counts?.[box.value] ?? 0;
    box.parentElement.querySelector(".count").textContent = number;
    box.parentElement.classList.toggle("zero", !number);
  }
  const chosen = facet.querySelectorAll(`input[name="${name}"]:checked, input[name="not_${name}"]:checked`).length;
  facet.querySelector("[data-chosen]").textContent = chosen ? `(${chosen})` : "";
}

// What was applied is where the form goes back to when the browser shows this page again as it left it.
function keepWhatWasApplied() {
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.defaultChecked = field.checked;
    else if (field.tagName === "INPUT") field.defaultValue = field.value;
  }
}

addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) location.reload();
});

addEventListener("pageshow", (event) => {
  if (event.persisted) form.reset();
});

// The line or the server is away: let the browser load the page, and say so in its own words.
form.addEventListener("htmx:error", () => form.submit());
