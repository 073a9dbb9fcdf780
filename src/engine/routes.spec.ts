import { describe, expect, it } from 'vitest';
import { openDataset } from '../datasets/definition.ts';
import { findDataset } from '../datasets/registry.ts';
import { openUsers } from './routes.ts';

describe('openUsers', () => {
  it('draws as many who stand as are asked for, the first always the same', () => {
    const dataset = openDataset(findDataset('s3-3d'));
    const { users, routes } = openUsers(dataset);
    expect(users.count).toBe(400);
    expect(routes).toBeNull();
    const more = openUsers(dataset, 1000).users;
    expect(more.count).toBe(1000);
    expect(more.positions.slice(0, 1200)).toEqual(users.positions);
    expect(openUsers(dataset, 7).users.positions).toEqual(users.positions.slice(0, 21));
  });

  it('shows some of those who move, and no more than there are, on their routes', () => {
    const dataset = openDataset(findDataset('tokyo-streets'));
    const { users, routes } = openUsers(dataset, 50);
    expect(users.count).toBe(50);
    expect(routes?.routeOfUser).toHaveLength(50);
    const all = openUsers(dataset, 50_000).users.count;
    expect(all).toBeGreaterThan(1000);
    expect(all).toBeLessThan(50_000);
  });
});
