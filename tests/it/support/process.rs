//! The program itself, as a process that can be killed.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use bolt::{
    app::SystemClock,
    config::IdentityKey,
    domain::Clock as _,
    tokens::{IdentityClaims, sign_identity},
};
use jiff::SignedDuration;

use super::{At, licensed_member};

const BOLT: &str = env!("CARGO_BIN_EXE_bolt");
const SECRET: &str = "a secret that only the tests know";

pub struct Process {
    child: Child,
    address: SocketAddr,
}

impl At for Process {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

fn bolt(data: &Path) -> Command {
    let mut command = Command::new(BOLT);
    command.env("BOLT_IDENTITY_KEY", SECRET).env("BOLT_LOG_LEVEL", "warn").env("BOLT_DATA", data);
    command
}

impl Process {
    /// Starts the program and waits until it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &[])
    }

    /// The same, with more on the command line.
    pub fn start_with(data: &Path, more: &[&str]) -> Self {
        let mut command = bolt(data);
        let mut child =
            command.args(["serve", "--listen", "127.0.0.1:0"]).args(more).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("the program ended before it listened").unwrap();
        let address = line.strip_prefix("Help center:   http://").and_then(|rest| rest.strip_suffix('/'));
        Self { address: address.expect(&line).parse().unwrap(), child }
    }

    pub fn add_agent(data: &Path, login: &str, password: &str) {
        let mut command = bolt(data);
        command.args(["agent", "add", login, "--name", "Ada", "--password-stdin"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        assert!(child.wait().unwrap().success());
    }

    /// A token for a paying visitor.
    pub fn token(sub: &str) -> String {
        let key = IdentityKey { id: "main".into(), secret: SECRET.into() };
        let standing = licensed_member("").standing;
        let claims = IdentityClaims { sub: sub.into(), name: None, standing, locale: None };
        sign_identity(&key, "bolt", claims, SystemClock.now() + SignedDuration::from_hours(1)).unwrap()
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// kill -9: no chance to say goodbye.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; one that went well has ended it already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
