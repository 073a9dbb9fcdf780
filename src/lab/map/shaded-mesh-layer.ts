/**
 * Triangles with a colour at every corner, in one draw call. The lighting is in the colours already: the eye moves, the
 * light does not, and a software renderer has better things to do.
 */
import { Layer, project32, type LayerProps, type UpdateParameters } from '@deck.gl/core';
import { Geometry, Model } from '@luma.gl/engine';
import type { ColouredMesh } from './scene-mesh.ts';

const vertexShader = `#version 300 es
in vec3 positions;
in vec4 colors;
out vec4 shade;
void main(void) {
  geometry.worldPosition = positions;
  gl_Position = project_position_to_clipspace(positions, vec3(0.0), vec3(0.0), geometry.position);
  shade = vec4(colors.rgb, colors.a * layer.opacity);
}
`;

const fragmentShader = `#version 300 es
precision highp float;
in vec4 shade;
out vec4 fragColor;
void main(void) {
  fragColor = shade;
}
`;

interface ShadedMeshProps {
  readonly mesh: ColouredMesh;
}

/** Draws a `ColouredMesh`; give `parameters: { cullMode: 'back' }` to see only faces that turn to the eye. */
export class ShadedMeshLayer extends Layer<ShadedMeshProps & Required<LayerProps>> {
  static override readonly layerName = 'ShadedMeshLayer';
  static override readonly defaultProps = { mesh: { type: 'object', value: null } };

  declare state: { model?: Model };

  override getShaders(): object {
    return super.getShaders({ vs: vertexShader, fs: fragmentShader, modules: [project32] }) as object;
  }

  override initializeState(): void {
    // Nothing is instanced and nothing is picked here; the geometry carries its own attributes.
  }

  override updateState({ props, oldProps }: UpdateParameters<this>): void {
    if (props.mesh === oldProps.mesh) return;
    this.state.model?.destroy();
    const { positions, colours } = props.mesh;
    this.setState({
      model: new Model(this.context.device, {
        ...this.getShaders(),
        id: this.props.id,
        geometry: new Geometry({
          topology: 'triangle-list',
          attributes: {
            positions: { size: 3, value: positions },
            colors: { size: 4, value: colours },
          },
        }),
      }),
    });
  }

  override draw(): void {
    this.state.model?.draw(this.context.renderPass);
  }
}
