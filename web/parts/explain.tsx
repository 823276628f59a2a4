import type { ReactNode } from 'react';
import styles from './explain.module.css';

/** Attributes that give an element an explanation on hover and focus: lines, `name\tvalue` or text. */
export const explained = (text: string) => ({ 'data-explain': text });

interface ExplainProps {
  text: string;
  children: ReactNode;
  className?: string | undefined;
}

/** Something that can be pointed at or reached by Tab to be explained. */
export function Explain({ text, children, className }: ExplainProps) {
  return (
    <button
      type="button"
      className={className === undefined ? styles.target : `${styles.target} ${className}`}
      {...explained(text)}
    >
      {children}
    </button>
  );
}
