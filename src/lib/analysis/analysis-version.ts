/** Raised whenever the same text gives other tokens or other folded forms than before: stored derived data is then rebuilt. */
export const ANALYSIS_VERSION = 1;
