//! First draws and a small run, byte for byte.
//!
//! A change of anything pinned here is *value-breaking*: published results can no longer be reproduced by the same
//! seed. It belongs in the changelog under that word, with the reason.

use armistice::analysis::summarise;
use armistice::sampling::{column, purpose};
use armistice::store::json;
use sha2::{Digest as _, Sha256};

use crate::story::{Spread, border, table};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The expected numbers come from a separate implementation of ChaCha8 and SHA-256; see `sampling::stream`.
#[test]
fn first_draws() {
    assert_eq!(column(20_260_106, "challenger.war_cost").at(0), 0.412_472_241_844_931_25);
    assert_eq!(purpose(20_260_106, "war", 1).next(), 0.285_088_791_543_852_36);
}

/// 64 trials of tests/vectors/scenarios/border.toml. Nothing but this program computes these; what they rest on (laws
/// of chance, exact solutions) is tested elsewhere, so that a change here with all else intact is a change of luck or
/// of rounding.
#[test]
fn a_small_run() {
    let scenario = border().set("run.trials", 64).scenario();
    let (rows, tally) = table(&scenario, Spread::whole(&scenario));
    let summary = json(&summarise(&scenario, &tally));
    let lines: Vec<&str> = rows.lines().collect();
    assert_eq!(lines.len(), 65);
    assert_eq!(lines[1..4], ROWS, "the first three trials");
    let sums = [sha256(rows.as_bytes()), sha256(&summary)];
    assert_eq!(sums, SUMS, "all of trials.csv, all of summary.json");
}

const ROWS: [&str; 3] = [
    "0,ok,,100.67046161020642,0.2435486052611035,0.9463179990756404,0.547089352617482,0.41173286355103816,0.03816966753050148,-0.05896691579898167,6.820565677968399,85.30631899083264,0.4808462431667212,0.25794668080576555,10,true,challenger_victory,,,,,,,,,,,,,,,,7,0.9680028998207275,0.0024034600686590308,false",
    "1,ok,,137.89007869685278,0.18702996937946664,0.8806441813234048,0.42964277677955137,0.14405066133325722,0.020251164759157073,-0.2666616015466909,12.646616151144439,104.94045328644042,0.5753201995464049,0.4693626216237414,30,true,peace_held,pact,32,0.5,120,12,25,0.5,0.04345261462966188,0.1925664305685147,,,,,,,32,0.375547228431611,0.4641312377375071,true",
    "2,ok,,96.24659548992966,0.3569282358633344,0.8503826064058374,0.29543782116818246,0.37581992879785525,0.04964630944968458,-0.2618870354157474,11.625065492387888,63.54113393801348,0.35709725705267426,0.5583003741090331,30,true,no_settlement,,,,,,,,,,,,,,,,48,0.5585378586083853,0.08483776303866919,false",
];

const SUMS: [&str; 2] = [
    "37f17a6b74bdef369259b0b29b655ab883a80f65f23e76a1c5abfd5965e15d22",
    "614c7754b2641656bbdea3b3f99c961663b637f6f51ef4f575802ac03444b9b5",
];
