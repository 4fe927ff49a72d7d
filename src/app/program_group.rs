//! All processes of an external program: they start together and end together, also when tawsim is killed.
//!
//! On Unix the command gets a process group of its own. So Ctrl-C in the workbench does not reach it, and a signal to the
//! group ends every process that the shell has started. A second process, the guard, waits at a pipe that only tawsim holds
//! open. However tawsim ends, the system closes the pipe, and the guard ends the group. Linux has a signal for the death of a
//! parent (`PR_SET_PDEATHSIG`), but it reaches only the shell, and not what the shell has started.
//!
//! On Windows the processes are in a job. The system ends a job when its last handle is closed. A tawsim that is killed in the
//! moment between the start of the program and its entry into the job leaves the program behind.

use std::io::{self, Write as _};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use super::program_line::{VERSION, VERSION_VARIABLE};

/// The standard streams of a program: its input, its output and its errors.
pub(super) type Streams = (ChildStdin, ChildStdout, ChildStderr);

/// The processes of one program. Dropping the value ends them.
pub(super) struct ProgramGroup {
    child: Child,
    #[cfg(unix)]
    guard: Child,
    /// Closing it ends the processes in it.
    #[cfg(windows)]
    _job: win32job::Job,
}

impl ProgramGroup {
    /// Starts a command in a shell.
    ///
    /// # Errors
    /// If it cannot be started, or cannot be guarded.
    pub(super) fn start(command: &str) -> io::Result<(Self, Streams)> {
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        if cfg!(windows) {
            shell.arg("/C").arg(command);
        } else {
            // The command begins when the group is guarded: then its input has a first line. If tawsim is killed before,
            // the input ends, and the command does not begin.
            shell.args(["-c", "read -r begin && exec sh -c \"$1\"", "sh", command]);
        }
        shell.env(VERSION_VARIABLE, VERSION);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell.spawn()?;
        let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let group = Self::guarded(child)?;
        match streams {
            (Some(mut stdin), Some(stdout), Some(stderr)) => {
                if !cfg!(windows) {
                    stdin.write_all(b"\n")?;
                }
                Ok((group, (stdin, stdout, stderr)))
            }
            _ => Err(io::Error::other("has no standard streams")),
        }
    }

    #[cfg(unix)]
    fn guarded(mut child: Child) -> io::Result<Self> {
        match start_guard(child.id()) {
            Ok(guard) => Ok(Self { child, guard }),
            Err(error) => {
                signal_group(&child, rustix::process::Signal::KILL);
                let _ = child.wait();
                Err(error)
            }
        }
    }

    #[cfg(windows)]
    fn guarded(mut child: Child) -> io::Result<Self> {
        match start_job(&child) {
            Ok(job) => Ok(Self { child, _job: job }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    #[cfg(not(any(unix, windows)))]
    fn guarded(child: Child) -> io::Result<Self> {
        Ok(Self { child })
    }

    /// Returns how the shell ended, if it has.
    ///
    /// # Errors
    /// If the system does not say.
    pub(super) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }
}

impl Drop for ProgramGroup {
    fn drop(&mut self) {
        #[cfg(unix)]
        {
            signal_group(&self.child, rustix::process::Signal::TERM);
            self.wait_for_group();
            signal_group(&self.child, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        #[cfg(unix)]
        {
            let _ = self.guard.kill();
            let _ = self.guard.wait();
        }
    }
}

#[cfg(unix)]
impl ProgramGroup {
    /// Waits a moment for the end of all processes of the group.
    fn wait_for_group(&mut self) {
        let Some(group) = group_of(&self.child) else { return };
        for _ in 0..50 {
            let _ = self.child.try_wait();
            if rustix::process::test_kill_process_group(group).is_err() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

#[cfg(unix)]
fn group_of(child: &Child) -> Option<rustix::process::Pid> {
    i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
}

#[cfg(unix)]
fn signal_group(child: &Child, signal: rustix::process::Signal) {
    if let Some(group) = group_of(child) {
        // A group without processes needs no signal.
        let _ = rustix::process::kill_process_group(group, signal);
    }
}

/// Starts the process that ends a group when its own input ends.
#[cfg(unix)]
fn start_guard(group: u32) -> io::Result<Child> {
    let mut guard = Command::new("sh");
    guard
        .arg("-c")
        .arg("read -r line; kill -s TERM -- \"-$0\"; sleep 1; kill -s KILL -- \"-$0\"")
        .arg(group.to_string());
    // Nothing of tawsim is kept open or busy by it.
    guard.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut guard, 0);
    guard.spawn()
}

/// Puts a process into a job that ends with its last handle. What the process started before is not in it.
#[cfg(windows)]
fn start_job(child: &Child) -> io::Result<win32job::Job> {
    use std::os::windows::io::AsRawHandle;
    let mut limits = win32job::ExtendedLimitInfo::new();
    limits.limit_kill_on_job_close();
    let job = win32job::Job::create_with_limit_info(&limits).map_err(io::Error::other)?;
    job.assign_process(child.as_raw_handle() as isize).map_err(io::Error::other)?;
    Ok(job)
}
