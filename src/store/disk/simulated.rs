//! A disk in memory that fails when it is told to, and forgets what was not synced when it crashes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use super::calls::{Disk, FileKind, OpenFile, TemporaryFile};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiskFault {
    /// This call fails, those after it do not.
    Once(io::ErrorKind),
    /// This call and all after it fail, until it is mended.
    From(io::ErrorKind),
    /// All calls that change something fail, until it is mended.
    Writes(io::ErrorKind),
    /// If it is a write: half of it is written, and what comes after finds the disk full. Else the call fails.
    Short,
    /// If it is a write: half of it is written. The power goes: nothing is done any more.
    Crash,
}

/// What a crash leaves of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsynced {
    /// Nothing.
    Lost,
    /// All of it, as when only the process dies.
    Kept,
    /// Names that were made, but not what was written.
    Names,
    /// What was written, but no names.
    Bytes,
    /// Names, and half of the bytes that were added.
    Half,
}

pub(crate) const UNSYNCED: [Unsynced; 5] =
    [Unsynced::Lost, Unsynced::Kept, Unsynced::Names, Unsynced::Bytes, Unsynced::Half];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
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
    temporaries: usize,
}

/// Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct SimulatedDisk(Arc<Mutex<DiskState>>, Arc<(Mutex<bool>, Condvar)>);

impl SimulatedDisk {
    /// An empty disk with one folder.
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
        self.0.lock().unwrap()
    }

    /// Lets a call fail, counted from the first one that was ever made.
    pub(crate) fn fail(&self, call: usize, fault: DiskFault) {
        self.state().fault = Some((call, fault));
    }

    pub(crate) fn mend(&self) {
        self.state().fault = None;
    }

    pub(crate) fn calls(&self) -> usize {
        self.state().calls
    }

    /// What the disk holds after the power went and came back.
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
        Self(Arc::new(Mutex::new(state)), Arc::default())
    }

    /// Every file with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let file = |(path, node): (&PathBuf, &Node)| match node {
            Node::File(index) => Some((path.clone(), state.files.get(*index)?.now.clone())),
            Node::Folder => None,
        };
        state.names.iter().filter_map(file).collect()
    }

    /// What another program does: writes a file, or takes one away.
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

    /// Lets every call wait, as a network folder does that does not answer, or go on.
    pub(crate) fn hold(&self, held: bool) {
        *self.1.0.lock().unwrap() = held;
        self.1.1.notify_all();
    }

    /// Counts a call; fails, or says whether all of it is done. `changes`: it is more than looking.
    fn call(&self, changes: bool) -> io::Result<bool> {
        drop(self.1.1.wait_while(self.1.0.lock().unwrap(), |held| *held).unwrap());
        let mut state = self.state();
        let number = state.calls;
        state.calls += 1;
        match state.fault {
            Some((at, DiskFault::Once(kind))) if number == at => Err(kind.into()),
            Some((at, DiskFault::From(kind))) if number >= at => Err(kind.into()),
            Some((_, DiskFault::Writes(kind))) if changes => Err(kind.into()),
            Some((at, DiskFault::Short)) if number == at => Ok(false),
            Some((at, DiskFault::Short)) if number == at + 1 => Err(io::ErrorKind::StorageFull.into()),
            Some((at, DiskFault::Crash)) if number == at => Ok(false),
            Some((at, DiskFault::Crash)) if number > at => Err(io::Error::other("the power is gone")),
            _ => Ok(true),
        }
    }

    /// For calls that are done whole or not at all.
    fn whole(&self, changes: bool) -> io::Result<MutexGuard<'_, DiskState>> {
        if self.call(changes)? { Ok(self.state()) } else { Err(io::Error::other("it fails at once")) }
    }

    fn write(&self, file: usize, at: usize, bytes: &[u8]) -> io::Result<usize> {
        let all = self.call(true)?;
        let count = if all { bytes.len() } else { bytes.len() / 2 };
        let mut state = self.state();
        let file = state.files.get_mut(file).ok_or(io::ErrorKind::NotFound)?;
        // What lay behind is written over: lines are only ever added at the end.
        file.now.resize(at, 0);
        file.now.extend_from_slice(bytes.get(..count).unwrap_or_default());
        if count == 0 && !bytes.is_empty() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(count) }
    }

    fn sync(&self, file: usize) -> io::Result<()> {
        let mut state = self.whole(true)?;
        let file = state.files.get_mut(file).ok_or(io::ErrorKind::NotFound)?;
        file.synced.clone_from(&file.now);
        Ok(())
    }
}

impl DiskState {
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
        Ok(self.whole(false)?.kind(path))
    }

    fn target_kind(&self, path: &Path) -> io::Result<Option<FileKind>> {
        self.kind(path)
    }

    fn list_names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let state = self.whole(false)?;
        match state.kind(folder) {
            Some(FileKind::Folder) => {}
            Some(_) => return Err(io::ErrorKind::NotADirectory.into()),
            None => return Err(io::ErrorKind::NotFound.into()),
        }
        let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| path.file_name().map(OsString::from)).collect())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.whole(false)?;
        let index = state.file(path)?;
        Ok(state.files.get(index).map(|file| file.now.clone()).unwrap_or_default())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.whole(true)?;
        state.within(path)?;
        if state.kind(path).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.names.insert(path.to_owned(), Node::Folder);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.whole(true)?;
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
        let mut state = self.whole(true)?;
        let index = state.file(from)?;
        state.within(to)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), Node::File(index));
        Ok(())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let file = self.whole(false)?.file(path)?;
        Ok(Box::new(Handle { disk: self.clone(), file, name: None }))
    }

    fn create_temporary(&self, folder: &Path, _like: &Path) -> io::Result<Box<dyn TemporaryFile>> {
        let mut state = self.whole(true)?;
        let name = folder.join(format!(".tawsim-{}.tmp", state.temporaries));
        state.temporaries += 1;
        state.within(&name)?;
        let file = state.files.len();
        state.files.push(Inode::default());
        state.names.insert(name.clone(), Node::File(file));
        Ok(Box::new(Handle { disk: self.clone(), file, name: Some(name) }))
    }
}

struct Handle {
    disk: SimulatedDisk,
    file: usize,
    /// The name that it has only for now.
    name: Option<PathBuf>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(name) = self.name.take()
            && self.disk.call(true).is_ok()
        {
            self.disk.state().names.remove(&name);
        }
    }
}

impl OpenFile for Handle {
    fn len(&mut self) -> io::Result<u64> {
        let state = self.disk.whole(false)?;
        Ok(state.files.get(self.file).map_or(0, |file| file.now.len() as u64))
    }

    fn read_at(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        let state = self.disk.whole(false)?;
        let bytes = state.files.get(self.file).map_or(&[][..], |file| file.now.as_slice());
        let (at, count) = (usize::try_from(at).unwrap(), usize::try_from(count).unwrap());
        Ok(bytes.iter().skip(at).take(count).copied().collect())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let mut state = self.disk.whole(true)?;
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

    fn name(mut self: Box<Self>, path: &Path, over: bool) -> io::Result<()> {
        let mut state = self.disk.whole(true)?;
        state.within(path)?;
        match state.kind(path) {
            Some(FileKind::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            Some(_) if !over => return Err(io::ErrorKind::AlreadyExists.into()),
            _ => {}
        }
        if let Some(old) = &self.name {
            state.names.remove(old);
        }
        state.names.insert(path.to_owned(), Node::File(self.file));
        drop(state);
        self.name = None;
        Ok(())
    }
}
