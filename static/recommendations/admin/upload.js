// Says that a file is too large before it is sent, and that it is being sent. The form works without this.
(() => {
  const form = document.querySelector("[data-upload]");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("[data-sending]");
  input.addEventListener("change", () => {
    const file = input.files[0];
    const ending = file ? file.name.split(".").pop().toLowerCase() : "";
    const limits = { docx: input.dataset.limitDocx, xlsx: input.dataset.limitXlsx };
    const limit = Number(limits[ending] || input.dataset.limit);
    input.setCustomValidity(file && file.size > limit ? input.dataset.tooLarge : "");
    input.reportValidity();
  });
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.sending;
    // A second click sends nothing; coming back by the browser's button makes it work again.
    setTimeout(() => { button.disabled = true; });
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
})();
