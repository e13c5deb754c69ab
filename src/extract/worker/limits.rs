//! What a worker gives up before it reads anything: memory beyond a limit, the network, files, starting programs. Each
//! is asked of the kernel; one that a kernel does not have is gone without, and the others hold.

/// Memory that a worker may take, in bytes.
pub(super) const MEMORY: u64 = 512 << 20;

#[cfg(target_os = "linux")]
pub(super) use linux::{confine_program, confine_reader, end_at, seconds_used};

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::{confine_program, confine_reader, end_at, seconds_used};

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
        RulesetCreatedAttr,
    };
    use rustix::process::{Resource, Rlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
        TargetArch,
    };

    use super::MEMORY;

    /// The newest rules of Landlock that are asked for.
    const RULES: ABI = ABI::V5;

    fn limit(resource: Resource, most: u64) {
        // A limit that is lower already stays.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }

    /// Seconds of processor time that this process has used.
    pub(in crate::extract::worker) fn seconds_used() -> u64 {
        u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0)
    }

    /// Ends this process when it has used more than so many seconds of processor time.
    pub(in crate::extract::worker) fn end_at(seconds: u64) {
        let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(seconds + 1), maximum: None });
    }

    /// Gives up all but memory, processor time and the pipes that are open.
    pub(in crate::extract::worker) fn confine_reader() {
        limit(Resource::As, MEMORY);
        limit(Resource::Core, 0);
        limit(Resource::Fsize, 0);
        no_files();
        few_calls();
    }

    /// No file may be opened and no address reached.
    fn no_files() {
        let rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(RULES))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(RULES)))
            .and_then(Ruleset::create);
        // Without Landlock in the kernel the system calls below are refused all the same.
        let _ = rules.and_then(|rules| rules.restrict_self());
    }

    /// Only what reading pipes and computing needs; all else is refused as not permitted.
    fn few_calls() {
        let filter = SeccompFilter::new(
            calls().into_iter().map(|call| (call, Vec::new())).chain(own_process()).collect::<BTreeMap<_, _>>(),
            SeccompAction::Errno(rustix::io::Errno::PERM.raw_os_error().unsigned_abs()),
            SeccompAction::Allow,
            if cfg!(target_arch = "aarch64") { TargetArch::aarch64 } else { TargetArch::x86_64 },
        );
        if let Ok(program) = filter.and_then(BpfProgram::try_from) {
            let _ = seccompiler::apply_filter(&program);
        }
    }

    /// Calls that a reader needs for itself, and must not use on other processes: to end itself, and to set its clock.
    fn own_process() -> Vec<(i64, Vec<SeccompRule>)> {
        let only = |first: u64| {
            let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, first);
            condition.and_then(|condition| SeccompRule::new(vec![condition])).map(|rule| vec![rule])
        };
        let own = u64::from(std::process::id());
        let calls = [(libc::SYS_tgkill, own), (libc::SYS_prlimit64, 0)];
        calls.into_iter().filter_map(|(call, first)| Some((call, only(first).ok()?))).collect()
    }

    /// The system calls that a reader needs.
    fn calls() -> Vec<i64> {
        let calls = [
            libc::SYS_read,
            libc::SYS_readv,
            libc::SYS_write,
            libc::SYS_writev,
            libc::SYS_close,
            libc::SYS_fstat,
            libc::SYS_lseek,
            libc::SYS_mmap,
            libc::SYS_munmap,
            libc::SYS_mremap,
            libc::SYS_mprotect,
            libc::SYS_madvise,
            libc::SYS_brk,
            libc::SYS_futex,
            libc::SYS_rt_sigaction,
            libc::SYS_rt_sigprocmask,
            libc::SYS_rt_sigreturn,
            libc::SYS_sigaltstack,
            libc::SYS_clock_gettime,
            libc::SYS_clock_nanosleep,
            libc::SYS_gettimeofday,
            libc::SYS_getrandom,
            libc::SYS_getrusage,
            libc::SYS_sched_yield,
            libc::SYS_sched_getaffinity,
            libc::SYS_getpid,
            libc::SYS_gettid,
            libc::SYS_restart_syscall,
            libc::SYS_exit,
            libc::SYS_exit_group,
        ];
        calls.to_vec()
    }

    /// Memory of a program of others, in bytes: Tesseract on a large page takes several hundred MB.
    const PROGRAM_MEMORY: u64 = 2 << 30;
    /// Seconds of processor time of a program of others.
    const PROGRAM_SECONDS: u64 = 120;
    /// The largest file that a program of others may write, in bytes.
    const PROGRAM_FILE: u64 = 200_000_000;

    /// Gives up the network, and files but for reading those of the system and all in `folder`.
    pub(in crate::extract::worker) fn confine_program(folder: &Path) {
        limit(Resource::As, PROGRAM_MEMORY);
        limit(Resource::Core, 0);
        limit(Resource::Cpu, PROGRAM_SECONDS);
        limit(Resource::Fsize, PROGRAM_FILE);
        let all = AccessFs::from_all(RULES);
        let rules = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(all)
            .and_then(|rules| rules.handle_access(AccessNet::from_all(RULES)))
            .and_then(Ruleset::create);
        let Ok(mut rules) = rules else { return };
        let system = ["/usr", "/bin", "/lib", "/lib64", "/etc", "/opt", "/nix", "/dev/null", "/dev/urandom"];
        let read = AccessFs::from_read(RULES) | AccessFs::Execute;
        let paths = system.iter().map(|path| (Path::new(path), read)).chain([(folder, all)]);
        for (path, access) in paths {
            let Ok(place) = PathFd::new(path) else { continue };
            let access = if path.is_dir() { access } else { access & AccessFs::from_file(RULES) };
            match rules.add_rule(PathBeneath::new(place, access)) {
                Ok(more) => rules = more,
                Err(_) => return,
            }
        }
        let _ = rules.restrict_self();
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::path::Path;

    /// Not known here.
    pub(in crate::extract::worker) fn seconds_used() -> u64 {
        0
    }

    /// Not limited here.
    pub(in crate::extract::worker) fn end_at(_: u64) {}

    /// Nothing is given up here: the process by itself is the limit.
    pub(in crate::extract::worker) fn confine_reader() {
        let _ = super::MEMORY;
    }

    /// Nothing is given up here: the process by itself is the limit.
    pub(in crate::extract::worker) fn confine_program(_: &Path) {}
}
