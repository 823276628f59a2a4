import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './explain.module.css';
import { placeBeside } from './place-beside.ts';

const LAYER_ID = 'explanation';
/** Long enough to move the pointer from the thing onto its explanation. */
const LEAVE_MS = 120;

interface Shown {
  readonly target: Element;
  readonly text: string;
}

function findExplained(node: EventTarget | null): Element | null {
  return node instanceof Element ? node.closest('[data-explain]') : null;
}

/** Follows pointer and focus over the whole page, so that two hundred rows need no listeners. */
function useShown() {
  const [shown, setShown] = useState<Shown | null>(null);
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let leaving: number | undefined;
    const show = (target: Element | null): void => {
      window.clearTimeout(leaving);
      const text = target?.getAttribute('data-explain');
      setShown(target && text ? { target, text } : null);
    };
    const leave = (): void => {
      window.clearTimeout(leaving);
      leaving = window.setTimeout(() => setShown(null), LEAVE_MS);
    };
    const onOver = (event: PointerEvent): void => {
      const target = findExplained(event.target);
      if (target) show(target);
      else if (event.target instanceof Node && layer.current?.contains(event.target))
        window.clearTimeout(leaving);
      else leave();
    };
    const onFocus = (event: FocusEvent): void => {
      const target = findExplained(event.target);
      if (target === event.target && target?.matches(':focus-visible')) show(target);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') show(null);
    };
    const hide = (): void => show(null);
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', leave);
    document.addEventListener('keydown', onKey);
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      window.clearTimeout(leaving);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', leave);
      document.removeEventListener('keydown', onKey);
      window.removeEventListener('scroll', hide, { capture: true });
    };
  }, []);
  return { shown, layer };
}

/** The one place where explanations appear. */
export function ExplainLayer() {
  const { shown, layer } = useShown();
  useLayoutEffect(() => {
    const box = layer.current;
    if (!shown || !box) return;
    const { x, y } = placeBeside(
      shown.target.getBoundingClientRect(),
      box.getBoundingClientRect(),
      {
        width: document.documentElement.clientWidth,
        height: window.innerHeight,
      },
    );
    box.style.transform = `translate(${x}px, ${y}px)`;
    shown.target.setAttribute('aria-describedby', LAYER_ID);
    return () => shown.target.removeAttribute('aria-describedby');
  }, [shown, layer]);
  if (!shown) return null;
  return (
    <div ref={layer} id={LAYER_ID} role="tooltip" className={styles.layer} data-print="off">
      <Explanation text={shown.text} />
    </div>
  );
}

function Explanation({ text }: { text: string }) {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const sentences = lines.filter((line) => line.length === 1);
  const pairs = lines.filter((line) => line.length > 1);
  return (
    <>
      {sentences.map(([sentence], index) => (
        <p key={index}>{sentence}</p>
      ))}
      {pairs.length > 0 && (
        <dl>
          {pairs.map(([name, value], index) => (
            <div key={index} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
