// Shows how far an import is without reloading the page, so that focus and reading place stay. Without script the page
// reloads by itself.
(() => {
  const seconds = Number(document.getElementById("progress").dataset.seconds);
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("progress");
      if (!fresh) { location.replace(location.href); return; }
      const shown = document.getElementById("progress");
      if (shown.innerHTML !== fresh.innerHTML) shown.innerHTML = fresh.innerHTML;
    }
    setTimeout(look, seconds * 1000);
  };
  setTimeout(look, seconds * 1000);
})();
