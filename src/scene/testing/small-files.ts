/** The smallest scene files of each format that tests bring. */

/** A square of 18 m as ascii PLY. */
export const SMALL_PLY =
  'ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement face 1\n' +
  'property list uchar int vertex_index\nend_header\n-9 -9 0\n9 -9 0\n9 9 0\n-9 9 0\n4 0 1 2 3\n';

/** A Mitsuba scene of one metal plate, whose mesh lies in `meshes/plate.ply`. */
export const SMALL_XML =
  '<scene version="2.1.0"><bsdf type="diffuse" id="mat-itu_metal"/><shape type="ply" id="mesh-plate">' +
  '<string name="filename" value="meshes/plate.ply"/><ref id="mat-itu_metal"/></shape></scene>';

/**
 * Footprints of one triangular building, degrees.
 *
 * @param properties tags beside "building", such as "building:levels"
 * @param id of the feature; OpenStreetMap's look like "way/1"
 */
export function smallGeoJson(properties: Readonly<Record<string, string>> = {}, id?: string): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        id,
        properties: { building: 'yes', ...properties },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [11.57, 48.13],
              [11.571, 48.13],
              [11.571, 48.131],
              [11.57, 48.13],
            ],
          ],
        },
      },
    ],
  });
}
