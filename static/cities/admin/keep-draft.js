/* Saves the form "Record progress" on the server while one types. Without script, the buttons do the same. */
(() => {
  const form = document.querySelector("[data-keep-draft]");
  const said = form?.querySelector("[data-kept]");
  if (!form || !said || !window.fetch) return;
  let changed = false;
  let busy = false;
  const leaving = new AbortController();

  const save = async () => {
    if (!changed || busy) return;
    busy = true;
    changed = false;
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    answers.set("then", "save");
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: answers, redirect: "manual", headers: { "X-Keep-Draft": "1" },
        signal: leaving.signal,
      });
      if (answer.ok) said.textContent = `${form.dataset.saved} ${(await answer.json()).saved}`;
      else said.textContent = form.dataset.lapsed;
    } catch {
      changed = true;
      said.textContent = form.dataset.offline;
    }
    busy = false;
  };

  form.addEventListener("input", () => { changed = true; });
  setInterval(save, 15000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false) {
      event.preventDefault();
      said.textContent = form.dataset.offline;
      return;
    }
    changed = false;
    leaving.abort();
  });
})();
