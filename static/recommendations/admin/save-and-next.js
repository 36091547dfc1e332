// Ctrl (or Cmd) and Enter in a text presses the form's first button. Without script the buttons do.
document.querySelector("[data-save-and-next]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.currentTarget.requestSubmit(event.currentTarget.querySelector("button[name=then]"));
  }
});
