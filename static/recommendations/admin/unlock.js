// Opens a field of the form as soon as its box under "Fields I correct by hand" is ticked. The server decides anyway.
document.addEventListener("DOMContentLoaded", () => {
  const ticks = [...document.querySelectorAll('input[name="corrected"]')];
  // Themes are open to editors whether they are locked against imports or not.
  ticks.filter((tick) => tick.value !== "themes").forEach((tick) => {
    tick.addEventListener("change", () => {
      document.querySelectorAll(`[name="${CSS.escape(tick.value)}"]`).forEach((field) => { field.disabled = !tick.checked; });
    });
  });
});
