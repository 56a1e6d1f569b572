//! The desk's bell: it says that something changed, not what.

use futures_util::FutureExt as _;

use crate::hub::Subscription;

/// Waits until the bell rings. Rings that came meanwhile are one with it: who looks now sees it all. Cancel-safe.
pub(super) async fn rung(bell: &mut Subscription) {
    bell.next().await;
    while bell.next().now_or_never().is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::Hub;

    #[tokio::test]
    async fn many_rings_are_one() {
        let hub = Hub::new();
        let mut bell = hub.desk();
        for _ in 0..100 {
            hub.desk_changed();
        }
        rung(&mut bell).await;
        assert!(rung(&mut bell).now_or_never().is_none());
        hub.desk_changed();
        assert!(rung(&mut bell).now_or_never().is_some());
    }
}
