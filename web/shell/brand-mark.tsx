/** A bell that leads: its outline, and the clapper in the colour of "scale". */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24">
      <path
        d="M4.3 17.6h15.4c-1.9-1.9-2.5-4-2.5-7.8C17.2 6 15 3.6 12 3.6S6.8 6 6.8 9.8c0 3.8-.6 5.9-2.5 7.8Z"
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.9"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="21" r="1.9" fill="var(--scale)" />
    </svg>
  );
}
