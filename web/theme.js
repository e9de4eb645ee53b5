// Makes a saved page light or dark before anything of it is seen, as the reader's system is, also when that changes.

function followColorScheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const update = () => {
    document.documentElement.dataset.colorScheme = dark.matches ? "dark" : "light";
  };
  update();
  dark.addEventListener("change", update);
}

followColorScheme();
