// Entry that runs before a saved page is rendered: light or dark, as the reader's system is.

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const followSystem = () => {
  document.documentElement.dataset.mantineColorScheme = dark.matches ? "dark" : "light";
};
followSystem();
dark.addEventListener("change", followSystem);
