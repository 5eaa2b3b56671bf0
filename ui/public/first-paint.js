// Runs before anything is drawn and before the app's own code is loaded. A classic script in a file of its own, because the
// content security policy allows no inline script.
(() => {
  // The theme the person chose last; the settings kept by the core correct it a moment later.
  try {
    const theme = localStorage.getItem("gatewright.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the system's theme is right.
  }
  // What the first screen shows is on its way while the code that draws it is loaded; src/main.tsx takes it.
  const first = window.__TAURI_INTERNALS__?.invoke("app_first_screen");
  first?.catch(() => {});
  window.gatewrightFirstScreen = first;
})();
