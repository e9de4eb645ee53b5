/* What a card looks like: Cytoscape's style, built from the page's CSS tokens, so that a theme is one file.
   A face (icon, tinted square, type) is painted once a type and shared by all cards of that type; the name
   is the card's label. */
(() => {
  const WIDTH = 136, HEIGHT = 106, SHARPNESS = 2;
  const PAD = 9, SQUARE = 22, TOP = 8;
  const NEAR = 9; // pixels of a letter from which on lines that are not looked at say their names

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const faces = new Map();

  function colours(family, role) {
    const colour = token(`--family-${family}`);
    if (role === "start") {
      return { ink: token("--on-strong"), quiet: token("--on-strong-quiet"), square: token("--on-strong"), icon: colour };
    }
    const path = role === "path";
    return {
      ink: token("--ink"),
      quiet: token("--ink-quiet"),
      square: path ? token("--line") : token(`--family-${family}-tint`),
      icon: path ? token("--ink-quiet") : colour,
    };
  }

  function paint(icon, title, family, role) {
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH * SHARPNESS;
    canvas.height = HEIGHT * SHARPNESS;
    const pen = canvas.getContext("2d");
    const { quiet, square, icon: stroke } = colours(family, role);
    pen.scale(SHARPNESS, SHARPNESS);
    pen.fillStyle = square;
    pen.beginPath();
    pen.roundRect(PAD, TOP, SQUARE, SQUARE, 5);
    pen.fill();
    pen.fillStyle = quiet;
    pen.textBaseline = "middle";
    pen.fillText(fitted(pen, title, WIDTH - 2 * PAD - SQUARE - 6), PAD + SQUARE + 6, TOP + SQUARE / 2 + 0.5);
    pen.translate(PAD + 3, TOP + 3);
    pen.scale((SQUARE - 6) / 24, (SQUARE - 6) / 24);
    pen.strokeStyle = stroke;
    pen.lineWidth = 2.2;
    pen.lineCap = pen.lineJoin = "round";
    pen.stroke(new Path2D(window.lineage.icons[icon] || window.lineage.icons.unknown));
    return short(canvas.toDataURL());
  }

  /* Cytoscape hashes every character of an image's address for every card: keep addresses short. */
  function short(dataUrl) {
    const bytes = Uint8Array.from(atob(dataUrl.split(",")[1]), (char) => char.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
  }

  /* A title in the largest of three sizes in which there is room for all of it; cut where there is none. */
  function fitted(pen, text, room) {
    for (const size of [13, 12, 11]) {
      pen.font = `500 ${size}px ${token("--font")}`;
      if (pen.measureText(text).width <= room) return text;
    }
    return cut(pen, text, room);
  }

  function cut(pen, text, room) {
    if (pen.measureText(text).width <= room) return text;
    let end = text.length;
    while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
    return `${text.slice(0, end)}…`;
  }

  function face(node) {
    const { icon, title, family } = node.data();
    const role = ["start", "path"].find((name) => node.hasClass(name)); // a group's members', as a class
    const key = [icon, title, family, role].join("|");
    if (!faces.has(key)) faces.set(key, paint(icon, title, family, role));
    return faces.get(key);
  }

  /* What an association says; of several drawn as one, how many they are. */
  function named(edge) {
    const { association, count } = edge.data();
    return count ? `${association} × ${count}` : association;
  }

  const families = ["data", "image", "job", "model", "approval", "deployment", "endpoint", "other", "age1", "age2", "age3", "age4", "age5"];

  function style() {
    for (const url of faces.values()) URL.revokeObjectURL(url);
    faces.clear();
    const ink = token("--ink"), quiet = token("--ink-quiet"), edge = token("--edge"), paper = token("--card"), accent = token("--accent");
    const name = {
      label: named, "font-family": token("--font"), "font-size": 10.5, color: ink, "min-zoomed-font-size": NEAR,
      "text-background-color": token("--canvas"), "text-background-opacity": 0.95, "text-background-padding": 3,
      "text-background-shape": "round-rectangle", "z-compound-depth": "top", // else a card hides what does not fit beside it
    };
    return [
      { selector: "node", style: {
        shape: "round-rectangle", width: WIDTH, height: HEIGHT,
        "background-color": paper, "background-image": face, "background-fit": "none",
        "background-width": WIDTH, "background-height": HEIGHT, "background-clip": "none",
        "border-width": 1.5, "border-color": token("--line-strong"),
        label: "data(lines)", "text-wrap": "wrap", "text-max-width": WIDTH, "text-justification": "left",
        "text-halign": "right", "text-valign": "center", "text-margin-x": PAD - WIDTH - 1, "text-margin-y": 14,
        "line-height": 1.08, "font-family": token("--font"), "font-size": 16.5, "font-weight": 600, color: ink,
        "min-zoomed-font-size": 4, "overlay-opacity": 0,
      } },
      ...families.map((family) => ({ selector: `node.${family}`, style: { "border-color": token(`--family-${family}`) } })),
      { selector: "node.path", style: { "border-color": token("--line-strong"), "border-width": 1, color: quiet, "font-weight": 500 } },
      ...families.map((family) => ({ selector: `node.start.${family}`, style: {
        "background-color": token(`--family-${family}`), color: token("--on-strong"), "border-width": 0,
        "outline-width": 4, "outline-offset": 2, "outline-opacity": 0.35, "outline-color": token(`--family-${family}`),
      } })),
      { selector: "node.group", style: { ghost: "yes", "ghost-offset-x": 6, "ghost-offset-y": 6, "ghost-opacity": 0.55 } },
      { selector: "node.stub", style: { "border-style": "dashed" } },
      { selector: "node.foreign", style: { "border-style": "double", "border-width": 4 } },
      { selector: "edge", style: {
        width: 1.4, "line-color": edge, "target-arrow-color": edge, "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        "curve-style": "straight", "source-endpoint": "90deg", "target-endpoint": "270deg", "overlay-opacity": 0,
      } },
      { selector: "edge.curved", style: {
        "curve-style": "unbundled-bezier", "edge-distances": "node-position",
        "control-point-weights": (e) => e.data("course").weights.join(" "),
        "control-point-distances": (e) => e.data("course").distances.join(" "),
      } },
      { selector: "edge.backward", style: { "source-endpoint": "180deg", "target-endpoint": "180deg" } },
      { selector: "edge.quiet", style: { "line-style": "dashed", "line-dash-pattern": [4, 4], opacity: 0.8 } },
      { selector: "edge.undirected", style: {
        "target-arrow-shape": "none", "line-style": "dotted", width: 2, "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node",
      } },
      { selector: "edge.loop", style: { "curve-style": "bezier", "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" } },
      { selector: "node.found", style: { "outline-width": 3, "outline-offset": 2, "outline-opacity": 0.5, "outline-color": accent } },
      { selector: "node.current", style: { "outline-width": 4, "outline-offset": 2, "outline-opacity": 1, "outline-color": accent } },
      { selector: "node.aside", style: { opacity: 0.28 } },
      { selector: "edge.aside", style: { opacity: 0.12 } },
      { selector: "node.aside.current", style: { opacity: 1 } },
      { selector: "edge.between", style: { "line-color": accent, "target-arrow-color": accent, width: 2.4, opacity: 1, "z-index": 7 } },
      { selector: "edge.stressed", style: { ...name, width: 5 } },
      { selector: "node.stressed", style: { "border-width": 4, "border-color": accent } },
      { selector: "node.end", style: { "underlay-color": accent, "underlay-opacity": 0.3, "underlay-padding": 9, "underlay-shape": "round-rectangle" } },
      { selector: "node.faded", style: { opacity: 0.3 } },
      { selector: "edge.faded", style: { opacity: 0.12 } },
      { selector: "edge.lit", style: { "line-color": ink, "target-arrow-color": ink, width: 2, "z-index": 9 } },
      { selector: "edge.named", style: { ...name, "min-zoomed-font-size": 0 } },
      { selector: "node:active, edge:active", style: { "overlay-opacity": 0 } },
    ];
  }

  window.lineage = Object.assign(window.lineage || {}, { cardStyle: style });
})();
