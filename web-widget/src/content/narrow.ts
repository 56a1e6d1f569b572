/** Whether there is no room to show things side by side: the width below which the style sheets stack them. */
export function isNarrow(): boolean {
  return matchMedia('(max-width: 900px)').matches;
}
