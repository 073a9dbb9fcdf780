/** The beams of a tree's images: what each of them can light through its mirror. */
import { beamPlanes } from './beams.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Makes beams when they are first asked for, and keeps them. */
export class TreeBeams {
  readonly #prepared: PreparedScene;
  readonly #tree: ImageTree;
  readonly #beams: (readonly number[] | undefined)[] = [];

  constructor(prepared: PreparedScene, tree: ImageTree) {
    this.#prepared = prepared;
    this.#tree = tree;
  }

  /**
   * The half spaces that hold whatever a node's image lights, as `beamPlanes` gives them; none for the root, which
   * lights everything.
   *
   * @param node of the tree
   */
  of(node: number): readonly number[] {
    return (this.#beams[node] ??= this.#make(node));
  }

  #make(node: number): readonly number[] {
    if (node === 0) return [];
    const { images, facets, apertures } = this.#tree;
    const i = 3 * node;
    return beamPlanes(this.#prepared, facets[node], images[i], images[i + 1], images[i + 2], apertures[node]);
  }
}
