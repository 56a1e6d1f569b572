//! Reports that are kept as long as what they tell of is the same.

use std::sync::Arc;

use tokio::sync::Mutex;

/// The last report of a kind, with what it was made of. Who asks while it is made waits for it.
pub(super) struct Kept<K, V>(Mutex<Option<(K, Arc<V>)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The report that was made of `key`, or a new one.
    pub async fn get<E>(&self, key: K, make: impl Future<Output = Result<V, E>>) -> Result<Arc<V>, E> {
        let mut kept = self.0.lock().await;
        if let Some((made_of, report)) = &*kept
            && *made_of == key
        {
            return Ok(Arc::clone(report));
        }
        let report = Arc::new(make.await?);
        *kept = Some((key, Arc::clone(&report)));
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[tokio::test]
    async fn a_report_is_made_once_for_each_key_and_never_kept_when_it_failed() {
        let kept = Kept::default();
        let made = |n: u32| async move { Ok::<_, Infallible>(n) };
        assert_eq!(kept.get("a", made(1)).await.map(|n| *n), Ok(1));
        assert_eq!(kept.get("a", made(2)).await.map(|n| *n), Ok(1));
        assert_eq!(kept.get("b", made(3)).await.map(|n| *n), Ok(3));
        assert_eq!(kept.get("a", made(4)).await.map(|n| *n), Ok(4));
        let kept = Kept::default();
        assert_eq!(kept.get("a", async { Err("no") }).await, Err("no"));
        assert_eq!(kept.get("a", async { Ok::<_, &str>(1) }).await.map(|n| *n), Ok(1));
    }
}
