import type { JSX } from 'preact';

function Icon({
  path,
  filled = false,
  stroke = 2,
}: {
  path: string;
  filled?: boolean;
  stroke?: number;
}): JSX.Element {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      stroke-width={stroke}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

export const BoltIcon = () => <Icon filled path="M13.5 2 4.5 13.5h6L9 22l10.5-12.5h-6.3z" />;
export const CloseIcon = () => <Icon path="M6 6l12 12M18 6 6 18" />;
export const CollapseIcon = () => <Icon path="M9 5l7 7-7 7" />;
export const MoreIcon = () => <Icon stroke={3.5} path="M5 12h.01M12 12h.01M19 12h.01" />;
export const SendIcon = () => <Icon filled path="M3.4 20.4 21.5 12 3.4 3.6 5.6 10.6 14 12l-8.4 1.4z" />;
const THUMB =
  'M7 11v9M7 11H4v9h3M7 11l4-8c1.6 0 2.6 1.1 2.4 2.7L12.9 9H18c1.3 0 2.2 1.2 1.9 2.4l-1.7 7c-.2.9-1 1.6-2 1.6H7';
export const ThumbIcon = () => <Icon path={THUMB} />;
export const DownIcon = () => <Icon path="M12 5v14M6 13l6 6 6-6" />;
export const PageIcon = () => <Icon path="M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h6" />;
