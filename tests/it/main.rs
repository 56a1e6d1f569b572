//! The server, driven over real sockets on port 0, with a clock and identifiers that the tests decide on.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that goes wrong has to fail"
)]

/// The server's own; it keeps the books that a test on memory reads.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

mod answers;
mod bad_input;
mod commands;
mod content;
mod conversations;
mod crash;
mod desk;
mod frames;
mod hello;
mod http;
mod live;
mod memory;
mod protocol;
mod sessions;
mod shutdown;
mod support;
mod walk;
