import { describe, expect, it } from 'vitest';
import {
  isOpenStreetMap,
  parseLength,
  readBuildingKind,
  readElevations,
  readMaterial,
  readTags,
} from './building-tags.ts';

describe('parseLength', () => {
  it.each([
    ['12', 12],
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['.5', 0.5],
    [' 12 m', 12],
    ['12m', 12],
    ['12 metres', 12],
    ["40'", 12.192],
    ['40 ft', 12.192],
    ['5\'10"', 1.778],
    ['5 feet 10 inches', 1.778],
  ])('reads %s as %d m', (text, metres) => {
    expect(parseLength(text)).toBeCloseTo(metres, 12);
  });

  it.each(['', 'tall', '12-15', '12 km', '-3', '1e3', '12; 14', 'Infinity'])('does not read "%s"', (text) => {
    expect(parseLength(text)).toBeNull();
  });
});

describe('readElevations', () => {
  it.each([
    [{ height: '12' }, 0, 12, 'height'],
    [{ height: '12', 'building:levels': '9' }, 0, 12, 'height'],
    [{ height: '30', min_height: "10'" }, 3.048, 30, 'height'],
    [{ 'building:levels': '4' }, 0, 12, 'levels'],
    [{ 'building:levels': '4', 'roof:levels': '1' }, 0, 15, 'levels'],
    [{ 'building:levels': '4', 'roof:height': '2', 'roof:levels': '1' }, 0, 14, 'levels'],
    [{ 'building:levels': '4', 'building:min_level': '2' }, 6, 12, 'levels'],
    [{}, 0, 9, 'default'],
    [{ min_height: '5' }, 5, 14, 'default'],
    [{ height: '0', 'building:levels': '2' }, 0, 6, 'levels'],
  ])('reads %o', (tags, base, top, source) => {
    const elevations = readElevations(tags);
    expect(elevations).toMatchObject({ source, unreadable: false });
    expect(elevations.base).toBeCloseTo(base, 12);
    expect(elevations.top).toBeCloseTo(top, 12);
  });

  it('says that a height cannot be read, and goes on to the next best', () => {
    expect(readElevations({ height: 'tall', 'building:levels': '2' })).toMatchObject({ top: 6, unreadable: true });
    expect(readElevations({ height: '12000' }, 5)).toMatchObject({ top: 5, source: 'default', unreadable: true });
  });
});

describe('readTags', () => {
  it('finds tags flat, nested and packed', () => {
    expect(
      readTags({
        height: 12,
        name: 'Hall',
        nothing: null,
        tags: { 'building:levels': '3' },
        other_tags: '"building:material"=>"brick","note"=>"a \\"quoted\\" word, and a comma"',
      }),
    ).toMatchObject({
      height: '12',
      name: 'Hall',
      'building:levels': '3',
      'building:material': 'brick',
      note: 'a "quoted" word, and a comma',
    });
  });
});

it('tells buildings, parts and neither', () => {
  expect(readBuildingKind({ building: 'yes' })).toBe('building');
  expect(readBuildingKind({ 'building:part': 'yes', building: 'yes' })).toBe('part');
  expect(readBuildingKind({ building: 'no' })).toBeNull();
  expect(readBuildingKind({ landuse: 'forest' })).toBeNull();
  expect(readBuildingKind({ building: 'yes', location: 'underground' })).toBeNull();
  expect(readBuildingKind({ building: 'yes', layer: '-1' })).toBeNull();
});

it('tells known, unknown and unsaid materials', () => {
  expect(readMaterial({ 'building:material': 'Cement block' })).toBe('concrete');
  expect(readMaterial({ 'building:material': 'gingerbread' })).toBeUndefined();
  expect(readMaterial({})).toBeNull();
});

it('knows data of OpenStreetMap by its ids and tags', () => {
  expect(isOpenStreetMap({}, 'way/123')).toBe(true);
  expect(isOpenStreetMap({ osm_id: '9' }, '')).toBe(true);
  expect(isOpenStreetMap({ 'building:levels': '2' }, '')).toBe(true);
  expect(isOpenStreetMap({ height: '12' }, 'DEBY_LOD2_1')).toBe(false);
});
