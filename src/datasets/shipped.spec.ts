import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareScene } from '../propagation/prepared-scene.ts';
import type { PreparedSite } from '../propagation/trace.ts';
import { prepareSite, traceLinks } from '../propagation/trace.ts';
import { openDataset, pathRequest } from './definition.ts';
import { getLink } from './path-block.ts';
import { findDataset } from './registry.ts';
import { allUsers, chooseUsers, membersOf, pickUsers } from './users.ts';
import { pathStore } from './zarr/folder-store.ts';
import { describeDataset } from './zarr/header.ts';
import { openPathGroup } from './zarr/read.ts';

const FOLDER = join(import.meta.dirname, '../../public/datasets');

/** Two of the five sites: each takes a while to be prepared. */
const SITES = [0, 3] as const;

/** Both sets play before the same sites and ask for the same paths. */
let prepared: readonly PreparedSite[] | undefined;

describe.each(['tokyo-streets', 'tokyo-fast'])('the test users of %s that come with the lab', (id) => {
  it('are described, and hold the paths that are traced, as if they were built today', async () => {
    const group = await openPathGroup(await pathStore(join(FOLDER, `${id}-test.zarr.zip`)));
    const opened = openDataset(findDataset(id));
    const everybody = allUsers(opened);
    const count = 500;
    const members = membersOf(everybody.splits, 'test');
    const users = pickUsers(everybody, chooseUsers(opened.definition.kind, members, count));
    expect(group.header).toEqual(describeDataset(opened, { split: 'test', count }, count, group.header.software));
    if (!prepared) {
      const scene = prepareScene(opened.scene);
      prepared = SITES.map((site) => prepareSite(scene, opened.sites[site], pathRequest(opened.definition)));
    }
    for (const user of [0, 233, 499]) {
      const row = user % group.header.usersPerChunk;
      const content = await group.readChunk(Math.floor(user / group.header.usersPerChunk));
      const [x, y, z] = users.positions.subarray(3 * user, 3 * user + 3);
      expect([...content.users.positions.subarray(3 * row, 3 * row + 3)]).toEqual([x, y, z]);
      expect(content.users.times[row]).toBe(users.times[user]);
      traceLinks(prepared, [x, y, z]).forEach((traced, i) => {
        const stored = getLink(content.paths, row, SITES[i]);
        expect(stored.count).toBe(traced.count);
        expect(stored.delays).toBeAllclose(traced.delays, { relative: 1e-12, absolute: 0 });
        expect(stored.amplitudes).toBeAllclose(traced.amplitudes, { relative: 1e-6, absolute: 0 });
      });
    }
  });
});
