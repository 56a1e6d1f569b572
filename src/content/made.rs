//! Parts that take long to make, kept for as long as what they are made of stays the same.

use std::{
    convert::Infallible,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

use sha2::{Digest, Sha256};

/// A part, and a hash of everything it was made of.
#[derive(Debug)]
pub struct Made<T> {
    part: Arc<T>,
    of: [u8; 32],
}

impl<T> Made<T> {
    /// The part of `before`, if that was made of the same; else a new one.
    pub(super) fn of<I: Hash + ?Sized>(inputs: &I, before: Option<&Self>, make: impl FnOnce() -> T) -> Self {
        let made = Self::try_of(inputs, before, || Ok::<T, Infallible>(make()));
        made.unwrap_or_else(|never| match never {})
    }

    /// The same, where making may fail.
    pub(super) fn try_of<I: Hash + ?Sized, E>(
        inputs: &I,
        before: Option<&Self>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Self, E> {
        let of = digest(inputs);
        let part = match before.filter(|before| before.of == of) {
            Some(before) => Arc::clone(&before.part),
            None => Arc::new(make()?),
        };
        Ok(Self { part, of })
    }

    /// Whether it was made of this.
    pub(super) fn is_of<I: Hash + ?Sized>(&self, inputs: &I) -> bool {
        self.of == digest(inputs)
    }

    /// Whether both are one part.
    #[cfg(test)]
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.part, &other.part)
    }
}

impl<T> Clone for Made<T> {
    fn clone(&self) -> Self {
        Self { part: Arc::clone(&self.part), of: self.of }
    }
}

impl<T> Deref for Made<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.part
    }
}

/// A hash so long that no two inputs share one.
pub(super) fn digest<I: Hash + ?Sized>(inputs: &I) -> [u8; 32] {
    struct Long(Sha256);
    impl Hasher for Long {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        /// Nobody asks for the short hash.
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut hash = Long(Sha256::new());
    inputs.hash(&mut hash);
    hash.0.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_inputs_make_the_same_part_once() {
        let make = |inputs: &[&str], before| Made::of(inputs, before, || inputs.concat());
        let first = make(&["a", "b"], None);
        assert!(make(&["a", "b"], Some(&first)).is(&first));
        let other = make(&["ab"], Some(&first));
        assert!(!other.is(&first));
        assert!(first.is_of(&["a", "b"][..]) && !other.is_of(&["a", "b"][..]) && other.clone().is(&other));
        assert_eq!(*other, *first);
    }
}
