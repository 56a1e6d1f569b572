import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Checked } from './checked';
import { kindName } from './kinds';
import { Choose, Find, ListHead } from './list';
import { FindingCard, Waiting } from './parts';
import type { Finding, LiveState } from './reports';
import { fits } from './table';
import { counted } from './words';

const SEVERITIES = { all: 'All findings', error: 'Errors only', warning: 'Warnings only' } as const;
const GROUPINGS = { file: 'By file', code: 'By kind' } as const;

/** Findings that belong together, under a name. */
export function grouped(findings: readonly Finding[], by: 'file' | 'code'): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding[by]);
    if (group) group.push(finding);
    else groups.set(finding[by], [finding]);
  }
  const errors = (group: Finding[]) => group.filter(({ severity }) => severity === 'error').length;
  // What keeps the files out comes first, then what there is most of.
  return [...groups].sort(([, one], [, other]) => errors(other) - errors(one) || other.length - one.length);
}

interface Props {
  checked: Checked;
  live: LiveState | null;
}

/** Everything that `bolt check` says. */
export function FindingsView({ checked: { report, failed }, live }: Props): JSX.Element {
  const [severity, setSeverity] = useState<keyof typeof SEVERITIES>('all');
  const [code, setCode] = useState('');
  const [by, setBy] = useState<keyof typeof GROUPINGS>('file');
  const [text, setText] = useState('');
  if (!report) return <Waiting failed={failed}>After a change, all of the content is checked first.</Waiting>;
  const codes = [...new Set(report.findings.map((finding) => finding.code))].sort();
  const shown = report.findings.filter(
    (finding) =>
      (severity === 'all' || finding.severity === severity) &&
      (code === '' || finding.code === code) &&
      fits(text, finding.file, finding.message, finding.code, kindName(finding.code)),
  );
  const kinds: Record<string, string> = { '': 'Every kind' };
  for (const known of codes) kinds[known] = kindName(known);
  return (
    <>
      <ListHead title="Findings" count={shown.length} of={report.findings.length}>
        <Find text={text} onText={setText} />
        <Choose label="Severity" of={SEVERITIES} value={severity} onChange={setSeverity} />
        <Choose label="Kind" of={kinds} value={codes.includes(code) ? code : ''} onChange={setCode} />
        <Choose label="Group" of={GROUPINGS} value={by} onChange={setBy} />
      </ListHead>
      <p>
        {report.files} files, {counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}.{' '}
        {live && live.revision !== report.revision && report.errors === 0 && 'The files are just going live.'}
        {report.errors === 0 && report.warnings === 0 && 'Nothing is wrong with them.'}
      </p>
      {shown.length === 0 && report.findings.length > 0 && <p class="empty">No finding is like that.</p>}
      {grouped(shown, by).map(([name, findings]) => (
        <details key={name} class="group" open={shown.length <= 30 || undefined}>
          <summary>
            {by === 'file' ? <code>{name}</code> : kindName(name)}{' '}
            <span class="count">{findings.length}</span>
          </summary>
          {findings.map((finding) => (
            <FindingCard
              key={`${finding.file} ${finding.line} ${finding.column} ${finding.message}`}
              finding={finding}
            />
          ))}
        </details>
      ))}
    </>
  );
}
