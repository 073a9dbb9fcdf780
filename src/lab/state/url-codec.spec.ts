import { describe, expect, it } from 'vitest';
import { checkLink, decodeLink, DEFAULT_LINK, encodeLink } from './url-codec.ts';

const session = {
  estimators: [
    { id: 'pe-msrn', title: 'PE-MSRN', unavailable: '' },
    { id: 'toa-aoa', title: 'TOA + AOA', unavailable: '' },
    { id: 'wknn', title: 'WKNN', unavailable: 'It has no weights for this scene.' },
  ],
  users: 300,
  snr: 'imposed',
} as const;

describe('encodeLink', () => {
  it('holds nothing for the default state', () => {
    expect(encodeLink(DEFAULT_LINK)).toBe('');
  });

  it('holds only what differs', () => {
    expect(encodeLink({ ...DEFAULT_LINK, snrDb: -10, user: 17 })).toBe('?user=17&snr=-10');
    expect(encodeLink({ ...DEFAULT_LINK, estimators: ['pe-msrn'], user: null })).toBe('?estimators=pe-msrn&user=none');
  });

  it('comes back as it went', () => {
    const state = {
      scene: 'tokyo',
      estimators: ['pe-msrn', 'wknn'],
      users: 10_000,
      user: 42,
      snrDb: 14,
      backend: 'wasm',
      theme: 'light',
      mode: 'explore',
      compare: 'open',
      isPlaying: true,
      room: 'training',
    } as const;
    expect(decodeLink(encodeLink(state))).toEqual({ state, complaints: [] });
  });
});

describe('decodeLink', () => {
  it('replaces what makes no sense by the default and says so once', () => {
    const { state, complaints } = decodeLink('?scene=%20&users=99999&user=-3&snr=1e9&backend=abacus&theme=neon');
    expect(state).toEqual(DEFAULT_LINK);
    expect(complaints).toHaveLength(6);
    expect(complaints[4]).toContain('abacus');
  });

  it('takes what is an SNR or an offset in some scene', () => {
    expect(decodeLink('?snr=-20').state.snrDb).toBe(-20);
    expect(decodeLink('?snr=30').state.snrDb).toBe(30);
    expect(decodeLink('?snr=30.5').state.snrDb).toBeNull();
  });

  it('does not take an empty SNR for 0 dB', () => {
    expect(decodeLink('?snr=').state.snrDb).toBe(DEFAULT_LINK.snrDb);
  });

  it('compares at most five estimators, each once', () => {
    expect(decodeLink('?estimators=a,b,a,c,d,e,f').state.estimators).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('checkLink', () => {
  it('drops estimators that do not exist or cannot run, and says why', () => {
    const link = { ...DEFAULT_LINK, estimators: ['pe-msrn', 'wknn', 'oracle'] };
    const { state, complaints } = checkLink(link, session);
    expect(state.estimators).toEqual(['pe-msrn']);
    expect(complaints).toEqual([
      'WKNN cannot run here: It has no weights for this scene.',
      'The address asks for estimator “oracle”, which does not exist.',
    ]);
  });

  it('falls back to the defaults that can run', () => {
    const { state, complaints } = checkLink({ ...DEFAULT_LINK, estimators: ['oracle'] }, session);
    expect(state.estimators).toEqual(['pe-msrn', 'toa-aoa']);
    expect(complaints).toHaveLength(1);
  });

  it('sends an unknown user to the default one', () => {
    const { state, complaints } = checkLink({ ...DEFAULT_LINK, user: 300 }, session);
    expect(state.user).toBe(DEFAULT_LINK.user);
    expect(complaints[0]).toContain('300');
    expect(checkLink(DEFAULT_LINK, { ...session, users: 4 })).toMatchObject({ state: { user: 3 }, complaints: [] });
  });

  it('reads the SNR in the meaning of the scene', () => {
    const budget = { ...session, snr: 'link-budget' } as const;
    expect(checkLink(DEFAULT_LINK, session).state.snrDb).toBe(6);
    expect(checkLink(DEFAULT_LINK, budget).state.snrDb).toBe(0);
    expect(checkLink({ ...DEFAULT_LINK, snrDb: -20 }, budget)).toMatchObject({ state: { snrDb: -20 }, complaints: [] });
    const refused = checkLink({ ...DEFAULT_LINK, snrDb: -20 }, session);
    expect(refused.state.snrDb).toBe(6);
    expect(refused.complaints).toHaveLength(1);
    expect(checkLink({ ...DEFAULT_LINK, snrDb: 25 }, budget).complaints[0]).toContain('to the link budget');
  });
});
