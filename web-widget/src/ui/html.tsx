import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** HTML that the server has sanitised. Wide tables get a frame that scrolls, also by keyboard. */
export function SafeHtml({ html, lang }: { html: string; lang?: string | undefined }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const table of box.current?.querySelectorAll('table') ?? []) {
      const frame = document.createElement('div');
      frame.className = 'scroll';
      frame.tabIndex = 0;
      table.replaceWith(frame);
      frame.append(table);
    }
  }, [html]);
  return <div class="html" lang={lang} ref={box} dangerouslySetInnerHTML={{ __html: html }} />;
}
