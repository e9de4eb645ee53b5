/* Saves the picture as one page, laid out as it is here: the server writes it, the browser downloads it. */
(() => {
  const CLEANING_MS = 60_000; // the download has begun long before

  async function save(button) {
    button.disabled = true;
    try {
      const answer = await fetch(`page${window.location.search}`, { headers: { "Lineage-Former": window.lineage.former() } });
      if (!answer.ok) throw new Error(await answer.text());
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await answer.blob());
      file.download = decodeURIComponent(answer.headers.get("Content-Disposition").split("''")[1]);
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), CLEANING_MS);
    } catch (error) {
      window.lineage.tell("The page could not be saved", error.message);
    } finally {
      button.disabled = false;
    }
  }

  window.lineage = Object.assign(window.lineage || {}, { save });
})();
