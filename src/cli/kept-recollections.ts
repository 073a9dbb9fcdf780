/** What the training users recall of the known places, computed where it is not kept yet. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { LinkFeatures } from '../datasets/link-features.ts';
import type { PlaceMemory } from '../estimators/known-places/memory.ts';
import { RECALLED_LINK_WIDTH } from '../estimators/known-places/memory.ts';
import type { WeightSource } from '../estimators/weights/source.ts';
import type { RecalledLinks } from '../training/recalled-links.ts';

/** Raised when other places are recalled of the same ones. */
const REVISION = 1;

/**
 * Reads what is kept for this database and these users, or recalls and keeps it.
 *
 * @param recall see `recallOthers`
 * @param places where the database is read from
 * @param folder where it is kept
 */
export async function readRecollections(
  recall: (memory: PlaceMemory, links: LinkFeatures) => RecalledLinks,
  memory: PlaceMemory,
  links: LinkFeatures,
  places: WeightSource,
  folder: string,
): Promise<RecalledLinks> {
  const { users, sites, rows } = links;
  const known = createHash('sha256').update(await places.read('database.bin'));
  const key = known.update(rows).update(`${REVISION} ${RECALLED_LINK_WIDTH} ${recall.name}`).digest('hex').slice(0, 16);
  const file = `${folder}/recollections-${key}.bin`;
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    if (bytes.length === 4 * users.count * sites * RECALLED_LINK_WIDTH) {
      return { users, sites, rows: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
    }
  }
  process.stderr.write(`${users.count} users recall places; this takes minutes, once.\n`);
  const recalled = recall(memory, links);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.part`, recalled.rows);
  renameSync(`${file}.part`, file);
  return recalled;
}
