/** Constants of nature that more than one stage needs. */

/** Speed of light in vacuum, m/s (exact by definition of the metre). */
export const SPEED_OF_LIGHT = 299792458;

/** Permittivity of vacuum ε₀, F/m (CODATA 2018). */
export const VACUUM_PERMITTIVITY = 8.8541878128e-12;

/** Boltzmann's constant, J/K (exact by definition of the kelvin). */
export const BOLTZMANN_CONSTANT = 1.380649e-23;
