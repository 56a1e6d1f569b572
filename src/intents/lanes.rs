//! Loops over many numbers, in lanes that the compiler makes vectors of. There are always as many of them, so that no sum
//! depends on the width of the registers.

use std::f32::consts::{LN_2, LOG2_E};

/// The widest register's lanes.
pub(super) const LANES: usize = 16;

/// Goes through numbers, each with its lane.
#[inline(always)]
pub(super) fn each(of: &[f32], mut each: impl FnMut(usize, f32)) {
    let (whole, rest) = of.as_chunks::<LANES>();
    for chunk in whole {
        chunk.iter().enumerate().for_each(|(lane, &value)| each(lane, value));
    }
    rest.iter().enumerate().for_each(|(lane, &value)| each(lane, value));
}

/// The highest of some numbers.
#[inline(always)]
pub(super) fn highest(of: &[f32]) -> f32 {
    let mut best = [f32::NEG_INFINITY; LANES];
    each(of, |lane, value| best[lane] = if value > best[lane] { value } else { best[lane] });
    best.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// The sum of some numbers.
#[inline(always)]
pub(super) fn sum(of: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    each(of, |lane, value| sums[lane] += value);
    sums.iter().sum()
}

/// e to a power, to a part in a hundred thousand; the standard library's is a call for each number. A power of two goes into
/// the exponent, and what is left, at most half of one, into Taylor's series (Cody and Waite, "Software Manual for the
/// Elementary Functions", 1980).
#[inline(always)]
pub(super) fn exp(power: f32) -> f32 {
    /// Added to a number, it leaves its nearest integer in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    const SERIES: [f32; 6] = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 1.0 / 2.0, 1.0];
    let power = power.clamp(-87.0, 88.0);
    let rounded = power * LOG2_E + ROUND;
    let left = power - (rounded - ROUND) * LN_2;
    let value = 1.0 + left * SERIES.iter().fold(0.0, |sum, factor| sum * left + factor);
    value * f32::from_bits((rounded.to_bits() << 23).wrapping_add(1.0_f32.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_to_a_power_is_what_it_should_be() {
        for at in -870..=880 {
            let power = at as f32 / 10.0;
            let truth = f64::from(power).exp();
            let off = (f64::from(exp(power)) - truth).abs() / truth;
            assert!(off < 1e-5, "{power}: off by {off}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(f32::NEG_INFINITY) < 1e-37 && exp(f32::INFINITY) > 1e38 && exp(f32::NAN).is_nan());
    }

    #[test]
    fn every_number_is_looked_at() {
        let numbers: Vec<f32> = (0..37).map(|at| if at == 34 { 50.0 } else { at as f32 }).collect();
        assert_eq!((highest(&numbers), sum(&numbers)), (50.0, 682.0));
        assert_eq!((highest(&[]), sum(&[])), (f32::NEG_INFINITY, 0.0));
    }
}
