import { type RefCallback, useCallback, useRef, useState } from "react";

/** Space kept free below, in pixels. */
const margin = 16;
/** Less room than this is not worth a scroll box of its own: the page scrolls instead. */
const least = 320;

/**
 * The height that is left in the window below where an element begins, for lists that scroll by themselves. It follows
 * the window and whatever stands above.
 */
export function useRoom(): [RefCallback<HTMLElement>, string] {
  const [top, setTop] = useState(260);
  const stop = useRef<(() => void) | undefined>(undefined);
  const watch = useCallback((element: HTMLElement | null) => {
    stop.current?.();
    stop.current = undefined;
    if (element === null) return;
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    const above = element.parentElement;
    if (above !== null) for (const sibling of above.children) if (sibling !== element) observer.observe(sibling);
    addEventListener("resize", measure);
    stop.current = () => {
      observer.disconnect();
      removeEventListener("resize", measure);
    };
  }, []);
  return [watch, `max(${least}px, calc(100dvh - ${top + margin}px))`];
}
