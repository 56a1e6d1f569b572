//! The tickets that visitors opened, for agents.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;

use super::{Server, problem::Problem, session::AgentSession};
use crate::domain::{Ticket, TicketStatus};

/// How many tickets the console lists.
const LISTED: u32 = 200;

#[derive(Serialize)]
struct Row {
    number: u32,
    subject: String,
    description: String,
    conversation: uuid::Uuid,
    visitor: String,
    status: TicketStatus,
    opened_at: String,
}

impl From<Ticket> for Row {
    fn from(ticket: Ticket) -> Self {
        Self {
            number: ticket.number.0,
            subject: ticket.subject,
            description: ticket.description,
            conversation: ticket.conversation.0,
            visitor: ticket.visitor.0,
            status: ticket.status,
            opened_at: ticket.opened_at.to_string(),
        }
    }
}

/// The answer of `GET /api/tickets`.
#[derive(Serialize)]
pub(super) struct Tickets {
    tickets: Vec<Row>,
}

/// `GET /api/tickets`.
pub(super) async fn list(State(server): State<Arc<Server>>, session: AgentSession) -> Result<Json<Tickets>, Problem> {
    session.agent(&server).await?;
    let tickets = server.chat.tickets(LISTED).await?;
    Ok(Json(Tickets { tickets: tickets.into_iter().map(Row::from).collect() }))
}
