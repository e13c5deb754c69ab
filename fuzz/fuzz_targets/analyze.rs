//! Any bytes, read as UTF-8 with what is not replaced: nothing may panic, and spans must be valid.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use raadpleeg::analysis::Analyzer;

#[path = "../../tests/common/analysis_check.rs"]
mod analysis_check;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

fuzz_target!(|bytes: &[u8]| analysis_check::check(&ANALYZER, &String::from_utf8_lossy(bytes)));
