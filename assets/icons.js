/* Icons, drawn once on a 24-unit square: strokes of the text's colour. The page takes them as CSS masks
   (`var(--icon-NAME)`), the canvas as paths. */
(() => {
  const paths = {
    dataset: "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3z M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6 M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
    image: "M12 3l9 4.5-9 4.5-9-4.5z M3 12l9 4.5 9-4.5 M3 16.5L12 21l9-4.5",
    training: "M4 20V10 M10 20V4 M16 20v-7 M2 20h20 M20 9l-4-4",
    processing: "M20 11a8 8 0 0 0-14.9-3 M4 4v4h4 M4 13a8 8 0 0 0 14.9 3 M20 20v-4h-4",
    transform: "M3 8h13 M12 4l4 4-4 4 M21 16H8 M12 12l-4 4 4 4",
    trial: "M9 3h6 M10 3v6L4.6 18.3A1.8 1.8 0 0 0 6.2 21h11.6a1.8 1.8 0 0 0 1.6-2.7L14 9V3 M7.5 14h9",
    model: "M12 2.8l8 4.6v9.2l-8 4.6-8-4.6V7.4z M12 12l8-4.6 M12 12v9.2 M12 12L4 7.4",
    package: "M4 8l8-4 8 4v8l-8 4-8-4z M4 8l8 4 8-4 M12 12v8 M8 6l8 4v3",
    group: "M8 3h11a2 2 0 0 1 2 2v11 M5 7h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2z",
    approval: "M12 2.5l7.5 3v6c0 4.6-3.2 8.2-7.5 10-4.3-1.8-7.5-5.4-7.5-10v-6z M8.5 12l2.5 2.5 4.5-5",
    deployment: "M12 15V4 M7.5 8.5L12 4l4.5 4.5 M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3",
    endpoint: "M12 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0 M8.2 15.8a5.4 5.4 0 0 1 0-7.6 M15.8 8.2a5.4 5.4 0 0 1 0 7.6 M5.3 18.7a9.5 9.5 0 0 1 0-13.4 M18.7 5.3a9.5 9.5 0 0 1 0 13.4",
    features: "M4 4h16v16H4z M4 9.3h16 M4 14.7h16 M10 4v16",
    artifact: "M6 3h8l5 5v13H6z M14 3v5h5",
    action: "M13 3L5 13.5h6L10.5 21 19 10h-6z",
    context: "M12 3v18 M3 12h18 M5.6 5.6l12.8 12.8 M18.4 5.6L5.6 18.4",
    unknown: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4 M12 17.6v.4",
    plus: "M12 5v14 M5 12h14",
    minus: "M5 12h14",
    fit: "M4 9V5a1 1 0 0 1 1-1h4 M15 4h4a1 1 0 0 1 1 1v4 M20 15v4a1 1 0 0 1-1 1h-4 M9 20H5a1 1 0 0 1-1-1v-4",
    centre: "M12 12m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0 M12 2v5 M12 17v5 M2 12h5 M17 12h5",
    flow: "M8 3h8v5H8z M8 16h8v5H8z M12 8v8 M9.5 13.5L12 16l2.5-2.5",
    search: "M10.5 10.5m-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0 M15.2 15.2L20 20",
    list: "M9 6h11 M9 12h11 M9 18h11 M4 6h.5 M4 12h.5 M4 18h.5",
    keyboard: "M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1z M7 10h.5 M11.8 10h.5 M16.5 10h.5 M8 14h8",
    up: "M6 15l6-6 6 6",
    down: "M6 9l6 6 6-6",
    left: "M4 5h16v14H4z M9.5 5v14",
    right: "M4 5h16v14H4z M14.5 5v14",
    present: "M3 4h18v12H3z M12 16v4 M8 20h8 M10.5 7.5l4 2.5-4 2.5z",
    mask: "M4 6c5-2 11-2 16 0 0 8-3 13-8 13S4 14 4 6z M8 10.5h2.2 M13.8 10.5H16 M9.5 14.8c1.6.9 3.4.9 5 0",
    save: "M12 4v11 M7.5 10.5L12 15l4.5-4.5 M4 16v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2",
    copy: "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1z M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1",
    check: "M5 12.5l4.5 4.5L19 7",
    close: "M6 6l12 12 M18 6L6 18",
    link: "M10 14a4.5 4.5 0 0 0 6.4.4l3-3a4.5 4.5 0 0 0-6.4-6.4l-1.3 1.3 M14 10a4.5 4.5 0 0 0-6.4-.4l-3 3a4.5 4.5 0 0 0 6.4 6.4l1.3-1.3",
    external: "M14 4h6v6 M20 4l-9 9 M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
    sun: "M12 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0 M12 2v2.5 M12 19.5V22 M2 12h2.5 M19.5 12H22 M5 5l1.7 1.7 M17.3 17.3L19 19 M5 19l1.7-1.7 M17.3 6.7L19 5",
    moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
    logo: "M5 5.5m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0 M5 18.5m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0 M19 12m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0 M7.5 5.5H9a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3H7.5 M12 12h4.5",
    "direction-updown": "M2 12h4 M18 12h4 M9.5 12m-0 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0 M6 12l-2-2 M6 12l-2 2 M22 12l-2-2 M22 12l-2 2",
    "direction-up": "M2 6h6l7 5 M2 18h6l7-5 M16 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
    "direction-down": "M22 6h-6l-7 5 M22 18h-6l-7-5 M3 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
    "direction-both": "M9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0 M9.5 11L4 6 M9.5 13L4 18 M14.5 11L20 6 M14.5 13L20 18 M4 6h6 M20 18h-6",
  };

  const drawing = (path) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;

  for (const [name, path] of Object.entries(paths)) {
    const url = `url("data:image/svg+xml,${encodeURIComponent(drawing(path))}")`;
    document.documentElement.style.setProperty(`--icon-${name}`, url);
  }

  window.lineage = Object.assign(window.lineage || {}, { icons: paths });
})();
