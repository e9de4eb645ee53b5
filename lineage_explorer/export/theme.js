/* Before anything is seen: light or dark, as the reader's system is, also when that changes; and the name under
   which the scripts meet, taken before the element of that id is there to take it. */
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { document.documentElement.dataset.mantineColorScheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
  window.lineage = {};
})();
