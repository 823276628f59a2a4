/** A moment all tests share, unless they move it. */
export const NOW = Date.parse('2026-06-01T12:00:00.250Z');
