// Sets the theme the person chose last before anything is drawn. A classic script in a file of its own, because the
// content security policy allows no inline script; the settings kept by the core correct it a moment later.
(() => {
  try {
    const theme = localStorage.getItem("gatewright.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the system's theme is right.
  }
})();
