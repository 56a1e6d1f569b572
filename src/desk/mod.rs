//! The policy of the live-agent queue. Pure.

use crate::domain::{Conversation, ConversationId, Standing, State};

/// Puts waiting conversations in the order in which agents are to claim them: those whose plan brings priority response
/// first, then whoever has waited longest.
pub fn order(waiting: &mut [Conversation], has_priority_response: impl Fn(&Standing) -> bool) {
    waiting.sort_by_cached_key(|conversation| {
        let since = match conversation.state {
            State::Waiting { since, .. } => since,
            _ => conversation.updated_at,
        };
        (!has_priority_response(&conversation.identity.standing), since, conversation.id)
    });
}

/// The place of a conversation in the ordered queue, from 1.
#[must_use]
pub fn position(ordered: &[Conversation], id: ConversationId) -> Option<u32> {
    ordered.iter().position(|conversation| conversation.id == id).and_then(|index| u32::try_from(index + 1).ok())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        AccountType, Draft, EventBody, HandoffReason, Identity, Language, Role, SupportPlan, VisitorId,
    };

    fn waiting(n: u128, support_plan: SupportPlan, since: &str) -> Conversation {
        let standing = Standing { account_type: AccountType::Pro, role: Role::LicensedMember, support_plan };
        let identity = Identity { standing, ..Identity::anonymous(VisitorId(format!("user:{n}"))) };
        let now = since.parse().unwrap();
        let mut draft =
            Draft::on(Conversation::begin(ConversationId(Uuid::from_u128(n)), identity, Language::En, now), now);
        draft.push(EventBody::Queued { reason: HandoffReason::Requested }, None).unwrap();
        draft.finish().conversation
    }

    #[test]
    fn priority_response_goes_first_then_the_longest_wait() {
        let mut queue = [
            waiting(1, SupportPlan::Access, "2026-11-22T10:00:00Z"),
            waiting(2, SupportPlan::Premier, "2026-11-22T10:02:00Z"),
            waiting(3, SupportPlan::Access, "2026-11-22T09:00:00Z"),
            waiting(4, SupportPlan::PremierPlus, "2026-11-22T10:01:00Z"),
        ];
        order(&mut queue, |s| s.support_plan >= SupportPlan::Premier);
        let ids: Vec<_> = queue.iter().map(|c| c.id.0.as_u128()).collect();
        assert_eq!(ids, [4, 2, 3, 1]);
        assert_eq!(position(&queue, ConversationId(Uuid::from_u128(3))), Some(3));
        assert_eq!(position(&queue, ConversationId(Uuid::from_u128(9))), None);
    }
}
