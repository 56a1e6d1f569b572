//! The accounts of agents and editors.

use async_trait::async_trait;
use rusqlite::{Row, params};
use uuid::Uuid;

use super::{SqliteStore, rows};
use crate::{
    domain::{AgentId, AgentRole},
    store::{AddAgentError, Agent, Agents, StoreError},
};

const AGENT: &str = "id, login, name, role, password_hash, disabled, created_at";

fn agent(row: &Row<'_>) -> Result<Agent, StoreError> {
    Ok(Agent {
        id: AgentId(Uuid::from_slice(&row.get::<_, Vec<u8>>(0)?).map_err(|e| rows::corrupt("agents.id", e))?),
        login: row.get(1)?,
        name: row.get(2)?,
        role: row.get::<_, String>(3)?.parse().map_err(|e| rows::corrupt("agents.role", e))?,
        password_hash: row.get(4)?,
        disabled: row.get(5)?,
        created_at: rows::time("agents.created_at", row.get(6)?)?,
    })
}

#[async_trait]
impl Agents for SqliteStore {
    async fn add_agent(&self, agent: Agent) -> Result<(), AddAgentError> {
        self.write(move |c| {
            let added = c
                .prepare_cached(
                    "INSERT INTO agents (id, login, name, role, password_hash, disabled, created_at) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (login) DO NOTHING",
                )
                .and_then(|mut s| {
                    s.execute(params![
                        agent.id.0.as_bytes(),
                        agent.login,
                        agent.name,
                        agent.role.word(),
                        agent.password_hash,
                        agent.disabled,
                        rows::nanos(agent.created_at),
                    ])
                })
                .map_err(StoreError::from)?;
            if added == 1 { Ok(()) } else { Err(AddAgentError::LoginTaken(agent.login)) }
        })
        .await
    }

    async fn agent(&self, id: AgentId) -> Result<Option<Agent>, StoreError> {
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!("SELECT {AGENT} FROM agents WHERE id = ?1"))?;
            Ok(rows::all(&mut statement, [id.0.as_bytes()], agent)?.pop())
        })
        .await
    }

    async fn agent_by_login(&self, login: &str) -> Result<Option<Agent>, StoreError> {
        let login = login.to_owned();
        self.read(move |c| {
            let mut statement = c.prepare_cached(&format!("SELECT {AGENT} FROM agents WHERE login = ?1"))?;
            Ok(rows::all(&mut statement, [login], agent)?.pop())
        })
        .await
    }

    async fn agents(&self) -> Result<Vec<Agent>, StoreError> {
        self.read(|c| {
            let mut statement = c.prepare_cached(&format!("SELECT {AGENT} FROM agents ORDER BY login"))?;
            rows::all(&mut statement, [], agent)
        })
        .await
    }

    async fn set_agent_role(&self, login: &str, role: AgentRole) -> Result<bool, StoreError> {
        let login = login.to_owned();
        self.write(move |c| {
            let changed = c
                .prepare_cached("UPDATE agents SET role = ?2 WHERE login = ?1")?
                .execute(params![login, role.word()])?;
            Ok(changed > 0)
        })
        .await
    }

    async fn set_agent_disabled(&self, login: &str, disabled: bool) -> Result<bool, StoreError> {
        let login = login.to_owned();
        self.write(move |c| {
            let changed = c
                .prepare_cached("UPDATE agents SET disabled = ?2 WHERE login = ?1")?
                .execute(params![login, disabled])?;
            Ok(changed > 0)
        })
        .await
    }
}
