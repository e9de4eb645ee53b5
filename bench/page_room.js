// Measures what the page leaves to the picture, how many type sizes it has, and which controls are small or out of reach.
() => {
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const size = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return { width, height };
  };
  const canvas = size(document.getElementById("graph"));
  const scrolls = (element) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(parent);
      if ([overflowX, overflowY].some((value) => value === "auto" || value === "scroll")) return true;
    }
    return false;
  };
  const sizes = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode;
    const { width, height } = size(element);
    if (!textContent.trim() || !isSeen(element) || element.closest("script, style, .unseen, .skip, .waiting")) continue;
    if (width < 2 || height < 2) continue;
    const px = Number.parseFloat(getComputedStyle(element).fontSize) * (element.currentCSSZoom ?? 1);
    if (px > 0) sizes.set(px.toFixed(1), (sizes.get(px.toFixed(1)) ?? 0) + 1);
  }
  const controls = [...document.querySelectorAll("button, a[href], input, select, textarea, summary")].filter(
    (element) => isSeen(element) && !element.closest(".unseen, .skip, .waiting") && size(element).width > 1,
  );
  // A link in running text or one that fills a line of a list is as high as its line, and that is wide enough.
  const isInline = (element) => getComputedStyle(element).display === "inline";
  const small = controls.filter((element) => {
    const { width, height } = size(element);
    return Math.min(width, height) < 24 && !isInline(element);
  });
  const outside = controls.filter((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isOutside = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
    return isOutside && !scrolls(element);
  });
  const name = (element) => element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 30);
  return {
    width: canvas.width / innerWidth,
    height: canvas.height / innerHeight,
    sizes: [...sizes.keys()].map(Number).sort((a, b) => a - b),
    small: small.map(name),
    outside: outside.map(name),
  };
};
