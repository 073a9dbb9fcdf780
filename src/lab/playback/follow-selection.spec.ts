import { describe, expect, it } from 'vitest';
import type { RouteTable, SessionView } from '../../engine/frontend.ts';
import { createLabStore } from '../state/store.ts';
import { followSelection } from './follow-selection.ts';

const routes = { count: 1 } as unknown as RouteTable;

function sessionWith(table: RouteTable | null): SessionView {
  return { routes: table } as unknown as SessionView;
}

describe('followSelection', () => {
  it('loads another user and other routes, and leaves the player alone for all else', () => {
    const store = createLabStore();
    const loaded: [RouteTable | null, number | null][] = [];
    const end = followSelection(store, { load: (table, user) => void loaded.push([table, user]) });
    expect(loaded.splice(0)).toEqual([[null, null]]);

    store.setState({ session: sessionWith(routes), selectedUser: 3 });
    expect(loaded.splice(0)).toEqual([[routes, 3]]);

    store.setState({ session: sessionWith(routes) });
    store.setState(({ truthVersion }) => ({ truthVersion: truthVersion + 1 }));
    expect(loaded).toEqual([]);

    store.setState({ selectedUser: null });
    store.setState({ session: sessionWith(null), selectedUser: 0 });
    expect(loaded.splice(0)).toEqual([
      [routes, null],
      [null, 0],
    ]);

    end();
    store.setState({ selectedUser: 1 });
    expect(loaded).toEqual([]);
  });
});
