//! What a process has used, as Linux tells it.

#![allow(dead_code, reason = "each bench takes what it needs")]

/// Seconds that all threads of this process have computed, in the program and in the system.
pub fn cpu_seconds() -> f64 {
    ticks(11..13)
}

/// The same, with that of the children of this process that ended.
pub fn cpu_seconds_with_children() -> f64 {
    ticks(11..15)
}

/// Seconds in these fields of the process's own line of figures.
fn ticks(of: std::ops::Range<usize>) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("/proc tells the time used");
    // The name of the program, between brackets, may hold spaces.
    let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
    let ticks: f64 = fields[of].iter().map(|field| field.parse::<f64>().expect("a number of ticks")).sum();
    ticks / 100.0
}

/// The most memory that this process has held, in megabytes, with the pages of mapped files.
pub fn peak_megabytes() -> f64 {
    kilobytes("VmHWM:") / 1000.0 * 1.024
}

fn kilobytes(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("/proc tells the memory used");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the line is there");
    line.trim().trim_end_matches(" kB").parse().expect("a number of kilobytes")
}
