// Says what the browser alone can say of a request: that it waits, or that nobody answers.

export const LOADING = "Loading…";

export const NO_ANSWER = "The explorer does not answer";

export const NO_ANSWER_YET = `${NO_ANSWER}. Try again in a moment.`;
