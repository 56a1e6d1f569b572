//! How much of everything a frame may hold. What is over a limit is refused with `too_long`, whole: nothing is cut.

use std::time::Duration;

/// One frame, in bytes.
pub const FRAME_BYTES: usize = 32 * 1024;
/// A message, in characters.
pub const MESSAGE_CHARS: usize = 4_000;
/// A ticket's subject, in characters.
pub const SUBJECT_CHARS: usize = 200;
/// A ticket's description, in characters.
pub const DESCRIPTION_CHARS: usize = 8_000;
/// An identity token, in bytes.
pub const TOKEN_BYTES: usize = 4 * 1024;
/// A locale tag, in characters.
pub const LOCALE_CHARS: usize = 35;
/// A choice's id, in characters.
pub const CHOICE_CHARS: usize = 200;
/// How many conversations an agent's socket may watch at a time.
pub const WATCHED: usize = 32;

/// How many events one delta may hold; a client that is further behind is told to resync.
pub const DELTA_EVENTS: u32 = 500;
/// How many frames a connection may send at once before it is told `too_fast`.
pub const BURST_FRAMES: u32 = 20;
/// How long a connection waits for the next frame after its burst is used up.
pub const FRAME_EVERY: Duration = Duration::from_millis(250);
