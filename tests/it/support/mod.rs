//! What the tests are made of: a server, its clients, and a Bolt that says what it is told to.

mod agent;
mod process;
mod promises;
mod scripted;
mod server;
mod small;
mod socket;
mod visitor;

pub(crate) use self::{
    agent::Agent,
    process::Process,
    promises::Questioner,
    scripted::Scripted,
    server::{START, TestServer, free_member, licensed_member, settings, shipped},
    small::{Folder, article, small, write},
    socket::Socket,
    visitor::{Hello, Visitor, said},
};

use std::net::SocketAddr;

use uuid::Uuid;

/// Something that listens.
pub trait At {
    fn address(&self) -> SocketAddr;

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }
}

/// A client's identifier, the same in every run.
pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}
