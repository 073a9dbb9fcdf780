import { describe, expect, it } from 'vitest';
import { MAXIMUM_FILES, readChosen, readDrop, type DroppedItem } from './brought-files.ts';

/** A tree of names, as a browser hands it over: folders give two entries at a time. */
type Tree = { readonly [name: string]: Tree | string };

function entryOf(name: string, node: Tree | string, parent = ''): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  if (typeof node === 'string') {
    return {
      isFile: true,
      isDirectory: false,
      name,
      fullPath,
      file: (done: (file: Blob) => void, failed: (cause: Error) => void) =>
        node === 'gone' ? failed(new Error('NotFoundError')) : done(new Blob([node])),
    } as unknown as FileSystemEntry;
  }
  return {
    isFile: false,
    isDirectory: true,
    name,
    fullPath,
    createReader() {
      const rest = Object.entries(node).map(([inner, value]) => entryOf(inner, value, fullPath));
      return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(rest.splice(0, 2)) };
    },
  } as unknown as FileSystemEntry;
}

const item = (entry: FileSystemEntry | null, file: File | null = null, kind = 'file'): DroppedItem => ({
  kind,
  webkitGetAsEntry: () => entry,
  getAsFile: () => file,
});

const paths = ({ files }: { readonly files: readonly { readonly path: string }[] }): string[] =>
  files.map(({ path }) => path).sort();

describe('readDrop', () => {
  it('walks a folder to its last file, however many its reader hands over at a time', async () => {
    const town = { 'town.xml': 'x', meshes: { 'a.ply': 'a', 'b.ply': 'b', 'c.ply': 'c', empty: {} } };
    const brought = await readDrop([item(entryOf('town', town))]);
    expect(brought.name).toBe('town');
    expect(paths(brought)).toEqual(['town/meshes/a.ply', 'town/meshes/b.ply', 'town/meshes/c.ply', 'town/town.xml']);
    expect(await brought.files.find(({ path }) => path.endsWith('b.ply'))?.file.text()).toBe('b');
  });

  it('takes several files, leaves what is no file, and asks all items before it waits', async () => {
    let isOver = false;
    const late = (name: string): DroppedItem => ({
      ...item(null),
      webkitGetAsEntry: () => (isOver ? null : entryOf(name, 'x')),
    });
    const reading = readDrop([late('a.json'), item(null, null, 'string'), late('b.ply')]);
    isOver = true;
    const brought = await reading;
    expect(brought.name).toBe('a.json and 1 more');
    expect(paths(brought)).toEqual(['a.json', 'b.ply']);
  });

  it('takes the plain file of a browser without entries', async () => {
    expect(paths(await readDrop([item(null, new File(['x'], 'town.geojson'))]))).toEqual(['town.geojson']);
  });

  it('says what holds no files, and what cannot be read', async () => {
    await expect(readDrop([item(null, null, 'string')])).rejects.toThrow('Nothing that was dropped is a file');
    await expect(readDrop([item(entryOf('town', { a: {} }))])).rejects.toThrow('town holds no files');
    await expect(readDrop([item(entryOf('town', { 'a.ply': 'gone' }))])).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('/town/a.ply cannot be read') as string,
    });
  });

  it('does not walk a whole disk', async () => {
    const disk = Object.fromEntries(Array.from({ length: MAXIMUM_FILES + 1 }, (_, number) => [`${number}`, 'x']));
    await expect(readDrop([item(entryOf('disk', disk))])).rejects.toThrow(`More than ${MAXIMUM_FILES} files`);
  });
});

describe('readChosen', () => {
  it('knows a folder by the paths of its files', () => {
    const files = ['town/town.xml', 'town/meshes/a.ply'].map((path) =>
      Object.defineProperty(new File(['x'], path.replace(/.*\//, '')), 'webkitRelativePath', { value: path }),
    );
    const brought = readChosen(files);
    expect(brought.name).toBe('town');
    expect(paths(brought)).toEqual(['town/meshes/a.ply', 'town/town.xml']);
  });
});
