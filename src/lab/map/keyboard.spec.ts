import { describe, expect, it } from 'vitest';
import { readKey, type KeyStroke } from './keyboard.ts';

const key = (name: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key: name,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

/** The same intent without negative zeros. */
const by = (stroke: KeyStroke, heading: number): number[] | null => {
  const intent = readKey(stroke, heading);
  return intent?.kind === 'move' ? intent.by.map((value) => value + 0) : null;
};

describe('readKey', () => {
  it('moves a quarter metre, a whole one with Shift', () => {
    expect(by(key('ArrowUp'), 0)).toEqual([0, 0.25, 0]);
    expect(by(key('ArrowRight', { shiftKey: true }), 0)).toEqual([1, 0, 0]);
    expect(by(key('PageDown'), 0)).toEqual([0, 0, -0.25]);
  });

  it('follows the screen when the camera has turned', () => {
    expect(by(key('ArrowUp'), 90)).toEqual([0.25, 0, 0]);
    expect(by(key('ArrowRight'), 90)).toEqual([0, -0.25, 0]);
    expect(by(key('ArrowUp'), -170)).toEqual([0, -0.25, 0]);
    expect(by(key('ArrowUp'), 30)).toEqual([0, 0.25, 0]);
  });

  it('turns a site to the left and tilts it up by five degrees, with Shift by one', () => {
    const degrees = (radians: number): number => Math.round((radians * 180) / Math.PI);
    const turned = (stroke: KeyStroke): unknown => {
      const intent = readKey(stroke, 0);
      return intent?.kind === 'turn' ? [degrees(intent.azimuth), degrees(intent.elevation)] : null;
    };
    expect(turned(key('q'))).toEqual([5, 0]);
    expect(turned(key('E', { shiftKey: true }))).toEqual([-1, 0]);
    expect(turned(key('r'))).toEqual([0, 5]);
    expect(turned(key('F', { shiftKey: true }))).toEqual([0, -1]);
  });

  it('leaves the browser its own keys', () => {
    expect(readKey(key('ArrowUp', { ctrlKey: true }), 0)).toBeNull();
    expect(readKey(key('Tab'), 0)).toBeNull();
  });

  it('reaches camera and selection', () => {
    expect(readKey(key('n'), 0)).toEqual({ kind: 'select', step: 1 });
    expect(readKey(key('Escape'), 0)).toEqual({ kind: 'clear' });
    expect(readKey(key('ArrowLeft', { altKey: true }), 0)).toEqual({ kind: 'orbit', azimuth: -15, tilt: 0 });
    expect(readKey(key('Home'), 0)).toEqual({ kind: 'reset' });
  });
});
