//! What can go wrong with keys and envelopes, and what the caller can do. No variant holds personal text.

use std::{io, path::PathBuf};

use crate::{Suite, signing::PublicKey};

/// Why a key or an envelope could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The disk refused: free space, permissions or hardware. Nothing was changed; try again once it is repaired.
    #[error("could not {doing} {path}")]
    Disk {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Others than the owner can read the key file: set its mode to 0600, and consider the key known to them.
    #[error("{path} has mode {mode:04o}: others can read the master key; only 0600 or 0400 passes")]
    KeyFileReadable {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file lies inside the data directory, so that one copy takes both: move it out.
    #[error("{path} lies inside the data directory {data_dir}: keep the master key outside of it")]
    KeyFileInsideData {
        /// The key file.
        path: PathBuf,
        /// The data directory.
        data_dir: PathBuf,
    },
    /// There is no key file, and a ring that needs it: restore it from its backup, or name the right one.
    #[error("{path} does not exist: give the key file that this data directory was made with")]
    KeyFileMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The key file does not hold a master key: restore it from its backup.
    #[error(
        "{path} holds no master key: a first line \"portcullis master key 1\" and 64 hexadecimal digits would pass"
    )]
    KeyFileDamaged {
        /// The key file.
        path: PathBuf,
    },
    /// The ring was wrapped by another master key: give the key file that belongs to this data directory.
    #[error("the master key does not open {path}: give the key file that this key ring was made with")]
    WrongMasterKey {
        /// The ring file.
        path: PathBuf,
    },
    /// The ring file was cut or changed: restore it from its backup.
    #[error("{path} is damaged: {found}; restore it from its backup")]
    RingDamaged {
        /// The ring file.
        path: PathBuf,
        /// What was found.
        found: &'static str,
    },
    /// Written by a newer edition of this program: use that edition.
    #[error("{path} has format version {version}; this edition reads 1 and 2")]
    RingVersion {
        /// The ring file.
        path: PathBuf,
        /// The version that it names.
        version: u8,
    },
    /// The ring was made with another crypto suite than the one asked for: leave the suite out, or make another data
    /// directory.
    #[error("{path} was made with the crypto suite {kept}, not {asked}; a suite is chosen once, when the ring is made")]
    RingSuite {
        /// The ring file.
        path: PathBuf,
        /// The suite of the ring.
        kept: Suite,
        /// The suite that was asked for.
        asked: Suite,
    },
    /// The envelope was sealed in another suite than that of this ring: it belongs to another data directory.
    #[error("the envelope was sealed in the crypto suite {envelope}; this key ring uses {ring}")]
    EnvelopeSuite {
        /// The suite of the envelope.
        envelope: Suite,
        /// The suite of the ring.
        ring: Suite,
    },
    /// The signature is not by one of the keys that are trusted: compare the key with its owner's, and trust it then.
    #[error("the signature is by a key that is not trusted here: {key}")]
    SignerUnknown {
        /// The key that it names.
        key: Box<PublicKey>,
    },
    /// The signature does not belong to this content: it was changed, or was signed as something else.
    #[error("the signature does not belong to this content")]
    SignatureRefused,
    /// A bound of the ring is reached: destroy what retention no longer needs.
    #[error("the key ring holds {what}_max = {max} {what}: destroy what is past its retention")]
    RingFull {
        /// Of what there are too many.
        what: &'static str,
        /// The bound.
        max: usize,
    },
    /// The key was destroyed at the end of retention: what it sealed cannot be read by anybody, and nothing new
    /// may be sealed for that day; keep the record without an envelope.
    #[error("the key was destroyed at the end of retention")]
    Destroyed,
    /// This ring never held the key that the envelope names: it belongs to another data directory.
    #[error("the key ring does not hold the key of this envelope")]
    UnknownKey,
    /// No envelope, or of a version or cipher suite that this edition does not know.
    #[error("not an envelope that this edition can read")]
    EnvelopeFormat,
    /// The envelope was changed, or belongs to another record than the one named.
    #[error("the envelope was changed or belongs to another record")]
    EnvelopeRefused,
    /// A record that the stored formats cannot express. A defect of this program: report it.
    #[error("the record cannot be encoded")]
    Encoding(#[source] postcard::Error),
    /// A new epoch must begin after the latest one.
    #[error("a key epoch must begin after the one before it")]
    EpochOrder,
    /// No such epoch was started.
    #[error("no such key epoch")]
    UnknownEpoch,
    /// Not the name of a retention class or the number of a case.
    #[error("{what} does not have the required shape: {would_pass} would pass")]
    BadShape {
        /// What was given.
        what: &'static str,
        /// What would pass.
        would_pass: &'static str,
    },
    /// An opening needs every part of its ground: give what is missing.
    #[error("an opening needs its {part}: 1 to 128 characters would pass")]
    GroundIncomplete {
        /// What is missing or too long.
        part: &'static str,
    },
    /// An opening needs two different people.
    #[error("an opening needs two different people")]
    SamePerson,
}
