//! The reader against small tables made here, the table in the binary, and what the script says it must give.

use proptest::prelude::*;
use serde::Deserialize;

use super::format::{HEADER, checksum};
use super::{Embedding, VectorError, Vectors};
use crate::language::Utterance;

const DIMS: usize = 16;
const WORDS: [&str; 3] = ["phone", "numero", "the"];
const GRAMS: usize = 4;

/// A small whole table: word `i` points along dimension `i`, every letter group along the last one.
fn tiny() -> Vec<u8> {
    let text: String = WORDS.iter().map(|word| format!("{word}\n")).collect();
    let row = |dimension: usize| {
        let mut codes = [0b01_u8 | 0b10 << 2 | 0b01 << 4 | 0b10 << 6; DIMS / 4];
        let (byte, quarter) = (dimension % codes.len(), dimension / codes.len());
        codes[byte] |= 3 << (2 * quarter);
        codes
    };
    let mut body = Vec::new();
    body.extend([1.0_f32; DIMS].iter().chain(&[0.5; DIMS]).flat_map(|scale| scale.to_le_bytes()));
    body.extend([255_u8, 200, 5]);
    body.extend(text.bytes());
    body.extend((0..WORDS.len()).flat_map(row));
    body.extend((0..GRAMS).flat_map(|_| row(DIMS - 1)));
    with_header([1, DIMS as u32, WORDS.len() as u32, GRAMS as u32, text.len() as u32], &body)
}

fn with_header(numbers: [u32; 5], body: &[u8]) -> Vec<u8> {
    let mut file = b"BoltVecs".to_vec();
    file.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    file.extend(checksum(body).to_le_bytes());
    file.extend(body);
    file
}

/// The file with one change to it, its checksum made right again.
fn changed(change: impl FnOnce(&mut Vec<u8>)) -> Result<Vectors, VectorError> {
    let mut file = tiny();
    change(&mut file);
    let sum = checksum(&file[HEADER..]);
    file[HEADER - 8..HEADER].copy_from_slice(&sum.to_le_bytes());
    Vectors::open(file)
}

fn embed(vectors: &Vectors, text: &str) -> Option<Embedding> {
    let utterance = Utterance::read(text);
    vectors.embed(utterance.tokens().iter().map(|token| token.text.as_str()))
}

fn strongest(vectors: &Vectors, text: &str) -> Option<usize> {
    let embedding = embed(vectors, text)?;
    let by_strength = |&(_, a): &(usize, &f32), &(_, b): &(usize, &f32)| a.total_cmp(b);
    embedding.values().iter().enumerate().max_by(by_strength).map(|(dimension, _)| dimension)
}

#[test]
fn a_text_points_where_its_words_point() {
    let vectors = Vectors::open(tiny()).unwrap();
    assert_eq!((vectors.dims(), vectors.len(), vectors.is_empty()), (DIMS, 3, false));
    assert!(vectors.knows("phone") && !vectors.knows("phones"));
    for (text, dimension) in [
        ("Phone", Some(0)),
        ("número", Some(1)),
        ("the the phone", Some(0)),    // rare words weigh more
        ("phnoe", Some(0)),            // one edit away
        ("quuxotron", Some(DIMS - 1)), // by its letter groups
        ("", None),
        ("42 2026", None),
        ("電話 телефон", None),
        ("qq", None),
    ] {
        assert_eq!(strongest(&vectors, text), dimension, "{text:?}");
    }
}

#[test]
fn the_order_of_the_words_changes_nothing() {
    let vectors = Vectors::embedded();
    let forth = embed(vectors, "how do I reset my frobnicated password").unwrap();
    assert_eq!(Some(forth), embed(vectors, "password frobnicated my reset I do how"));
}

#[test]
fn a_foreign_file_is_refused() {
    for bytes in [&b""[..], b"BoltVec", b"PK\x03\x04 something else, and long enough for a header to be in it"] {
        assert_eq!(Vectors::open(bytes.to_vec()).unwrap_err(), VectorError::Foreign);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let file = tiny();
    for end in 8..file.len() {
        let refused = Vectors::open(file[..end].to_vec());
        assert!(matches!(refused, Err(VectorError::Length { .. })), "{end}: {refused:?}");
    }
    let longer = [file, vec![0]].concat();
    assert!(matches!(Vectors::open(longer), Err(VectorError::Length { .. })));
}

#[test]
fn a_flipped_bit_is_noticed() {
    let file = tiny();
    for at in 0..file.len() {
        let mut file = file.clone();
        file[at] ^= 0x10;
        assert!(Vectors::open(file).is_err(), "byte {at}");
    }
}

#[test]
fn what_a_right_checksum_hides_is_refused_too() {
    let text = HEADER + 8 * DIMS + WORDS.len();
    let cases: [(&str, Result<Vectors, VectorError>); 7] = [
        ("version", changed(|file| file[8] = 2)),
        ("dimensions", changed(|file| file[12] = 17)),
        ("no words", changed(|file| file[16] = 0)),
        ("a scale", changed(|file| file[HEADER..HEADER + 4].copy_from_slice(&f32::NAN.to_le_bytes()))),
        ("not UTF-8", changed(|file| file[text] = 0xff)),
        ("an empty word", changed(|file| file[text] = b'\n')),
        ("one word less", changed(|file| file[text + 5] = b' ')),
    ];
    for (name, result) in cases {
        assert!(result.is_err(), "{name}");
    }
    let twice = changed(|file| file[text..text + 18].copy_from_slice(b"phone\nphone\n12345\n"));
    assert!(twice.is_err());
    assert_eq!(changed(|_| ()).map(|vectors| vectors.len()), Ok(3));
}

#[test]
fn every_refusal_says_what_to_do() {
    for error in [
        VectorError::Foreign,
        VectorError::Version(9),
        VectorError::Header("dimensions"),
        VectorError::Length { expected: 9, found: 8 },
        VectorError::Damaged("checksum"),
    ] {
        assert!(error.to_string().contains("tools/vectors/make.py"), "{error}");
    }
}

/// What `tools/vectors/reference.py` computed from the same file, in its own way.
#[derive(Deserialize)]
struct Reference {
    text: String,
    values: Vec<f32>,
}

#[test]
fn the_reference_agrees() {
    let references: Vec<Reference> = serde_json::from_str(include_str!("../../data/vectors/reference.json")).unwrap();
    assert!(references.len() >= 20);
    for Reference { text, values } in references {
        let embedding = embed(Vectors::embedded(), &text).unwrap();
        assert_eq!(embedding.values().len(), values.len());
        let apart = embedding.values().iter().zip(&values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(apart < 2e-6, "{text}: {apart} apart");
    }
}

#[test]
fn what_means_the_same_lies_close_in_every_language() {
    let vectors = Vectors::embedded();
    let near = |a: &str, b: &str| embed(vectors, a).unwrap().dot(&embed(vectors, b).unwrap());
    for (text, same, other) in [
        ("I forgot my password", "ho dimenticato la password", "qual è il numero di telefono"),
        ("phone number", "número de teléfono", "contraseña olvidada"),
        ("where can I see my invoice", "dónde veo mi factura", "cómo hablo con un agente"),
        ("la riunione non si apre", "the meeting does not open", "the price of the licence"),
        ("I want my money back", "refund", "microphone"),
    ] {
        assert!(near(text, same) > near(text, other) + 0.1, "{text}: {} {}", near(text, same), near(text, other));
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_point_or_nothing(text in "\\PC{0,60}") {
        if let Some(embedding) = embed(Vectors::embedded(), &text) {
            prop_assert!((embedding.dot(&embedding) - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn any_bytes_are_opened_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..400) {
        let mut file = tiny();
        let at = at.min(file.len());
        file.splice(at.., bytes);
        let _ = changed(|whole| { file.resize(file.len().max(HEADER), 0); *whole = file });
    }
}
