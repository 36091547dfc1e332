// On phones the filters become a sheet: a modal dialog that opens from "Filters (3)" and gives the focus back to it.
// Its button says how many results the boxes would give, unless the visitor saves data.
const WAIT_MS = 400;
const form = document.getElementById("finder");
const details = document.getElementById("filters");
const wide = matchMedia("(min-width: 64em)");

if (details) setUp();

function setUp() {
  const parts = document.getElementById("sheet-parts").content;
  const [opener, sheet] = parts.children;
  const [, place, foot] = sheet.children;
  const body = details.querySelector(".filters-body");
  const title = document.getElementById("filters-title");
  const show = foot.querySelector("button");
  const label = show.textContent;
  opener.append(...details.querySelector("summary").cloneNode(true).childNodes);
  details.before(opener, sheet);

  const arrange = () => {
    if (wide.matches && sheet.open) sheet.close();
    (wide.matches ? details : place).append(body);
    details.open = wide.matches;
    details.hidden = !wide.matches;
    opener.hidden = wide.matches;
  };
  wide.addEventListener("change", arrange);
  arrange();

  opener.addEventListener("click", () => {
    show.textContent = label;
    sheet.showModal();
    title.focus();
  });
  sheet.querySelector(".sheet-close button").addEventListener("click", () => sheet.close());
  form.addEventListener("submit", () => sheet.open && sheet.close());

  let timer;
  let asked;
  sheet.addEventListener("change", () => {
    clearTimeout(timer);
    asked?.abort();
    show.textContent = label;
    if (!navigator.connection?.saveData) timer = setTimeout(count, WAIT_MS);
  });

  async function count() {
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.dataset.count}?${query}`, { signal: asked.signal });
      const said = (await answer.json()).label;
      show.textContent = said;
      document.getElementById("said").textContent = said;
    } catch {
      // No number then; the button works all the same.
    }
  }
}
