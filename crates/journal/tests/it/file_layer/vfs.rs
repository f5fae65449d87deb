//! The layer as `SQLite` sees it: its own Unix layer, with four methods of files and two of folders replaced.
//!
//! A file is the Unix layer's own, followed in memory by a pointer to what this layer needs to know about it.
#![expect(unsafe_code, reason = "SQLite's file layers are C structures of function pointers; no safe binding exists")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::PathBuf;
use std::ptr::{null, null_mut};
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rusqlite::ffi::{
    SQLITE_CANTOPEN, SQLITE_IOERR_DELETE, SQLITE_OK, sqlite3_file, sqlite3_filename, sqlite3_int64, sqlite3_io_methods,
    sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use super::disk::{Change, Disk};

/// What lies behind each file.
struct Behind {
    disk: Arc<Mutex<Disk>>,
    path: PathBuf,
    unix: *const sqlite3_io_methods,
    own: sqlite3_io_methods,
}

/// Registers a layer for the disk and returns its name. It stays until the process ends.
pub(super) fn register(disk: Arc<Mutex<Disk>>) -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = format!("power-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let c_name = CString::new(name.clone()).expect("the name has no zero byte");
    // SAFETY: the Unix layer exists for as long as the process; what is registered is leaked, so it does too.
    unsafe {
        let mut layer = *sqlite3_vfs_find(null());
        layer.pNext = null_mut();
        layer.zName = c_name.into_raw();
        layer.pAppData = Box::into_raw(Box::new(disk)).cast();
        layer.szOsFile += size_of::<*mut Behind>() as c_int;
        layer.xOpen = Some(open);
        layer.xDelete = Some(delete);
        assert_eq!(sqlite3_vfs_register(Box::into_raw(Box::new(layer)), 0), SQLITE_OK);
    }
    name
}

/// The Unix layer: the default one, as no test registers another default.
fn unix() -> *mut sqlite3_vfs {
    // SAFETY: looking up by no name gives the default layer.
    unsafe { sqlite3_vfs_find(null()) }
}

/// Where the pointer to what lies behind a file is kept.
///
/// # Safety
/// The file must have room for the layer's `szOsFile`.
unsafe fn slot(file: *mut sqlite3_file) -> *mut *mut Behind {
    // SAFETY: the room begins after the Unix layer's own, whose size is a multiple of a pointer's.
    unsafe { file.cast::<u8>().add((*unix()).szOsFile as usize).cast() }
}

/// What lies behind a file that this layer opened.
///
/// # Safety
/// The file must be open, and only one reference may be used at a time.
unsafe fn behind<'a>(file: *mut sqlite3_file) -> &'a Behind {
    // SAFETY: `open` put a valid pointer there, `close` takes it away.
    unsafe { &**slot(file) }
}

unsafe extern "C" fn open(
    layer: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this with the layer registered above and with room for a file.
    unsafe {
        let disk = &*(*layer).pAppData.cast::<Arc<Mutex<Disk>>>();
        if disk.lock().unwrap().is_off() {
            (*file).pMethods = null();
            return SQLITE_CANTOPEN;
        }
        let code = (*unix()).xOpen.unwrap()(unix(), name, file, flags, flags_out);
        if code != SQLITE_OK || name.is_null() {
            return code;
        }
        let path = PathBuf::from(CStr::from_ptr(name).to_str().unwrap());
        disk.lock().unwrap().open(&path);
        let unix = (*file).pMethods;
        let own = sqlite3_io_methods {
            iVersion: 2,
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            ..*unix
        };
        let behind = Box::into_raw(Box::new(Behind { disk: Arc::clone(disk), path, unix, own }));
        *slot(file) = behind;
        (*file).pMethods = &raw const (*behind).own;
        SQLITE_OK
    }
}

unsafe extern "C" fn delete(layer: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite calls this with the layer registered above and a name that ends in a zero byte.
    unsafe {
        let disk = &*(*layer).pAppData.cast::<Arc<Mutex<Disk>>>();
        let mut disk = disk.lock().unwrap();
        if disk.is_off() {
            return SQLITE_IOERR_DELETE;
        }
        disk.remove(CStr::from_ptr(name).to_str().unwrap().as_ref(), sync != 0);
        (*unix()).xDelete.unwrap()(unix(), name, 0)
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the file is open and is closed once.
    unsafe {
        let behind = Box::from_raw(*slot(file));
        (*file).pMethods = behind.unix;
        (*behind.unix).xClose.unwrap()(file)
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, count: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: the file is open and SQLite gives as many bytes as it says.
    unsafe {
        let behind = behind(file);
        let written = slice::from_raw_parts(bytes.cast::<u8>(), count as usize).to_vec();
        match behind.disk.lock().unwrap().change(&behind.path, Change::Write(at as usize, written)) {
            Ok(()) => (*behind.unix).xWrite.unwrap()(file, bytes, count, at),
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: the file is open.
    unsafe {
        let behind = behind(file);
        match behind.disk.lock().unwrap().change(&behind.path, Change::Truncate(length as usize)) {
            Ok(()) => (*behind.unix).xTruncate.unwrap()(file, length),
            Err(code) => code,
        }
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: the file is open. Nothing real is synced: the disk remembers instead, which is faster.
    let behind = unsafe { behind(file) };
    behind.disk.lock().unwrap().sync(&behind.path).err().unwrap_or(SQLITE_OK)
}
