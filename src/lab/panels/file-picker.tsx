/** The browser's own dialogues for files and folders. */
import { useRef, type ReactElement } from 'react';
import { useLab } from '../lab-context.ts';
import { readChosen } from '../state/brought-files.ts';
import { bringFiles } from './bring-files.ts';

/** What can be picked. */
export type Pickable = 'file' | 'folder';

/** Endings of files that hold a scene; a file of another name can still be dropped. */
const ACCEPTED = '.geojson,.json,.xml,.ply,.zip';

/** Two hidden inputs, to be put somewhere on the page, and a function that opens one of them. */
export function useFilePicker(): { readonly inputs: ReactElement; readonly pick: (what: Pickable) => void } {
  const lab = useLab();
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement | null>(null);
  const take = (input: HTMLInputElement): void => {
    const chosen = Array.from(input.files ?? []);
    // The same file may be chosen again once it has been mended.
    input.value = '';
    if (chosen.length > 0) void bringFiles(lab, () => readChosen(chosen));
  };
  const shared = {
    type: 'file',
    hidden: true,
    onChange: (event: { currentTarget: HTMLInputElement }) => take(event.currentTarget),
  } as const;
  return {
    inputs: (
      <>
        <input ref={file} {...shared} accept={ACCEPTED} aria-label="Scene file" />
        <input
          ref={(input) => {
            folder.current = input;
            if (input) input.webkitdirectory = true;
          }}
          {...shared}
          aria-label="Scene folder"
        />
      </>
    ),
    pick: (what) => (what === 'file' ? file : folder).current?.click(),
  };
}
