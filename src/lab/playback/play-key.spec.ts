import { describe, expect, it } from 'vitest';
import { isPlayKey, type PlayStroke } from './play-key.ts';

const plain: PlayStroke = {
  key: ' ',
  repeat: false,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  defaultPrevented: false,
};

/** An element that lies in one of a certain tag. */
function within(tag: string): Pick<Element, 'closest'> {
  return { closest: (selector: string) => (selector.split(', ').includes(tag) ? ({} as Element) : null) };
}

describe('isPlayKey', () => {
  it('hears the space bar on the page and on the map', () => {
    expect(isPlayKey(plain, null)).toBe(true);
    expect(isPlayKey(plain, within('div'))).toBe(true);
  });

  it.each(['input', 'textarea', 'button', '[role="slider"]'])('leaves it to the %s it is pressed in', (tag) => {
    expect(isPlayKey(plain, within(tag))).toBe(false);
  });

  it('leaves other keys, chords, keys that are held and keys that somebody took', () => {
    expect(isPlayKey({ ...plain, key: 'Enter' }, null)).toBe(false);
    expect(isPlayKey({ ...plain, repeat: true }, null)).toBe(false);
    expect(isPlayKey({ ...plain, ctrlKey: true }, null)).toBe(false);
    expect(isPlayKey({ ...plain, shiftKey: true }, null)).toBe(false);
    expect(isPlayKey({ ...plain, defaultPrevented: true }, null)).toBe(false);
  });
});
