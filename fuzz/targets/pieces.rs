//! Changes that a careless author, or a careful enemy, could make: pieces of meaning in the place of others, beside libFuzzer's
//! own changes of bytes.

use libfuzzer_sys::fuzzer_mutate;

/// Those of the tests.
const PIECES: [&str; 40] = include!("../../tests/pieces.in");

/// What fits results in JSON, and keys that the tests leave out.
const FURTHER: [&str; 12] = [
    "1",
    "5e-324",
    "18446744073709551615",
    "null",
    "[]",
    "{}",
    "{ beta = [1, 1] }",
    "{ normal80 = [1, 2] }",
    "{ equals = \"2 * front.stalemate\" }",
    "{ choices = [1, 2] }",
    "[[plan]]\nid = \"x\"\n",
    "[[axis]]\npath = \"front.stalemate\"\n",
];

/// Every other time one piece takes the place of up to sixteen bytes, or of the value of a key; else libFuzzer changes bytes.
pub(crate) fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if seed % 2 == 0 || size == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let seed = seed as usize;
    let which = seed / 2 % (PIECES.len() + FURTHER.len());
    let piece = PIECES.iter().chain(&FURTHER).nth(which).unwrap_or(&"").as_bytes();
    let place = seed / 97 % size;
    let whole_value = seed / 3 % 3 == 0;
    let (from, to) = if whole_value {
        let from = data[..size].iter().skip(place).position(|byte| *byte == b'=').map_or(place, |at| place + at + 1);
        (from, data[..size].iter().skip(from).position(|byte| *byte == b'\n').map_or(size, |at| from + at))
    } else {
        (place, (place + seed / 5 % 17).min(size))
    };
    let length = from + piece.len() + (size - to);
    if length > max_size || length > data.len() {
        return fuzzer_mutate(data, size, max_size);
    }
    data.copy_within(to..size, from + piece.len());
    data[from..from + piece.len()].copy_from_slice(piece);
    length
}
