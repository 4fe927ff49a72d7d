//! Opening and reading whole files.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::amount::CountedFile;
use super::identity::is_standard_output;
use super::limits::{InputKind, megabytes};

/// Opens a file for reading. It must be a regular file, or a pipe that the shell made (`<(…)`).
///
/// # Errors
/// If it cannot be opened, is a named pipe, a device, a socket or a folder, or is the file that standard output goes to.
pub fn open_input(path: &Path) -> io::Result<File> {
    if is_pipe_of_shell(path) {
        return File::open(path);
    }
    // Opening a device can have effects, so its kind is asked for first. It could have changed, so it is asked for again.
    check_regular(&fs::metadata(path)?)?;
    if is_standard_output(path) {
        let what = "it is the file that standard output goes to; send the output to another file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let file = open_without_waiting(path)?;
    check_regular(&file.metadata()?)?;
    Ok(file)
}

/// Reads a whole file. See [`open_input`] for what may be read.
///
/// ```
/// # use std::path::Path;
/// use tawsim::store::{InputKind, read_input};
/// # if cfg!(unix) {
/// let error = read_input(Path::new("/dev/zero"), InputKind::Settings).unwrap_err();
/// assert!(error.to_string().contains("a device"));
/// # }
/// ```
///
/// # Errors
/// If it cannot be opened or read, or is larger than its kind may be.
pub fn read_input(path: &Path, kind: InputKind) -> io::Result<Vec<u8>> {
    read_bounded(CountedFile::from(open_input(path)?), kind)
}

/// Reads a whole text file. See [`read_input`].
///
/// # Errors
/// If it cannot be read, or is not UTF-8.
pub fn read_text_input(path: &Path, kind: InputKind) -> io::Result<String> {
    String::from_utf8(read_input(path, kind)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "it is not UTF-8; save it as UTF-8"))
}

/// Reads a stream to its end, unless it is larger than its kind may be.
pub(crate) fn read_bounded(stream: impl Read, kind: InputKind) -> io::Result<Vec<u8>> {
    let limit = kind.longest();
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let what = format!("it is larger than {}; {}", megabytes(limit), kind.remedy());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    Ok(bytes)
}

fn check_regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let what = format!("it is {}, not a file; name a file, or - to read a pipe", kind_of(metadata));
    Err(io::Error::new(io::ErrorKind::InvalidInput, what))
}

/// The kind of something that is no regular file.
fn kind_of(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "something else"
}

/// True for a pipe among the open files of this program, which `<(…)` makes and `/dev/stdin` names.
fn is_pipe_of_shell(path: &Path) -> bool {
    let among_open = path == Path::new("/dev/stdin")
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        among_open && fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _ = among_open;
        false
    }
}

/// Opens a path. If it is a pipe by now, this does not wait for its other end.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let limit = usize::try_from(InputKind::Settings.longest()).unwrap();
        fs::write(&path, "x".repeat(limit)).unwrap();
        assert_eq!(read_text_input(&path, InputKind::Settings).unwrap().len(), limit);
        fs::write(&path, "x".repeat(limit + 1)).unwrap();
        let error = read_input(&path, InputKind::Settings).unwrap_err().to_string();
        assert_eq!(error, "it is larger than 1 MiB; check that it is the right file");
        assert!(read_input(folder.path(), InputKind::Settings).unwrap_err().to_string().contains("a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
        std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
        symlink("/dev/zero", path("zero")).unwrap();
        symlink(path("pipe"), path("link")).unwrap();
        for (name, kind) in
            [("pipe", "a named pipe"), ("link", "a named pipe"), ("socket", "a socket"), ("zero", "a device")]
        {
            let error = read_input(&path(name), InputKind::Article).unwrap_err().to_string();
            assert_eq!(error, format!("it is {kind}, not a file; name a file, or - to read a pipe"));
        }
    }
}
