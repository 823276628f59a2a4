/** Whether the keyboard has a command key: what is pressed with K then. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
