// Long lists of values: "show all" opens the list in its place, and a box narrows it while one types. The box has no
// name, so it is never sent. Case and accents do not count, other spellings do, and what is ticked stays.
for (const list of document.querySelectorAll("[data-narrow]")) addBox(list, list.dataset.narrow, list.dataset.shown);

for (const link of document.querySelectorAll("[data-all-values]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await openInPlace(link);
    } catch {
      location.assign(link.href);
    }
  });
}

async function openInPlace(link) {
  // The address of this page is the search in force, also after its results were swapped.
  const answer = await fetch(new URL(link.href).pathname + location.search);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const facet = link.closest("fieldset");
  for (const list of facet.querySelectorAll("[data-values]")) {
    const boxes = new Map([...list.querySelectorAll("input")].map((box) => [box.value, box]));
    for (const label of page.querySelectorAll(`[data-values="${list.dataset.values}"] .choice`)) {
      const shown = boxes.get(label.querySelector("input").value);
      if (shown) shown.parentElement.dataset.also = label.dataset.also ?? "";
      else list.append(document.adoptNode(label));
    }
  }
  const box = addBox(facet, link.dataset.allValues, link.dataset.shown);
  link.parentElement.remove();
  box.focus();
}

function addBox(facet, words, shown) {
  const list = facet.querySelector("[data-values]");
  const field = document.createElement("label");
  const box = document.createElement("input");
  field.className = "field small narrow";
  box.type = "search";
  box.autocomplete = "off";
  field.append(words, box);
  list.before(field);
  const choices = [...facet.querySelectorAll("[data-values] .choice")].map((label) => ({
    label,
    box: label.querySelector("input"),
    spelt: folded(`${label.textContent} ${label.dataset.also ?? ""}`),
  }));
  box.addEventListener("input", () => {
    const wanted = folded(box.value).split(/\s+/);
    let count = 0;
    for (const choice of choices) {
      const fits = choice.box.checked || wanted.every((word) => choice.spelt.includes(word));
      choice.label.hidden = !fits;
      if (fits && list.contains(choice.label)) count += 1;
    }
    document.getElementById("said").textContent = shown.replace("#", count);
  });
  // "Enter" here means "I have typed", not "apply".
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return box;
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
