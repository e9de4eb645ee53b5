// Splits a word of the API into plain words.

/** Return "Trial component" for "TrialComponent". @param {string} word */
export const splitCapitals = (word) => word.replace(/(?<=[a-z])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
