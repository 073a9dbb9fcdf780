/** A panel that slides in over the map from its right: a heading with a fact beside it, and what belongs below. */
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import styles from '../styles/side-panel.module.css';
import iconButton from './icon-button.module.css';

/**
 * The shell. While it is open the focus is inside: a keyboard reads on from here, and from where it was once the panel closes.
 *
 * @param label what the panel is, for who does not see it
 * @param fact one line beside the title
 * @param actions what stands between the fact and the cross
 * @param headerClass what the header looks like beyond the usual
 * @param onEscape what the key does; closes by default
 */
export function SidePanel({
  label,
  title,
  fact,
  actions,
  headerClass = '',
  onClose,
  onEscape = onClose,
  children,
}: {
  readonly label: string;
  readonly title: ReactNode;
  readonly fact: ReactNode;
  readonly actions?: ReactNode;
  readonly headerClass?: string;
  readonly onClose: () => void;
  readonly onEscape?: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section
      ref={panel}
      className={styles.panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onEscape();
      }}
    >
      <div className={`${styles.header} ${headerClass}`}>
        <h2 className={styles.title}>{title}</h2>
        <span className={styles.fact}>{fact}</span>
        {actions}
        <button type="button" className={iconButton.button} aria-label="Close" onClick={onClose}>
          <X size={17} aria-hidden />
        </button>
      </div>
      {children}
    </section>
  );
}
