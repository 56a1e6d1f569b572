//! The documentation says what the code does.

use bolt::wire::ErrorCode;

#[test]
fn every_error_code_is_documented_and_nothing_else_is() {
    let documentation = include_str!("../../docs/protocol.md");
    let table = documentation.split("## Error codes on the sockets").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    for code in ErrorCode::ALL {
        let ends = if code.is_fatal() { "yes" } else { "no" };
        let row = format!("| `{}` | {ends} | {} | {} |", code.code(), code.message(), code.remedy());
        assert!(rows.contains(&row.as_str()), "docs/protocol.md lacks the row\n{row}");
    }
    assert_eq!(rows.len(), ErrorCode::ALL.len());
}

#[test]
fn every_error_code_is_reached_by_a_test() {
    let tests = [
        include_str!("hello.rs"),
        include_str!("frames.rs"),
        include_str!("conversations.rs"),
        include_str!("desk.rs"),
        include_str!("sessions.rs"),
        include_str!("shutdown.rs"),
        include_str!("content.rs"),
    ];
    for code in ErrorCode::ALL {
        let name = format!("ErrorCode::{code:?}");
        assert!(tests.iter().any(|test| test.contains(&name)), "no test makes the server send {name}");
    }
}
