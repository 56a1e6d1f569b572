/**
 * Does something on a click, but not on the second one of a double click: by then the page may have changed, and another
 * button may stand where the first one was.
 */
export function once(run: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.detail < 2) run();
  };
}
