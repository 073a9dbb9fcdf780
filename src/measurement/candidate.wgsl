/// A direction that may be a source: a minimum of the null spectrum.
struct Candidate {
  /// Phases from column to column and from row to row, turns/2^32.
  x: i32,
  y: i32,
  /// The null spectrum there.
  depth: f32,
}

/// What MUSIC has found of a link so far.
struct Found {
  sources: u32,
  candidates: u32,
}
