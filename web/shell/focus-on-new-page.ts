import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/**
 * Moves focus to the content when another page is opened, as a browser does on a full load, so
 * that keyboards and screen readers start there. A change of filter or range is no new page.
 * @param id of the element that holds the page
 */
export function useFocusOnNewPage(id: string): void {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    document.getElementById(id)?.focus({ preventScroll: true });
  }, [path, id]);
}
