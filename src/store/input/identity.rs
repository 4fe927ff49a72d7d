//! Which file a path leads to, whatever its name is.

use std::fs::Metadata;
use std::path::Path;
use std::sync::LazyLock;

/// A file or a folder, whatever its name is: two paths that lead to it, by links or not, have the same identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum FileIdentity {
    /// The numbers of the device and the inode.
    #[cfg(unix)]
    Inode(u64, u64),
    /// The path without links.
    #[cfg(not(unix))]
    Path(std::path::PathBuf),
}

impl FileIdentity {
    /// The identity of the file at a path. Links are followed.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        Self::from_metadata(path, &path.metadata().ok()?)
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "on other systems there may be none")]
    fn from_metadata(_path: &Path, metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self::Inode(metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    fn from_metadata(path: &Path, _metadata: &Metadata) -> Option<Self> {
        path.canonicalize().ok().map(Self::Path)
    }

    /// The identity of the file that is standard input.
    #[cfg(unix)]
    pub(crate) fn of_stdin() -> Option<Self> {
        Self::of_open(&std::io::stdin())
    }

    /// The identity of the file that is standard output.
    #[cfg(unix)]
    fn of_stdout() -> Option<Self> {
        Self::of_open(&std::io::stdout())
    }

    #[cfg(unix)]
    fn of_open(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let stream = stream.as_fd().try_clone_to_owned().ok()?;
        let metadata = std::fs::File::from(stream).metadata().ok()?;
        metadata.is_file().then(|| Self::from_metadata(Path::new("-"), &metadata))?
    }

    /// The identity of the file that is standard input: it has no path here.
    #[cfg(not(unix))]
    pub(crate) const fn of_stdin() -> Option<Self> {
        None
    }

    /// The identity of the file that is standard output: it has no path here.
    #[cfg(not(unix))]
    const fn of_stdout() -> Option<Self> {
        None
    }
}

/// True if standard output goes to this file (`> FILE`). To read it would be to read what this program writes, without end.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    static STDOUT: LazyLock<Option<FileIdentity>> = LazyLock::new(FileIdentity::of_stdout);
    STDOUT.is_some() && FileIdentity::of(path) == *STDOUT
}
