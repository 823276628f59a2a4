import { useLayoutEffect, useRef, type ReactNode } from 'react';
import styles from './modal.module.css';

interface ModalProps {
  /** Its name for people who do not see it. */
  label: string;
  /** Further class of the box. */
  className?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A box over the page, which cannot be reached meanwhile. The browser keeps focus inside and gives it
 * back to where it was.
 */
export function Modal({ label, className, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className === undefined ? styles.modal : `${styles.modal} ${className}`}
      data-print="off"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Beside the box is the dialog's own backdrop; a drag that ends there began elsewhere.
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.inside}>{children}</div>
    </dialog>
  );
}
