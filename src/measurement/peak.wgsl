/// Where a power delay profile peaks; the delay is (peak + offset)/bins of the comb's period.
struct Peak {
  peak: u32,
  offset: f32,
  /// First tap of the gate around it, maybe negative.
  firstTap: i32,
  /// Highest bin of the profile.
  power: f32,
}
