// Tells whether the reader's system asks for less motion.

export const prefersReducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
