import type { JSX } from 'preact';
import type { Reported } from './api';
import { FindingCard } from './parts';
import type { Finding, Findings } from './reports';

/** What the check of all content says. It takes longer than any list, and so comes after it. */
export type Checked = Reported<Findings>;

/** The findings of some files; null as long as they are not known. */
export function foundIn({ report }: Checked, files: readonly string[]): readonly Finding[] | null {
  return report?.findings.filter(({ file }) => files.includes(file)) ?? null;
}

/** How many findings each file has. */
export function counts({ report }: Checked): (files: readonly string[]) => number | null {
  if (!report) return () => null;
  const each = new Map<string, number>();
  for (const { file } of report.findings) each.set(file, (each.get(file) ?? 0) + 1);
  return (files) => files.reduce((sum, file) => sum + (each.get(file) ?? 0), 0);
}

/** What is wrong with a file, as soon as it is known. */
export function FoundIn({ checked, file }: { checked: Checked; file: string }): JSX.Element {
  const found = foundIn(checked, [file]);
  if (!found) {
    return (
      <p class="muted" role="status">
        {checked.failed ? 'Its findings could not be read.' : 'It is being checked…'}
      </p>
    );
  }
  return (
    <>
      {found.map((finding) => (
        <FindingCard key={`${finding.line} ${finding.code} ${finding.column}`} finding={finding} />
      ))}
    </>
  );
}
