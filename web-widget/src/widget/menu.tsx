import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { once } from '../ui/once';
import { MoreIcon } from './icons';

interface Entry {
  label: string;
  run: () => void;
}

/** A button that unfolds a few more. Escape, a choice, or a click elsewhere folds it. */
export function Menu({ label, entries }: { label: string; entries: readonly Entry[] }): JSX.Element {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('.items button')?.focus();
    const away = (event: Event) => {
      if (box.current && !event.composedPath().includes(box.current)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    // The panel closes on Escape, too: one press folds one thing.
    event.stopPropagation();
    event.preventDefault();
    setOpen(false);
    toggle.current?.focus();
  };
  return (
    <div class="menu" role="group" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="icon"
        ref={toggle}
        aria-label={label}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <MoreIcon />
      </button>
      {open && (
        <div class="items">
          {entries.map((entry) => (
            <button
              key={entry.label}
              type="button"
              onClick={once(() => {
                setOpen(false);
                entry.run();
              })}
            >
              {entry.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
