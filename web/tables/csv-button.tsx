import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveFile } from '../parts/save-file.ts';

interface CsvButtonProps {
  /** What is in the file, as its name begins: `decisions`. */
  name: string;
  nowMs: number;
  /** The rows that are shown, in their order, every column of them and no number rounded. */
  write: () => string;
}

/** Takes the rows that are shown along, for a spreadsheet. */
export function CsvButton({ name, nowMs, write }: CsvButtonProps) {
  return (
    <Button
      variant="default"
      size="xs"
      data-print="off"
      leftSection={<IconDownload size={15} aria-hidden="true" />}
      onClick={() =>
        saveFile(`${name}-${new Date(nowMs).toISOString().slice(0, 10)}.csv`, 'text/csv', write())
      }
    >
      Export CSV
    </Button>
  );
}
