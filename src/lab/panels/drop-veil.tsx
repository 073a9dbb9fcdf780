/** Files may be dropped anywhere on the page; a veil says so while they hang over it. */
import { FileUp } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useLab } from '../lab-context.ts';
import { readDrop } from '../state/brought-files.ts';
import { bringFiles } from './bring-files.ts';
import styles from './drop-veil.module.css';

/** Whether files are being dragged, and not a word or a picture of some page. */
function hasFiles(event: DragEvent): event is DragEvent & { dataTransfer: DataTransfer } {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** The veil; nothing while nobody drags files over the page. */
export function DropVeil(): ReactElement | null {
  const lab = useLab();
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Within the page, one element is left for another.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      const { items } = event.dataTransfer;
      void bringFiles(lab, () => readDrop(Array.from(items)));
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [lab]);

  if (!isOver) return null;
  return (
    <div className={styles.veil} role="status">
      <div className={styles.frame}>
        <FileUp size={28} aria-hidden />
        <p className={styles.title}>Drop a town to open it</p>
        <p className={styles.kinds}>
          GeoJSON footprints, a Mitsuba folder, a PLY mesh, or a zip of one of them. It stays on this computer.
        </p>
      </div>
    </div>
  );
}
