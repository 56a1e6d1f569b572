//! The file of the table: read, and refused when it is not what it should be.
//!
//! All numbers are little-endian. A header of [`HEADER`] bytes: the magic, then `version`, `dims`, `words`, `grams` and
//! `text` (u32 each), then the checksum of all that follows (u64). Behind it, without gaps:
//!
//! | part | size |
//! |---|---|
//! | what a level is worth, dimension by dimension, in the rows of words | `dims` × f32 |
//! | the same in the rows of letter groups | `dims` × f32 |
//! | weights of the words | `words` × u8 |
//! | the words, most frequent first, a line feed after each | `text` bytes, UTF-8 |
//! | rows of the words, four dimensions a byte | `words` × `dims` / 4 |
//! | rows of the letter groups | `grams` × `dims` / 4 |

use std::ops::Range;

const MAGIC: &[u8; 8] = b"BoltVecs";
const VERSION: u32 = 1;
/// Bytes of the header.
pub(super) const HEADER: usize = 36;
/// More dimensions than this would overflow nothing, but no table of ours has them: a foreign file does.
const MOST_DIMS: u32 = 1024;

/// Why a file is not a table of word vectors.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VectorError {
    /// It begins with something else.
    #[error("this is not a file of word vectors; make one with tools/vectors/make.py")]
    Foreign,
    /// Another version of the format.
    #[error(
        "the word vectors are in format {0}, and this Bolt reads format {VERSION}; make them anew with tools/vectors/make.py"
    )]
    Version(u32),
    /// A header that no table can have.
    #[error(
        "the word vectors' header is damaged ({0}); fetch the file again, or make it anew with tools/vectors/make.py"
    )]
    Header(&'static str),
    /// Too short or too long.
    #[error(
        "the word vectors should have {expected} bytes and have {found}; fetch the file again, or make it anew with tools/vectors/make.py"
    )]
    Length {
        /// The bytes that the header promises.
        expected: u64,
        /// The bytes that there are.
        found: u64,
    },
    /// The right length and the wrong content.
    #[error("the word vectors are damaged ({0}); fetch the file again, or make it anew with tools/vectors/make.py")]
    Damaged(&'static str),
}

/// Where the parts of a file lie.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub dims: usize,
    pub words: usize,
    pub grams: usize,
    pub word_scales: Range<usize>,
    pub gram_scales: Range<usize>,
    pub weights: Range<usize>,
    pub text: Range<usize>,
    pub word_rows: Range<usize>,
    pub gram_rows: Range<usize>,
}

impl Layout {
    /// Reads the header and holds the file against it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, VectorError> {
        if !bytes.starts_with(MAGIC) {
            return Err(VectorError::Foreign);
        }
        if bytes.len() < HEADER {
            return Err(VectorError::Length { expected: HEADER as u64, found: bytes.len() as u64 });
        }
        let [version, dims, words, grams, text] = [8, 12, 16, 20, 24].map(|at| u32_at(bytes, at));
        if version != VERSION {
            return Err(VectorError::Version(version));
        }
        if dims == 0 || dims % 16 != 0 || dims > MOST_DIMS {
            return Err(VectorError::Header("dimensions"));
        }
        if words == 0 || grams == 0 {
            return Err(VectorError::Header("an empty table"));
        }
        let expected = file_bytes(dims, words, grams, text);
        if expected != bytes.len() as u64 {
            return Err(VectorError::Length { expected, found: bytes.len() as u64 });
        }
        let sum = u64::from_le_bytes(array_at(bytes, 28));
        if sum != checksum(&bytes[HEADER..]) {
            return Err(VectorError::Damaged("checksum"));
        }
        Ok(Self::of(dims as usize, words as usize, grams as usize, text as usize))
    }

    fn of(dims: usize, words: usize, grams: usize, text: usize) -> Self {
        let mut end = HEADER;
        let mut part = |bytes: usize| {
            end += bytes;
            end - bytes..end
        };
        Self {
            dims,
            words,
            grams,
            word_scales: part(4 * dims),
            gram_scales: part(4 * dims),
            weights: part(words),
            text: part(text),
            word_rows: part(words * dims / 4),
            gram_rows: part(grams * dims / 4),
        }
    }
}

fn file_bytes(dims: u32, words: u32, grams: u32, text: u32) -> u64 {
    let [dims, words, grams, text] = [dims, words, grams, text].map(u64::from);
    HEADER as u64 + 8 * dims + words + text + (words + grams) * dims / 4
}

/// The scales of a table's dimensions; `None` when one is not a number that can scale.
pub(super) fn scales(bytes: &[u8]) -> Option<Box<[f32]>> {
    let read = |four: &[u8]| {
        Some(f32::from_le_bytes(four.try_into().ok()?)).filter(|s| s.is_finite() && *s >= 0.0 && *s < 1e6)
    };
    bytes.chunks_exact(4).map(read).collect()
}

/// FNV-1a over words of eight bytes; the last one is filled up with zeros.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut eights = bytes.chunks_exact(8);
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |eight: [u8; 8]| sum = (sum ^ u64::from_le_bytes(eight)).wrapping_mul(0x0000_0100_0000_01b3);
    for eight in eights.by_ref() {
        take(array_at(eight, 0));
    }
    let mut last = [0; 8];
    last[..eights.remainder().len()].copy_from_slice(eights.remainder());
    take(last);
    sum
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

/// `N` bytes from `at`. The caller has looked that they are there.
fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[at..at + N]);
    out
}
