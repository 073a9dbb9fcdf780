import { describe, expect, it } from 'vitest';
import { packModel, readModel } from './model-archive.ts';

const files = [
  { name: 'model.json', bytes: new TextEncoder().encode('{"format":"layers-model"}') },
  { name: 'weights-1of1.bin', bytes: Uint8Array.of(1, 2, 3, 4) },
  { name: 'training.json', bytes: new TextEncoder().encode('{"points":[]}') },
];

describe('the archive of a model', () => {
  it('holds its files and its curve, and gives them back', async () => {
    const archive = packModel(files);
    expect(await readModel([new File([archive.slice()], 'pe-msrn.ZIP')])).toEqual(files);
  });

  it('is not needed: single files do, wherever they lay', async () => {
    const chosen = files.map(({ name, bytes }) => new File([bytes.slice()], name));
    expect(await readModel(chosen)).toEqual(files);
  });

  it('is refused where it cannot be read', async () => {
    const archive = packModel(files);
    const cut = new File([archive.slice(0, archive.length - 30)], 'cut.zip');
    await expect(readModel([cut])).rejects.toMatchObject({ code: 'bad-file' });
    await expect(readModel([cut])).rejects.toThrow('cut.zip cannot be unpacked');
  });
});
