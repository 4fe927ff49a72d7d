//! A disk in memory for tests. It refuses the calls that a test chooses, and forgets unsynced data when it crashes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use super::calls::{Disk, Existing, FileKind, OpenFile, TemporaryFile};

/// The fault that a test orders for one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiskFault {
    /// This call fails; later calls succeed.
    Once(io::ErrorKind),
    /// This call and all later ones fail, until the disk is repaired.
    From(io::ErrorKind),
    /// All calls that change something fail, until the disk is repaired.
    Writes(io::ErrorKind),
    /// A write writes half of its bytes, and the next call finds the disk full. Any other call fails.
    Short,
    /// The power goes during this call: a write writes half of its bytes, and all later calls fail.
    Crash,
}

/// The part of the unsynced data that survives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsynced {
    /// None of it.
    Lost,
    /// All of it, as when only the process ends.
    Kept,
    /// New names, but no new bytes.
    Names,
    /// New bytes, but no new names.
    Bytes,
    /// New names, and half of the bytes that were added.
    Half,
}

pub(crate) const UNSYNCED: [Unsynced; 5] =
    [Unsynced::Lost, Unsynced::Kept, Unsynced::Names, Unsynced::Bytes, Unsynced::Half];

/// The kind of a call: it changes the disk, or it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Look,
    Change,
}

/// The thing that a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    /// The index of a file.
    File(usize),
    Folder,
}

#[derive(Debug, Clone, Default)]
struct Inode {
    now: Vec<u8>,
    synced: Vec<u8>,
}

type Names = BTreeMap<PathBuf, Node>;

#[derive(Debug, Default)]
struct DiskState {
    files: Vec<Inode>,
    names: Names,
    synced: Names,
    calls: usize,
    fault: Option<(usize, DiskFault)>,
    /// The files that another program leaves just before the call with this number.
    foreign: Option<(usize, BTreeMap<PathBuf, Vec<u8>>)>,
    temporaries: usize,
    /// Nothing in this folder can be changed.
    read_only: Option<PathBuf>,
}

/// The disk. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct SimulatedDisk {
    state: Arc<Mutex<DiskState>>,
    /// While it is true, every call waits.
    held: Arc<(Mutex<bool>, Condvar)>,
}

impl SimulatedDisk {
    /// Makes a disk with one empty folder.
    pub(crate) fn with(folder: &str) -> Self {
        let disk = Self::default();
        {
            let mut state = disk.state();
            for path in Path::new(folder).ancestors() {
                state.names.insert(path.to_owned(), Node::Folder);
                state.synced.insert(path.to_owned(), Node::Folder);
            }
        }
        disk
    }

    fn state(&self) -> MutexGuard<'_, DiskState> {
        self.state.lock().unwrap()
    }

    /// Orders a fault for the call with this number, counted from the first call that was ever made.
    pub(crate) fn fail(&self, call: usize, fault: DiskFault) {
        self.state().fault = Some((call, fault));
    }

    /// Cancels the fault.
    pub(crate) fn repair(&self) {
        self.state().fault = None;
    }

    /// The number of calls so far.
    pub(crate) fn calls(&self) -> usize {
        self.state().calls
    }

    /// The disk after the power went and came back.
    pub(crate) fn crashed(&self, unsynced: Unsynced) -> Self {
        let state = self.state();
        let names = match unsynced {
            Unsynced::Lost | Unsynced::Bytes => state.synced.clone(),
            Unsynced::Kept | Unsynced::Names | Unsynced::Half => state.names.clone(),
        };
        let left = |file: &Inode| {
            let bytes = match unsynced {
                Unsynced::Lost | Unsynced::Names => file.synced.clone(),
                Unsynced::Kept | Unsynced::Bytes => file.now.clone(),
                Unsynced::Half => {
                    let common = file.now.iter().zip(&file.synced).take_while(|(a, b)| a == b).count();
                    let half = common + (file.now.len() - common) / 2;
                    file.now.get(..half).unwrap_or_default().to_owned()
                }
            };
            Inode { now: bytes.clone(), synced: bytes }
        };
        let files = state.files.iter().map(left).collect();
        let state = DiskState { files, synced: names.clone(), names, ..DiskState::default() };
        Self { state: Arc::new(Mutex::new(state)), held: Arc::default() }
    }

    /// All files with their bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let file = |(path, node): (&PathBuf, &Node)| match node {
            Node::File(index) => Some((path.clone(), state.files.get(*index)?.now.clone())),
            Node::Folder => None,
        };
        state.names.iter().filter_map(file).collect()
    }

    /// Writes or removes a file, as another program would.
    pub(crate) fn foreign(&self, path: &Path, bytes: Option<&[u8]>) {
        let mut state = self.state();
        let Some(bytes) = bytes else {
            state.names.remove(path);
            state.synced.remove(path);
            return;
        };
        let index = state.files.len();
        state.files.push(Inode { now: bytes.to_owned(), synced: bytes.to_owned() });
        state.names.insert(path.to_owned(), Node::File(index));
        state.synced.insert(path.to_owned(), Node::File(index));
    }

    /// Before the call with this number, all files become these, as after the work of another program.
    pub(crate) fn replace_files_at(&self, call: usize, files: BTreeMap<PathBuf, Vec<u8>>) {
        self.state().foreign = Some((call, files));
    }

    /// Refuses every change in a folder, as if its owner had made it read-only; `None` allows all changes again.
    pub(crate) fn make_read_only(&self, folder: Option<PathBuf>) {
        self.state().read_only = folder;
    }

    /// Makes all calls wait until they are released, like a network folder that does not answer.
    pub(crate) fn hold(&self, held: bool) {
        *self.held.0.lock().unwrap() = held;
        self.held.1.notify_all();
    }

    /// Counts a call. Fails, or returns true if the whole call is done and false if only half of it is.
    fn call(&self, call: Call) -> io::Result<bool> {
        drop(self.held.1.wait_while(self.held.0.lock().unwrap(), |held| *held).unwrap());
        let mut state = self.state();
        let number = state.calls;
        state.calls += 1;
        if let Some((_, files)) = state.foreign.take_if(|(at, _)| *at == number) {
            state.names.retain(|_, node| *node == Node::Folder);
            for (path, bytes) in files {
                let index = state.files.len();
                state.files.push(Inode { now: bytes.clone(), synced: bytes });
                state.names.insert(path, Node::File(index));
            }
        }
        match state.fault {
            Some((at, DiskFault::Once(kind))) if number == at => Err(kind.into()),
            Some((at, DiskFault::From(kind))) if number >= at => Err(kind.into()),
            Some((_, DiskFault::Writes(kind))) if call == Call::Change => Err(kind.into()),
            Some((at, DiskFault::Short)) if number == at => Ok(false),
            Some((at, DiskFault::Short)) if number == at + 1 => Err(io::ErrorKind::StorageFull.into()),
            Some((at, DiskFault::Crash)) if number == at => Ok(false),
            Some((at, DiskFault::Crash)) if number > at => Err(io::Error::other("the power is gone")),
            _ => Ok(true),
        }
    }

    /// Counts a call that is done wholly or not at all.
    fn call_whole(&self, call: Call) -> io::Result<MutexGuard<'_, DiskState>> {
        if self.call(call)? { Ok(self.state()) } else { Err(io::Error::other("it fails at once")) }
    }

    fn write(&self, file: usize, at: usize, bytes: &[u8]) -> io::Result<usize> {
        let all = self.call(Call::Change)?;
        let count = if all { bytes.len() } else { bytes.len() / 2 };
        let mut state = self.state();
        let file = state.files.get_mut(file).ok_or(io::ErrorKind::NotFound)?;
        // A write ends the file: the store only appends.
        file.now.resize(at, 0);
        file.now.extend_from_slice(bytes.get(..count).unwrap_or_default());
        if count == 0 && !bytes.is_empty() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(count) }
    }

    fn sync(&self, file: usize) -> io::Result<()> {
        let mut state = self.call_whole(Call::Change)?;
        let file = state.files.get_mut(file).ok_or(io::ErrorKind::NotFound)?;
        file.synced.clone_from(&file.now);
        Ok(())
    }
}

impl DiskState {
    /// Fails if this path is in the folder that cannot be changed.
    fn writable(&self, path: &Path) -> io::Result<()> {
        match &self.read_only {
            Some(folder) if path.starts_with(folder) => Err(io::ErrorKind::PermissionDenied.into()),
            _ => Ok(()),
        }
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        self.names.get(path).map(|node| match node {
            Node::File(_) => FileKind::File,
            Node::Folder => FileKind::Folder,
        })
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.names.get(path) {
            Some(Node::File(index)) => Ok(*index),
            Some(Node::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn within(&self, path: &Path) -> io::Result<()> {
        match path.parent().and_then(|folder| self.names.get(folder)) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Disk for SimulatedDisk {
    fn kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        Ok(self.call_whole(Call::Look)?.kind(path))
    }

    fn target_kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        self.kind(path)
    }

    fn list_names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let state = self.call_whole(Call::Look)?;
        match state.kind(folder) {
            Some(FileKind::Folder) => {}
            Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
            None => return Err(io::ErrorKind::NotFound.into()),
        }
        let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| path.file_name().map(OsString::from)).collect())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.call_whole(Call::Look)?;
        let index = state.file(path)?;
        Ok(state.files.get(index).map(|file| file.now.clone()).unwrap_or_default())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.call_whole(Call::Change)?;
        state.within(path)?;
        state.writable(path)?;
        if state.kind(path).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.names.insert(path.to_owned(), Node::Folder);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call_whole(Call::Change)?;
        if state.kind(folder) != Some(FileKind::Folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let inside = |path: &Path| path.parent() == Some(folder);
        let names: Vec<(PathBuf, Node)> =
            state.names.iter().filter(|(path, _)| inside(path)).map(|(path, node)| (path.clone(), *node)).collect();
        state.synced.retain(|path, _| !inside(path));
        state.synced.extend(names);
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call_whole(Call::Change)?;
        let index = state.file(from)?;
        state.within(to)?;
        state.writable(from)?;
        state.writable(to)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), Node::File(index));
        Ok(())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let state = self.call_whole(Call::Look)?;
        let file = state.file(path)?;
        state.writable(path)?;
        drop(state);
        Ok(Box::new(Handle { disk: self.clone(), file, temporary_name: None }))
    }

    fn create_temporary(&self, folder: &Path, _like: &Path) -> io::Result<Box<dyn TemporaryFile>> {
        let mut state = self.call_whole(Call::Change)?;
        let name = folder.join(format!(".tawsim-{}.tmp", state.temporaries));
        state.temporaries += 1;
        state.within(&name)?;
        state.writable(&name)?;
        let file = state.files.len();
        state.files.push(Inode::default());
        state.names.insert(name.clone(), Node::File(file));
        Ok(Box::new(Handle { disk: self.clone(), file, temporary_name: Some(name) }))
    }
}

struct Handle {
    disk: SimulatedDisk,
    file: usize,
    /// The temporary name, which goes with the handle.
    temporary_name: Option<PathBuf>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(name) = self.temporary_name.take()
            && self.disk.call(Call::Change).is_ok()
        {
            self.disk.state().names.remove(&name);
        }
    }
}

impl OpenFile for Handle {
    fn len(&mut self) -> io::Result<u64> {
        let state = self.disk.call_whole(Call::Look)?;
        Ok(state.files.get(self.file).map_or(0, |file| file.now.len() as u64))
    }

    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        let state = self.disk.call_whole(Call::Look)?;
        let bytes = state.files.get(self.file).map_or(&[][..], |file| file.now.as_slice());
        let (at, count) = (usize::try_from(at).unwrap(), usize::try_from(count).unwrap());
        Ok(bytes.iter().skip(at).take(count).copied().collect())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let mut state = self.disk.call_whole(Call::Change)?;
        if let Some(file) = state.files.get_mut(self.file) {
            file.now.truncate(usize::try_from(len).unwrap());
        }
        Ok(())
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<usize> {
        self.disk.write(self.file, usize::try_from(at).unwrap(), bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.sync(self.file)
    }
}

impl TemporaryFile for Handle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let at = self.disk.state().files.get(self.file).map_or(0, |file| file.now.len());
        self.disk.write(self.file, at, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.sync(self.file)
    }

    fn persist(mut self: Box<Self>, path: &Path, existing: Existing) -> io::Result<()> {
        let mut state = self.disk.call_whole(Call::Change)?;
        state.within(path)?;
        match state.kind(path) {
            Some(FileKind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            Some(_) if existing == Existing::Keep => return Err(io::ErrorKind::AlreadyExists.into()),
            _ => {}
        }
        if let Some(old) = &self.temporary_name {
            state.names.remove(old);
        }
        state.names.insert(path.to_owned(), Node::File(self.file));
        drop(state);
        self.temporary_name = None;
        Ok(())
    }
}
