//! In which order examples are learned from. Descent that meets them in the same order each time converges several times
//! more slowly than one that meets them in a new one, and what is not converged is less right (90.5 instead of 91.1 of 100
//! messages on BANKING77). Three things hold at once: each pass has an order of its own; examples that lie side by side in
//! memory are met soon after each other, because fetching them is most of the work; and each example draws its own places,
//! so that one more or less moves none of the others.

use rayon::prelude::*;

/// So many orders there are; later passes begin again with the first one.
const ORDERS: usize = 8;
/// About so many neighbours stay together: few enough to be met in a new order, and a run that memory delivers at once.
const BLOCK: usize = 32;

/// The orders in which some rows are gone through.
pub(super) struct Orders<'a> {
    /// What each row of the matrix draws its places from; ascending.
    keys: &'a [u64],
    all: Vec<Vec<u32>>,
}

impl<'a> Orders<'a> {
    /// The orders of some rows. `keys` has one for each row of the matrix, ascending, spread over all numbers.
    pub fn of(keys: &'a [u64], rows: &[u32]) -> Self {
        // A power of two: it stays the same until there are twice as many rows.
        let blocks = (keys.len() / BLOCK).max(1).next_power_of_two();
        let block = |key: u64| (u128::from(key) * blocks as u128) >> 64;
        let order = |pass: usize| {
            let place = |row: &u32| {
                let key = keys[*row as usize];
                (drawn(block(key) as u64, pass), drawn(key, pass))
            };
            let mut order = rows.to_vec();
            order.sort_by_cached_key(place);
            order
        };
        Self { keys, all: (0..ORDERS).into_par_iter().map(order).collect() }
    }

    /// All rows, as a pass meets them.
    pub fn all(&self, pass: usize) -> &[u32] {
        &self.all[pass % ORDERS]
    }

    /// Brings what few rows are left of them into the order of a pass.
    pub fn few(&self, rows: &mut [u32], pass: usize) {
        rows.sort_unstable_by_key(|&row| drawn(self.keys[row as usize], pass));
    }
}

/// The place that a key draws in a pass.
const fn drawn(key: u64, pass: usize) -> u64 {
    let mixed = (key ^ (pass as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// Keys for so many rows, as texts would draw them.
#[cfg(test)]
pub(super) fn keys(rows: usize) -> Vec<u64> {
    let mut keys: Vec<u64> = (0..rows as u64).map(|i| drawn(i, 99)).collect();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: u32 = 640;

    fn keys() -> Vec<u64> {
        super::keys(ROWS as usize)
    }

    #[test]
    fn every_row_comes_once_and_each_order_is_another() {
        let (keys, rows) = (keys(), (0..ROWS).collect::<Vec<_>>());
        let orders = Orders::of(&keys, &rows);
        assert_ne!(orders.all(0), orders.all(1));
        for pass in 0..3 {
            let mut order = orders.all(pass).to_vec();
            assert_ne!(order, rows);
            order.sort_unstable();
            assert_eq!(order, rows);
        }
        assert!(Orders::of(&keys, &[]).all(0).is_empty());
    }

    #[test]
    fn one_row_less_moves_none_of_the_others() {
        let (keys, rows) = (keys(), (0..ROWS).collect::<Vec<_>>());
        let (gone, mut fewer) = (300, keys.clone());
        let kept: Vec<u64> =
            Orders::of(&keys, &rows).all(2).iter().filter(|&&row| row != gone).map(|&row| keys[row as usize]).collect();
        fewer.remove(gone as usize);
        let orders = Orders::of(&fewer, &rows[1..].iter().map(|row| row - 1).collect::<Vec<_>>());
        assert_eq!(orders.all(2).iter().map(|&row| fewer[row as usize]).collect::<Vec<_>>(), kept);
        let mut few = vec![5, 9, 1, 7];
        orders.few(&mut few, 3);
        few.remove(few.iter().position(|&row| row == 9).expect("it is there"));
        let mut without = vec![1, 5, 7];
        orders.few(&mut without, 3);
        assert_eq!(few, without);
    }

    #[test]
    fn neighbours_are_met_soon_after_each_other() {
        let (keys, rows) = (keys(), (0..ROWS).collect::<Vec<_>>());
        let orders = Orders::of(&keys, &rows);
        let steps = orders.all(0).windows(2).map(|pair| pair[0].abs_diff(pair[1]) as usize);
        assert!(steps.filter(|&step| step > 2 * BLOCK).count() < ROWS as usize / BLOCK * 2);
    }
}
