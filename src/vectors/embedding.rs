//! What a text means, as a point on the unit sphere.

/// A vector of length one. Two texts that mean the same have a dot product near 1, unrelated ones near 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding(Box<[f32]>);

/// Sums are kept in this many lanes, in a fixed order: the same on every machine, whatever its vector registers.
const LANES: usize = 16;

impl Embedding {
    /// Brings a vector to length one; `None` when it has no direction.
    #[must_use]
    pub fn of(mut values: Box<[f32]>) -> Option<Self> {
        let length = dot(&values, &values).sqrt();
        if !length.is_normal() {
            return None;
        }
        for value in &mut values {
            *value /= length;
        }
        Some(Self(values))
    }

    /// The cosine of the angle between two embeddings of one table.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        dot(&self.0, &other.0)
    }

    /// The coordinates.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }
}

/// The dot product, its sum taken in an order that no machine changes. The shorter of the two ends it.
#[inline(always)]
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let whole = a.len().min(b.len()) / LANES * LANES;
    let mut at = 0;
    while at < whole {
        let (a, b) = (&a[at..at + LANES], &b[at..at + LANES]);
        for lane in 0..LANES {
            lanes[lane] += a[lane] * b[lane];
        }
        at += LANES;
    }
    let mut sum: f32 = a[whole..].iter().zip(&b[whole..]).map(|(x, y)| x * y).sum();
    for lane in lanes {
        sum += lane;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f32]) -> Option<Embedding> {
        Embedding::of(values.into())
    }

    #[test]
    fn length_is_one() {
        let point = of(&[3.0, 0.0, -4.0]).unwrap();
        assert_eq!(point.values(), [0.6, 0.0, -0.8]);
        assert!((point.dot(&point) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_has_no_direction_is_no_embedding() {
        for values in [&[][..], &[0.0; 20], &[f32::NAN], &[f32::INFINITY], &[f32::MAX, f32::MAX]] {
            assert_eq!(of(values), None, "{values:?}");
        }
    }

    #[test]
    fn dot_counts_every_coordinate() {
        let ramp: Vec<f32> = (0..37_u8).map(f32::from).collect();
        assert_eq!(dot(&ramp, &ramp), 16_206.0);
    }
}
